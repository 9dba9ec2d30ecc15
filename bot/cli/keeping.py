"""migrate, resume."""

import typer

from bot import logs
from bot.cli.output import say, say_json
from bot.cli.session import AsJson, By, opened, operator, run_async
from bot.settings import Settings
from storage import audit, meta, migrate, outbox
from storage.backup import RESTORED


def migrate_command(*, as_json: AsJson = False) -> None:
    """Đưa cơ sở dữ liệu lên phiên bản của chương trình này."""

    async def work() -> list[str]:
        settings = Settings.load()
        logs.configure(settings.log)
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        return await migrate.migrate(settings.database_url)

    done = run_async(work)
    if as_json:
        say_json({"version": migrate.versions()[-1], "migrated": done})
    else:
        say(f"Đã lên phiên bản {done[-1]}." if done else f"Đã ở phiên bản mới nhất {migrate.versions()[-1]}.")


def resume(*, by: By = "", as_json: AsJson = False) -> None:
    """Cho gửi tiếp lời nhắc và bản tin sau khi khôi phục từ bản sao lưu."""

    async def work() -> bool:
        async with opened() as session, session.database.transaction() as tx:
            waited = bool(await meta.get(tx, RESTORED))
            if waited:
                await meta.put(tx, RESTORED, value=False)
                await audit.write(tx, await session.now(tx), operator(by), "restore.resumed", "", {})
                await outbox.wake(tx)
            return waited

    waited = run_async(work)
    if as_json:
        say_json({"resumed": waited})
    else:
        say("Đã cho gửi tiếp." if waited else "Không có gì đang chờ: vẫn đang gửi bình thường.")


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("migrate")(migrate_command)
    app.command("resume")(resume)
