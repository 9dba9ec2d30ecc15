"""Already reported? Up to three that may be the same; "the same" joins one of them instead of sending another."""

from dataclasses import replace

from handlers import cards
from handlers.choose import Option
from handlers.likeness import Similar
from handlers.questions import choice_step
from handlers.registry import Action
from handlers.steps import Answers, Facts, Step
from handlers.turn import Turn
from messages import buttons
from messages.buttons import Pressed
from messages.content import Choice
from messages.contexts import likeness as words
from messages.render import Words
from storage import reports, voices
from storage.records import Role
from storage.voices import Joined

NEED = "similar"
_ANOTHER = "-another"
_LEAVE = "thoi"


def similar_step() -> Step:
    """Passed over where nothing like it is known."""
    step = choice_step(NEED, _asks, _options, _then, needs=(NEED,))
    return replace(step, needless=lambda _answers, facts: not _found(facts))


def _found(facts: Facts) -> list[Similar]:
    return list(facts.loaded.get(NEED, ()))


def _asks(_answers: Answers, facts: Facts) -> Words:
    return words.AskSimilar(
        items=tuple(
            words.Like(
                kind=each.kind, place=each.place, day=each.day, excerpt=each.excerpt, voices=each.voices
            )
            for each in _found(facts)
        )
    )


def _options(_answers: Answers, facts: Facts) -> list[Option]:
    found = _found(facts)
    labels = ["Đúng việc này"] if len(found) == 1 else [f"Đúng việc {at + 1}" for at in range(len(found))]
    same = [Option(key=each.code, label=label) for each, label in zip(found, labels, strict=True)]
    return [*same, Option(key=_ANOTHER, label="Không, việc khác", words=("không", "việc khác"))]


def _then(answers: Answers, _facts: Facts) -> str | None:
    if joined(answers):
        return None
    return "urgent" if (answers["words"] or {}).get("files") else "files"


def joined(answers: Answers) -> str:
    """The code of the report they said is the same; empty if none."""
    answer = str(answers.get(NEED) or _ANOTHER)
    return "" if answer == _ANOTHER else answer


async def join(turn: Turn, code: str) -> None:
    """One more voice: the desk sees the count, the person hears what the author hears."""
    report = await reports.get(turn.tx, code)
    outcome = await voices.join(turn.tx, report, turn.person.id, turn.now) if report else Joined.CLOSED
    if report is None or outcome is Joined.CLOSED:
        turn.say(words.ClosedMeanwhile(code=code), [turn.registry.buttons("phananh", "trogiup")])
        return
    if outcome is Joined.OWN:
        turn.say(words.OwnAlready(code=code), [turn.registry.buttons("theodoi")], subject=code)
        return
    said = words.Joined(
        code=code, voices=await voices.count(turn.tx, report.id), again=outcome is Joined.ALREADY
    )
    stop = Choice(label="Thôi theo dõi việc này", data=buttons.report(code, _LEAVE))
    turn.say(said, [[stop], turn.registry.buttons("theodoi", "trogiup")], subject=code)
    if outcome is Joined.JOINED:
        await cards.refresh(turn, report, quietly=True)


async def leave(turn: Turn, code: str) -> None:
    """Thôi theo dõi: no more news of it; the voice still counts."""
    report = await reports.get(turn.tx, code)
    before = report is not None and await voices.leave(turn.tx, report.id, turn.person.id)
    turn.say(words.FollowsNoMore(code=code, before=before), [turn.registry.buttons("theodoi")])


ACTIONS = (Action(kind=Pressed.REPORT, name=_LEAVE, run=leave, roles=frozenset(Role), desk_members=False),)
