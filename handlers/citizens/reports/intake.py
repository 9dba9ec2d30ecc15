"""Báo khó khăn, vướng mắc: from a person's words to a code, and a card on the desk."""

from typing import Any

from handlers import cards, conversing, likeness
from handlers.barring import barred
from handlers.choose import Option
from handlers.citizens.reports import similar
from handlers.citizens.reports.bins import (
    MOST_WORDS,
    caption,
    carried,
    elsewhere,
    emergency,
    refused_caption,
    said,
    words_step,
)
from handlers.citizens.reports.kind import kind_step
from handlers.citizens.reports.location import location_step, point, with_location
from handlers.citizens.reports.sender import Sender, behalf_step, contact_step, registered, sender
from handlers.places import chosen_place, place_step
from handlers.questions import FILES_LIMIT, choice_step, files_step, summary_step, to, worded
from handlers.registry import Command
from handlers.steps import Answers, Facts, Step, flow
from handlers.turn import Turn
from messages.contexts import dialogs, intake
from messages.contexts import reports as words
from messages.encoding import load_attachments
from messages.length import utf16
from messages.render import Words, rich
from storage import likeness as shingled
from storage import locations, reports, voices
from storage.records import Report
from storage.reports import NewReport

_KEEPS = "Chọn “Gửi” là đồng ý cho lưu và chuyển nội dung này đến nơi phụ trách. Tên tài khoản không được chuyển đi."


async def begin(turn: Turn, argument: str) -> None:
    """/phananh, /khokhan: start, with what was said already carried over."""
    text = str(turn.carried.get("text", ""))
    refusal = await barred(turn) or elsewhere(text, turn.campaign)
    if refusal is not None:
        turn.say(refusal, [turn.registry.buttons("theodoi", "trogiup")])
        return
    answers, name = carried(turn.carried), FLOW.name
    if answers:
        await conversing.enter(turn, name, argument, answers, step="kind")
    elif utf16(text) > MOST_WORDS:
        before = turn.words(dialogs.TooLong(length=utf16(text), limit=MOST_WORDS))
        await conversing.enter(turn, name, argument, before=before)
    else:
        await conversing.enter(turn, name, argument)


def _after_urgent(_answers: Answers, facts: Facts) -> str:
    return "behalf" if registered(facts) else "contact"


def _files(answers: Answers) -> list[Any]:
    files = [*(answers["words"] or {}).get("files", ()), *(answers.get("files") or {}).get("files", ())]
    return files[:FILES_LIMIT]


def _named(who: Sender, facts: Facts) -> str:
    scope = facts.campaign.scope(who.on_behalf) if who.verified else None
    return scope.name if scope else who.on_behalf


def _summary(answers: Answers, facts: Facts) -> Words:
    campaign, who, first = facts.campaign, sender(answers, facts), emergency(answers, facts)
    return intake.Summary(
        emergency=rich(worded(first, facts)) if first else "",
        kind=cards.kind_label(campaign, answers["kind"]),
        place=cards.place_label(campaign, chosen_place(answers, "place")),
        words=said(answers),
        files=len(_files(answers)),
        urgent=answers["urgent"] == "yes",
        on_behalf=_named(who, facts),
        verified=who.verified,
        contact=who.contact,
        unnamed=who.unnamed,
        located=point(answers) is not None,
        keeps=_KEEPS,
        note=campaign.notes.false_reports,
    )


def _parts(_answers: Answers, _facts: Facts) -> list[Option]:
    parts = [("words", "Nội dung"), ("kind", "Nhóm việc"), ("place", "Nơi"), ("files", "Ảnh, tệp")]
    parts += [("urgent", "Mức gấp"), ("contact", "Số gọi lại"), ("behalf", "Tư cách gửi")]
    return [Option(key=key, label=label) for key, label in parts]


async def _finish(turn: Turn, answers: Answers) -> None:
    refusal = await barred(turn)
    if refusal is not None:
        turn.say(refusal, [turn.registry.buttons("theodoi", "trogiup")])
    elif same := similar.joined(answers):
        await similar.join(turn, same)
    else:
        await _send(turn, answers)


async def _send(turn: Turn, answers: Answers) -> None:
    facts = Facts(now=turn.now, campaign=turn.campaign, person=turn.person, grants=turn.grants)
    who, where, text = sender(answers, facts), point(answers), said(answers)
    new = NewReport(
        person_id=turn.person.id,
        kind=answers["kind"],
        place=chosen_place(answers, "place"),
        words=text,
        attachments=load_attachments(_files(answers)),
        on_behalf=who.on_behalf,
        verified=who.verified,
        contact=who.contact,
        urgent=answers["urgent"] == "yes",
    )
    report = await reports.add(turn.tx, new, turn.now)
    await shingled.index(turn.tx, report, likeness.area(turn.campaign, report.place))
    if where is not None:
        await locations.keep(turn.tx, report.id, where)
    if who.unnamed:
        await voices.keep_unnamed(turn.tx, report.id)
    received = turn.words(_received(report, facts))
    note = turn.words(intake.Unnamed()) if who.unnamed else ""
    told = f"{received}\n\n{note}" if note else received
    turn.say(told, [turn.registry.buttons("theodoi", "trogiup")], subject=report.code)
    await cards.show(turn, report)


def _received(report: Report, facts: Facts) -> Words:
    campaign = facts.campaign
    code, promise, desk = report.code, campaign.promises.report, cards.desk_name(campaign)
    if not report.on_behalf:
        office = campaign.contacts.reflections_office
        return words.ReceivedFromCitizen(code=code, promise=promise, office=office)
    scope = campaign.scope(report.on_behalf) if report.verified else None
    if scope is None:
        return intake.ReceivedUnverified(code=code, unit=report.on_behalf, desk=desk, promise=promise)
    return words.ReceivedFromUnit(
        code=code, unit=scope.name, desk=desk, issuer=campaign.issuer, promise=promise
    )


def _urgent_step() -> Step:
    return choice_step(
        "urgent",
        lambda _a, _f: words.AskUrgent(),
        lambda _a, _f: [
            Option(key="yes", label="Gấp, không chờ được", words=("gấp", "có")),
            Option(key="no", label="Không gấp", words=("không",)),
        ],
        _after_urgent,
    )


def _asks_files(_answers: Answers, facts: Facts) -> words.AskFiles:
    limits = facts.limits
    return words.AskFiles(limit=FILES_LIMIT, films=limits.films, albums=limits.albums)


FLOW = flow(
    "phananh",
    "báo khó khăn, vướng mắc",
    (
        words_step(),
        kind_step(),
        place_step("place", "Việc này ở xã, phường nào?", to("similar"), last=True),
        similar.similar_step(),
        files_step("files", _asks_files, "urgent", captions=caption, refuses=refused_caption),
        _urgent_step(),
        behalf_step(),
        contact_step(),
        location_step(),
        with_location(summary_step("summary", _summary, _parts)),
    ),
    finish=_finish,
    cancelled="Đã hủy, chưa có gì được gửi đi.",
)
COMMANDS = (
    Command(
        name="phananh",
        title="Báo khó khăn, vướng mắc",
        run=begin,
        words=("báo khó khăn", "phản ánh", "khó khăn", "vướng mắc"),
        during_only=True,
    ),
    Command(name="khokhan", title="Báo khó khăn", run=begin, menu=False, during_only=True),
)
