"""What waits to be said. Everything a person can read leaves through here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from messages.content import Lane, Reply
from messages.encoding import dump_reply
from storage.database import Tx
from storage.records import Address
from storage.tables import outbox

LANE_ORDER = {Lane.ANSWERS: 0, Lane.ALERTS: 1, Lane.REMINDERS: 2, Lane.BULLETINS: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message to put into the outbox.

    Attributes:
        address: where it goes.
        reply: what it says; None takes back `target` (a delete).
        lane: how urgent it is.
        target: the outbox row whose message this replaces (an edit) or takes back; 0 for a new message.
        subject: the code of what it is about: an answer to it finds its way by this.
        dedupe: put at most once under this name, ever; empty for no such promise.
        forget: the row must not keep its address: the person is being erased.
    """

    address: Address
    reply: Reply | None
    lane: Lane = Lane.ANSWERS
    target: int = 0
    subject: str = ""
    dedupe: str = ""
    forget: bool = False

    @property
    def kind(self) -> str:
        if self.reply is None:
            return "delete"
        return "edit" if self.target else "send"


async def put(tx: Tx, messages: Sequence[Outgoing], at: datetime) -> list[int]:
    """Add messages in one statement; `at` is real time. Returns the new ids, in order.

    A message whose `dedupe` name is taken is left out, and so is its id.
    """
    if not messages:
        return []
    rows = [
        {
            "channel": each.address.channel,
            "bot": each.address.bot,
            "chat": each.address.chat,
            "address_id": None if each.forget else each.address.id,
            "lane": LANE_ORDER[each.lane],
            "kind": each.kind,
            "body": "" if each.reply is None else dump_reply(each.reply),
            "target_id": each.target or None,
            "subject": each.subject,
            "dedupe": each.dedupe or None,
            "created_at": at,
        }
        for each in messages
    ]
    maker = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    added = await tx.all(maker(outbox).values(rows).on_conflict_do_nothing().returning(outbox.c.id))
    tx.wake.add("outbox")
    return [row.id for row in added]


async def row_of(tx: Tx, dedupe: str) -> int | None:
    """The id of the row put under this name."""
    found = await tx.scalar(select(outbox.c.id).where(outbox.c.dedupe == dedupe))
    return None if found is None else int(found)
