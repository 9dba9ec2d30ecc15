"""Rumours (tin đồn cần kiểm chứng), what was found of them, and who asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from messages.content import Attachment


class RumourState(StrEnum):
    OPEN = "open"  # nobody may say yet what is true of it
    ANSWERED = "answered"
    DROPPED = "dropped"  # no rumour, or nobody is left who asked


RUMOUR_MOVES: Mapping[RumourState, frozenset[RumourState]] = {
    RumourState.OPEN: frozenset({RumourState.ANSWERED, RumourState.DROPPED}),
    RumourState.ANSWERED: frozenset({RumourState.ANSWERED}),  # said better
    RumourState.DROPPED: frozenset(),
}


class Verdict(StrEnum):
    FALSE = "false"
    TRUE = "true"
    CONTEXT = "context"  # something that changes its meaning is left out
    OPEN = "open"  # there are no grounds yet to say


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the agency says of a rumour.

    Attributes:
        claim: what the rumour says, in the agency's words: neither names nor telephone numbers.
        answer: what is so, plain words.
        source: on what it rests.
    """

    verdict: Verdict
    claim: str
    answer: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rumour:
    """One rumour, however many ask about it.

    Attributes:
        code: KC- and five characters, for staff and buttons.
        agency: key of the agency that answers it.
        words: as it was first asked, for the agency only; empty for a picture alone.
        attachments: the pictures it came with, for the agency only.
        version: raised by whatever changes what an officer looks at.
        pending: an answer being looked at once more before it goes out.
        finding: what was answered; None while it is open.
        edition: how often it was answered; 2 is the first answer corrected.
    """

    id: int
    code: str
    agency: str
    words: str
    attachments: tuple[Attachment, ...]
    state: RumourState
    created_at: datetime
    asked_at: datetime
    version: int
    pending: Finding | None = None
    finding: Finding | None = None
    answered_at: datetime | None = None
    answered_by: str = ""
    edition: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """How much a rumour is asked about.

    Attributes:
        askers: people; helped, not_helped: how many of them said so of the answer.
        waiting: how many are still to be told.
    """

    askers: int = 0
    helped: int = 0
    not_helped: int = 0
    waiting: int = 0
