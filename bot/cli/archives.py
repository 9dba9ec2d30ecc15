"""backup, restore."""

from pathlib import Path
from typing import Annotated

import typer

from bot import logs
from bot.cli.errors import Refusal
from bot.cli.output import progress, say, say_json
from bot.cli.session import AsJson, run_async
from bot.delivery.lease import lease
from bot.settings import Settings
from messages.render import number
from storage import backup
from storage.backup import BadBackup
from storage.database import Database


def _settings() -> Settings:
    settings = Settings.load()
    logs.configure(settings.log)
    return settings


def _sqlite_file(settings: Settings, otherwise: str) -> Path:
    """The database's file. Refuses a PostgreSQL database with the command to use instead."""
    url = Database(settings.database_url).url
    if url.get_backend_name() == "sqlite" and url.database:
        return Path(url.database)
    where = f"-h {url.host or 'localhost'} -p {url.port or 5432} -U {url.username or 'postgres'}"
    raise Refusal(
        "Cơ sở dữ liệu PostgreSQL được sao lưu bằng công cụ của PostgreSQL",
        f"chạy {otherwise.format(where=where, name=url.database)},"
        f" và sao chép {settings.data_dir / backup.MEDIA}, {settings.data_dir / backup.KEY}",
    )


def backup_command(
    file: Annotated[Path, typer.Argument(help="Tệp .tar.gz sẽ được tạo.")], *, as_json: AsJson = False
) -> None:
    """Sao lưu cơ sở dữ liệu, khóa và tệp đính kèm vào một tệp; làm được khi kênh đang chạy."""
    settings = _settings()
    database = _sqlite_file(settings, f"pg_dump --format=custom {{where}} --file={file} {{name}}")
    if not database.exists():
        raise Refusal(f"Chưa có cơ sở dữ liệu {database}", "xem VUNGXANH_DATA_DIR")
    if not file.parent.is_dir():
        raise Refusal(f"Không có thư mục {file.parent}", "tạo thư mục đó trước")
    if file.is_dir():
        raise Refusal(f"{file} là thư mục", "ghi tên tệp, như sao-luu.tar.gz")
    with progress("Sao lưu") as report:
        size = backup.pack(database, settings.data_dir, file, report)
    if as_json:
        say_json({"file": str(file), "bytes": size})
    else:
        say(
            f"Đã sao lưu vào {file} ({number(size)} byte). Tệp chứa dữ liệu cá nhân và khóa: cất nơi an toàn."
        )


def restore(
    file: Annotated[Path, typer.Argument(help="Tệp do vungxanh backup tạo ra.")], *, as_json: AsJson = False
) -> None:
    """Khôi phục từ bản sao lưu; dữ liệu đang có được giữ lại bên cạnh."""
    settings = _settings()
    database = _sqlite_file(settings, f"pg_restore --clean --if-exists {{where}} --dbname={{name}} {file}")
    if not file.is_file():
        raise Refusal(f"Không có tệp {file}", "xem lại đường dẫn")
    database.parent.mkdir(parents=True, exist_ok=True)

    async def work() -> Path | None:
        # The lease is a lock on a file of its own: nothing opens the database itself meanwhile.
        async with Database(settings.database_url) as unopened, lease(unopened):
            with progress("Khôi phục") as report:
                return backup.restore(file, database, settings.data_dir, report)

    try:
        kept = run_async(work)
    except BadBackup as error:
        raise Refusal(f"Không khôi phục được từ {file}: {error}", "dùng một bản sao lưu khác") from None
    if as_json:
        say_json({"database": str(database), "before": str(kept) if kept else None})
        return
    say(f"Đã khôi phục {database}.")
    if kept:
        say(f"Dữ liệu trước đó còn ở {kept}.")
    say("Lời nhắc và bản tin chờ cho đến khi chạy: vungxanh resume")


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("backup")(backup_command)
    app.command("restore")(restore)
