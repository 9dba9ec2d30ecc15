"""An article of which nobody knows whether it went out: somebody looks, and says. Until then nothing is sent again.

And one that was taken back: what became of it.
"""

from datetime import datetime

from handlers.registry import Action
from handlers.staff.pushing.common import DECIDERS, deciders, may_steer, number_of, press_row
from handlers.turn import Turn
from messages.buttons import Pressed
from messages.content import Lane, Reply
from messages.contexts import pushing as words
from messages.render import render
from messages.vi.bulletins import Steer
from storage import broadcasts, bulletins, outbox
from storage.database import Tx
from storage.outbox import Outgoing
from storage.records import BroadcastState


async def ask_article(tx: Tx, bulletin_id: int, at: datetime) -> None:
    """Ask whether the article of a bulletin reached those who follow; `at` is real time."""
    made = await bulletins.get(tx, bulletin_id)
    if made is None:
        return
    told = words.ArticleUnknown(id=made.id, title=made.title)
    reply = Reply(text=render(told), rows=(press_row(made.id, (Steer.ARRIVED, Steer.AGAIN)),))
    readers = await deciders(tx, made.id)
    await outbox.put(tx, [Outgoing(address=each, reply=reply, lane=Lane.ALERTS) for each in readers], at)


async def tell_withdrawn(tx: Tx, bulletin_id: int, at: datetime, why: str = "") -> None:
    """Say that the article of a recalled bulletin is gone, or why it is not; `at` is real time."""
    made = await bulletins.get(tx, bulletin_id)
    if made is None:
        return
    reply = Reply(text=render(words.ArticleWithdrawn(id=made.id, title=made.title, why=why)))
    readers = await deciders(tx, made.id)
    await outbox.put(tx, [Outgoing(address=each, reply=reply, lane=Lane.ALERTS) for each in readers], at)


async def arrived(turn: Turn, ref: str) -> None:
    """Đã gửi: nothing more is done."""
    await _settle(turn, ref, BroadcastState.SENT)


async def again(turn: Turn, ref: str) -> None:
    """Chưa gửi: broadcast it now."""
    await _settle(turn, ref, BroadcastState.READY)


async def _settle(turn: Turn, ref: str, to: BroadcastState) -> None:
    bulletin_id = number_of(ref)
    if not await may_steer(turn, bulletin_id, DECIDERS):
        return
    found = await broadcasts.find(turn.tx, bulletin_id, (BroadcastState.UNKNOWN,))
    moved = await broadcasts.move(turn.tx, found, to, turn.wall) if found else None
    if moved is None:
        turn.say(words.ArticleSettled(id=bulletin_id, sent=None))
        return
    await turn.log("article.settled", str(bulletin_id), to=to.value)
    turn.say(words.ArticleSettled(id=bulletin_id, sent=to is BroadcastState.SENT))


ACTIONS = (
    Action(kind=Pressed.BULLETIN, name=Steer.ARRIVED, run=arrived, roles=DECIDERS, desk_members=False),
    Action(kind=Pressed.BULLETIN, name=Steer.AGAIN, run=again, roles=DECIDERS, desk_members=False),
)
