"""A nominee says no after their story was written: whoever stands behind it hears what is to be done about it."""

from collections.abc import Iterable

from handlers import publicity
from handlers.staff import pushing
from handlers.staff.bulletins.common import addresses
from handlers.staff.bulletins.submitting import approvers
from handlers.turn import Rows, Turn
from messages import buttons
from messages.content import Choice, Lane, Reply
from messages.contexts import stories as words
from messages.render import Words, render
from messages.vi.bulletins import Steer
from storage import bulletins, drafts, nominees
from storage.outbox import Outgoing
from storage.records import Address, Bulletin, BulletinState, Draft, DraftState

_DECIDED = frozenset({DraftState.SUBMITTED, DraftState.APPROVED})


async def agreed_by(turn: Turn) -> list[str]:
    """The codes of what was told of the person who speaks, where they have agreed to be named."""
    told = await nominees.told_of(turn.tx, turn.person.id)
    return [each.code for each in told if each.named is True]


async def tell(turn: Turn, code: str) -> None:
    """Tell of every draft and bulletin of this nomination that still names, or shows, its nominee."""
    for draft in await drafts.of_subject(turn.tx, code):
        made = await bulletins.get(turn.tx, draft.bulletin_id) if draft.bulletin_id else None
        if made is not None:
            await _gone_out(turn, draft, made)
        elif draft.state is not DraftState.DROPPED:
            await _waiting(turn, draft)


async def _waiting(turn: Turn, draft: Draft) -> None:
    if await publicity.unasked(turn.tx, draft) is None:
        return
    told = words.DraftUnnamed(id=draft.id, title=draft.title, code=draft.subject, state=draft.state.value)
    opens = Choice(label=f"Mở bản nháp số {draft.id}", data=buttons.command("soantin", str(draft.id)))
    writers = await addresses(turn, draft.writers)
    _push(turn, writers, told, [[opens]])
    if draft.state in _DECIDED:
        known = {each.person_id for each in writers}
        _push(
            turn,
            [each for each in await approvers(turn.tx, turn.campaign, draft) if each.person_id not in known],
            told,
        )


async def _gone_out(turn: Turn, draft: Draft, made: Bulletin) -> None:
    """What is being sent stands still until somebody decides."""
    if made.state is BulletinState.RECALLED or await pushing.still_names(turn.tx, made) is None:
        return
    if made.state is BulletinState.SENDING:
        made = await bulletins.pause(turn.tx, made.id, reason=bulletins.UNNAMED)
        await pushing.refresh(turn, made)
    if (told := await pushing.still_names(turn.tx, made)) is None:  # as it stands now
        return
    everyone = [*await pushing.deciders(turn.tx, made.id), *await addresses(turn, draft.writers)]
    rows = [pushing.press_row(made.id, (Steer.RECALL, Steer.WORDS))]
    _push(turn, {each.id: each for each in everyone}.values(), told, rows)


def _push(turn: Turn, where: Iterable[Address], told: Words, rows: Rows = ()) -> None:
    reply = Reply(text=render(told), rows=tuple(map(tuple, rows)))
    turn.out += [Outgoing(address=each, reply=reply, lane=Lane.ALERTS) for each in where]
