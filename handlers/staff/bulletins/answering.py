"""What people press under a bulletin: kept once each, the poll's last word counts."""

from collections.abc import Awaitable, Callable

from handlers.staff.bulletins.common import number_of
from handlers.turn import Turn
from messages.contexts import basics
from messages.contexts import trying as words
from storage import drafts, presses
from storage.records import Offered

_ASKED = {"dadoc": "seen", "toicamket": "pledge", **{f"y{number}": "poll" for number in range(1, 6)}}


def _keeps(key: str) -> Callable[[Turn, str], Awaitable[None]]:
    async def keep(turn: Turn, ref: str) -> None:
        draft = await drafts.get(turn.tx, number_of(ref))
        offer = next((each for each in draft.choices if each.key == key), None) if draft else None
        if draft is None or offer is None:
            turn.say(basics.OldButton(), [turn.registry.buttons("trogiup")])
        elif draft.bulletin_id is None:
            turn.say(words.OnlyTrial())
        else:
            await _keep(turn, draft.bulletin_id, offer)

    return keep


async def _keep(turn: Turn, bulletin_id: int, offer: Offered) -> None:
    asked = _ASKED[offer.key]
    await presses.keep(turn.tx, bulletin_id, turn.person.id, asked, offer.key, turn.now)
    turn.say(words.Pressed(asked=asked, label=offer.label))


RUNS = {key: _keeps(key) for key in _ASKED}
