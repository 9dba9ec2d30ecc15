"""What most commands need: the settings, the campaign, the database, and the campaign's time."""

import asyncio
import gc
import getpass
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

import typer

from bot import logs
from bot.clock import Clock
from bot.opening import opened_database
from bot.settings import Settings
from storage.campaign import Campaign, load_campaign
from storage.database import Database, Tx

T = TypeVar("T")
FROM_COMMAND_LINE = "(dòng lệnh)"  # ends the names of those who act from here
AsJson = Annotated[bool, typer.Option("--json", help="In JSON để chương trình khác đọc.")]
By = Annotated[str, typer.Option("--by", help="Tên người thực hiện, ghi vào nhật ký.", show_default=False)]


@dataclass(frozen=True, kw_only=True)
class Session:
    """One command's view of the installation."""

    settings: Settings
    campaign: Campaign
    database: Database

    async def now(self, tx: Tx) -> datetime:
        """Campaign time: the running program's; before its first start, the instant it will start at."""
        clock = Clock(self.database)
        await clock.refresh(tx)
        start = self.settings.clock_instant(self.campaign.zone_info)
        if start is not None and not clock.rehearsal and await Clock.reached(tx) is None:
            return start.astimezone(UTC)
        return clock.now()


@asynccontextmanager
async def opened() -> AsyncIterator[Session]:
    """The installation of this environment. A brand-new database gets its tables; see `told` for what it raises."""
    settings = Settings.load()
    logs.configure(settings.log)
    campaign = load_campaign(settings.campaign)
    async with opened_database(settings) as database:
        yield Session(settings=settings, campaign=campaign, database=database)


def run_async(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run to its end on the fastest loop that the machine has."""
    gc.enable()  # off while the program was loaded (bot.__main__)
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        return runner.run(work())


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop  # noqa: PLC0415 - Linux only, and only commands that run a loop wait for it
    except ImportError:
        return None
    return uvloop.new_event_loop


def operator(by: str = "") -> str:
    """Who acts from the command line, as the log names them."""
    try:
        name = by.strip() or getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        name = "người vận hành"
    return f"{' '.join(name.split())[:64]} {FROM_COMMAND_LINE}"
