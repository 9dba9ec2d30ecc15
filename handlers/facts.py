"""Facts that steps name in `needs`: each loaded in the turn's own transaction."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from handlers import addressed, likeness, nominees
from handlers.places import chosen_place
from handlers.steps import Answers
from handlers.turn import Turn
from storage import authored, people, zone_entries, zone_states


async def _topics(turn: Turn, _answers: Answers) -> list[str]:
    return sorted(await people.topics(turn.tx, turn.person.id))


async def _followed(turn: Turn, _answers: Answers) -> list[str]:
    return sorted(await people.followed(turn.tx, turn.person.id))


async def _last_place(turn: Turn, _answers: Answers) -> str:
    return await authored.last_place(turn.tx, turn.person.id)


async def _zone_now(turn: Turn, answers: Answers) -> dict[str, str]:
    book = await zone_states.ledger(turn.tx, turn.campaign.zones)
    status = book.of(chosen_place(answers, "place"))
    if status is None:
        return {}
    return {
        "colour": status.colour.label,
        "document": status.document,
        "date": status.date.isoformat(),
    }


async def _zone_documents(turn: Turn, _answers: Answers) -> list[dict[str, str]]:
    return [
        {"document": document, "decided_on": decided_on.isoformat()}
        for document, decided_on in await zone_entries.documents(turn.tx)
    ]


LOADERS: dict[str, Callable[[Turn, Answers], Awaitable[Any]]] = {
    "topics": _topics,
    "followed": _followed,
    "last_place": _last_place,
    "similar": likeness.similar,
    "similar_deeds": nominees.similar,
    "addressed": addressed.counted,
    "zone_now": _zone_now,
    "zone_documents": _zone_documents,
}


async def load(turn: Turn, names: Sequence[str], answers: Answers) -> Mapping[str, Any]:
    """The facts of these names, given the answers so far. Raises KeyError for a name that nobody loads."""
    return {name: await LOADERS[name](turn, answers) for name in names}
