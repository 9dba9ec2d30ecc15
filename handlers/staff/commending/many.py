"""/quyetdinh: one document about many nominations is entered once; everybody whom it concerns is told once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers import conversing
from handlers.choose import Option
from handlers.facts import LOADERS
from handlers.questions import choice_step, refuse, summary_step, to, worded
from handlers.staff.commending import cards, does, seats, telling
from handlers.staff.commending.steps import decided, sentence
from handlers.staff.papers import Paper, read_paper
from handlers.steps import Answers, Facts, Question, Said, Step, flow
from handlers.turn import Turn
from messages.contexts import decisions as words
from messages.vi.commending import CONFLICT
from messages.vi.states import NOMINATION
from storage import codes, nominations
from storage.nominations import Which
from storage.records import Nomination, NominationEvent, NominationState

NAME = "quyetdinh"
_WORDS = 120  # characters of a form of commendation, as where one is entered alone
AT_ONCE = 60  # each has cards in several chats, all brought up to date within the turn: about a second
ALL = "tatca"
_ACTIONS = {"quyetdinh": does.DECIDE, "hoidong": does.COUNCIL}
_LABELS = {"quyetdinh": "Đã có quyết định", "hoidong": "Hội đồng đã xét"}
_BEFORE = frozenset({NominationState.APPRAISED, NominationState.COUNCIL})
_TYPED = re.compile(rf"(?<!\w){codes.PATTERN}(?!\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Whom the document is for.

    Attributes:
        waiting: how many wait for the step.
        ready: those of the chosen that it can be entered for; left: the others, with why not.
        more: how many of the chosen stay for another time.
    """

    waiting: int
    ready: Sequence[Nomination] = ()
    left: Sequence[words.Left] = ()
    more: int = 0


async def begin(turn: Turn, _argument: str) -> None:
    """A dialog: which step, which document, for whom; a summary before anything is written."""
    await conversing.start(turn, NAME)


def _action(answers: Answers) -> str:
    return _ACTIONS[str(answers["what"])]


async def _chosen(turn: Turn, answers: Answers) -> Chosen:
    action = _action(answers)
    every = await nominations.every(turn.tx, Which(states=_BEFORE))
    waiting = [each for each in every if does.may(action, each)]
    named = answers.get("which")
    if named is None:
        return Chosen(waiting=len(waiting))
    found = waiting
    left: list[words.Left] = []
    if named != ALL:
        by_code = {each.code: each for each in waiting}
        found = [by_code[code] for code in named if code in by_code]
        left = [await _not_there(turn, code) for code in named if code not in by_code]
    ready: list[Nomination] = []
    for each in found[:AT_ONCE]:
        why = await seats.conflict(turn, each)
        if why:
            left.append(words.Left(code=each.code, why=CONFLICT[why]))
        else:
            ready.append(each)
    more = max(len(found) - AT_ONCE, 0)
    return Chosen(waiting=len(waiting), ready=tuple(ready), left=tuple(left), more=more)


async def _not_there(turn: Turn, code: str) -> words.Left:
    found = await nominations.get(turn.tx, code)
    why = f"đang ở bước “{NOMINATION[found.state.value]}”" if found else "không có mã này"
    return words.Left(code=code, why=why)


LOADERS["chosen_deeds"] = _chosen


def _paper_step() -> Step:
    def ask(answers: Answers, facts: Facts) -> Question:
        today = facts.campaign.local(facts.now).date()
        asked = words.AskPaper(decision=_action(answers) == does.DECIDE, today=today)
        return Question(text=worded(asked, facts))

    def accept(said: Said, answers: Answers, facts: Facts) -> dict[str, str]:
        read = read_paper(said.text, facts.campaign.local(facts.now).date(), facts.campaign)
        if isinstance(read, Paper) and not read.number and _action(answers) == does.DECIDE:
            read = "quyết định phải có số"
        if isinstance(read, str):
            raise refuse(words.BadPaper(why=read), facts)
        return {"number": read.number, "day": read.day.isoformat(), "words": read.words[:_WORDS]}

    return Step(name="paper", ask=ask, accept=accept, then=to("which"), free_text=True)


def _paper(answers: Answers) -> Paper:
    kept = answers["paper"]
    return Paper(number=kept["number"], day=date.fromisoformat(kept["day"]), words=kept["words"])


def _which_step() -> Step:
    def ask(_answers: Answers, facts: Facts) -> Question:
        waiting = facts.loaded["chosen_deeds"].waiting
        options = (Option(key=ALL, label=f"Tất cả đang chờ: {waiting}"),) if waiting else ()
        return Question(text=worded(words.AskWhich(waiting=waiting), facts), options=options)

    def accept(said: Said, _answers: Answers, facts: Facts) -> Any:
        if said.choice:
            return said.choice
        found = [codes.read(each[0]) for each in _TYPED.finditer(said.text.upper())]
        named = [code for code in found if code and codes.prefix_of(code) == codes.NOMINATION]
        if not named:
            raise refuse(words.NeedCodes(), facts)
        return list(dict.fromkeys(named))

    return Step(
        name="which", ask=ask, accept=accept, then=to("summary"), needs=("chosen_deeds",), free_text=True
    )


def _summary(answers: Answers, facts: Facts) -> words.Summary:
    chosen: Chosen = facts.loaded["chosen_deeds"]
    return words.Summary(
        what=_LABELS[str(answers["what"])],
        paper=sentence(_paper(answers)),
        deeds=tuple(words.Deed(code=each.code, name=each.name) for each in chosen.ready[: words.SHOWN]),
        count=len(chosen.ready),
        left=tuple(chosen.left[: words.SHOWN]),
        more_left=max(len(chosen.left) - words.SHOWN, 0),
        more=chosen.more,
        told=_action(answers) == does.DECIDE,
    )


async def _finish(turn: Turn, answers: Answers) -> None:
    """Write it for each that still waits; the others are named, with why not."""
    action, paper = _action(answers), _paper(answers)
    chosen = await _chosen(turn, answers)
    done, left = [], list(chosen.left)
    for each in chosen.ready:
        after = await _moved(turn, each, action, paper)
        if after is None:
            left.append(await _not_there(turn, each.code))
        else:
            done.append(after)
    people = await telling.decided(turn, done) if action == does.DECIDE else 0
    turn.say(
        words.Kept(
            paper=sentence(paper),
            count=len(done),
            people=people,
            left=tuple(left[: words.SHOWN]),
            more_left=max(len(left) - words.SHOWN, 0),
            more=chosen.more,
        ),
        [turn.registry.buttons("xetkhen", "hoso", roles=turn.roles)],
    )


async def _moved(turn: Turn, nomination: Nomination, action: str, paper: Paper) -> Nomination | None:
    to_state = does.LEADS_TO[action]
    changes = decided(paper) if action == does.DECIDE else {}
    seen = nomination.version
    if not await nominations.move(turn.tx, nomination, to_state, seen=seen, **changes):
        return None
    event = NominationEvent(at=turn.now, kind=to_state.value, actor=turn.actor, words=sentence(paper))
    await nominations.note(turn.tx, nomination, event)
    await turn.log(f"nomination.{to_state.value}", nomination.code)
    after = await nominations.get(turn.tx, nomination.code)
    if after is not None:
        await cards.refresh(turn, after)
    return after


FLOW = flow(
    NAME,
    "nhập quyết định cho nhiều gương",
    (
        choice_step(
            "what",
            lambda _answers, _facts: words.AskWhat(most=AT_ONCE),
            lambda _answers, _facts: [Option(key=key, label=label) for key, label in _LABELS.items()],
            to("paper"),
        ),
        _paper_step(),
        _which_step(),
        summary_step(
            "summary",
            _summary,
            lambda _answers, _facts: [
                Option(key="paper", label="Số, ngày, nội dung"),
                Option(key="which", label="Những gương nào"),
            ],
            send="Ghi",
            needs=("chosen_deeds",),
        ),
    ),
    finish=_finish,
    cancelled="Chưa ghi gì.",
)
