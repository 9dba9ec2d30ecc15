"""/chan and /bochan: staff keep the author of a code from sending new matters for a while, and say why."""

import re
from datetime import timedelta

from handlers.registry import Command
from handlers.turn import Turn
from messages.contexts import blocking as words
from messages.folding import tidy
from storage import codes, limits, senders
from storage.records import Role

_ROLES = frozenset({Role.HOME_AFFAIRS, Role.ADMIN})
_SPAN = re.compile(r"(\d{1,4})\s*(giờ|gio|h|ngày|ngay)(?=[\s,:;.-]|$)", re.IGNORECASE)
_LONGEST = timedelta(days=30)
_REASON = 200  # characters


async def block(turn: Turn, argument: str) -> None:
    """/chan CODE [3 ngày | 12 giờ] reason: the reason goes into the audit log, the code stands for the person."""
    code, span, reason = _read(argument, timedelta(hours=turn.campaign.limits.block_hours))
    if not code or not reason or not timedelta() < span <= _LONGEST:
        turn.say(words.NeedReason(hours=turn.campaign.limits.block_hours))
        return
    person_id = await _sender(turn, code)
    if person_id is None:
        return
    until = turn.now + span
    await limits.block(turn.tx, person_id, until)
    await turn.log("person.blocked", code, until=until.isoformat(), reason=reason)
    turn.say(words.BlockSet(code=code, until=turn.campaign.local(until), reason=reason))


async def unblock(turn: Turn, argument: str) -> None:
    """/bochan CODE: its author may send again."""
    code = _code(argument.partition(" ")[0])
    if not code:
        turn.say(words.NeedReason(hours=turn.campaign.limits.block_hours))
        return
    person_id = await _sender(turn, code)
    if person_id is None:
        return
    before = await limits.unblock(turn.tx, person_id, turn.now)
    if before:
        await turn.log("person.unblocked", code)
    turn.say(words.BlockEnded(code=code, before=before))


def _read(argument: str, usual: timedelta) -> tuple[str, timedelta, str]:
    """The code, how long, and why; an empty code if there is none."""
    named, _, rest = tidy(argument).partition(" ")
    found = _SPAN.match(rest)
    if not found:
        return _code(named), usual, rest[:_REASON]
    hours = int(found[1]) * (24 if found[2].lower().startswith("ng") else 1)
    return _code(named), timedelta(hours=hours), rest[found.end() :].strip(" ,:;.-")[:_REASON]


def _code(named: str) -> str:
    """A code of any kind that cards show, a rumour's too; empty for none."""
    return codes.read(named) or codes.rumour(named) or ""


async def _sender(turn: Turn, code: str) -> int | None:
    """The one who sent it; None if there is nobody, or not one alone: that is said."""
    found = await senders.of(turn.tx, code)
    if len(found) == 1:
        return found[0]
    duty = code.startswith(codes.OBLIGATION)
    turn.say(words.NobodyToBlock(code=code, several=len(found), duty=duty))
    return None


FLOWS = ()
ACTIONS = ()
COMMANDS = (
    Command(
        name="chan",
        title="Tạm chặn người gửi",
        run=block,
        roles=_ROLES,
        groups=True,
        menu=False,
    ),
    Command(
        name="bochan",
        title="Bỏ chặn người gửi",
        run=unblock,
        roles=_ROLES,
        groups=True,
        menu=False,
    ),
)
