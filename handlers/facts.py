"""Facts that steps name in `needs`: each loaded by one query, in the turn's own transaction."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from handlers.turn import Turn
from storage import people


async def _topics(turn: Turn) -> list[str]:
    return sorted(await people.topics(turn.tx, turn.person.id))


async def _followed(turn: Turn) -> list[str]:
    return sorted(await people.followed(turn.tx, turn.person.id))


LOADERS: dict[str, Callable[[Turn], Awaitable[Any]]] = {
    "topics": _topics,
    "followed": _followed,
}


async def load(turn: Turn, names: Sequence[str]) -> Mapping[str, Any]:
    """The facts of these names. Raises KeyError for a name that nobody loads."""
    return {name: await LOADERS[name](turn) for name in names}
