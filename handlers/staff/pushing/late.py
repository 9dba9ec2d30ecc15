"""A bulletin that is too late, or that has outgrown what was approved: asked about, never sent blindly."""

from datetime import datetime

from handlers.registry import Action
from handlers.staff.pushing.common import STEERERS, deciders, press_row
from handlers.staff.pushing.controls import cancel, go_on
from messages.buttons import Pressed
from messages.content import Lane, Reply
from messages.contexts import pushing as words
from messages.render import Words, render
from messages.vi.bulletins import Steer
from storage import bulletins, outbox
from storage.database import Tx
from storage.outbox import Outgoing
from storage.records import Bulletin, SendState


async def ask_late(tx: Tx, bulletin_id: int, at: datetime) -> None:
    """Ask whether a bulletin that was held because it is late goes on; `at` is real time."""
    made = await bulletins.get(tx, bulletin_id)
    found = await bulletins.how_it_goes(tx, bulletin_id, at)
    if made is None or found is None:
        return
    how_far, pace = found
    told = words.TooLate(id=made.id, title=made.title, reached=how_far.counts[SendState.SENT], left=pace.left)
    await _ask(tx, made, told, at)


async def ask_grown(tx: Tx, bulletin_id: int, at: datetime) -> None:
    """Ask whether a bulletin goes to all the people that it is for by now; `at` is real time."""
    made = await bulletins.get(tx, bulletin_id)
    how_far = await bulletins.progress(tx, bulletin_id)
    if made is None or how_far is None:
        return
    reached = how_far.counts[SendState.SENT]
    told = words.Grown(id=made.id, title=made.title, approved=made.counted, now=made.seen, reached=reached)
    await _ask(tx, made, told, at)


async def _ask(tx: Tx, made: Bulletin, told: Words, at: datetime) -> None:
    reply = Reply(text=render(told), rows=(press_row(made.id, (Steer.RESUME, Steer.CANCEL_NOW)),))
    readers = await deciders(tx, made.id)
    await outbox.put(tx, [Outgoing(address=each, reply=reply, lane=Lane.ALERTS) for each in readers], at)


ACTIONS = (
    Action(kind=Pressed.BULLETIN, name=Steer.RESUME, run=go_on, roles=STEERERS, desk_members=False),
    Action(kind=Pressed.BULLETIN, name=Steer.CANCEL_NOW, run=cancel, roles=STEERERS, desk_members=False),
)
