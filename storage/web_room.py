"""What the rehearsal room's phones show, and how far the last bulletin got among its addresses."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from storage.database import Tx
from storage.tables import addresses, bulletins, deliveries, web_messages

CHANNEL = "web"
# Bodies are compact JSON, in which a quote that somebody typed is escaped: this never matches their words.
_UNHEARD = ',"unheard":true'
_SPAN = 500  # how many rows one `history` reads at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message as a phone keeps it.

    Attributes:
        mine: said by the person, not by the bot.
        sender: which member of the chat said it; empty for the bot.
        body: JSON; its shape is the web channel's.
        at: campaign time.
    """

    id: int
    chat: str
    mine: bool
    sender: str
    body: str
    at: datetime
    edited: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """A message to add; `unheard` marks one of which the inbox does not know yet."""

    chat: str
    body: dict[str, Any]
    sender: str = ""
    mine: bool = False
    unheard: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How many of the addresses asked about have got a bulletin."""

    bulletin: int
    title: str
    received: int


def _dumped(body: dict[str, Any], *, unheard: bool) -> str:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return text[:-1] + _UNHEARD + "}" if unheard else text


async def add(tx: Tx, messages: Sequence[New], at: datetime) -> list[Shown]:
    """Add messages in one statement, `at` in campaign time. Returns them with their ids, in order."""
    if not messages:
        return []
    rows = [
        {
            "chat": each.chat,
            "mine": each.mine,
            "sender": each.sender,
            "body": _dumped(each.body, unheard=each.unheard),
            "at": at,
        }
        for each in messages
    ]
    added = await tx.all(insert(web_messages).returning(web_messages, sort_by_parameter_order=True), rows)
    return [_shown(row) for row in added]


def _shown(row: Row[Any]) -> Shown:
    return Shown(**row._mapping)  # noqa: SLF001 - SQLAlchemy's documented accessor


async def find(tx: Tx, chat: str, message: int) -> Shown | None:
    """The message of this id in this chat."""
    row = await tx.first(
        select(web_messages).where(web_messages.c.id == message, web_messages.c.chat == chat)
    )
    return None if row is None else _shown(row)


async def said(tx: Tx, keys: Sequence[tuple[str, str]]) -> list[Shown]:
    """Which of these (chat, key) were said before: a browser repeats what was not acknowledged."""
    found = []
    for chat, key in keys:
        mine = select(web_messages).where(web_messages.c.chat == chat, web_messages.c.mine)
        row = await tx.first(mine.where(web_messages.c.body.contains(f'"key":"{key}"', autoescape=True)))
        if row is not None:
            found.append(_shown(row))
    return found


async def change(
    tx: Tx, chat: str, message: int, body: dict[str, Any], *, mine: bool = False
) -> Shown | None:
    """Replace what a message says; None if this side said no such message."""
    row = await tx.first(
        update(web_messages)
        .where(web_messages.c.id == message, web_messages.c.chat == chat, web_messages.c.mine.is_(mine))
        .values(body=_dumped(body, unheard=False), edited=True)
        .returning(web_messages)
    )
    return None if row is None else _shown(row)


async def remove(tx: Tx, chat: str, messages: Sequence[int]) -> list[int]:
    """Take the bot's messages away. Returns the ids of those that were there."""
    gone = delete(web_messages).where(
        web_messages.c.id.in_(messages), web_messages.c.chat == chat, web_messages.c.mine.is_(False)
    )
    return [row.id for row in await tx.all(gone.returning(web_messages.c.id))]


async def history(tx: Tx, chat: str, limit: int) -> list[Shown]:
    """The newest messages of a chat, at most 500, oldest first."""
    newest = select(web_messages).where(web_messages.c.chat == chat)
    rows = await tx.all(newest.order_by(web_messages.c.id.desc()).limit(min(limit, _SPAN)))
    return [_shown(row) for row in reversed(rows)]


async def holding(tx: Tx, chats: Sequence[str], words: str) -> list[Shown]:
    """The bot's messages in these chats whose body holds `words`, newest first."""
    quoted = json.dumps(words, ensure_ascii=False)[1:-1]
    ours = select(web_messages).where(web_messages.c.chat.in_(chats), web_messages.c.mine.is_(False))
    held = ours.where(web_messages.c.body.contains(quoted, autoescape=True))
    return [_shown(row) for row in await tx.all(held.order_by(web_messages.c.id.desc()))]


async def unheard(tx: Tx) -> list[Shown]:
    """What people said and nobody has put into the inbox yet, oldest first."""
    waiting = select(web_messages).where(web_messages.c.mine, web_messages.c.body.endswith(_UNHEARD + "}"))
    return [_shown(row) for row in await tx.all(waiting.order_by(web_messages.c.id))]


async def heard(tx: Tx, messages: Sequence[int]) -> None:
    """These are in the inbox now."""
    clean = func.replace(web_messages.c.body, _UNHEARD, "")
    await tx.execute(update(web_messages).where(web_messages.c.id.in_(messages)).values(body=clean))


async def last_bulletin(tx: Tx, bot: str, chats: Sequence[str]) -> Reach | None:
    """How many of `chats` have the receipt of the newest bulletin; None while there is no bulletin."""
    newest = await tx.first(
        select(bulletins.c.id, bulletins.c.title).order_by(bulletins.c.id.desc()).limit(1)
    )
    if newest is None:
        return None
    received = (
        select(func.count())
        .select_from(deliveries.join(addresses, addresses.c.id == deliveries.c.address_id))
        .where(
            deliveries.c.bulletin_id == newest.id,
            deliveries.c.state == "sent",
            addresses.c.channel == CHANNEL,
            addresses.c.bot == bot,
            addresses.c.chat.in_(chats),
        )
    )
    return Reach(bulletin=newest.id, title=newest.title, received=int(await tx.scalar(received) or 0))
