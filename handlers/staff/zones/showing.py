"""The map for everyone and the emulation board for staff: words at once, pictures drawn outside of the turn."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from handlers.citizens.zones import BOARD
from handlers.staff.zones import board as boards
from handlers.turn import Turn
from messages import buttons
from messages.buttons import Press, Pressed
from messages.content import Choice
from messages.contexts import zone_board as words
from messages.encoding import load_attachment
from storage import jobs, meta, zone_board, zone_states
from storage.zone_board import Board
from storage.zone_states import Ledger

JOB = "zone_pictures"
DRAWN = "anh"
KEPT_MAP = "zone_map"  # the fact that holds the map drawn last


def map_of(book: Ledger, day: date) -> str:
    """Names what a map shows: another day or another colour anywhere is another map."""
    shown = json.dumps([day.isoformat(), sorted(book.now().items())])
    return hashlib.sha256(shown.encode()).hexdigest()


async def show_map(turn: Turn, _ref: str) -> None:
    """The map of today: at once if it has been drawn, else as soon as it is."""
    book = await zone_states.ledger(turn.tx, turn.campaign.zones)
    made = zone_board.board(turn.campaign, book, turn.local.date())
    if made is None:
        turn.say(words.NoBoard())
        return
    kept: Mapping[str, Any] | None = await meta.get(turn.tx, KEPT_MAP)
    if kept and kept["of"] == map_of(book, made.day):
        caption = words.Pictures(captions=(boards.map_caption(made),))
        turn.say(caption, attachments=(load_attachment(kept["file"]),))
        return
    await _want(turn, made.day, board=False)


async def show_board(turn: Turn, ref: str) -> None:
    """The board of today with its pictures; of another day (ref) its words, and a button for these."""
    made = await _board(turn, ref)
    if made is None or turn.campaign.zones is None:
        turn.say(words.NoBoard())
        return
    turn.say(boards.text(turn.campaign, turn.campaign.zones, made), [_days(turn, made, pictures=bool(ref))])
    if not ref:
        await _want(turn, made.day, board=True)


async def send_pictures(turn: Turn, ref: str) -> None:
    """The pictures of a day."""
    made = await _board(turn, ref)
    if made is None:
        turn.say(words.NoBoard())
        return
    await _want(turn, made.day, board=True)


async def _board(turn: Turn, ref: str) -> Board | None:
    book = await zone_states.ledger(turn.tx, turn.campaign.zones)
    today = turn.local.date()
    return zone_board.board(turn.campaign, book, min(_day(ref) or today, today))


def _day(ref: str) -> date | None:
    try:
        return date.fromisoformat(ref)
    except ValueError:  # no day, or not one of our buttons
        return None


def _days(turn: Turn, made: Board, *, pictures: bool) -> list[Choice]:
    one = timedelta(days=1)
    shown = [_button("Ngày trước", BOARD, made.day - one)] if made.day > made.eve else []
    if made.day < turn.local.date():
        shown.append(_button("Ngày sau", BOARD, made.day + one))
    return [*shown, _button("Ảnh", DRAWN, made.day)] if pictures else shown


def _button(label: str, action: str, day: date) -> Choice:
    press = Press(kind=Pressed.ZONE, ref=day.isoformat(), choice=action)
    return Choice(label=label, data=buttons.encode(press))


async def _want(turn: Turn, day: date, *, board: bool) -> None:
    payload = {"day": day.isoformat(), "address": turn.address.id, "board": board}
    await jobs.put(turn.tx, JOB, payload, turn.wall)
    turn.say(words.Drawing())
