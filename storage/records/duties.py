"""What Home Affairs asks units and organisations to do (việc cần thực hiện), and what each has done about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from messages.content import Attachment


class Need(StrEnum):
    """What counts as done."""

    ACKNOWLEDGE = "acknowledge"  # to have read it
    WORDS = "words"  # to report in words
    NUMBER = "number"  # to report a number
    PHOTO = "photo"  # to report with a photo


class DirectiveState(StrEnum):
    OPEN = "open"
    RECALLED = "recalled"


DIRECTIVE_MOVES: Mapping[DirectiveState, frozenset[DirectiveState]] = {
    DirectiveState.OPEN: frozenset({DirectiveState.RECALLED}),
    DirectiveState.RECALLED: frozenset(),
}


class ObligationState(StrEnum):
    WAITING = "waiting"  # nobody there has said that it was received
    ACKNOWLEDGED = "acknowledged"
    DONE = "done"  # reported, or acknowledged where no more was asked
    PASSED = "passed"  # checked: đạt
    FAILED = "failed"  # checked: chưa đạt
    MORE = "more"  # checked: cần bổ sung


_CHECKED = frozenset({ObligationState.PASSED, ObligationState.FAILED, ObligationState.MORE})
OBLIGATION_MOVES: Mapping[ObligationState, frozenset[ObligationState]] = {
    ObligationState.WAITING: frozenset({ObligationState.ACKNOWLEDGED, ObligationState.DONE}),
    ObligationState.ACKNOWLEDGED: frozenset({ObligationState.DONE}),
    ObligationState.DONE: _CHECKED | {ObligationState.DONE},  # to itself: the report was corrected
    ObligationState.PASSED: _CHECKED - {ObligationState.PASSED},  # a check may be corrected
    ObligationState.FAILED: _CHECKED - {ObligationState.FAILED} | {ObligationState.DONE},
    ObligationState.MORE: _CHECKED - {ObligationState.MORE} | {ObligationState.DONE},
}
UNACKNOWLEDGED = frozenset({ObligationState.WAITING})
DONE = frozenset({ObligationState.DONE, ObligationState.PASSED})
UNDONE = frozenset(ObligationState) - DONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressees:
    """The rule that says to whom: storage.duties.bodies_of turns it into keys.

    Attributes:
        levels: of "district", "commune", "organisation".
        kinds: keys of organisation kinds; empty for all.
        areas: GSO codes; empty for the whole province. They narrow units, not organisations.
    """

    levels: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Directive:
    """One thing to do, for many.

    Attributes:
        need: what counts as done.
        due_at: until when.
        addressees: to whom; who they are was settled when it was given.
        created_by: who gave it, as the audit log names them; "calendar" for a standing one.
        reason: why it was recalled, for those who had it.
    """

    id: int
    title: str
    text: str
    attachments: tuple[Attachment, ...]
    need: Need
    due_at: datetime
    addressees: Addressees
    state: DirectiveState
    created_at: datetime
    created_by: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """What one unit or organisation owes for one directive; any one of its officers acts for it.

    Attributes:
        code: NV- and five characters.
        body: GSO code or key of the organisation.
        words, number, attachments: what was reported last.
        check_words: what the check said.
        version: raised by each move.
        noticed: how far they were reminded (storage.overdue.Notice); notice_at: when next; None for never.
    """

    id: int
    code: str
    directive_id: int
    body: str
    state: ObligationState
    words: str = ""
    number: int | None = None
    attachments: tuple[Attachment, ...] = ()
    check_words: str = ""
    version: int = 0
    noticed: int = 0
    notice_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationEvent:
    """Something that happened to an obligation: `kind` is the state it led to."""

    at: datetime
    kind: str
    actor: str = ""
    words: str = ""
