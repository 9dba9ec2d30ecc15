"""Sửa quyết định: what was entered wrongly of a decision is put right, and whoever had read it hears what is right."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from handlers.staff.commending import cards, does, seats, telling
from handlers.staff.commending.common import at_work, event, too_late
from handlers.staff.commending.steps import Run, asks, decided, sentence
from handlers.staff.papers import Paper, read_paper
from handlers.staff.triage.asked_words import HEARERS, Hearer, ask
from handlers.turn import Turn
from messages import buttons
from messages.content import Choice
from messages.contexts import commending as words
from messages.contexts import decisions
from storage import nominations
from storage.nominations import Which
from storage.records import CORRECTED, Nomination, NominationState

ALL = "gt_suacagoi"
AT_ONCE = 60  # each has cards in several chats: about a second
_DECIDED = frozenset({NominationState.DECIDED})


async def correct(turn: Turn, code: str, text: str, seen: int | None) -> None:
    """The right number, day and form; it says how many others still have the wrong number, to be put right alike."""
    found = await at_work(turn, code, does.CORRECT)
    if found is None:
        return
    nomination = found[0]
    paper = read_paper(text, turn.local.date(), turn.campaign)
    if isinstance(paper, Paper) and not paper.number:
        paper = "quyết định phải có số"
    if isinstance(paper, str):
        turn.say(words.BadWords(code=code, why=paper))
        await ask(turn, nomination, does.CORRECT)
        return
    before = (nomination.award, nomination.decision_number, nomination.decision_date)
    changes = decided(paper)
    if before == (changes["award"], changes["decision_number"], changes["decision_date"]):
        turn.say(words.BadWords(code=code, why="giống hệt điều đã ghi"))
        return
    if seen not in {None, nomination.version}:
        await too_late(turn, nomination)
        return
    after = await _put_right(turn, nomination, changes)
    if after is None:
        await too_late(turn, nomination)
        return
    people = await telling.corrected(turn, [after])
    alike = await _alike(turn, nomination, after)
    label = f"Sửa cả {len(alike)} gương đó"
    rows = [[Choice(label=label, data=buttons.nomination(code, ALL))]] if alike else []
    told = words.Corrected(
        code=code, paper=sentence(paper), people=people, alike=len(alike), before=nomination.decision_number
    )
    turn.say(told, rows, subject=code)


async def correct_all(turn: Turn, code: str) -> None:
    """The others that were entered with the number and day that turned out wrong get the right ones too."""
    found = await at_work(turn, code, does.CORRECT)
    story = await nominations.story(turn.tx, found[0]) if found else []
    wrong = next((each.ref for each in reversed(story) if each.kind == CORRECTED), "")
    if found is None or not wrong:
        return
    right = found[0]
    changes = {"decision_number": right.decision_number, "decision_date": right.decision_date}
    done: list[Nomination] = []
    for each in (await _with_paper(turn, *_read(wrong)))[:AT_ONCE]:
        after = None if await seats.conflict(turn, each) else await _put_right(turn, each, changes)
        done += [] if after is None else [after]
    people = await telling.corrected(turn, done)
    paper = f"số {right.decision_number}"
    turn.say(decisions.Kept(paper=paper, count=len(done), people=people, left=(), more_left=0, more=0))


async def _put_right(turn: Turn, nomination: Nomination, changes: Mapping[str, Any]) -> Nomination | None:
    """Write it down with what stood before, log who did; None if somebody was faster."""
    version = {"version": nomination.version + 1}
    if not await nominations.change(
        turn.tx, nomination, _DECIDED, seen=nomination.version, **version, **changes
    ):
        return None
    after = await nominations.get(turn.tx, nomination.code)
    if after is None:
        return None
    told = event(turn, CORRECTED, cards.award(after), ref=_written(nomination))
    await nominations.note(turn.tx, nomination, told)
    before, now = nomination.decision_number, after.decision_number
    await turn.log("nomination.corrected", nomination.code, before=before, now=now)
    await cards.refresh(turn, after)
    return after


async def _alike(turn: Turn, before: Nomination, after: Nomination) -> Sequence[Nomination]:
    """Those that still have the number and day that turned out wrong; none where only the form was."""
    wrong = (before.decision_number, before.decision_date)
    right = (after.decision_number, after.decision_date)
    return await _with_paper(turn, *wrong) if wrong != right else ()


async def _with_paper(turn: Turn, number: str, day: date | None) -> Sequence[Nomination]:
    every = await nominations.every(turn.tx, Which(states=_DECIDED))
    return [each for each in every if (each.decision_number, each.decision_date) == (number, day)]


def _written(nomination: Nomination) -> str:
    """The decision as it stood, in the event's ref."""
    day = nomination.decision_date
    return f"{day.isoformat() if day else ''}|{nomination.decision_number}"


def _read(ref: str) -> tuple[str, date | None]:
    day, _, number = ref.partition("|")
    return number, date.fromisoformat(day) if day else None


HEARERS |= {does.CORRECT: Hearer(said=correct)}
RUNS: Mapping[str, Run] = {does.CORRECT: asks(does.CORRECT), ALL: correct_all}
