"""A bulletin on its way, as staff follow it: one message that tells how far it is, and questions about going on."""

from collections.abc import Sequence
from datetime import datetime

from handlers.registry import Action, Command
from handlers.steps import Flow
from handlers.turn import Turn
from messages import buttons
from messages.buttons import Press, Pressed
from messages.content import Choice, Lane, Reply
from messages.contexts import pushing as words
from messages.markup import split_plain
from messages.render import Words, render
from messages.vi.bulletins import STATES, WHY
from storage import audit, bulletins, desks, outbox
from storage.bulletins import CannotChange, CannotMove, Change, Pace, Progress
from storage.campaign import Campaign
from storage.database import Tx
from storage.outbox import Outgoing
from storage.records import Address, Bulletin, Role, SendState

DECIDERS = frozenset({Role.ADMIN, Role.APPROVER})
EXCERPT = 300  # characters
_GO_ON, _CANCEL = "guitiep", "huygui"  # as they are typed where there are no buttons: GUITIEP 12
_HIGHEST = 18  # digits of an id that a database can hold


async def deciders(tx: Tx) -> list[Address]:
    """Administrators and approvers, each once."""
    found = [address for role in sorted(DECIDERS) for address in await desks.holders(tx, role)]
    return list({address.id: address for address in found}.values())


async def follow(
    tx: Tx, made: Bulletin, readers: Sequence[Address], campaign: Campaign, wall: datetime
) -> None:
    """Give these readers the one message that will tell how far the bulletin is; `wall` is real time."""
    how_far = Progress(counts=dict.fromkeys(SendState, 0), counted=made.counted, filled=False)
    text = progress_text(made, how_far, Pace(rate=0.0, left=made.counted, ends=None), campaign)
    told = [
        Outgoing(
            address=each,
            reply=Reply(text=text),
            lane=Lane.ALERTS,
            dedupe=f"{outbox.status_name(made.id)}{each.id}",
        )
        for each in readers
    ]
    await outbox.put(tx, told, wall)


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


async def show_progress(tx: Tx, bulletin_id: int, text: str, wall: datetime, *, passing: bool) -> int:
    """Change that message wherever it stands; a waiting change is replaced, so there is one every 3 s at most.

    `passing`: there will be more of it, so where messages cannot be changed this one is left out. Returns how many
    there are.
    """
    readers = {f"{outbox.status_name(bulletin_id)}{each.id}": each for each in await deciders(tx)}
    rows = await outbox.rows_of(tx, list(readers))
    edits = [
        Outgoing(
            address=readers[name], reply=Reply(text=text), lane=Lane.ALERTS, target=row, in_place=passing
        )
        for name, row in rows.items()
    ]
    await outbox.put(tx, edits, wall)
    return len(edits)


async def ask_late(tx: Tx, bulletin_id: int, at: datetime) -> None:
    """Ask whether a bulletin that was held because it is late goes on; `at` is real time."""
    made = await bulletins.get(tx, bulletin_id)
    found = await bulletins.how_it_goes(tx, bulletin_id, at)
    if made is None or found is None:
        return
    how_far, pace = found
    told = words.TooLate(id=made.id, title=made.title, reached=how_far.counts[SendState.SENT], left=pace.left)
    rows = ((_choice("Gửi tiếp", _GO_ON, made.id), _choice("Hủy", _CANCEL, made.id)),)
    await _tell(tx, told, at, rows)


async def announce_words(tx: Tx, made: Bulletin, change: Change, text: str, at: datetime) -> None:
    """Tell approvers of new words that wait; `text` is rich, `at` real time."""
    first, *rest = split_plain(text, EXCERPT, len)
    excerpt = f"{first}…" if rest else first
    told = words.NewWords(
        id=made.id, title=made.title, kind=change.kind.value, by=change.made_by, excerpt=excerpt
    )
    await _tell(tx, told, at)


async def announce_approved(tx: Tx, made: Bulletin, change: Change, at: datetime) -> None:
    """Tell approvers that new words go out; `at` is real time."""
    told = words.WordsApproved(id=made.id, title=made.title, kind=change.kind.value, by=change.approved_by)
    await _tell(tx, told, at)


async def _tell(tx: Tx, what: Words, at: datetime, rows: tuple[tuple[Choice, ...], ...] = ()) -> None:
    reply = Reply(text=render(what), rows=rows)
    told = [Outgoing(address=each, reply=reply, lane=Lane.ALERTS) for each in await deciders(tx)]
    await outbox.put(tx, told, at)


def _choice(label: str, what: str, bulletin_id: int) -> Choice:
    press = Press(kind=Pressed.BULLETIN, ref=str(bulletin_id), choice=what)
    return Choice(label=label, data=buttons.encode(press))


async def go_on(turn: Turn, ref: str) -> None:
    """Send it to those who have not had it."""
    await _decide(turn, ref, "bulletin.resumed")


async def cancel(turn: Turn, ref: str) -> None:
    """Send it to nobody else."""
    await _decide(turn, ref, "bulletin.cancelled")


async def _decide(turn: Turn, ref: str, action: str) -> None:
    bulletin_id = int(ref) if ref.isascii() and ref.isdigit() and len(ref) <= _HIGHEST else 0
    try:
        if action == "bulletin.resumed":
            moved = await bulletins.resume(turn.tx, bulletin_id)
        else:
            moved = await bulletins.cancel(turn.tx, bulletin_id, turn.now)
    except (CannotMove, CannotChange):
        found = await bulletins.get(turn.tx, bulletin_id)
        turn.say(words.CannotDo(id=bulletin_id, state=STATES[found.state] if found else ""))
        return
    await audit.write(turn.tx, turn.now, turn.actor, action, str(moved.id), {})
    turn.say(
        words.Decided(
            id=moved.id, title=moved.title, state=STATES[moved.state], by=turn.person.name or turn.actor
        )
    )


COMMANDS: tuple[Command, ...] = ()
FLOWS: tuple[Flow, ...] = ()
ACTIONS = (
    Action(kind=Pressed.BULLETIN, name=_GO_ON, run=go_on, roles=DECIDERS, desk_members=False),
    Action(kind=Pressed.BULLETIN, name=_CANCEL, run=cancel, roles=DECIDERS, desk_members=False),
)
