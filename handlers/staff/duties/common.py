"""What every step of work on duties begins and ends with: whose they are, whether they may, and saying why not."""

from typing import Any

from handlers import seats
from handlers.seats import DESK_ROLES
from handlers.staff.duties import cards
from handlers.turn import Turn
from messages.content import ChatKind
from messages.contexts import duties as words
from messages.vi.duties import STATE
from storage import duties
from storage.campaign import Campaign
from storage.duties.board import ACTING
from storage.duties.urging import plan_of
from storage.overdue import Notice
from storage.records import Directive, DirectiveState, Obligation, ObligationEvent, ObligationState
from storage.records.duties import UNDONE

Owed = tuple[Directive, Obligation]


def bodies_here(turn: Turn) -> frozenset[str]:
    """The bodies that who speaks acts for; in private only."""
    if turn.address.kind is ChatKind.GROUP:
        return frozenset()
    return frozenset(grant.scope for grant in turn.grants if grant.role in ACTING)


async def office_here(turn: Turn) -> bool:
    """Whether the office that gives and checks duties works here."""
    if turn.address.kind is not ChatKind.GROUP:
        return not turn.roles.isdisjoint(DESK_ROLES)
    office = seats.desk_agency(turn.campaign)
    return office is not None and office.key in await seats.agencies_here(turn)


async def find(turn: Turn, code: str) -> Owed | None:
    """The obligation with this code and its directive; None if there is none."""
    obligation = await duties.get(turn.tx, code)
    directive = await duties.get_directive(turn.tx, obligation.directive_id) if obligation else None
    return (directive, obligation) if directive and obligation else None


async def owed_here(turn: Turn, code: str) -> Owed | None:
    """The obligation of a body that who speaks acts for, still standing; otherwise says why not."""
    found = await find(turn, code)
    if found is None or found[1].body not in bodies_here(turn):
        turn.say(words.DutyNotYours(code=code))
        return None
    return found if await stands(turn, found) else None


async def checked_here(turn: Turn, code: str) -> Owed | None:
    """The obligation, if the office works here and it still stands; otherwise says why not."""
    found = await find(turn, code)
    if found is None or not await office_here(turn):
        turn.say(words.DutyNotYours(code=code))
        return None
    return found if await stands(turn, found) else None


async def stands(turn: Turn, found: Owed) -> bool:
    """Whether it was not recalled; says so otherwise, and takes the buttons off the cards."""
    directive, obligation = found
    if directive.state is DirectiveState.OPEN:
        return True
    turn.say(words.DutyRecalled(title=directive.title, reason=directive.reason), subject=obligation.code)
    turn.out += await cards.follow(turn.tx, turn.campaign, directive, obligation, turn.now)
    return False


async def move(
    turn: Turn, found: Owed, to: ObligationState, said: str = "", **changes: Any
) -> Obligation | None:
    """Move it, write down and log who did, bring the cards up to date. None if somebody was faster: that is said."""
    directive, obligation = found
    event = ObligationEvent(at=turn.now, kind=to.value, actor=turn.actor, words=said)
    upcoming = next_notice(turn.campaign, directive, obligation) if to in UNDONE else None
    after = await duties.move(turn.tx, obligation, to, event, notice_at=upcoming, **changes)
    if after is None:
        await too_late(turn, obligation)
        return None
    await turn.log(f"duty.{to.value}", obligation.code, body=obligation.body, directive=directive.id)
    turn.out += await cards.follow(turn.tx, turn.campaign, directive, after, turn.now)
    return after


def next_notice(campaign: Campaign, directive: Directive, obligation: Obligation) -> Any:
    """When it is next to be reminded of, if it is still owed."""
    plan = plan_of(campaign.urging, directive.due_at, directive.created_at)
    return plan.next(Notice(obligation.noticed))


async def too_late(turn: Turn, obligation: Obligation) -> None:
    """Somebody was faster, or it was recalled: how it stands now; the cards follow."""
    found = await find(turn, obligation.code)
    if found is None or not await stands(turn, found):
        return
    directive, now = found
    story = await duties.story(turn.tx, now)
    by = cards.who(story[-1].actor) if story else ""
    turn.say(words.DutyTooLate(code=now.code, state=STATE[now.state.value].lower(), by=by), subject=now.code)
    turn.out += await cards.follow(turn.tx, turn.campaign, directive, now, turn.now)
