"""Which of our messages was about what: so that a reply to a card finds its report."""

from dataclasses import dataclass

from sqlalchemy import select

from storage.database import Tx
from storage.tables import message_links


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
