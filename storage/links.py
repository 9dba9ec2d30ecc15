"""Which of our messages was about what: so that a reply to a card finds its report."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from messages.content import Reply
from messages.encoding import load_reply
from storage.database import Tx
from storage.tables import message_links, outbox

_NEAR = 20  # messages in a chat among which one with choices about a code is looked for, when none is kept as about it
_LATEST = 5  # messages about one thing among which the newest with choices is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a message was about: `outbox_id` is the row that said it, `subject` the code it carried."""

    outbox_id: int
    subject: str


async def find(tx: Tx, address_id: int, message: str) -> Link | None:
    """What our message with this platform id, in this chat, was about; None if about nothing we keep."""
    key = (message_links.c.address_id == address_id) & (message_links.c.message == message)
    row = await tx.first(select(message_links.c.outbox_id, message_links.c.subject).where(key))
    return None if row is None else Link(outbox_id=row.outbox_id, subject=row.subject)


async def newest_choices(tx: Tx, address_id: int, subject: str) -> list[Reply]:
    """The newest messages about `subject` that arrived in this chat and offer choices, the newest first."""
    about = message_links.c.subject == subject
    return await _offering(tx, (message_links.c.address_id == address_id) & about, _LATEST)


async def recent_choices(tx: Tx, address_id: int) -> list[Reply]:
    """The newest messages about anything that arrived in this chat and offer choices, the newest first."""
    return await _offering(tx, message_links.c.address_id == address_id, _NEAR)


async def _offering(tx: Tx, which: ColumnElement[bool], most: int) -> list[Reply]:
    ids = select(message_links.c.outbox_id).where(which).order_by(message_links.c.outbox_id.desc())
    said = select(outbox.c.body).where(outbox.c.id.in_(ids.limit(most)), outbox.c.body != "")
    replies = [load_reply(row.body) for row in await tx.all(said.order_by(outbox.c.id.desc()))]
    return [reply for reply in replies if reply.choices]
