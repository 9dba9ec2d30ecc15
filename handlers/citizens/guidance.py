"""/huongdan: "4 tại chỗ" for each audience, and 5K, dated."""

from handlers.registry import Command
from handlers.steps import Flow
from handlers.turn import Rows, Turn
from messages import buttons
from messages.content import Choice
from messages.contexts import guidance as words
from messages.folding import phrase
from storage.campaign import Advice, Audience, FiveK, fill

FIVE_K = "5k"


async def guide(turn: Turn, argument: str) -> None:
    """Guidance for the audience that `argument` names by key or in plain words; without one, which?"""
    wanted = phrase(argument.replace("_", " "))
    five_k = turn.campaign.guidance.five_k
    audience = _audience(turn, wanted)
    if five_k is not None and wanted in {FIVE_K, "5 k", phrase(five_k.title)}:
        turn.say(_five_k(turn, five_k), _others(turn, FIVE_K))
    elif audience is not None:
        turn.say(_four(turn, audience), _others(turn, audience.key))
    else:
        turn.say(words.Which(unknown=bool(wanted)), _others(turn, ""))


def _audience(turn: Turn, wanted: str) -> Audience | None:
    return next((each for each in turn.campaign.guidance.audiences if wanted in _names(each)), None)


def _names(audience: Audience) -> set[str]:
    named = (audience.key.replace("_", " "), audience.label, audience.title, *audience.synonyms)
    return {phrase(name) for name in named}


def _four(turn: Turn, audience: Audience) -> words.FourOnTheSpot:
    said = [words.Part(label=part.label, text=fill(part.text, turn.campaign)) for part in audience.parts]
    return words.FourOnTheSpot(
        title=audience.title,
        basis=audience.basis,
        parts=tuple(part for part in said if part.text),
        notes=_notes(turn, audience.notes),
        dated=_dated(turn),
        current=_current(turn),
    )


def _five_k(turn: Turn, five_k: FiveK) -> words.FiveK:
    return words.FiveK(
        title=five_k.title,
        items=_notes(turn, five_k.items),
        notes=_notes(turn, five_k.notes),
        dated=_dated(turn),
        current=_current(turn),
    )


def _notes(turn: Turn, notes: tuple[Advice, ...]) -> tuple[str, ...]:
    filled = (fill(note.text, turn.campaign) for note in notes)
    return tuple(text for text in filled if text)


def _dated(turn: Turn) -> str:
    dated = turn.campaign.guidance.dated
    return dated[:1].upper() + dated[1:]


def _current(turn: Turn) -> str:
    """Who knows today's rule: said in every real year but the campaign's own, rehearsals included."""
    campaign = turn.campaign
    year = campaign.local(turn.wall).year
    return "" if campaign.starts.year <= year <= campaign.ends.year else campaign.guidance.current


def _others(turn: Turn, shown: str) -> Rows:
    """The other sets of guidance, two in a row."""
    found = turn.campaign.guidance
    each = [(audience.key, audience.label) for audience in found.audiences]
    each += [(FIVE_K, found.five_k.title)] if found.five_k else []
    choices = [
        Choice(label=label, data=buttons.command("huongdan", key)) for key, label in each if key != shown
    ]
    return [tuple(choices[place : place + 2]) for place in range(0, len(choices), 2)]


COMMANDS: tuple[Command, ...] = (
    Command(
        name="huongdan",
        title="Hướng dẫn “4 tại chỗ”",
        run=guide,
        words=("hướng dẫn", "4 tại chỗ", "bốn tại chỗ", "xem hướng dẫn", "hỏi hướng dẫn", "5k"),
    ),
)
FLOWS: tuple[Flow, ...] = ()
ACTIONS = ()
