"""What an agency writes before it becomes a bulletin, and the way there: two people stand behind each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from messages.content import Attachment
from storage.records.bulletins import Audience


class DraftKind(StrEnum):
    BULLETIN = "bulletin"  # bản tin
    ALERT = "alert"  # cảnh báo khẩn: urgent
    EXAMPLE = "example"  # gương người tốt, việc tốt
    CORRECTION = "correction"  # đính chính
    GUIDANCE = "guidance"  # hướng dẫn


class DraftState(StrEnum):
    WRITING = "writing"
    SUBMITTED = "submitted"  # waits for an approver
    RETURNED = "returned"  # an approver says what to change
    APPROVED = "approved"  # goes out; not begun yet
    STARTED = "started"  # is a bulletin
    DROPPED = "dropped"


# Back to WRITING: somebody changed a part. Whoever had seen it before has not approved what it says now.
DRAFT_MOVES: Mapping[DraftState, frozenset[DraftState]] = {
    DraftState.WRITING: frozenset({DraftState.SUBMITTED, DraftState.DROPPED}),
    DraftState.SUBMITTED: frozenset(
        {DraftState.APPROVED, DraftState.RETURNED, DraftState.WRITING, DraftState.DROPPED}
    ),
    DraftState.RETURNED: frozenset({DraftState.WRITING, DraftState.SUBMITTED, DraftState.DROPPED}),
    DraftState.APPROVED: frozenset({DraftState.STARTED, DraftState.WRITING, DraftState.DROPPED}),
    DraftState.STARTED: frozenset(),
    DraftState.DROPPED: frozenset(),
}
# Where a part of it may still be changed.
CHANGEABLE = frozenset(
    {DraftState.WRITING, *(s for s, moves in DRAFT_MOVES.items() if DraftState.WRITING in moves)}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A button that people get under a bulletin.

    Attributes:
        key: link, dadoc, toicamket, or y1 to y5 for the answers of a poll; what people type where no buttons are.
        url: where a link leads; empty for the others.
    """

    key: str
    label: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A bulletin being written.

    Attributes:
        agency: key of the agency whose people write and approve it.
        title: the heading people read, plain text.
        text: rich text; may be empty while it is being written.
        source: where its facts come from, as people read it; empty for none named.
        choices: the buttons that people get.
        subject: code of the rumour or nomination it comes from; empty for none.
        valid_until: campaign time after which nobody gets it unasked; None for no such time.
        version: raised by each change of what people would see or of who would get it.
        writers: ids of everyone who wrote a part of it: none of them may approve it.
        author_id: who began it; None once they are erased.
        created_by, submitted_by, decided_by: staff as the audit log names them; empty for nobody yet.
        reason: why it was returned, in the approver's words.
        shown: hash of exactly what was submitted or approved last; empty before.
        bulletin_id: what it became.
        send_at: campaign time at which it goes out; None for as soon as it is approved.
        daily_until: the last day on which it goes out again at that hour; None for once.
        counted: for how many people it was approved; None before.
        figures_id: the signed figures that its words quote; None for none.
        unfilled: title, text and source as they were before these were filled in; empty for none.
        on_call: agencies whose approvers were asked besides its own when it was submitted; they answer for it too.
    """

    id: int
    kind: DraftKind
    agency: str
    title: str
    text: str
    audience: Audience
    source: str = ""
    attachments: tuple[Attachment, ...] = ()
    choices: tuple[Offered, ...] = ()
    subject: str = ""
    valid_until: datetime | None = None
    state: DraftState
    version: int
    writers: frozenset[int] = field(default=frozenset())
    author_id: int | None
    created_at: datetime
    created_by: str
    submitted_by: str = ""
    decided_by: str = ""
    reason: str = ""
    shown: str = ""
    bulletin_id: int | None = None
    send_at: datetime | None = None
    daily_until: date | None = None
    counted: int | None = None
    figures_id: int | None = None
    unfilled: Mapping[str, str] = field(default_factory=dict)
    on_call: tuple[str, ...] = ()
