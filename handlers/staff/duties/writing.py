"""/giaoviec: the office writes what is to be done, by whom and until when; sees it whole, and gives it."""

from dataclasses import replace
from datetime import UTC, datetime

from handlers import conversing
from handlers.addressed import ALL, CHOICES, addressees, areas_step, choices, in_words
from handlers.choose import Option
from handlers.questions import FILES_LIMIT, choice_step, files_step, summary_step, text_step, to
from handlers.seats import DESK_ROLES
from handlers.staff.duties import giving
from handlers.staff.duties.due import due_step, tomorrow
from handlers.steps import Answers, Facts, Step, flow
from handlers.turn import Turn
from messages.contexts import basics
from messages.contexts import directives as office
from messages.encoding import load_attachments
from messages.render import Words
from messages.vi.duties import NEED
from storage.duties import NewDirective, bodies_of
from storage.records import Need

TITLE, TEXT = 120, 1800  # UTF-16 units: the card around them stays within Telegram's 4,096
GIVE = "Giao việc"
_PARTS = {
    "to": "Giao cho",
    "kinds": "Loại tổ chức",
    "areas": "Nơi",
    "title": "Tên việc",
    "text": "Nội dung",
    "files": "Tài liệu",
    "need": "Thế nào là xong",
    "due": "Hạn",
}


async def begin(turn: Turn, argument: str) -> None:
    """Start; after the last day nothing new is given."""
    if not _may(turn):
        return
    await conversing.enter(turn, FLOW.name, argument)


def _may(turn: Turn) -> bool:
    if turn.campaign.phase(turn.now) == "closed":
        turn.say(
            office.DutiesClosed(ends=turn.campaign.ends), [turn.registry.buttons("nhiemvu", roles=turn.roles)]
        )
        return False
    return True


def _organisations(answers: Answers) -> bool:
    return "organisation" in CHOICES[str(answers["to"])][1]


def _kinds(_answers: Answers, facts: Facts) -> list[Option]:
    used = {one.kind for one in facts.campaign.organisations}
    return [
        Option(key=ALL, label="Tất cả tổ chức"),
        *(
            Option(key=kind.key, label=kind.label)
            for kind in facts.campaign.organisation_kinds
            if kind.key in used
        ),
    ]


def _kinds_step() -> Step:
    """Asked only where organisations are meant, and are of more than one kind."""
    step = choice_step("kinds", lambda _a, _f: office.AskDutyKinds(), _kinds, to("areas"))
    return replace(step, needless=lambda a, f: not _organisations(a) or len(_kinds(a, f)) <= 2)


def _summary(answers: Answers, facts: Facts) -> Words:
    counted = facts.loaded["addressed"]
    return office.DutySummary(
        title=str(answers["title"]),
        text=str(answers["text"]),
        to=in_words(facts.campaign, addressees(answers)),
        count=counted["count"],
        unstaffed=counted["unstaffed"],
        need=NEED[str(answers["need"])],
        due=datetime.fromisoformat(str(answers["due"])),
        files=len((answers.get("files") or {}).get("files", ())),
    )


def _parts(answers: Answers, _facts: Facts) -> list[Option]:
    hidden = set() if _organisations(answers) else {"kinds"}
    hidden |= {"areas"} if CHOICES[str(answers["to"])][1] == ("organisation",) else set()
    return [Option(key=key, label=label) for key, label in _PARTS.items() if key not in hidden]


async def _finish(turn: Turn, answers: Answers) -> None:
    if turn.roles.isdisjoint(DESK_ROLES):  # taken back while they were writing
        turn.say(basics.NotAllowed(title="Giao việc"))
        return
    if not _may(turn):
        return
    due, meant = datetime.fromisoformat(str(answers["due"])).astimezone(UTC), addressees(answers)
    if due <= turn.now:
        bad = office.BadDue(past=True, day=tomorrow(turn.campaign, turn.now))
        await conversing.start(turn, FLOW.name, answers, step="due", before=turn.words(bad))
        return
    if not bodies_of(turn.campaign, meant):
        again = {**answers, "summary": None}
        await conversing.start(
            turn, FLOW.name, again, step="summary", before=turn.words(office.NobodyMeant())
        )
        return
    new = NewDirective(
        title=str(answers["title"]),
        text=str(answers["text"]),
        need=Need(str(answers["need"])),
        due_at=due,
        addressees=meant,
        created_by=turn.actor,
        attachments=load_attachments((answers.get("files") or {}).get("files", ())),
    )
    made, reached, out = await giving.give(turn.tx, turn.campaign, new, turn.now)
    turn.out += out
    count = len(bodies_of(turn.campaign, meant))
    await turn.log("directive.given", str(made.id), title=made.title, bodies=count, due=due.isoformat())
    given = office.DutyGiven(title=made.title, count=count, reached=reached, unstaffed=count - reached)
    turn.say(given, [turn.registry.buttons("nhiemvu", "giaoviec", roles=turn.roles)])


FLOW = flow(
    "giaoviec",
    "giao việc cho đơn vị",
    (
        choice_step(
            "to",
            lambda _a, _f: office.AskLevels(),
            lambda _a, f: choices(f.campaign),
            to("kinds"),
        ),
        _kinds_step(),
        areas_step("title"),
        text_step("title", lambda _a, _f: office.AskDutyTitle(), to("text"), limit=TITLE, least=4),
        text_step("text", lambda _a, _f: office.AskDutyText(), to("files"), limit=TEXT, least=4),
        files_step(
            "files", lambda _a, f: office.AskDutyFiles(limit=FILES_LIMIT, papers=f.limits.papers), "need"
        ),
        choice_step(
            "need",
            lambda _a, _f: office.AskNeed(),
            lambda _a, _f: [
                Option(key=key, label=label[0].upper() + label[1:]) for key, label in NEED.items()
            ],
            to("due"),
        ),
        due_step("due", to("summary")),
        summary_step("summary", _summary, _parts, send=GIVE, needs=("addressed",)),
    ),
    finish=_finish,
    cancelled="Đã hủy, chưa giao việc nào.",
)
