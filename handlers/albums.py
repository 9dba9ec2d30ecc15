"""An album arrives as several messages, of which only the first has words: the rest goes where the first went."""

import hashlib

from handlers import cards, telling
from handlers.turn import Turn
from messages.content import Reply
from storage import bodies, reports
from storage.outbox import Outgoing
from storage.records import Report

PERSON, DESK, INSIDE = "person", "desk", "inside"


def name(turn: Turn, where: str, token: str) -> str:
    """The outbox name of what the first part is answered with; empty for a message that is no album."""
    return f"{_name(turn)}:{where}:{token}" if turn.inbound.album else ""


def _name(turn: Turn) -> str:
    album = hashlib.sha256(turn.inbound.album.encode()).hexdigest()[:16]
    return f"album:{turn.address.id}:{album}"


async def known_as(turn: Turn, where: str) -> bool:
    """Whether an earlier part of this album was answered under `where`."""
    known = await bodies.named(turn.tx, _name(turn)) if turn.inbound.album else None
    return known is not None and known[0].startswith(f"{_name(turn)}:{where}:")


async def rest(turn: Turn) -> bool:
    """Pass on a later part of an album, without a word. False if this is none."""
    if not turn.inbound.album or not turn.inbound.attachments:
        return False
    known = await bodies.named(turn.tx, _name(turn))
    report = await reports.get(turn.tx, known[1]) if known else None
    if known is None or report is None:
        return False
    where, token = known[0].removeprefix(f"{_name(turn)}:").split(":", 1)
    await reports.add_files(turn.tx, report, token, turn.inbound.attachments)
    await _pass_on(turn, report, where, token)
    return True


async def _pass_on(turn: Turn, report: Report, where: str, token: str) -> None:
    reply = Reply(text="", attachments=turn.inbound.attachments)
    if where == PERSON:
        address = await telling.author(turn, report)
        if address is not None:
            part = f"{answer_name(report.code, token)}:{turn.token()}"
            turn.out.append(Outgoing(address=address, reply=reply, subject=report.code, dedupe=part))
    if where != INSIDE:
        await cards.under(turn, report, reply, besides=turn.address.id)


def answer_name(code: str, token: str) -> str:
    """The outbox name of one answer, by which it is found again to be taken back."""
    return f"answer:{code}:{token}"
