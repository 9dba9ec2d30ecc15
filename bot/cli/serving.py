"""run, demo."""

from typing import Annotated

import typer

from bot import logs
from bot.cli.session import run_async
from bot.settings import Settings

PORT = 8080


def run() -> None:
    """Chạy kênh: nghe, trả lời, gửi tin, theo lịch. Dừng bằng Ctrl+C hoặc SIGTERM."""
    settings = Settings.load()
    logs.configure(settings.log)
    from bot import app  # noqa: PLC0415 - the whole program: other commands must not wait for it

    run_async(lambda: app.run(settings))


def demo(
    port: Annotated[int, typer.Option(help="Cổng của trang diễn tập.", min=0, max=65535)] = PORT,
) -> None:
    """Diễn tập cả đợt thi đua trong trình duyệt, không cần mã bot."""
    settings = Settings.load()
    logs.configure(settings.log)
    from bot import demo as rehearsal  # noqa: PLC0415 - as above

    run_async(lambda: rehearsal.run(settings, port))


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("run")(run)
    app.command("demo")(demo)
