"""Files that we send: which the store holds, and under which handles platforms have them already."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case, delete, literal, null, or_, select

from messages.content import Attachment, AttachmentKind
from storage.database import Tx
from storage.tables import media, media_from, media_on
from storage.upserts import insert_into

AT_ONCE = 100  # files forgotten in one transaction


async def kept(tx: Tx, sha: str, size: int, at: datetime, until: datetime | None) -> None:
    """A file lies in the store; `at` and `until` are real time.

    Kept again it stays as long as the longer of the two wishes; None is for good.
    """
    new = insert_into(tx.dialect, media).values(sha=sha, size=size, kept_at=at, until=until)
    asked = new.excluded.until
    longer = case(
        (or_(media.c.until.is_(None), asked.is_(None)), null()),
        (asked > media.c.until, asked),
        else_=media.c.until,
    )
    await tx.execute(new.on_conflict_do_update(index_elements=[media.c.sha], set_={"until": longer}))


async def expired(tx: Tx, at: datetime) -> list[str]:
    """Files whose time is over at this real time, the first of them."""
    over = select(media.c.sha).where(media.c.until <= at).order_by(media.c.until).limit(AT_ONCE)
    return list((await tx.execute(over)).scalars())


async def gone(tx: Tx, shas: Sequence[str]) -> None:
    """These files are no longer in the store."""
    await tx.execute(delete(media_on).where(media_on.c.sha.in_(shas)))
    await tx.execute(delete(media_from).where(media_from.c.sha.in_(shas)))
    await tx.execute(delete(media).where(media.c.sha.in_(shas)))


async def handle(tx: Tx, channel: str, bot: str, sha: str, kind: AttachmentKind) -> str | None:
    """Under which handle this bot can send a file of the store again; None before its first upload."""
    mine = (media_on.c.channel == channel) & (media_on.c.bot == bot)
    found = await tx.scalar(
        select(media_on.c.handle).where(mine, media_on.c.sha == sha, media_on.c.kind == kind.value)
    )
    return None if found is None else str(found)


async def uploaded(tx: Tx, channel: str, bot: str, sha: str, kind: AttachmentKind, known_as: str) -> None:
    """This bot has the file now. A file that has left the store meanwhile is not remembered."""
    row = (literal(channel), literal(bot), media.c.sha, literal(kind.value), literal(known_as))
    source = select(*row).where(media.c.sha == sha)
    new = insert_into(tx.dialect, media_on).from_select(["channel", "bot", "sha", "kind", "handle"], source)
    key = [media_on.c.channel, media_on.c.bot, media_on.c.sha, media_on.c.kind]
    await tx.execute(new.on_conflict_do_update(index_elements=key, set_={"handle": known_as}))


async def refused(tx: Tx, channel: str, bot: str, sha: str, kind: AttachmentKind) -> None:
    """The platform no longer takes its handle of this file: it must be uploaded anew."""
    mine = (media_on.c.channel == channel) & (media_on.c.bot == bot)
    await tx.execute(delete(media_on).where(mine, media_on.c.sha == sha, media_on.c.kind == kind.value))


async def fetched(
    tx: Tx, channel: str, bot: str, chat: str, original: Attachment, kept_as: Attachment
) -> None:
    """A file that came to this bot lies in the store now."""
    values = {"channel": channel, "bot": bot, "chat": chat, "ref": original.ref}
    new = {"sha": kept_as.ref, "mime": kept_as.mime, "size": kept_as.size}
    statement = insert_into(tx.dialect, media_from).values(**values, **new)
    key = [media_from.c.channel, media_from.c.bot, media_from.c.ref]
    await tx.execute(statement.on_conflict_do_update(index_elements=key, set_=new))


async def file_of(tx: Tx, channel: str, bot: str, ref: str) -> tuple[str, str, int] | None:
    """(sha, mime, size) of what was fetched for this ref; None if nothing was, or it has gone since."""
    mine = (media_from.c.channel == channel) & (media_from.c.bot == bot) & (media_from.c.ref == ref)
    there = select(media_from.c.sha, media_from.c.mime, media_from.c.size).join(
        media, media.c.sha == media_from.c.sha
    )
    row = await tx.first(there.where(mine))
    return None if row is None else (row.sha, row.mime, row.size)
