"""The one message that tells whoever answers for a bulletin how far it is, with the buttons that steer it."""

from collections.abc import Sequence
from datetime import datetime

from handlers.staff.pushing.common import deciders, press_row
from handlers.turn import Turn
from messages.content import Choice, Lane, Reply
from messages.contexts import pushing as words
from messages.render import render
from messages.vi.bulletins import STATES, WHY, Steer
from storage import bulletins, outbox
from storage.bulletins import AWAITING, Pace, Progress
from storage.campaign import Campaign
from storage.database import Tx
from storage.outbox import Outgoing
from storage.records import Address, Bulletin, BulletinState, SendState

__all__ = ["deciders", "follow", "progress_text", "refresh", "show_progress"]

_STEERED: dict[BulletinState, tuple[tuple[Steer, ...], ...]] = {
    BulletinState.SENDING: (
        (Steer.PAUSE, Steer.RESULTS),
        (Steer.CANCEL, Steer.RECALL),
        (Steer.WORDS, Steer.ALOUD),
    ),
    BulletinState.PAUSED: (
        (Steer.RESUME, Steer.RESULTS),
        (Steer.CANCEL, Steer.RECALL),
        (Steer.WORDS, Steer.ALOUD),
    ),
    BulletinState.DONE: ((Steer.RESULTS, Steer.RECALL), (Steer.WORDS, Steer.ALOUD)),
    BulletinState.CANCELLED: ((Steer.RESULTS, Steer.RECALL), (Steer.WORDS,)),
    BulletinState.RECALLED: ((Steer.RESULTS,), (Steer.WORDS,)),
}


async def follow(
    tx: Tx, made: Bulletin, readers: Sequence[Address], campaign: Campaign, wall: datetime
) -> None:
    """Give these readers the one message that will tell how far the bulletin is; `wall` is real time."""
    how_far = Progress(counts=dict.fromkeys(SendState, 0), counted=made.counted, filled=False)
    text = progress_text(made, how_far, Pace(rate=0.0, left=made.counted, ends=None), campaign)
    told = [
        Outgoing(
            address=each,
            reply=Reply(text=text, rows=steered(made)),
            lane=Lane.ALERTS,
            dedupe=f"{outbox.status_name(made.id)}{each.id}",
        )
        for each in readers
    ]
    await outbox.put(tx, told, wall)


def steered(made: Bulletin) -> tuple[tuple[Choice, ...], ...]:
    """What can be done about it in its state; while new words wait, resuming is not offered."""
    rows = _STEERED[made.state]
    if made.reason == AWAITING:
        rows = tuple(tuple(each for each in row if each is not Steer.RESUME) for row in rows)
    return tuple(press_row(made.id, row) for row in rows if row)


def progress_text(made: Bulletin, how_far: Progress, pace: Pace, campaign: Campaign) -> str:
    """What that message says."""
    counts = how_far.counts
    moves = made.state == "sending"
    return render(
        words.Progress(
            id=made.id,
            title=made.title,
            state=STATES[made.state],
            why=WHY.get(made.reason, ""),
            reached=counts[SendState.SENT],
            failed=counts[SendState.FAILED] + counts[SendState.UNKNOWN],
            skipped=counts[SendState.CANCELLED],
            left=pace.left if made.state in {"sending", "paused"} else 0,
            rate=f"{pace.rate:.1f}".replace(".", ",") if moves and pace.left and pace.ends else "",
            ends=campaign.local(pace.ends).replace(second=0, microsecond=0) if pace.ends and moves else None,
        )
    )


async def show_progress(tx: Tx, made: Bulletin, text: str, wall: datetime) -> int:
    """Change that message wherever it stands; a waiting change is replaced, so there is one every 3 s at most.

    While there will be more of it, it is left out where messages cannot be changed. Returns how many there are.
    """
    readers = {f"{outbox.status_name(made.id)}{each.id}": each for each in await deciders(tx, made.id)}
    rows = await outbox.rows_of(tx, list(readers))
    shown, passing = Reply(text=text, rows=steered(made)), made.state is BulletinState.SENDING
    edits = [
        Outgoing(address=readers[name], reply=shown, lane=Lane.ALERTS, target=row, in_place=passing)
        for name, row in rows.items()
    ]
    await outbox.put(tx, edits, wall)
    return len(edits)


async def refresh(turn: Turn, made: Bulletin) -> None:
    """Show what has just been done in every such message at once, and not at the next look."""
    found = await bulletins.how_it_goes(turn.tx, made.id, turn.wall)
    if found is not None:
        await show_progress(turn.tx, made, progress_text(made, *found, turn.campaign), turn.wall)
