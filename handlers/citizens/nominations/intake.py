"""Giới thiệu gương người tốt, việc tốt: from a person's words to a code. A tip, never a formal proposal."""

from dataclasses import replace
from typing import Any

from handlers import conversing, likeness
from handlers.barring import barred
from handlers.choose import Option
from handlers.citizens.nominations import similar
from handlers.citizens.nominations.answers import (
    COLLECTIVE,
    MYSELF,
    PERSON,
    agrees,
    collective,
    in_words,
    myself,
    nominator,
    own,
    spoken,
    withheld,
)
from handlers.citizens.nominations.deeds import days_of, known_how, known_step, when_step
from handlers.places import chosen_place, place_step
from handlers.questions import choice_step, files_step, summary_step, text_step, to
from handlers.registry import Command
from handlers.staff.commending import cards
from handlers.steps import Answers, Facts, Step, flow
from handlers.turn import Turn
from messages.calming import calm
from messages.contexts import nominations as words
from messages.encoding import load_attachments
from messages.folding import words as words_of
from messages.length import utf16
from messages.masking import mask
from messages.render import Words, day
from messages.vi.commending import HELPED
from messages.vi.deeds import AGREES
from messages.vi.deeds import HELPED as HELPED_LABELS
from messages.vi.labels import Label
from storage import nominations, seconding
from storage.nominations import NewNomination

# UTF-16 units; together they leave the summary within Telegram's 4,096
_NAME, _UNIT, _DEED, _RESULT, _NOMINATOR = 120, 200, 1500, 500, 120
_FILES, _MOST_FILES = 5, 10
_AGREES_RECORDED = {"yes": True, "no": False, "unknown": None}


async def begin(turn: Turn, argument: str) -> None:
    """/guongtot: start, with what was said already carried over; after the last day say where to go."""
    if not _open(turn):
        _say_closed(turn)
        return
    if await _barred(turn):
        return
    text = mask(calm(str(turn.carried.get("text", ""))))
    enough = bool(turn.carried.get("files")) or len(words_of(text)) > 2
    carried = {"deed": {**turn.carried, "text": text}} if enough and utf16(text) <= _DEED else {}
    await conversing.enter(turn, FLOW.name, argument, carried)


def _open(turn: Turn) -> bool:
    return turn.local.date() <= turn.campaign.nominations_until


async def _barred(turn: Turn) -> bool:
    """Whether nothing is taken from them now; says so."""
    refusal = await barred(turn)
    if refusal is not None:
        turn.say(refusal, [turn.registry.buttons("theodoi", "trogiup")])
    return refusal is not None


def _say_closed(turn: Turn) -> None:
    office = turn.campaign.contacts.after_campaign_office
    closed = words.Closed(until=turn.campaign.nominations_until, office=office)
    turn.say(closed, [turn.registry.buttons("theodoi", "trogiup")])


def _after_withheld(answers: Answers, _facts: Facts) -> str:
    return "nominator" if answers.get("withheld") == "no" else "agrees"


def _unless(passed: Any, step: Step) -> Step:
    """A step that need not be asked where `passed` holds of the answers."""
    return replace(step, needless=lambda answers, _facts: passed(answers))


def _after_unit(answers: Answers, _facts: Facts) -> str:
    return "place" if answers.get("deed") else "deed"


def _after_agrees(answers: Answers, _facts: Facts) -> str:
    return "summary" if answers["deed"]["files"] else "files"


def _files(answers: Answers) -> list[Any]:
    """The photos and documents first, then what was spoken where words were asked for."""
    steps = ["deed", "files", "name", "unit", "result", "known"]
    steps += [] if withheld(answers) else ["nominator"]  # a voice tells who speaks
    return [file for step in steps for file in spoken(answers, step)][:_MOST_FILES]


def _place(answers: Answers, facts: Facts) -> str:
    return facts.campaign.units.full_label(chosen_place(answers, "place"))


def _summary(answers: Answers, facts: Facts) -> Words:
    span = days_of(answers)
    return words.Summary(
        collective=collective(answers),
        name=in_words(answers, "name"),
        unit=in_words(answers, "unit"),
        deed=answers["deed"]["text"],
        place=_place(answers, facts),
        first=span.first,
        last=span.last,
        result=in_words(answers, "result"),
        helped=HELPED[answers["helped"]],
        known=known_how(answers),
        own=own(answers),
        withheld=withheld(answers),
        nominator=nominator(answers),
        agrees=AGREES[agrees(answers)],
        files=len(_files(answers)),
    )


_PARTS = {
    "who": "Người, tập thể",
    "name": "Tên",
    "unit": "Ấp, đơn vị",
    "deed": "Việc đã làm",
    "place": "Nơi được giúp",
    "when": "Ngày",
    "result": "Kết quả",
    "helped": "Giúp gì",
    "known": "Vì sao biết",
    "withheld": "Giữ kín tên",
    "agrees": "Sự đồng ý",
    "files": "Ảnh, tệp",
}


async def _finish(turn: Turn, answers: Answers) -> None:
    if not _open(turn):
        _say_closed(turn)
        return
    if await _barred(turn):
        return
    if same := similar.joined(answers):
        if await similar.join(turn, same, in_words(answers, "deed")):
            joined = await nominations.get(turn.tx, same)
            if joined is not None:
                await cards.refresh(turn, joined, quietly=True)
        return
    span = days_of(answers)
    new = NewNomination(
        person_id=turn.person.id,
        collective=collective(answers),
        name=in_words(answers, "name"),
        unit=in_words(answers, "unit"),
        place=chosen_place(answers, "place"),
        deed=answers["deed"]["text"],
        happened=day(span.first) if span.first == span.last else f"{day(span.first)} - {day(span.last)}",
        result=in_words(answers, "result"),
        known_how=known_how(answers),
        helped=answers["helped"],
        name_withheld=withheld(answers),
        nominee_knows=_AGREES_RECORDED[agrees(answers)],
        attachments=load_attachments(_files(answers)),
        nominator=nominator(answers),
        first_day=span.first,
        last_day=span.last,
        own=own(answers),
    )
    kept = await nominations.add(turn.tx, new, turn.now)
    await seconding.index(turn.tx, kept, likeness.area(turn.campaign, kept.place))
    received = words.Received(code=kept.code, promise=turn.campaign.promises.nomination)
    turn.say(received, [turn.registry.buttons("theodoi", "trogiup")], subject=kept.code)
    await cards.show(turn, kept)


def _options(**labels: str) -> Any:
    options = tuple(Option(key=key, label=label) for key, label in labels.items())
    return lambda _answers, _facts: options


def _asks_files(_answers: Answers, facts: Facts) -> words.AskFiles:
    limits = facts.limits
    return words.AskFiles(limit=_FILES, films=limits.films, papers=limits.papers, albums=limits.albums)


FLOW = flow(
    "guongtot",
    "giới thiệu việc tốt",
    (
        choice_step(
            "who",
            lambda _a, _f: words.AskWho(),
            lambda _a, _f: [
                Option(key=PERSON, label="Một người", words=("người", "cá nhân")),
                Option(key=COLLECTIVE, label="Một tập thể", words=("tập thể", "nhóm", "tổ")),
                Option(key=MYSELF, label="Chính tôi", words=("tôi", "bản thân")),
            ],
            to("name"),
        ),
        text_step(
            "name",
            lambda a, _f: words.AskName(collective=collective(a), own=myself(a)),
            to("unit"),
            limit=_NAME,
            voice=True,
        ),
        text_step(
            "unit",
            lambda a, _f: words.AskUnit(collective=collective(a), own=myself(a)),
            _after_unit,
            skip="Tôi không rõ",
            limit=_UNIT,
            voice=True,
        ),
        text_step(
            "deed",
            lambda a, _f: words.AskDeed(collective=collective(a), own=myself(a)),
            to("place"),
            limit=_DEED,
            voice=True,
        ),
        place_step("place", "Việc này giúp cho xã, phường nào?", to(similar.STEP), last=True),
        similar.similar_step(),
        when_step(),
        text_step(
            "result",
            lambda _a, _f: words.AskResult(),
            to("helped"),
            skip=Label.SKIP,
            limit=_RESULT,
            voice=True,
        ),
        choice_step(
            "helped",
            lambda a, f: words.AskHelped(place=_place(a, f)),
            _options(**HELPED_LABELS),
            to("known"),
        ),
        _unless(myself, known_step()),
        _unless(
            myself,
            choice_step(
                "withheld",
                lambda _a, _f: words.AskWithheld(),
                _options(yes="Giữ kín tên tôi", no="Nêu được"),
                _after_withheld,
            ),
        ),
        text_step(
            "nominator",
            lambda _a, _f: words.AskNominator(),
            to("agrees"),
            skip=Label.SKIP,
            limit=_NOMINATOR,
            voice=True,
        ),
        _unless(
            own,
            choice_step(
                "agrees",
                lambda a, _f: words.AskAgrees(collective=collective(a)),
                _options(yes="Đã đồng ý", no="Chưa hỏi", unknown="Không rõ"),
                _after_agrees,
            ),
        ),
        files_step("files", _asks_files, "summary", limit=_FILES),
        summary_step(
            "summary", _summary, lambda _a, _f: [Option(key=k, label=label) for k, label in _PARTS.items()]
        ),
    ),
    finish=_finish,
    cancelled="Đã hủy, chưa có gì được gửi đi.",
    heeds=True,
)
FLOWS = (FLOW,)
COMMANDS = (
    Command(
        name="guongtot",
        title="Giới thiệu việc tốt",
        run=begin,
        words=("gương tốt", "giới thiệu gương", "giới thiệu gương người tốt, việc tốt", "người tốt việc tốt"),
    ),
)
ACTIONS = ()
