"""Entering a decision: one commune by a dialog, or a file of many; which document, of which day."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from handlers import conversing
from handlers.choose import Option
from handlers.dates import read_span
from handlers.places import chosen_place, place_step
from handlers.questions import choice_step, refuse, summary_step, to, worded
from handlers.staff.zones import cards, deciding
from handlers.staff.zones.deciding import ROLES
from handlers.steps import Answers, Facts, Question, Said, Several, Step, flow
from handlers.turn import Turn
from messages.content import AttachmentKind, InboundKind
from messages.contexts import basics
from messages.contexts import zone_entries as words
from messages.contexts import zone_files as files
from messages.encoding import dump_attachment
from messages.folding import phrase, tidy
from messages.render import day
from storage import jobs, zone_entries
from storage.records import EntryState
from storage.zone_entries import NewEntry
from storage.zones import Zones

NAME = "capnhatvung"  # of the flow, as of its command
BY_HAND, BY_FILE = "mot", "tep"
JOB = "zone_file"
_DOCUMENT_LIMIT = 100  # characters
_TODAY, _YESTERDAY = "today", "yesterday"


def _zones(facts: Facts) -> Zones:
    assert facts.campaign.zones is not None  # noqa: S101 - the command is not entered without a scale
    return facts.campaign.zones


def _colours(_answers: Answers, facts: Facts) -> list[Option]:
    return [
        Option(key=key, label=f"{each.label.capitalize()} ({each.level})", words=(each.label, key))
        for key, each in _zones(facts).colours.items()
    ]


def _ask_colour(answers: Answers, facts: Facts) -> words.AskColour:
    now: Mapping[str, Any] = facts.loaded["zone_now"]
    return words.AskColour(
        place=facts.campaign.units.full_label(chosen_place(answers, "place")),
        now=now.get("colour", ""),
        document=now.get("document", ""),
        date=date.fromisoformat(now["date"]) if now else None,
    )


def _document_step() -> Step:
    """Kind and number of the decision; choosing one entered lately answers the date too."""

    def ask(_answers: Answers, facts: Facts) -> Question:
        known = facts.loaded["zone_documents"]
        options = tuple(
            Option(
                key=str(at), label=f"{each['document']}, {day(date.fromisoformat(each['decided_on']))}"[:60]
            )
            for at, each in enumerate(known)
        )
        return Question(text=worded(words.AskDocument(known=bool(known)), facts), options=options)

    def accept(said: Said, _answers: Answers, facts: Facts) -> Any:
        if said.choice and _meant(said, facts.loaded["zone_documents"][int(said.choice)]["document"]):
            known = facts.loaded["zone_documents"][int(said.choice)]
            return Several(answers={"document": known["document"], "decided": known["decided_on"]})
        text = tidy(said.text)
        if said.inbound.kind is InboundKind.PRESS or not _names_a_document(text):
            raise refuse(words.BadDocument(), facts)
        return text

    def then(answers: Answers, _facts: Facts) -> str:
        return _after_decision(answers) if answers.get("decided") else "decided"

    needs = ("zone_documents",)
    return Step(name="document", ask=ask, accept=accept, then=then, needs=needs, free_text=True)


def _meant(said: Said, document: str) -> bool:
    """Whether an offered decision was really chosen: the beginning of its number is another decision's number."""
    text = phrase(said.text)
    return said.inbound.kind is InboundKind.PRESS or len(text) < 3 or text.startswith(phrase(document))


def _names_a_document(text: str) -> bool:
    return 3 <= len(text) <= _DOCUMENT_LIMIT and any(c.isdigit() for c in text)


def _decided_step() -> Step:
    """The decision's date: not to come, not older than the list that the campaign begins with."""

    def ask(_answers: Answers, facts: Facts) -> Question:
        options = (Option(key=_TODAY, label="Hôm nay"), Option(key=_YESTERDAY, label="Hôm qua"))
        asked = words.AskDecided(today=facts.campaign.local(facts.now).date())
        return Question(text=worded(asked, facts), options=options, columns=2)

    def accept(said: Said, _answers: Answers, facts: Facts) -> str:
        today = facts.campaign.local(facts.now).date()
        named = {_TODAY: today, _YESTERDAY: today - timedelta(1)}
        at = named.get(said.choice) or _one_day(said.text, today, facts)
        first, list_of = _zones(facts).date, _zones(facts).document
        why = "unread" if at is None else "future" if at > today else "before" if at < first else ""
        if at is None or why:
            raise refuse(words.BadDecided(why=why, today=today, first=first, document=list_of), facts)
        return at.isoformat()

    def then(answers: Answers, _facts: Facts) -> str:
        return _after_decision(answers)

    return Step(name="decided", ask=ask, accept=accept, then=then, free_text=True)


def _one_day(text: str, today: date, facts: Facts) -> date | None:
    span = read_span(text, today, (_zones(facts).date, max(today, facts.campaign.ends)))
    return span.first if span and span.first == span.last else None


def _file_step() -> Step:
    """A CSV file, or its lines in a message. The answer is {"file": attachment} or {"text": lines}."""

    def ask(_answers: Answers, facts: Facts) -> Question:
        first = facts.campaign.units.communes[0]
        labels = ", ".join(each.label for each in _zones(facts).colours.values())
        papers = facts.limits.papers
        asked = files.AskFile(code=first.code, unit=first.name, colours=labels, papers=papers)
        return Question(text=worded(asked, facts))

    def accept(said: Said, _answers: Answers, facts: Facts) -> dict[str, Any]:
        kinds = {each.kind: each for each in said.inbound.attachments}
        if AttachmentKind.DOCUMENT in kinds:
            return {"file": dump_attachment(kinds[AttachmentKind.DOCUMENT])}
        if said.inbound.kind is not InboundKind.PRESS and "\n" in said.text:
            return {"text": said.text}
        raise refuse(files.NeedCsv(photo=bool(kinds), papers=facts.limits.papers), facts)

    return Step(name="sheet", ask=ask, accept=accept, then=to(None), free_text=True)


def _summary(answers: Answers, facts: Facts) -> words.Summary:
    colour = _zones(facts).colours[answers["colour"]]
    return words.Summary(
        place=facts.campaign.units.full_label(chosen_place(answers, "place")),
        colour=colour.label,
        level=colour.level,
        now=facts.loaded["zone_now"].get("colour", ""),
        document=answers["document"],
        date=date.fromisoformat(answers["decided"]),
    )


def _parts(_answers: Answers, _facts: Facts) -> list[Option]:
    return [
        Option(key="place", label="Nơi"),
        Option(key="colour", label="Màu"),
        Option(key="document", label="Văn bản"),
        Option(key="decided", label="Ngày ban hành"),
    ]


async def _entered(turn: Turn, answers: Answers) -> None:
    if not _still_allowed(turn):
        return
    entry = await zone_entries.create(
        turn.tx,
        NewEntry(
            document=answers["document"],
            decided_on=date.fromisoformat(answers["decided"]),
            entered_by=turn.actor,
            author_id=turn.person.id,
            changes={chosen_place(answers, "place"): answers["colour"]},
        ),
        turn.now,
    )
    await deciding.submitted(turn, entry)


async def _file_sent(turn: Turn, answers: Answers) -> None:
    """The file is fetched and read outside of this turn; the result comes back into this chat."""
    if not _still_allowed(turn):
        return
    got = answers["sheet"]
    name = str((got.get("file") or {}).get("name") or "")
    entry = await zone_entries.create(
        turn.tx,
        NewEntry(
            document=answers["document"],
            decided_on=date.fromisoformat(answers["decided"]),
            entered_by=turn.actor,
            author_id=turn.person.id,
            state=EntryState.CHECKING,
            file=name[:80],
        ),
        turn.now,
    )
    payload = {"entry": entry.id, "address": turn.address.id, **got}
    await jobs.put(turn.tx, JOB, payload, turn.wall, dedupe=f"{cards.name(entry)}:file")
    await turn.log("zone.file_sent", str(entry.id), file=entry.file)
    turn.say(files.FileTaken(number=entry.id, file=entry.file))


def _still_allowed(turn: Turn) -> bool:
    """Whether the role was not taken back while they were answering."""
    allowed = not turn.roles.isdisjoint(ROLES)
    if not allowed:
        turn.say(basics.NotAllowed(title="Cập nhật vùng"))
    return allowed


async def begin(turn: Turn, how: str) -> None:
    """Enter the dialog: one commune by hand, or a file."""
    first = "place" if how == BY_HAND else "document"
    await conversing.enter(turn, NAME, answers={"how": how}, step=first)


async def _finish(turn: Turn, answers: Answers) -> None:
    await (_entered if answers["how"] == BY_HAND else _file_sent)(turn, answers)


def _after_decision(answers: Answers) -> str:
    return "summary" if answers["how"] == BY_HAND else "sheet"


FLOW = flow(
    NAME,
    "nhập vùng",
    (
        place_step("place", "Xã, phường, thị trấn nào đổi vùng?", to("colour")),
        choice_step("colour", _ask_colour, _colours, to("document"), needs=("zone_now",)),
        _document_step(),
        _decided_step(),
        replace(summary_step("summary", _summary, _parts), needs=("zone_now",)),
        _file_step(),
    ),
    finish=_finish,
    cancelled="Chưa nhập gì.",
)
