"""A draft's card: what it is, how it stands, and the buttons that its reader may press."""

from handlers import ways
from handlers.staff.bulletins import composing
from handlers.staff.bulletins.common import choice, may_approve, may_write, name_of
from handlers.turn import Rows, Turn
from messages.content import Choice, Reply
from messages.contexts import drafts as words
from messages.markup import split_plain
from messages.vi.drafts import KINDS, STATES
from storage import bulletins
from storage.records import CHANGEABLE, Draft, DraftKind, DraftState

EXCERPT = 300  # characters
EDIT, PREVIEW, SUBMIT, DROP, APPROVE, RETURN = "sua", "xem", "gui", "bo", "duyet", "tra"


async def show(turn: Turn, draft: Draft) -> None:
    """The card, with what this person may do; an approver sees the very message above it."""
    if draft.state is DraftState.SUBMITTED and may_approve(turn, draft):
        for reply in await approval(turn, draft, own=turn.person.id in draft.writers):
            turn.send(turn.address, reply)
        return
    turn.say(card(turn, draft), _rows(turn, draft))


def card(turn: Turn, draft: Draft) -> words.Card:
    """The draft in short."""
    first, *rest = split_plain(draft.text, EXCERPT, len) or [""]
    agency = turn.campaign.agency(draft.agency)
    return words.Card(
        id=draft.id,
        state=STATES[draft.state.value],
        kind=KINDS[draft.kind.value],
        agency=agency.short if agency else draft.agency,
        title=draft.title,
        excerpt=f"{first}…" if rest else first,
        audience=composing.audience_words(turn.campaign, draft.audience),
        by=name_of(draft.created_by),
        decided_by=name_of(draft.decided_by),
        reason=draft.reason if draft.state is DraftState.RETURNED else "",
    )


def _rows(turn: Turn, draft: Draft) -> Rows:
    if not may_write(turn, draft) or draft.state not in CHANGEABLE:
        return []
    labels = {EDIT: "Sửa", PREVIEW: "Xem trước"}
    if draft.state in {DraftState.WRITING, DraftState.RETURNED}:
        labels[SUBMIT] = "Gửi duyệt"
    labels[DROP] = "Bỏ bản nháp"
    shown = [choice(turn.campaign, draft, label, what) for what, label in labels.items()]
    return [shown[:2], shown[2:]]


async def approval(turn: Turn, draft: Draft, *, own: bool) -> tuple[Reply, Reply]:
    """What an approver is shown: the message as people get it, then to whom and when, with the decision."""
    agency = turn.campaign.agency(draft.agency)
    places = turn.campaign.units.covered(draft.audience.areas)
    told = words.Approval(
        id=draft.id,
        kind=KINDS[draft.kind.value],
        title=draft.title,
        agency=agency.short if agency else draft.agency,
        audience=composing.audience_words(turn.campaign, draft.audience),
        counted=await bulletins.count_audience(turn.tx, draft.audience, places),
        ways=await _ways(turn, draft),
        by=name_of(draft.submitted_by),
        own=own,
    )
    return composing.message(turn.campaign, draft), Reply(
        text=turn.words(told), rows=(_decision(turn, draft, own=own),)
    )


async def _ways(turn: Turn, draft: Draft) -> tuple[str, ...]:
    """Which way it goes on each platform, and what that costs."""
    urgent = draft.kind is DraftKind.ALERT
    return ways.lines(
        await ways.plan(turn.tx, turn.campaign, draft.audience, turn.now, turn.limits_of, urgent=urgent)
    )


def _decision(turn: Turn, draft: Draft, *, own: bool) -> tuple[Choice, ...]:
    labels = {EDIT: "Sửa"} if own else {APPROVE: "Duyệt và gửi", RETURN: "Trả lại"}
    return tuple(choice(turn.campaign, draft, label, what) for what, label in labels.items())
