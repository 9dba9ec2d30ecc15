"""Telling the administrators what only they can put right."""

from datetime import datetime
from typing import Protocol

import structlog

from messages.content import Lane, Reply
from messages.contexts import basics
from messages.render import render
from storage import desks, outbox
from storage.database import BROKEN, Database, Tx
from storage.outbox import Outgoing
from storage.records import Role

log = structlog.get_logger(__name__)


class Wall(Protocol):
    """Real time."""

    def wall(self) -> datetime: ...


async def alert(tx: Tx, at: datetime, what: str, reference: str = "") -> None:
    """Tell every administrator; `at` is real time."""
    reply = Reply(text=render(basics.OperatorAlert(what=what, reference=reference)))
    admins = await desks.holders(tx, Role.ADMIN)
    alerts = [Outgoing(address=address, reply=reply, lane=Lane.ALERTS) for address in admins]
    await outbox.put(tx, alerts, at)


async def tell_admins(database: Database, clock: Wall, what: str) -> None:
    """The same in a transaction of its own, and in the log; never fails."""
    log.error("alert", text=what)
    try:
        async with database.transaction() as tx:
            await alert(tx, clock.wall(), what)
    except BROKEN as broken:
        log.error("alert_failed", error=type(broken).__name__)  # noqa: TRY400
