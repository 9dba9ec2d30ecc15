"""What is added to a nomination on its way: praise at once, what the lists need, a judgement, a score, a note."""

import re
from collections.abc import Mapping
from typing import Any

from handlers import naming
from handlers.staff import unnamed
from handlers.staff.commending import cards, does
from handlers.staff.commending.common import at_work, event, record
from handlers.staff.commending.steps import Run, asks, sentence
from handlers.staff.commending.telling import praised
from handlers.staff.papers import parts_of, read_paper
from handlers.staff.triage.asked_words import HEARERS, Hearer, ask
from handlers.turn import Turn
from messages.contexts import commending as words
from messages.contexts import triage
from messages.folding import phrase
from messages.masking import mask
from messages.vi.commending import FITS, NAMED, TRACK
from storage.records import DETAILED, JUDGED, NOTED, PRAISED, SCORED, TRACKED, Track
from storage.records import NAMED as NAMED_EVENT

PERSON, COLLECTIVE = "gt_canhan", "gt_tapthe"
_TEXT = 160
_SCORE = re.compile(r"\s*(\d{1,3})(?!\d)(?:\s*/\s*100)?\s*(?:[;,:.\n-]\s*)?(?P<why>.*)\Z", re.DOTALL)
_YEAR, _COUNT = re.compile(r"(?:19|20)\d\d"), re.compile(r"\d{1,5}")
_GENDERS = {"nam": "nam", "nu": "nữ"}


async def praise(turn: Turn, code: str, text: str, _seen: int | None) -> None:
    """Khen tại chỗ: a letter or certificate of the locality itself; said at once to those who told of it."""
    found = await at_work(turn, code, does.PRAISE)
    if found is None:
        return
    paper = read_paper(text, turn.local.date(), turn.campaign)
    if isinstance(paper, str):
        turn.say(words.BadWords(code=code, why=paper))
        await ask(turn, found[0], does.PRAISE)
        return
    said = sentence(paper)
    before = found[0].praised
    every = f"{before}; {said}" if before else said
    after = await record(turn, found[0], event(turn, PRAISED, said), does.PRAISE, praised=every)
    if after is not None:
        await praised(turn, after, said)


async def ask_details(turn: Turn, code: str) -> None:
    """Bổ sung thông tin: of a person or of a collective."""
    found = await at_work(turn, code, does.DETAIL)
    if found is not None:
        await ask(turn, found[0], COLLECTIVE if found[0].collective else PERSON)


async def keep_details(turn: Turn, code: str, text: str, _seen: int | None) -> None:
    """What the lists need; nothing about identity papers or health is asked, and numbers of papers are hidden."""
    found = await at_work(turn, code, does.DETAIL)
    if found is None:
        return
    nomination, text = found[0], mask(text)
    read = _collective(text) if nomination.collective else _person(text)
    if isinstance(read, str):
        turn.say(words.BadWords(code=code, why=read))
        await ask(turn, nomination, COLLECTIVE if nomination.collective else PERSON)
        return
    await record(turn, nomination, event(turn, DETAILED), "gt_chitiet", **read)


def _person(text: str) -> Mapping[str, Any] | str:
    parts = parts_of(text)
    if len(parts) != 3 or not parts[2]:
        return "cần ba phần: năm sinh; nam hoặc nữ; chức vụ, nơi công tác"
    gender = _GENDERS.get(phrase(parts[1]))
    if not _YEAR.fullmatch(parts[0]) or gender is None:
        return "năm sinh ghi bốn chữ số, phần thứ hai ghi nam hoặc nữ"
    return {"born": int(parts[0]), "gender": gender, "position": parts[2][:_TEXT]}


def _collective(text: str) -> Mapping[str, Any] | str:
    parts = parts_of(text)
    if len(parts) != 2 or not parts[0]:
        return "cần hai phần: người đứng đầu; số người"
    counted = _COUNT.match(parts[1])
    if counted is None or not int(counted[0]):
        return "phần thứ hai ghi số người, bằng chữ số"
    return {"position": parts[0][:_TEXT], "members": int(counted[0])}


def _named(action: str, *, agrees: bool) -> Run:
    async def run(turn: Turn, code: str) -> None:
        found = await at_work(turn, code, action)
        if found is not None:
            told = event(turn, NAMED_EVENT, NAMED[agrees])
            after = await record(turn, found[0], told, named=agrees, named_by=turn.actor)
            if after is not None and not agrees:
                await unnamed.tell(turn, code)

    return run


def _judged(action: str, *, fits: bool) -> Run:
    async def run(turn: Turn, code: str) -> None:
        found = await at_work(turn, code, action)
        if found is not None:
            await record(turn, found[0], event(turn, JUDGED, FITS[fits]), fits=fits)

    return run


def _tracked(action: str, track: Track) -> Run:
    async def run(turn: Turn, code: str) -> None:
        found = await at_work(turn, code, action)
        if found is not None:
            told = event(turn, TRACKED, TRACK[track.value])
            await record(turn, found[0], told, track=track.value)

    return run


async def score(turn: Turn, code: str, text: str, _seen: int | None) -> None:
    """Chấm điểm: of 100, and why; among officers only."""
    found = await at_work(turn, code, does.SCORE)
    if found is None:
        return
    read = _SCORE.match(text)
    if read is None or int(read[1]) > 100:
        turn.say(words.BadWords(code=code, why="điểm là số từ 0 đến 100"))
        await ask(turn, found[0], does.SCORE)
        return
    told = event(turn, SCORED, read["why"].strip(), ref=str(int(read[1])))
    await record(turn, found[0], told, does.SCORE)


async def note(turn: Turn, code: str, text: str, _seen: int | None) -> None:
    """Ghi chú nội bộ: words that stay among officers."""
    found = await at_work(turn, code, does.NOTE)
    if found is None:
        return
    if not text.strip():
        turn.say(triage.NeedText(code=code))
        return
    await record(turn, found[0], event(turn, NOTED, text.strip()), does.NOTE)


async def hand(turn: Turn, code: str) -> None:
    """Mã để tự trả lời: to be handed to the nominee, who then says themselves whether they may be named."""
    found = await at_work(turn, code, does.HAND)
    if found is not None:
        await naming.show_code(turn, found[0], by_office=True)
        await turn.log("nomination.code", code)


async def read(turn: Turn, code: str) -> None:
    """Đọc đủ lời kể."""
    found = await at_work(turn, code, does.READ)
    if found is not None:
        await cards.whole(turn, found[0])


def _folds(action: str, *, every: bool) -> Run:
    async def run(turn: Turn, code: str) -> None:
        found = await at_work(turn, code, action)
        if found is not None:
            await cards.fold(turn, found[0], found[1], every=every)

    return run


HEARERS |= {
    does.PRAISE: Hearer(said=praise),
    PERSON: Hearer(said=keep_details),
    COLLECTIVE: Hearer(said=keep_details),
    does.SCORE: Hearer(said=score),
    does.NOTE: Hearer(said=note),
}
RUNS: Mapping[str, Run] = {
    **{action: asks(action) for action in (does.PRAISE, does.SCORE, does.NOTE)},
    does.DETAIL: ask_details,
    does.NAME: _named(does.NAME, agrees=True),
    does.UNNAME: _named(does.UNNAME, agrees=False),
    does.HAND: hand,
    does.FIT: _judged(does.FIT, fits=True),
    does.UNFIT: _judged(does.UNFIT, fits=False),
    does.SUDDEN: _tracked(does.SUDDEN, Track.SUDDEN),
    does.USUAL: _tracked(does.USUAL, Track.CAMPAIGN),
    does.READ: read,
    does.MORE: _folds(does.MORE, every=True),
    does.LESS: _folds(does.LESS, every=False),
}
