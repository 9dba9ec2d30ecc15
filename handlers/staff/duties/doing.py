"""What an officer does about a duty: receive it, report on it in words, a number or photos, correct the report."""

from dataclasses import replace
from typing import Any

from handlers import conversing
from handlers.questions import FILES_LIMIT, SKIP, files_step, refuse, text_step, to, worded
from handlers.staff.duties import cards
from handlers.staff.duties.common import Owed, move, owed_here
from handlers.staff.duties.numbers import read_number
from handlers.steps import Answers, Facts, Question, Said, Step, flow
from handlers.turn import Turn
from messages import buttons
from messages.content import Choice
from messages.contexts import dialogs
from messages.contexts import duties as words
from messages.length import utf16
from messages.masking import mask
from storage.records import Need, ObligationState
from storage.records.duties import UNACKNOWLEDGED

FRESH = "baocaomoi"  # "leave the other dialog, report on this"
REPORTS_IN = 1500  # UTF-16 units
_FIRST = {Need.WORDS: "words", Need.NUMBER: "number", Need.PHOTO: "proof", Need.ACKNOWLEDGE: "words"}
_NEXT = {"words": "photos", "number": "photos", "proof": "proof"}


async def acknowledge(turn: Turn, code: str) -> None:
    """Đã nhận: one officer is enough; where no more was asked it is done with that."""
    found = await owed_here(turn, code)
    if found is None:
        return
    if found[1].state not in UNACKNOWLEDGED:
        turn.say(words.DutyDone(code=code, what="đơn vị đã xác nhận trước đó"), subject=code)
        turn.out += await cards.follow(turn.tx, turn.campaign, *found, turn.now)
        return
    enough = found[0].need is Need.ACKNOWLEDGE
    if await move(turn, found, ObligationState.DONE if enough else ObligationState.ACKNOWLEDGED):
        turn.say(words.DutyDone(code=code, what="đã ghi nhận đơn vị nhận việc"), subject=code)


async def report(turn: Turn, code: str) -> None:
    """Đã thực hiện, Sửa báo cáo, Báo cáo lại; somebody in the middle of something else is asked first."""
    busy = conversing.busy(turn, FLOW.name)
    if busy is None:
        await report_fresh(turn, code)
        return
    stay = Choice(label="Làm tiếp việc đang dở", data=buttons.command("tieptuc"))
    leave = Choice(label="Bỏ việc đó", data=cards.button(code, FRESH))
    turn.say(dialogs.Busy(doing=busy.title, wanted=f"Báo cáo {code}"), [[stay], [leave]])


async def report_fresh(turn: Turn, code: str) -> None:
    """The same, whatever other dialog was open."""
    found = await owed_here(turn, code)
    if found is None:
        return
    if not may_report(found):
        turn.say(words.DutyDone(code=code, what="việc này đã được kiểm tra là đạt"), subject=code)
        return
    await begin(turn, found, {})


def may_report(found: Owed) -> bool:
    """Whether a report can be given, or corrected, as it stands."""
    return found[1].state is not ObligationState.PASSED


async def begin(turn: Turn, found: Owed, given: Answers) -> None:
    """Ask for what is missing; `given` are answers that came with a reply to the card."""
    directive, obligation = found
    known = {"code": obligation.code, "title": directive.title, "need": directive.need.value, **given}
    first = _FIRST[directive.need]
    await conversing.start(turn, FLOW.name, known, step=_NEXT[first] if first in given else first)


async def keep(turn: Turn, found: Owed, said: str, number: int | None, files: list[Any]) -> bool:
    """Store the report; what stood before is replaced, and stays in the story. False if it could not be."""
    kept = {"words": said, "number": number, "attachments": files, "check_words": ""}
    told = said if number is None else f"{number} ({said})" if said else str(number)
    if not await move(turn, found, ObligationState.DONE, told, **kept):
        return False
    done = words.DutyDone(code=found[1].code, what="đã ghi báo cáo của đơn vị")
    turn.say(done, [turn.registry.buttons("nhiemvu", roles=turn.roles)], subject=found[1].code)
    return True


def _title(answers: Answers) -> str:
    return str(answers["title"])


def _number_step() -> Step:
    """A number, with or without words around it: {"number": int, "text": as written}."""

    def ask(answers: Answers, facts: Facts) -> Question:
        return Question(text=worded(words.AskDutyNumber(title=_title(answers)), facts))

    def accept(said: Said, _answers: Answers, facts: Facts) -> dict[str, Any]:
        number = read_number(said.text)
        if number is None:
            raise refuse(words.NeedDutyNumber(), facts)
        if utf16(said.text) > REPORTS_IN:
            raise refuse(dialogs.TooLong(length=utf16(said.text), limit=REPORTS_IN), facts)
        return number_answer(number, said.text)

    return Step(name="number", ask=ask, accept=accept, then=to("photos"), free_text=True, numeric=True)


def number_answer(number: int, text: str) -> dict[str, Any]:
    """The number, and the words around it where there are any."""
    return {"number": number, "text": "" if text.strip().isdigit() else mask(text.strip())}


def _asks_photos(answers: Answers, facts: Facts, *, needed: bool) -> words.AskDutyPhotos:
    papers = facts.limits.papers
    return words.AskDutyPhotos(title=_title(answers), limit=FILES_LIMIT, needed=needed, papers=papers)


def _proof_step() -> Step:
    """Photos that may not be skipped."""
    step = files_step("proof", lambda a, f: _asks_photos(a, f, needed=True), "note")

    def ask(answers: Answers, facts: Facts) -> Question:
        question = step.ask(answers, facts)
        return replace(question, options=tuple(each for each in question.options if each.key != SKIP))

    return replace(step, ask=ask)


def _photos_step() -> Step:
    """Photos if there are any; the last question."""
    step = files_step("photos", lambda a, f: _asks_photos(a, f, needed=False), "photos")

    def then(answers: Answers, _facts: Facts) -> str | None:
        return None if (answers.get("photos") or {}).get("done") else "photos"

    return replace(step, then=then)


async def _finish(turn: Turn, answers: Answers) -> None:
    found = await owed_here(turn, str(answers["code"]))
    if found is None:
        return
    number = answers.get("number") or {}
    parts = (number.get("text"), (answers.get("words") or {}).get("text"), answers.get("note"))
    files = [
        file for name in ("proof", "words", "photos") for file in (answers.get(name) or {}).get("files", ())
    ]
    said = "\n".join(str(part) for part in parts if part)
    await keep(turn, found, said, number.get("number"), files[: 2 * FILES_LIMIT])


FLOW = flow(
    "baocao",
    "báo cáo việc được giao",
    (
        text_step(
            "words",
            lambda a, _f: words.AskDutyWords(title=_title(a), more=False),
            to("photos"),
            limit=REPORTS_IN,
            voice=True,
        ),
        _number_step(),
        _proof_step(),
        text_step(
            "note",
            lambda a, _f: words.AskDutyWords(title=_title(a), more=True),
            to(None),
            skip="Không có gì thêm",
            limit=REPORTS_IN,
        ),
        _photos_step(),
    ),
    finish=_finish,
    cancelled="Chưa có gì được báo cáo.",
)
