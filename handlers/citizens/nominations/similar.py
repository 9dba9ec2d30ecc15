"""Already told of? Up to three that may be the same; "the same" adds one more word instead of a nomination."""

from dataclasses import replace

from handlers.choose import Option
from handlers.nominees import Similar
from handlers.questions import choice_step
from handlers.steps import Answers, Facts, Step
from handlers.turn import Turn
from messages.contexts import nominations as words
from messages.render import Words
from storage import nominations, seconding
from storage.seconding import Seconded

STEP, NEED = "similar", "similar_deeds"
_ANOTHER = "-another"


def similar_step() -> Step:
    """Passed over where nothing like it is known."""
    step = choice_step(STEP, _asks, _options, _then, needs=(NEED,))
    return replace(step, needless=lambda _answers, facts: not _found(facts))


def _found(facts: Facts) -> list[Similar]:
    return list(facts.loaded.get(NEED, ()))


def _asks(_answers: Answers, facts: Facts) -> Words:
    return words.AskSimilar(
        items=tuple(
            words.Like(place=each.place, day=each.day, excerpt=each.excerpt, voices=each.voices)
            for each in _found(facts)
        )
    )


def _options(_answers: Answers, facts: Facts) -> list[Option]:
    found = _found(facts)
    labels = ["Đúng, thêm lời giới thiệu"]
    if len(found) != 1:
        labels = [f"Đúng việc {at}, thêm lời giới thiệu" for at in range(1, len(found) + 1)]
    same = [Option(key=each.code, label=label) for each, label in zip(found, labels, strict=True)]
    return [
        *same,
        Option(key=_ANOTHER, label="Không, người khác", words=("không", "người khác", "việc khác")),
    ]


def _then(answers: Answers, _facts: Facts) -> str | None:
    return None if joined(answers) else "when"


def joined(answers: Answers) -> str:
    """The code of the nomination they said is the same; empty if none."""
    answer = str(answers.get(STEP) or _ANOTHER)
    return "" if answer == _ANOTHER else answer


async def join(turn: Turn, code: str, said: str) -> str:
    """One more word for it. Returns its code if it was added, empty if not; says what became of it."""
    buttons = [turn.registry.buttons("theodoi", "trogiup")]
    nomination = await nominations.get(turn.tx, code)
    if nomination is None:
        turn.say(words.ClosedMeanwhile(code=code), buttons)
        return ""
    outcome = await seconding.second(turn.tx, nomination, turn.person.id, said, turn.now)
    match outcome:
        case Seconded.CLOSED:
            turn.say(words.ClosedMeanwhile(code=code), [turn.registry.buttons("guongtot", "trogiup")])
        case Seconded.OWN:
            turn.say(words.OwnAlready(code=code), buttons, subject=code)
        case _:
            voices = await seconding.count(turn.tx, nomination.id)
            again = outcome is Seconded.ALREADY
            turn.say(words.Joined(code=code, voices=voices, again=again), buttons, subject=code)
    return code if outcome is Seconded.SECONDED else ""
