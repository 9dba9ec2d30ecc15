"""What the rooms around a bulletin on its way share: who decides, buttons, finding the bulletin of a press."""

from collections.abc import Iterable

from handlers.turn import Turn
from messages import buttons
from messages.buttons import Press, Pressed
from messages.content import Choice
from messages.contexts import pushing as words
from messages.vi.bulletins import STATES, STEER, Steer
from storage import bulletins, desks, drafts
from storage.database import Tx
from storage.records import Address, Bulletin, Role

DECIDERS = frozenset({Role.ADMIN, Role.APPROVER})
STEERERS = DECIDERS | {Role.EDITOR}
_HIGHEST = 18  # digits of an id that a database can hold


async def deciders(tx: Tx, bulletin_id: int) -> list[Address]:
    """Whoever answers for it, each once: administrators, the approvers and editors of its agency.

    Of an alert also the approvers on call who were asked about it. What the operator sent is no agency's: then
    every approver.
    """
    draft = await drafts.of_bulletin(tx, bulletin_id)
    found = await desks.holders(tx, Role.ADMIN)
    if draft is None:
        found += await desks.holders(tx, Role.APPROVER)
    else:
        for role in (Role.APPROVER, Role.EDITOR):
            found += await desks.holders(tx, role, draft.agency)
        for agency in draft.on_call:
            found += await desks.holders(tx, Role.APPROVER, agency)
    return list({address.id: address for address in found}.values())


async def may_steer(turn: Turn, bulletin_id: int, roles: frozenset[Role] = STEERERS) -> bool:
    """Whether this person, in one of these roles, answers for it; says so if not."""
    draft = await drafts.of_bulletin(turn.tx, bulletin_id)
    held = {grant.role for grant in turn.grants if draft is None or grant.scope == draft.agency}
    if draft is None:
        held -= {Role.EDITOR}
    elif any(grant.role is Role.APPROVER and grant.scope in draft.on_call for grant in turn.grants):
        held.add(Role.APPROVER)
    if Role.ADMIN in turn.roles or held & roles:
        return True
    turn.say(words.NotYours(id=bulletin_id))
    return False


def press(bulletin_id: int, what: str, label: str, version: int | None = None) -> Choice:
    """A button about a bulletin; with `version`, only for the words that its reader saw."""
    ref = str(bulletin_id) if version is None else f"{bulletin_id}+{version}"
    return Choice(label=label, data=buttons.encode(Press(kind=Pressed.BULLETIN, ref=ref, choice=what)))


def press_row(bulletin_id: int, steers: Iterable[Steer]) -> tuple[Choice, ...]:
    """A row of buttons."""
    return tuple(press(bulletin_id, each.value, STEER[each]) for each in steers)


def number_of(ref: str) -> int:
    """The bulletin that a press names; 0 for anything that is no number, which no bulletin has."""
    return int(ref) if ref.isascii() and ref.isdigit() and len(ref) <= _HIGHEST else 0


async def bulletin_of(turn: Turn, ref: str) -> Bulletin | None:
    """The bulletin of a press by somebody who answers for it; otherwise None, and says why."""
    found = await bulletins.get(turn.tx, number_of(ref))
    if found is None:
        cannot(turn, number_of(ref), None)
        return None
    return found if await may_steer(turn, found.id) else None


def cannot(turn: Turn, bulletin_id: int, found: Bulletin | None) -> None:
    """Say that it is not in a state in which this can be done."""
    turn.say(words.CannotDo(id=bulletin_id, state=STATES[found.state] if found else ""))


def who(turn: Turn) -> str:
    """Who acts, without the account."""
    return turn.person.name or turn.actor
