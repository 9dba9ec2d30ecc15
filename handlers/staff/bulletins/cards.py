"""A draft's card: what it is, how it stands, and the buttons that its reader may press."""

from dataclasses import replace

from handlers import ways
from handlers.staff.bulletins import planning, quoting
from handlers.staff.bulletins.common import choice, may_approve, may_write, name_of, one_is_enough
from handlers.staff.bulletins.composing import View, look
from handlers.staff.bulletins.reach import audience_words, later, reach
from handlers.staff.gaps import gaps
from handlers.turn import Rows, Turn
from messages import buttons, menus
from messages.content import Choice, Reply
from messages.contexts import drafts as words
from messages.markup import split_plain
from messages.vi.drafts import KINDS, STATES
from storage.records import CHANGEABLE, Address, Draft, DraftKind, DraftState

EXCERPT = 300  # characters
EDIT, PREVIEW, SUBMIT, DROP, APPROVE, RETURN, MORE, FILL, REFILL = (
    "sua",
    "xem",
    "gui",
    "bo",
    "duyet",
    "tra",
    "khac",
    "dien",
    "dienlai",
)


async def show(turn: Turn, draft: Draft) -> None:
    """The card, with what this person may do; an approver sees the very message above it."""
    view = await look(turn.tx, turn.campaign, draft)
    if draft.state is DraftState.SUBMITTED and may_approve(turn, draft):
        own = turn.person.id in draft.writers and not one_is_enough(turn.campaign, draft)
        for reply in await approval(turn, view, own=own):
            turn.send(turn.address, reply)
        return
    old = await quoting.stale(turn.tx, turn.campaign, draft, turn.now) is not None
    turn.say(await card(turn, view), _rows(turn, view, old=old))


async def card(turn: Turn, view: View) -> words.Card:
    """The draft in short."""
    draft = view.draft
    first, *rest = split_plain(draft.text, EXCERPT, len) or [""]
    return words.Card(
        id=draft.id,
        state=STATES[draft.state.value],
        kind=KINDS[draft.kind.value],
        agency=_short(turn, draft),
        title=draft.title,
        excerpt=f"{first}…" if rest else first,
        audience=audience_words(turn.campaign, draft.audience),
        files=len(draft.attachments),
        choices=tuple(each.label for each in draft.choices),
        source=draft.source,
        until=turn.campaign.local(draft.valid_until) if draft.valid_until else None,
        at=turn.campaign.local(draft.send_at) if draft.send_at else None,
        daily=draft.daily_until,
        notes=await planning.notes(turn, view),
        by=name_of(draft.created_by),
        decided_by=name_of(draft.decided_by),
        reason=draft.reason if draft.state is DraftState.RETURNED else "",
    )


def _short(turn: Turn, draft: Draft) -> str:
    agency = turn.campaign.agency(draft.agency)
    return agency.short if agency else draft.agency


def _rows(turn: Turn, view: View, *, old: bool) -> Rows:
    """`old`: its figures do not hold any more."""
    if not may_write(turn, view.draft) or view.draft.state not in CHANGEABLE:
        return []
    labels = {EDIT: "Sửa", PREVIEW: "Xem trước"}
    if gaps(view.draft):
        labels[FILL] = "Điền chỗ trống"
    elif old:
        labels[REFILL] = "Điền lại số liệu"
    if view.draft.state in {DraftState.WRITING, DraftState.RETURNED}:
        labels[SUBMIT] = "Gửi duyệt"
    labels[MORE] = "Việc khác…"
    shown = [choice(view, label, what) for what, label in labels.items()]
    return [shown[at : at + 2] for at in range(0, len(shown), 2)]


async def approval(turn: Turn, view: View, *, own: bool) -> tuple[Reply, Reply]:
    """What an approver is shown: the message as people get it, then to whom and when, with the decision."""
    draft = view.draft
    who = await reach(turn, view.rule)
    told = words.Approval(
        id=draft.id,
        kind=KINDS[draft.kind.value],
        title=draft.title,
        agency=_short(turn, draft),
        audience=audience_words(turn.campaign, draft.audience),
        counted=who.counted,
        shares=who.shares,
        later=await later(turn, view),
        ways=await _ways(turn, view),
        odd=who.odd,
        until=turn.campaign.local(draft.valid_until) if draft.valid_until else None,
        at=turn.campaign.local(draft.send_at) if draft.send_at else None,
        daily=draft.daily_until,
        notes=await planning.notes(turn, view),
        by=name_of(draft.submitted_by),
        own=own,
    )
    return view.reply, Reply(text=turn.words(told), rows=(_decision(view, own=own),))


def pushed(turn: Turn, view: View, reply: Reply, address: Address) -> Reply:
    """The decision as it comes to somebody unasked.

    Without buttons it has no numbers either (the bare ones belong to what was asked last): the way to it is then the
    command that shows it anew, with numbers.
    """
    if not menus.has_menu(reply, turn.limits_of(address.channel, address.bot)):
        return reply
    again = Choice(label="Xem lại và quyết định", data=buttons.command("duyettin", str(view.draft.id)))
    return replace(reply, rows=((again,),))


async def _ways(turn: Turn, view: View) -> tuple[str, ...]:
    """Which way it goes on each platform, and what that costs."""
    urgent = view.draft.kind is DraftKind.ALERT
    at = view.draft.send_at
    leaves = turn.campaign.local(at) if at and at > turn.now else turn.local
    plans = await ways.plan(
        turn.tx,
        view.rule,
        turn.now,
        turn.limits_of,
        urgent=urgent,
        leaves=leaves,
        wall=turn.wall,
        everybody=turn.campaign.for_everybody(view.draft.kind, view.draft.audience),
    )
    return ways.lines(plans, view.reply)


def _decision(view: View, *, own: bool) -> tuple[Choice, ...]:
    labels = {EDIT: "Sửa"} if own else {APPROVE: "Duyệt và gửi", RETURN: "Trả lại"}
    return tuple(choice(view, label, what) for what, label in labels.items())
