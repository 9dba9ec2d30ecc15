"""From what a person did on a phone to the phone's own record of it and the update for the inbox."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.channels.base import Raw
from bot.channels.web import wire
from bot.channels.web.view import reply_of, words_of
from bot.channels.web.wire import Said
from messages.content import InboundKind
from storage import web_room
from storage.database import Tx
from storage.web_room import New, Shown


class Impossible(Exception):
    """A phone cannot do that; the words are for the person who tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The update, and the message as the phone shows it (a press leaves none)."""

    raw: Raw
    shown: Shown | None = None


async def take(tx: Tx, said: Sequence[Said], at: datetime) -> list[Taken]:
    """Record what was done, once for each key. Raises Impossible."""
    messages = [await _quoted(tx, each) for each in said if each.kind is InboundKind.MESSAGE]
    taken = await _messages(tx, messages, at)
    for each in said:
        if each.kind is InboundKind.PRESS:
            taken.append(await _press(tx, each))
        elif each.kind is InboundKind.EDIT:
            taken.append(await _edit(tx, each))
    return taken


async def _messages(tx: Tx, said: Sequence[Said], at: datetime) -> list[Taken]:
    before = await web_room.said(tx, [(each.chat, each.key) for each in said])
    known = {json.loads(each.body)["key"] for each in before}
    fresh = [
        New(chat=each.chat, sender=each.sender, body=each.body(), mine=True, unheard=True)
        for each in said
        if each.key not in known
    ]
    shown = [*before, *await web_room.add(tx, fresh, at)]
    return [Taken(raw=wire.raw(each), shown=each) for each in shown]


async def _quoted(tx: Tx, said: Said) -> Said:
    if not said.reply_to:
        return said
    found = await web_room.find(tx, said.chat, wire.number(said.reply_to))
    if found is None:
        raise Impossible("Tin muốn trả lời không còn nữa.")
    return replace(said, quoted=words_of(found))


async def _press(tx: Tx, said: Said) -> Taken:
    found = await web_room.find(tx, said.chat, wire.number(said.message))
    offered = () if found is None or found.mine else reply_of(found).choices
    if said.press not in {choice.data for choice in offered if choice.data}:
        raise Impossible("Nút này không còn nữa. Xin xem lại tin mới nhất.")
    return Taken(raw=_raw(said))


async def _edit(tx: Tx, said: Said) -> Taken:
    found = await web_room.find(tx, said.chat, wire.number(said.message))
    if found is None or not found.mine or found.sender != said.sender:
        raise Impossible("Chỉ sửa được tin của chính mình.")
    before = json.loads(found.body)
    changed = {**before, "text": said.body().get("text", "")}
    shown = await web_room.change(tx, said.chat, found.id, changed, mine=True)
    raw = wire.raw_body(said.chat, said.sender, str(found.id), {**changed, "kind": InboundKind.EDIT.value})
    return Taken(raw=Raw(key=said.key, chat=said.chat, body=raw), shown=shown)


def _raw(said: Said) -> Raw:
    return Raw(
        key=said.key,
        chat=said.chat,
        body=wire.raw_body(said.chat, said.sender, said.message, said.body()),
    )
