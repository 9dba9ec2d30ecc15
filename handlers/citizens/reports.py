"""Báo khó khăn, vướng mắc: from a person's words to a code, and a card on the desk."""

from dataclasses import replace
from typing import Any

from handlers import cards, conversing
from handlers.choose import Option
from handlers.intents import sounds_like, suggest_kind
from handlers.places import chosen_place, place_step
from handlers.questions import choice_step, files_step, refuse, summary_step, text_step, to, worded
from handlers.registry import Command
from handlers.steps import Answers, Facts, Said, Step, flow
from handlers.turn import Turn
from messages.contexts import basics
from messages.contexts import reports as words
from messages.encoding import load_attachments
from messages.folding import words as words_of
from messages.masking import mask
from messages.render import Words, rich
from storage import reports
from storage.campaign import Campaign
from storage.records import Grant, Report, Role
from storage.reports import NewReport

OTHER_KINDS, AS_CITIZEN = "-kinds", "-self"
_MOST_WORDS = 1500  # UTF-16 units: the summary and the card carry them whole within Telegram's 4,096


async def begin(turn: Turn, argument: str) -> None:
    """/phananh, /khokhan: start, with what was said already carried over."""
    carried: Answers = {"words": turn.carried} if _enough(turn.carried) else {}
    name = FLOW.name
    if carried and not _refused(str(turn.carried["text"])):
        await conversing.enter(turn, name, argument, carried, step="kind")
    else:
        await conversing.enter(turn, name, argument)


def _enough(carried: Answers) -> bool:
    text = str(carried.get("text", ""))
    return bool(carried.get("files")) or (len(words_of(text)) > 2 and len(text) <= _MOST_WORDS)


def _refused(text: str) -> str:
    """The bin that these words belong in instead: khieunai, tutap, or none."""
    reading = sounds_like(text)
    first = reading.intents[0].intent if reading.intents else ""
    return first if reading.sure and first in {"khieunai", "tutap"} else ""


def _words_step() -> Step:
    plain = text_step("words", lambda _a, _f: words.AskWords(), to("kind"), limit=_MOST_WORDS, voice=True)

    def accept(said: Said, answers: Answers, facts: Facts) -> Any:
        contacts = facts.campaign.contacts
        match _refused(said.text):
            case "khieunai":
                raise refuse(basics.Complaint(office=contacts.complaints_office), facts)
            case "tutap":
                raise refuse(basics.Gathering(police=contacts.police_contact), facts)
        return plain.accept(said, answers, facts)

    return replace(plain, accept=accept)


def _said(answers: Answers) -> str:
    return str((answers.get("words") or {}).get("text", ""))


def _guess(answers: Answers, campaign: Campaign) -> str | None:
    text = _said(answers)
    kinds = {kind.key: (kind.label, *kind.synonyms) for kind in campaign.report_kinds}
    return suggest_kind(text, kinds) if text else None


def _ask_kind(answers: Answers, facts: Facts) -> Words:
    health_line = facts.campaign.contacts.health_line
    emergency = sounds_like(_said(answers)).emergency and answers.get("kind") is None
    return words.AskKind(
        emergency=rich(worded(basics.Emergency(health_line=health_line), facts)) if emergency else "",
        guessed=_guess(answers, facts.campaign) is not None and answers.get("kind") != OTHER_KINDS,
    )


def _kinds(answers: Answers, facts: Facts) -> list[Option]:
    guess = _guess(answers, facts.campaign)
    every = [
        Option(key=kind.key, label=kind.label, words=kind.synonyms) for kind in facts.campaign.report_kinds
    ]
    if guess is None or answers.get("kind") == OTHER_KINDS:
        return every
    first = [option for option in every if option.key == guess]
    return [*first, Option(key=OTHER_KINDS, label="Nhóm khác")]


def _after_kind(answers: Answers, _facts: Facts) -> str:
    return "kind" if answers["kind"] == OTHER_KINDS else "place"


def _after_place(answers: Answers, _facts: Facts) -> str:
    return "urgent" if (answers["words"] or {}).get("files") else "files"


def _units_of(facts: Facts) -> list[Grant]:
    """The units and organisations this person may speak for."""
    officers = [grant for grant in facts.grants if grant.role in {Role.OFFICER, Role.HEAD} and grant.scope]
    return list({grant.scope: grant for grant in officers}.values())


def _after_urgent(_answers: Answers, facts: Facts) -> str:
    return "behalf" if _units_of(facts) else "contact"


def _behalf_options(_answers: Answers, facts: Facts) -> list[Option]:
    scopes = [(g.scope, facts.campaign.scope(g.scope)) for g in _units_of(facts)]
    named = [Option(key=key, label=scope.name) for key, scope in scopes if scope]
    return [*named, Option(key=AS_CITIZEN, label="Cá nhân tôi")]


def _contact_step() -> Step:
    plain = text_step(
        "contact", lambda _a, _f: words.AskContact(), to("summary"), skip="Không cần gọi lại", limit=60
    )

    def accept(said: Said, answers: Answers, facts: Facts) -> str:
        given = str(plain.accept(said, answers, facts))
        digits = sum(c.isdigit() for c in given)
        if given and not 10 <= digits <= 11:  # Vietnamese numbers: mobile 10, with 84 in front 11
            raise refuse(words.BadContact(), facts)
        return given

    return replace(plain, accept=accept)


def _files(answers: Answers) -> list[Any]:
    return [*(answers["words"] or {}).get("files", ()), *(answers.get("files") or {}).get("files", ())][:5]


def _behalf(answers: Answers) -> str:
    behalf = answers.get("behalf") or AS_CITIZEN
    return "" if behalf == AS_CITIZEN else str(behalf)


def _summary(answers: Answers, facts: Facts) -> Words:
    campaign = facts.campaign
    kind, scope = campaign.kind(answers["kind"]), campaign.scope(_behalf(answers))
    return words.Summary(
        kind=kind.label if kind else answers["kind"],
        place=campaign.units.full_label(chosen_place(answers, "place")),
        words=mask(_said(answers)),
        files=len(_files(answers)),
        urgent=answers["urgent"] == "yes",
        on_behalf=scope.name if scope else "",
        contact=answers.get("contact") or "",
        keeps=(
            "Bấm “Gửi” là đồng ý cho lưu và chuyển nội dung này đến nơi phụ trách. Tên tài khoản không được chuyển đi."
        ),
    )


def _parts(_answers: Answers, facts: Facts) -> list[Option]:
    parts = [("words", "Nội dung"), ("kind", "Nhóm việc"), ("place", "Nơi"), ("files", "Ảnh, tệp")]
    parts += [("urgent", "Mức gấp"), ("contact", "Số gọi lại")]
    if _units_of(facts):
        parts.append(("behalf", "Tư cách gửi"))
    return [Option(key=key, label=label) for key, label in parts]


async def _finish(turn: Turn, answers: Answers) -> None:
    new = NewReport(
        person_id=turn.person.id,
        kind=answers["kind"],
        place=chosen_place(answers, "place"),
        words=mask(_said(answers)),
        attachments=load_attachments(_files(answers)),
        on_behalf=_behalf(answers),
        verified=bool(_behalf(answers)),
        contact=answers.get("contact") or "",
        urgent=answers["urgent"] == "yes",
    )
    report = await reports.add(turn.tx, new, turn.now)
    turn.say(_received(turn, report), [turn.registry.buttons("theodoi", "trogiup")], subject=report.code)
    await cards.show(turn, report)


def _received(turn: Turn, report: Report) -> Words:
    campaign = turn.campaign
    scope = campaign.scope(report.on_behalf)
    if scope is None:
        office = campaign.contacts.reflections_office
        return words.ReceivedFromCitizen(code=report.code, promise=campaign.promises.report, office=office)
    return words.ReceivedFromUnit(
        code=report.code,
        unit=scope.name,
        desk=cards.desk_name(campaign),
        issuer=campaign.issuer,
        promise=campaign.promises.report,
    )


FLOW = flow(
    "phananh",
    "báo khó khăn, vướng mắc",
    (
        _words_step(),
        choice_step("kind", _ask_kind, _kinds, _after_kind),
        place_step("place", "Việc này ở xã, phường nào?", _after_place),
        files_step("files", lambda _a, _f: words.AskFiles(), "urgent"),
        choice_step(
            "urgent",
            lambda _a, _f: words.AskUrgent(),
            lambda _a, _f: [
                Option(key="yes", label="Gấp, không chờ được", words=("gấp", "có")),
                Option(key="no", label="Không gấp", words=("không",)),
            ],
            _after_urgent,
        ),
        choice_step("behalf", lambda _a, _f: words.AskBehalf(), _behalf_options, to("contact")),
        _contact_step(),
        summary_step("summary", _summary, _parts),
    ),
    finish=_finish,
    cancelled="Đã hủy, chưa có gì được gửi đi.",
)
FLOWS = (FLOW,)
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
