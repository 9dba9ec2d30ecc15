"""/soantin: begin a draft, go on with one, change a part, look at it, drop it, ask for approval."""

from collections.abc import Awaitable, Callable

from handlers import conversing
from handlers.choose import Option
from handlers.conversing import FRESH
from handlers.questions import choice_step, to
from handlers.staff.bulletins import cards, composing, parts
from handlers.staff.bulletins.common import (
    agencies_as,
    choice,
    may_write,
    not_so,
    seen_of,
    tell_writers,
    writable,
)
from handlers.staff.bulletins.submitting import submit_draft
from handlers.steps import Answers, Facts, Flow, Step, flow
from handlers.turn import Turn
from messages import buttons
from messages.content import Choice
from messages.contexts import drafts as words
from messages.vi.drafts import KINDS, PARTS
from storage import drafts
from storage.drafts import NewDraft, NotNow
from storage.records import Draft, DraftKind, DraftState, Role

WRITERS = frozenset({Role.EDITOR, Role.APPROVER})
SHOWN = 8  # drafts in the list
DROP_SURE = "bochac"
_LABEL = 40


async def begin(turn: Turn, argument: str) -> None:
    """What the agency is working on, or at once the first question; `argument` is a draft's number."""
    if argument.isascii() and argument.isdigit():
        draft = await writable(turn, seen_of(argument).id)
        if draft is not None:
            await cards.show(turn, draft)
        return
    mine = agencies_as(turn, Role.EDITOR)
    working = await drafts.list_open(turn.tx, mine, limit=SHOWN)
    if argument == FRESH or not working:
        await conversing.enter(turn, WRITE.name, argument, _known(mine))
        return
    rows = [(Choice(label=label(each), data=buttons.command(WRITE.name, str(each.id))),) for each in working]
    new = (Choice(label="Soạn tin mới", data=buttons.command(WRITE.name, FRESH)),)
    turn.say(words.Mine(count=len(working)), [new, *rows])


def _known(agencies: list[str]) -> Answers:
    return {"agency": agencies[0]} if len(agencies) == 1 else {}


def label(draft: Draft) -> str:
    """A draft on a button."""
    title = draft.title if len(draft.title) <= _LABEL else f"{draft.title[: _LABEL - 1].rstrip()}…"
    return f"{draft.id}. {title}"


def _agencies(_answers: Answers, facts: Facts) -> list[Option]:
    held = {grant.scope for grant in facts.grants if grant.role is Role.EDITOR}
    return [Option(key=each.key, label=each.name) for each in facts.campaign.agencies if each.key in held]


def _kinds(_answers: Answers, _facts: Facts) -> list[Option]:
    return [Option(key=key, label=name) for key, name in KINDS.items()]


def _agency_step() -> Step:
    asked = choice_step("agency", lambda _a, _f: words.AskAgency(), _agencies, to("kind"))
    known = lambda answers, _facts: bool(answers.get("agency"))  # noqa: E731 - the engine takes a function
    return Step(name=asked.name, ask=asked.ask, accept=asked.accept, then=asked.then, needless=known)


async def _named(turn: Turn, answers: Answers) -> None:
    """It is a draft from its title on: what is written of it is not lost, whatever happens."""
    if answers["agency"] not in agencies_as(turn, Role.EDITOR):
        turn.say(words.NotYours(id=0))
        return
    new = NewDraft(
        kind=DraftKind(answers["kind"]),
        agency=str(answers["agency"]),
        title=str(answers["title"]),
        text="",
        created_by=turn.actor,
        author_id=turn.person.id,
    )
    made = await drafts.create(turn.tx, new, turn.now)
    await turn.log("draft.created", str(made.id), kind=made.kind.value, agency=made.agency)
    await conversing.start(turn, EDIT.name, {"draft": made.id}, step="text")


async def ask_part(turn: Turn, ref: str) -> None:
    """Sửa: which part?"""
    draft = await writable(turn, seen_of(ref).id)
    if draft is not None:
        waits = draft.state in {DraftState.SUBMITTED, DraftState.APPROVED}
        rows = [[choice(turn.campaign, draft, name, f"sua-{part}")] for part, name in PARTS.items()]
        turn.say(words.WhichPart(id=draft.id, waits=waits), rows)


def edits(part: str) -> Callable[[Turn, str], Awaitable[None]]:
    """What the button of one part does: asks for it anew."""

    async def ask(turn: Turn, ref: str) -> None:
        draft = await writable(turn, seen_of(ref).id)
        if draft is not None:
            await conversing.start(turn, EDIT.name, {"draft": draft.id}, step=part)

    return ask


async def _edited(turn: Turn, answers: Answers) -> None:
    draft = await writable(turn, int(answers["draft"]))
    if draft is None:
        return
    part = next(name for name in PARTS if answers.get(name) is not None)
    changed = await drafts.change(turn.tx, draft.id, turn.person.id, turn.now, **{part: answers[part]})
    if changed is None:
        not_so(turn, draft, draft.id)
        return
    await turn.log("draft.changed", str(draft.id), part=part, version=changed.version)
    await cards.show(turn, changed)


async def preview(turn: Turn, ref: str) -> None:
    """Xem trước: the very message, then the card again."""
    draft = await writable(turn, seen_of(ref).id)
    if draft is not None:
        turn.send(turn.address, composing.message(turn.campaign, draft))
        await cards.show(turn, draft)


async def ask_drop(turn: Turn, ref: str) -> None:
    """Bỏ bản nháp: asks back."""
    draft = await writable(turn, seen_of(ref).id)
    if draft is not None:
        back = Choice(label="Không, giữ lại", data=buttons.command(WRITE.name, str(draft.id)))
        sure = choice(turn.campaign, draft, "Đúng, bỏ", DROP_SURE)
        turn.say(words.AskDrop(id=draft.id, title=draft.title), [[sure, back]])


async def drop(turn: Turn, ref: str) -> None:
    """Nobody writes it any more."""
    draft = await writable(turn, seen_of(ref).id)
    if draft is None:
        return
    try:
        await drafts.drop(turn.tx, draft, turn.now)
    except NotNow as error:
        not_so(turn, error.draft, draft.id)
        return
    await turn.log("draft.dropped", str(draft.id))
    told = words.Dropped(id=draft.id, title=draft.title)
    turn.say(told, [turn.registry.buttons(WRITE.name, roles=turn.roles)])
    await tell_writers(turn, draft, told)


async def submit(turn: Turn, ref: str) -> None:
    """Gửi duyệt."""
    draft = await writable(turn, seen_of(ref).id)
    if draft is not None and may_write(turn, draft):
        await submit_draft(turn, draft)


WRITE: Flow = flow(
    "soantin",
    "soạn bản tin",
    (
        _agency_step(),
        choice_step("kind", lambda _a, _f: words.AskKind(), _kinds, to("title")),
        parts.title(to(None)),
    ),
    finish=_named,
    cancelled="Đã thôi soạn. Chưa có gì được gửi.",
)
EDIT: Flow = flow(
    "suatin",
    "sửa bản nháp",
    (parts.title(to(None)), parts.text(to(None)), parts.source(to(None))),
    finish=_edited,
    cancelled="Đã thôi sửa. Bản nháp giữ như cũ, xem lại bằng /soantin.",
    guard=False,
)
