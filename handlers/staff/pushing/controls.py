"""The buttons that steer a bulletin: pause, go on, cancel, take back. One person may; what ends it asks back."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from handlers.registry import Action
from handlers.staff.pushing.common import STEERERS, bulletin_of, cannot, may_steer, number_of, press_row, who
from handlers.staff.pushing.following import refresh
from handlers.staff.pushing.rewording import still_names
from handlers.turn import Turn
from messages.buttons import Pressed
from messages.contexts import pushing as words
from messages.vi.bulletins import STATES, Steer
from storage import broadcasts, bulletins
from storage.bulletins import CannotChange, CannotMove
from storage.database import Tx
from storage.records import Bulletin, BulletinState, SendState

Move = Callable[[Tx, int, datetime], Awaitable[Bulletin]]


async def pause(turn: Turn, ref: str) -> None:
    """Nothing more of it leaves until somebody lets it go on."""
    await _move(turn, ref, "bulletin.paused", lambda tx, each, _now: bulletins.pause(tx, each))


async def go_on(turn: Turn, ref: str) -> None:
    """Send it to those who have not had it; not while it names somebody who does not agree to it."""
    made = await bulletins.get(turn.tx, number_of(ref))
    told = await still_names(turn.tx, made) if made and made.state is BulletinState.PAUSED else None
    if made is None or told is None:
        await _move(turn, ref, "bulletin.resumed", lambda tx, each, _now: bulletins.resume(tx, each))
    elif await may_steer(turn, made.id):
        turn.say(told, (press_row(made.id, (Steer.RECALL, Steer.WORDS)),))


async def cancel(turn: Turn, ref: str) -> None:
    """Send it to nobody else."""
    await _move(turn, ref, "bulletin.cancelled", bulletins.cancel)


async def recall(turn: Turn, ref: str) -> None:
    """Send it to nobody else, and take it back where the platform allows."""
    await _move(turn, ref, "bulletin.recalled", bulletins.recall)


async def _move(turn: Turn, ref: str, action: str, move: Move) -> None:
    bulletin_id = number_of(ref)
    if not await may_steer(turn, bulletin_id):
        return
    try:
        moved = await move(turn.tx, bulletin_id, turn.now)
    except (CannotMove, CannotChange):
        cannot(turn, bulletin_id, await bulletins.get(turn.tx, bulletin_id))
        return
    await turn.log(action, str(moved.id))
    await refresh(turn, moved)
    turn.say(words.Decided(id=moved.id, title=moved.title, state=STATES[moved.state], by=who(turn)))


async def ask_cancel(turn: Turn, ref: str) -> None:
    """Who has had it, and that it cannot be taken up again."""
    await _ask(turn, ref, Steer.CANCEL_NOW, {BulletinState.SENDING, BulletinState.PAUSED})


async def ask_recall(turn: Turn, ref: str) -> None:
    """Who has had it, and that some phones may keep it."""
    await _ask(turn, ref, Steer.RECALL_NOW, set(BulletinState) - {BulletinState.RECALLED})


async def _ask(turn: Turn, ref: str, sure: Steer, allowed: set[BulletinState]) -> None:
    made = await bulletin_of(turn, ref)
    if made is None:
        return
    how_far = await bulletins.progress(turn.tx, made.id)
    if made.state not in allowed or how_far is None:
        cannot(turn, made.id, made)
        return
    asked = words.Sure(
        id=made.id,
        title=made.title,
        recall=sure is Steer.RECALL_NOW,
        reached=how_far.counts[SendState.SENT],
        article=await broadcasts.find(turn.tx, made.id, broadcasts.OUT) is not None,
    )
    turn.say(asked, (press_row(made.id, (sure, Steer.LEAVE)),))


async def leave(turn: Turn, ref: str) -> None:
    """It stays as it is."""
    if (made := await bulletin_of(turn, ref)) is not None:
        turn.say(words.AsItWas(id=made.id, state=STATES[made.state]))


_RUN = {
    Steer.PAUSE: pause,
    Steer.CANCEL: ask_cancel,
    Steer.RECALL: ask_recall,
    Steer.RECALL_NOW: recall,
    Steer.LEAVE: leave,
}
ACTIONS = tuple(
    Action(kind=Pressed.BULLETIN, name=name, run=run, roles=STEERERS, desk_members=False)
    for name, run in _RUN.items()
)
