"""Bulletins being written, submitted and approved; and the bulletin itself as people read it."""

from datetime import date, datetime
from typing import ClassVar

from messages.contexts.planning import Notes
from messages.contexts.trying import Later, Share
from messages.render import Words, context


@context
class Message(Words):
    """The bulletin itself. `kind`: what it is called above its title, empty for a plain bulletin.

    Attributes:
        corrects: its words take the place of others.
        text: rich text.
        until: local time up to which it holds.
    """

    template: ClassVar[str] = "drafts/message"
    kind: str
    title: str
    corrects: bool
    text: str
    source: str
    until: datetime | None
    agency: str


@context
class Card(Words):
    """A draft as its agency sees it. `reason`: why it was returned."""

    template: ClassVar[str] = "drafts/card"
    id: int
    state: str
    kind: str
    agency: str
    title: str
    excerpt: str
    audience: tuple[str, ...]
    files: int
    choices: tuple[str, ...]
    source: str
    until: datetime | None
    at: datetime | None
    daily: date | None
    notes: Notes
    by: str
    decided_by: str
    reason: str


@context
class Approval(Words):
    """What an approver decides about; the message itself stands right above. `own`: they wrote a part of it.

    `ways`: which way it goes on each platform and what that costs, a line each; empty where all is free.
    `at`: when it goes out; None for at once.
    `odd`: empty or large, where the audience looks like a mistake.
    """

    template: ClassVar[str] = "drafts/approval"
    id: int
    kind: str
    title: str
    agency: str
    audience: tuple[str, ...]
    counted: int
    ways: tuple[str, ...]
    shares: tuple[Share, ...]
    later: Later | None
    odd: str
    until: datetime | None
    at: datetime | None
    daily: date | None
    notes: Notes
    by: str
    own: bool


@context
class Mine(Words):
    """What the agency is working on, and a way to begin. `more`: how many come after this page."""

    template: ClassVar[str] = "drafts/mine"
    count: int
    more: int


@context
class Waiting(Words):
    """What waits for this approver. `more`: how many come after this page."""

    template: ClassVar[str] = "drafts/waiting"
    count: int
    more: int


@context
class StillWaits(Words):
    """An urgent alert that nobody has decided. `decides`: its reader may; `approvers`: who may, by name."""

    template: ClassVar[str] = "drafts/still_waits"
    id: int
    title: str
    agency: str
    minutes: int
    approvers: tuple[str, ...]
    decides: bool


@context
class WhichCopy(Words):
    template: ClassVar[str] = "drafts/which_copy"
    count: int


@context
class NothingToCopy(Words):
    template: ClassVar[str] = "drafts/nothing_to_copy"


@context
class MoreToDo(Words):
    template: ClassVar[str] = "drafts/more_to_do"
    id: int


@context
class WhichPart(Words):
    template: ClassVar[str] = "drafts/which_part"
    id: int
    waits: bool


@context
class NoRumourBehind(Words):
    """A correction that the rumour desk could not find when somebody asks."""

    template: ClassVar[str] = "drafts/no_rumour_behind"
    id: int


@context
class NoText(Words):
    """Nothing to send yet."""

    template: ClassVar[str] = "drafts/no_text"
    id: int


@context
class TooLong(Words):
    """With heading and source it is longer than one message holds; `before`, `after`: where the part that fits ends."""

    template: ClassVar[str] = "drafts/too_long"
    length: int
    limit: int
    over: int
    before: str
    after: str


@context
class FilesOfAlbum(Words):
    """Another file of an album came: it goes with the draft, or (`over`) is beyond what one takes."""

    template: ClassVar[str] = "drafts/files_of_album"
    id: int
    count: int
    limit: int
    over: bool


@context
class TooLateNow(Words):
    """The time up to which it holds is over."""

    template: ClassVar[str] = "drafts/too_late_now"
    id: int
    until: datetime


@context
class Submitted(Words):
    """`approvers`: who was told; nobody means that nobody but the writers could approve it."""

    template: ClassVar[str] = "drafts/submitted"
    id: int
    title: str
    approvers: tuple[str, ...]


@context
class Returned(Words):
    """To those who wrote it."""

    template: ClassVar[str] = "drafts/returned"
    id: int
    title: str
    by: str
    reason: str


@context
class ReturnedBy(Words):
    """To who returned it."""

    template: ClassVar[str] = "drafts/returned_by"
    id: int
    title: str


@context
class Started(Words):
    """It goes out. `number`: of the bulletin. `opens`: when people get it, where it is approved in the quiet hours."""

    template: ClassVar[str] = "drafts/started"
    id: int
    number: int
    title: str
    by: str
    counted: int
    opens: datetime | None


@context
class Dropped(Words):
    template: ClassVar[str] = "drafts/dropped"
    id: int
    title: str


@context
class AskDrop(Words):
    template: ClassVar[str] = "drafts/ask_drop"
    id: int
    title: str


@context
class NotSo(Words):
    """It cannot be done as the draft stands now. `state`: in words; empty for no such draft."""

    template: ClassVar[str] = "drafts/not_so"
    id: int
    state: str
    by: str


@context
class ChangedMeanwhile(Words):
    """What was shown is not what it says now."""

    template: ClassVar[str] = "drafts/changed_meanwhile"
    id: int
    title: str


@context
class OwnWork(Words):
    template: ClassVar[str] = "drafts/own_work"
    id: int


@context
class NotYours(Words):
    """Another agency's, or a role that was taken back. `id` 0: no draft of theirs at all."""

    template: ClassVar[str] = "drafts/not_yours"
    id: int


@context
class OutsideCampaign(Words):
    template: ClassVar[str] = "drafts/outside_campaign"
    starts: date
    ends: date


@context
class FiguresMissing(Words):
    """The day's figures are not signed yet."""

    template: ClassVar[str] = "drafts/figures_missing"
    labels: tuple[str, ...]


@context
class GapsLeft(Words):
    """It cannot go out with a gap."""

    template: ClassVar[str] = "drafts/gaps_left"
    id: int
    labels: tuple[str, ...]
