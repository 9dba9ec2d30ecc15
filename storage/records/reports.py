"""Difficulties, their states and what happened to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from messages.content import Attachment


class ReportState(StrEnum):
    NEW = "new"
    RECEIVED = "received"  # an officer took it
    FORWARDED = "forwarded"  # with another body, its handler
    ASKED = "asked"  # the person was asked for more
    ANSWERED = "answered"  # the person has been answered
    SUBMITTED = "submitted"  # consolidated and put before the People's Committee
    DECIDED = "decided"  # the People's Committee has given its opinion
    REOPENED = "reopened"  # said to be solved or not ours, and it was not so
    RESOLVED = "resolved"
    NOT_OURS = "not_ours"  # outside the office's competence
    DUPLICATE = "duplicate"  # goes on as another report
    WITHDRAWN = "withdrawn"  # by its author


_UNDER_WORK = frozenset(
    {
        ReportState.FORWARDED,
        ReportState.ASKED,
        ReportState.ANSWERED,
        ReportState.SUBMITTED,
        ReportState.RESOLVED,
        ReportState.NOT_OURS,
        ReportState.DUPLICATE,
        ReportState.WITHDRAWN,
    }
)


_OVER = frozenset({ReportState.RESOLVED, ReportState.WITHDRAWN})


_AGAIN = frozenset({ReportState.REOPENED})


REPORT_MOVES: Mapping[ReportState, frozenset[ReportState]] = {
    ReportState.NEW: _UNDER_WORK | {ReportState.RECEIVED},
    ReportState.RECEIVED: _UNDER_WORK,
    ReportState.FORWARDED: _UNDER_WORK | {ReportState.RECEIVED},
    ReportState.ASKED: _UNDER_WORK | {ReportState.RECEIVED},
    ReportState.ANSWERED: _UNDER_WORK | {ReportState.RECEIVED},  # back to received: the answer was taken back
    ReportState.REOPENED: _UNDER_WORK | {ReportState.RECEIVED},
    ReportState.SUBMITTED: _OVER | {ReportState.DECIDED},
    ReportState.DECIDED: _OVER | {ReportState.DECIDED, ReportState.FORWARDED},
    ReportState.RESOLVED: _AGAIN,
    ReportState.NOT_OURS: _AGAIN,
    ReportState.DUPLICATE: _AGAIN,
    ReportState.WITHDRAWN: frozenset(),
}


CLOSED_REPORTS = frozenset(
    {ReportState.RESOLVED, ReportState.NOT_OURS, ReportState.DUPLICATE, ReportState.WITHDRAWN}
)


OPEN_REPORTS = frozenset(ReportState) - CLOSED_REPORTS


# Whoever reported it says how it went; what was taken back or goes on as another is not asked about.
RATEABLE = frozenset({ReportState.RESOLVED, ReportState.NOT_OURS})


# The office owes the person a word: only in these does its promise run.
PENDING_REPORTS = frozenset(
    {ReportState.NEW, ReportState.RECEIVED, ReportState.FORWARDED, ReportState.REOPENED}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A difficulty (khó khăn, vướng mắc).

    Attributes:
        code: KK- and five characters, what people call it by.
        person_id: its author; None once erased.
        kind: key of a report kind of the campaign file.
        place: GSO code.
        words: what was written, as written.
        on_behalf: key or GSO code of the unit it speaks for; empty for a citizen.
        verified: whether its author is the registered officer of that unit.
        contact: how to call back, only if the author wanted that.
        urgent: the author said that it cannot wait, or the office says so.
        handler: GSO code or key of the body that it was forwarded to; empty while Home Affairs has it.
        version: raised by each move: a hand-over asks for the one that its officer saw.
        counted_from: since when the office's promise runs; due_at: until when, None if nothing is promised.
        noticed: how far the desk was reminded (storage.overdue); notice_at: when it is next; None for never.
        proposal: what the office proposes to the People's Committee.
        decision, decision_number, decision_date: the opinion of the People's Committee, and its document.
        duplicate_of: code of the report that it goes on as.
    """

    id: int
    code: str
    person_id: int | None
    kind: str
    place: str
    words: str
    state: ReportState
    created_at: datetime
    updated_at: datetime
    on_behalf: str = ""
    verified: bool = False
    contact: str = ""
    urgent: bool = False
    attachments: tuple[Attachment, ...] = ()
    handler: str = ""
    version: int = 0
    counted_from: datetime | None = None
    due_at: datetime | None = None
    notice_at: datetime | None = None
    noticed: int = 0
    proposal: str = ""
    decision: str = ""
    decision_number: str = ""
    decision_date: date | None = None
    duplicate_of: str = ""


# Events beside the states themselves; what the office says among itself never reaches the person.
REPLIED = "replied"  # an answer that left the state as it was


PERSON_WROTE = "person_wrote"


TAKEN_BACK = "taken_back"


RATED = "rated"


NOTED, PROPOSED, URGED, CALMED, REMINDED = "noted", "proposed", "urged", "calmed", "reminded"


RETURNED = "returned"


# Somebody offered help with it, the help was handed over, or does not come after all (storage.records.offers).
AIDED, AID_GIVEN, AID_LOST = "aided", "aid_given", "aid_lost"


INTERNAL_EVENTS = frozenset({NOTED, PROPOSED, URGED, CALMED, REMINDED, RETURNED, TAKEN_BACK})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportEvent:
    """Something that happened to a report.

    An event whose kind is a state led to that state, and every move has one.

    Attributes:
        kind: a ReportState's value or one of the names above.
        actor: a staff name or empty for the author.
        ref: what it was about: an answer's token, the key of a body, another code.
    """

    at: datetime
    kind: str
    actor: str = ""
    words: str = ""
    ref: str = ""
