"""What every step of the review begins and ends with."""

from dataclasses import replace
from typing import Any

from handlers.staff.commending import cards, does, seats, telling
from handlers.staff.commending.seats import Seat, Seats
from handlers.turn import Turn
from messages.content import Reply
from messages.contexts import commending as words
from messages.contexts import reports as report_words
from messages.contexts import triage
from messages.vi import states
from messages.vi.commending import CONFLICT, KEPT, TOLD
from storage import nominations
from storage.records import NOTED, Nomination, NominationEvent, NominationState, Role


async def at_work(turn: Turn, code: str, action: str) -> tuple[Nomination, Seats] | None:
    """The nomination and the seats of who acts, if both allow the action; otherwise says why not."""
    nomination = await nominations.get(turn.tx, code)
    if nomination is None:
        turn.say(report_words.NoSuchCode(code=code))
        return None
    held = await seats.here(turn, nomination)
    why = await seats.conflict(turn, nomination)
    if why and action not in {does.NOTE, does.READ, does.MORE, does.LESS}:
        turn.say(words.Conflict(code=code, why=CONFLICT[why]))
    elif not does.belongs(action, held) and not (held and action in {does.MORE, does.LESS}):
        turn.say(words.NotYours(code=code))
    elif not does.may(action, nomination):
        await too_late(turn, nomination)
    else:
        return nomination, held
    return None


async def too_late(turn: Turn, nomination: Nomination) -> None:
    """Somebody was faster: who, and how it stands now; the cards are brought up to date."""
    now = await nominations.get(turn.tx, nomination.code) or nomination
    story = await nominations.story(turn.tx, now)
    by = next((event.actor for event in reversed(story) if event.kind == now.state.value), "")
    state = states.NOMINATION[now.state.value]
    turn.say(words.CannotMove(code=now.code, state=state, by=by.partition(" (")[0]))
    await cards.refresh(turn, now, quietly=True)


async def move(
    turn: Turn,
    nomination: Nomination,
    to: NominationState,
    said: str = "",
    *,
    seen: int | None = None,
    **changes: Any,
) -> Nomination | None:
    """Move it, write down and log who did, tell who is to be told; None if somebody was faster, which is said."""
    if not await nominations.move(turn.tx, nomination, to, seen=seen, **changes):
        await too_late(turn, nomination)
        return None
    event = NominationEvent(at=turn.now, kind=to.value, actor=turn.actor, words=said)
    await nominations.note(turn.tx, nomination, event)
    await turn.log(f"nomination.{to.value}", nomination.code)
    after = await nominations.get(turn.tx, nomination.code) or replace(nomination, state=to)
    await telling.state(turn, after)
    await cards.refresh(turn, after)
    return after


async def record(
    turn: Turn, nomination: Nomination, event: NominationEvent, kept: str = "", **changes: Any
) -> Nomination | None:
    """Write down something that is no move; None if it has moved meanwhile, which is said.

    What officers write among themselves is in the story, not in the audit log: that holds what was done, by whom.
    """
    among = {state for state in NominationState if state is not NominationState.WITHDRAWN}
    if changes and not await nominations.change(
        turn.tx, nomination, among, seen=nomination.version, **changes
    ):
        await too_late(turn, nomination)
        return None
    await nominations.note(turn.tx, nomination, event)
    await turn.log(f"nomination.{event.kind}", nomination.code)
    if kept:
        turn.say(triage.Kept(code=nomination.code, what=KEPT[kept]), subject=nomination.code)
    after = await nominations.get(turn.tx, nomination.code) or nomination
    await cards.refresh(turn, after)
    return after


async def tell_seat(turn: Turn, nomination: Nomination, to: Seat, body: Role, action: str) -> None:
    """Say under its card, in the other chats of one seat, what the office with this role has done."""
    agency = next(iter(turn.campaign.agencies_with(body)), None)
    told = report_words.DeskTold(
        code=nomination.code,
        body=agency.name if agency else turn.campaign.issuer,
        who=turn.actor.partition(" (")[0],
        what=TOLD[action],
        words="",
    )
    await cards.under(turn, nomination, Reply(text=turn.words(told)), only=to)


def event(turn: Turn, kind: str = NOTED, said: str = "", ref: str = "") -> NominationEvent:
    """Something that who speaks has done now."""
    return NominationEvent(at=turn.now, kind=kind, actor=turn.actor, words=said, ref=ref)
