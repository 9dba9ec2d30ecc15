"""/soantin: begin a draft, go on with one, change a part of it."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from handlers import albums, conversing
from handlers.choose import Option
from handlers.conversing import FRESH
from handlers.questions import choice_step, to
from handlers.rumours import prompting
from handlers.staff.bulletins import cards, kinds, listing, parts, quoting
from handlers.staff.bulletins.audience_step import audience_step, rule_of
from handlers.staff.bulletins.choices_step import choices_step, dumped, offered
from handlers.staff.bulletins.common import (
    agencies_as,
    choice,
    cut,
    not_so,
    number_of,
    seen_of,
    writable,
)
from handlers.staff.bulletins.composing import look
from handlers.staff.marked_words import MARKS, dumped_places, marks_step, too_long
from handlers.steps import Answers, Facts, Flow, Step, flow
from handlers.turn import Turn
from messages import buttons
from messages.content import Choice
from messages.contexts import drafting
from messages.contexts import drafts as words
from messages.encoding import load_attachments
from messages.length import utf16
from messages.marks import read_marks
from messages.markup import visible
from messages.places import loose
from messages.vi.drafts import PARTS
from storage import audience as audiences
from storage import drafts
from storage.drafts import NewDraft
from storage.records import Draft, DraftKind, DraftState, Role

WRITERS = frozenset({Role.EDITOR, Role.APPROVER})
TEMPLATE = "mau"  # /soantin's argument for the list of templates
COPY = "chep"  # /soantin's argument for the list of earlier bulletins
LABEL = 40


async def begin(turn: Turn, argument: str) -> None:
    """What the agency is working on, or at once the first question; `argument` is a draft's number."""
    if number_of(argument):
        draft = await writable(turn, number_of(argument))
        if draft is not None:
            await cards.show(turn, draft)
        return
    mine = agencies_as(turn, Role.EDITOR)
    if argument == FRESH:
        await conversing.enter(turn, WRITE.name, argument, _known(mine))
        return
    working = await drafts.open_ids(turn.tx, mine)
    shown = await listing.page(turn, "soantin", working, argument)
    first = [button("Soạn tin mới", FRESH), button("Chép bản tin cũ", COPY)]
    ready = [[button("Soạn theo mẫu", TEMPLATE)]] if turn.campaign.bulletin_templates else []
    turn.say(words.Mine(count=len(working), more=shown.more), [first, *ready, *shown.rows])


async def begin_with(turn: Turn) -> None:
    """A post was forwarded to us: it becomes the words of a draft, once it is known what it is called."""
    known = _known(agencies_as(turn, Role.EDITOR))
    await conversing.enter(turn, WRITE.name, FRESH, {**known, "carried": dict(turn.carried)})


def button(label: str, argument: str) -> Choice:
    """A button that says /soantin with an argument."""
    return Choice(label=cut(label, LABEL), data=buttons.command("soantin", argument))


def whose(turn: Turn, argument: str, named: str = "") -> str | None:
    """For which agency this is written: their only one, or the one `named`. Says why not, or asks: None.

    `argument` of /soantin is what the answer is asked with again, followed by the agency.
    """
    mine = agencies_as(turn, Role.EDITOR)
    if named in mine or len(mine) == 1:
        return named if named in mine else mine[0]
    if not mine:
        turn.say(words.NotYours(id=0))
        return None
    known = [turn.campaign.agency(key) for key in mine]
    turn.say(drafting.AskAgency(), [[button(each.name, f"{argument}+{each.key}")] for each in known if each])
    return None


def _known(agencies: list[str]) -> Answers:
    return {"agency": agencies[0]} if len(agencies) == 1 else {}


def _agencies(_answers: Answers, facts: Facts) -> list[Option]:
    held = {grant.scope for grant in facts.grants if grant.role is Role.EDITOR}
    return [Option(key=each.key, label=each.name) for each in facts.campaign.agencies if each.key in held]


def _after_kind(answers: Answers, _facts: Facts) -> str | None:
    """A correction begins at the rumour desk, which knows it again when somebody asks."""
    return None if answers["kind"] == DraftKind.CORRECTION else "title"


def _agency_step() -> Step:
    asked = choice_step("agency", lambda _a, _f: drafting.AskAgency(), _agencies, to("kind"))
    return replace(asked, needless=lambda answers, _facts: bool(answers.get("agency")))


async def _named(turn: Turn, answers: Answers) -> None:
    """It is a draft from its title on: what is written of it is not lost, whatever happens."""
    if answers["agency"] not in agencies_as(turn, Role.EDITOR):
        turn.say(words.NotYours(id=0))
        return
    if answers["kind"] == DraftKind.CORRECTION:
        what = {"code": "", "keep": ""}
        before = turn.words(drafting.CorrectionFirst())
        await conversing.start(turn, prompting.DIALOG, what, before=before)
        return
    new = NewDraft(
        kind=DraftKind(answers["kind"]),
        agency=str(answers["agency"]),
        title=str(answers["title"]),
        text="",
        audience=turn.campaign.audience_of(DraftKind(answers["kind"])),
        created_by=turn.actor,
        author_id=turn.person.id,
    )
    made = await made_of(turn, new)
    await _worded(turn, made, answers.get("carried") or {})


async def _worded(turn: Turn, draft: Draft, carried: Answers) -> None:
    """The words of a forwarded post, as if they had been said to the question; without any, they are asked for."""
    typed = not carried.get("marked")
    text = str(carried.get("marked") or carried.get("text", ""))
    answers: dict[str, Any] = {"draft": draft.id, "part": "text"}
    if files := list(carried.get("files", ()))[: parts.FILES]:
        kept = load_attachments(files)
        await drafts.change(turn.tx, draft.id, turn.person.id, turn.now, attachments=kept)
    shown = visible(read_marks(text, typed=typed)).strip()
    if not shown or utf16(shown) > parts.TEXT_LIMIT:
        before = turn.words(too_long(shown, parts.TEXT_LIMIT)) if shown else ""
        await conversing.start(turn, EDIT.name, answers, step="text", before=before)
        return
    places = dumped_places(loose(text, typed=typed))
    answers["text"] = {"text": read_marks(text, typed=typed).strip(), "files": files, "loose": places}
    if places:
        await conversing.start(turn, EDIT.name, answers, step=MARKS)
    else:
        await _edited(turn, answers)


async def made_of(turn: Turn, new: NewDraft) -> Draft:
    """Begin a draft, with a line in the log."""
    made = await drafts.create(turn.tx, new, turn.now)
    await turn.log("draft.created", str(made.id), kind=made.kind.value, agency=made.agency)
    return made


async def ask_part(turn: Turn, ref: str) -> None:
    """Sửa: which part?"""
    draft = await writable(turn, seen_of(ref).id)
    if draft is not None:
        view = await look(turn.tx, turn.campaign, draft)
        waits = draft.state in {DraftState.SUBMITTED, DraftState.APPROVED}
        shown = [choice(view, name, f"sua-{part}") for part, name in PARTS.items()]
        rows = [shown[at : at + 2] for at in range(0, len(shown), 2)]
        turn.say(words.WhichPart(id=draft.id, waits=waits), rows)


def edits(part: str) -> Callable[[Turn, str], Awaitable[None]]:
    """What the button of one part does: asks for it anew."""

    async def ask(turn: Turn, ref: str) -> None:
        draft = await writable(turn, seen_of(ref).id)
        if draft is None:
            return
        if part == "kind" and draft.kind is DraftKind.CORRECTION and not kinds.of_a_rumour(draft):
            turn.say(words.NoRumourBehind(id=draft.id))
            return
        answers = {"draft": draft.id, "part": part, "was": _was(draft, part)}
        await conversing.start(turn, EDIT.name, answers, step=part)

    return ask


def _was(draft: Draft, part: str) -> Any:
    """What lists begin with."""
    if part == "kind":
        return {"kind": draft.kind.value, "rumour": kinds.of_a_rumour(draft)}
    if part == "audience":
        return audiences.dump(draft.audience)
    return dumped(draft.choices) if part == "choices" else None


async def _edited(turn: Turn, answers: Answers) -> None:
    draft = await writable(turn, int(answers["draft"]))
    if draft is None:
        return
    part = str(answers["part"])
    fields = _parts(part, answers)
    if part == "kind":
        fields |= kinds.for_whom(turn.campaign, draft, DraftKind(fields["kind"]))
    changed = await drafts.change(turn.tx, draft.id, turn.person.id, turn.now, **fields)
    if changed is None:
        not_so(turn, await drafts.get(turn.tx, draft.id), draft.id)
        return
    await turn.log("draft.changed", str(draft.id), part=part, version=changed.version)
    if part == "when" and (daily := quoting.repeated(changed)) is not None:
        turn.say(daily)
    await cards.show(turn, changed)
    if part == "text" and said_with_album(turn):  # its other pictures are on their way
        name = albums.name(turn, albums.DRAFT, str(changed.id))
        turn.out[-1] = replace(turn.out[-1], dedupe=name)


def said_with_album(turn: Turn) -> bool:
    """Whether what was just said is the first part of an album."""
    return bool(turn.inbound.album and turn.inbound.attachments)


def _parts(part: str, answers: Answers) -> dict[str, Any]:
    """The answer as fields of a draft."""
    said = answers[part]
    match part:
        case "text":
            files = {"attachments": load_attachments(said["files"])} if said["files"] else {}
            return {"text": said["text"], **files}
        case "files":
            return {"attachments": load_attachments(said["files"])}
        case "audience" | "choices":
            return {part: rule_of(answers) if part == "audience" else offered(answers)}
        case "when":
            last = date.fromisoformat(said["daily"]) if said["daily"] else None
            return {"send_at": _moment(said["at"]), "daily_until": last}
        case "until":
            return {"valid_until": _moment(said)}
        case _:
            return {part: said}


def _moment(said: str) -> datetime | None:
    return datetime.fromisoformat(said) if said else None


WRITE: Flow = flow(
    "soantin",
    "soạn bản tin",
    (
        _agency_step(),
        choice_step("kind", lambda _a, _f: drafting.AskKind(), kinds.every, _after_kind),
        parts.title(to(None)),
    ),
    finish=_named,
    cancelled="Đã thôi soạn. Chưa có gì được gửi.",
    guard=False,
)
EDIT: Flow = flow(
    "suatin",
    "sửa bản nháp",
    (
        parts.title(to(None)),
        parts.text(to(None)),
        marks_step(to(None), "text"),
        parts.files(),
        parts.source(to(None)),
        parts.until(),
        parts.when(),
        choice_step("kind", lambda _a, _f: drafting.AskKind(), kinds.others, to(None)),
        audience_step(),
        choices_step(),
    ),
    finish=_edited,
    cancelled="Đã thôi sửa. Bản nháp giữ như cũ, xem lại bằng /soantin.",
    guard=False,
)
