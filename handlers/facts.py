"""Facts that steps name in `needs`: each loaded in the turn's own transaction."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from handlers import addressed, likeness, nominees
from handlers.steps import Answers
from handlers.turn import Turn
from storage import people


async def _topics(turn: Turn, _answers: Answers) -> list[str]:
    return sorted(await people.topics(turn.tx, turn.person.id))


async def _followed(turn: Turn, _answers: Answers) -> list[str]:
    return sorted(await people.followed(turn.tx, turn.person.id))


LOADERS: dict[str, Callable[[Turn, Answers], Awaitable[Any]]] = {
    "topics": _topics,
    "followed": _followed,
    "similar": likeness.similar,
    "similar_deeds": nominees.similar,
    "addressed": addressed.counted,
}


async def load(turn: Turn, names: Sequence[str], answers: Answers) -> Mapping[str, Any]:
    """The facts of these names, given the answers so far. Raises KeyError for a name that nobody loads."""
    return {name: await LOADERS[name](turn, answers) for name in names}
