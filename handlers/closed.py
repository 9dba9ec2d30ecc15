"""What follows when a report closes, whoever closed it: a feature that has a part in reports adds to `FOLLOWS`."""

from collections.abc import Awaitable, Callable

from handlers.turn import Turn
from storage.records import Report

FOLLOWS: list[Callable[[Turn, Report], Awaitable[None]]] = []


async def closed(turn: Turn, report: Report) -> None:
    """The report has just been closed in this turn."""
    for follow in FOLLOWS:
        await follow(turn, report)
