"""The nouns we keep: frozen records, and for each noun the moves its state may make, in one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from messages.content import Attachment, ChatKind, Lane


class Consent(StrEnum):
    """What a person said to being sent news. Silence is not consent (Law 91/2025/QH15, art. 9)."""

    UNASKED = "unasked"
    AGREED = "agreed"
    DECLINED = "declined"


class Pace(StrEnum):
    """How often a person wants to hear from us unasked."""

    ALL = "all"
    DAILY = "daily"


class Role(StrEnum):
    CITIZEN = "citizen"
    OFFICER = "officer"  # cán bộ đầu mối of a unit or an organisation
    HEAD = "head"  # its head
    EDITOR = "editor"  # biên tập viên of a communication agency
    APPROVER = "approver"  # người duyệt
    STEERING = "steering"  # Ban Chỉ đạo
    HEALTH = "health"  # Sở Y tế
    HOME_AFFAIRS = "home_affairs"  # Sở Nội vụ
    COMMITTEE = "committee"  # Văn phòng UBND tỉnh
    FRONT = "front"  # Ủy ban MTTQ
    ADMIN = "admin"  # quản trị hệ thống


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody we talk with.

    Attributes:
        id: ours.
        locale: the language they chose.
        consent: what they said to being sent news.
        place: GSO code of their commune or district; None until chosen.
        pace: how often they want news.
        name: a staff member's name for the audit log; empty for citizens, whom we do not ask.
        blocked_until: until when staff keep them from filing; None if not.
    """

    id: int
    locale: str = "vi"
    consent: Consent = Consent.UNASKED
    place: str | None = None
    pace: Pace = Pace.ALL
    name: str = ""
    blocked_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a person or a desk is reached: (channel, bot, chat) is unique.

    Attributes:
        person_id: whose it is; None for a group.
        reachable: false once the platform says that they blocked us or are gone.
        title: a group's title; empty in private.
    """

    id: int
    channel: str
    bot: str
    chat: str
    kind: ChatKind = ChatKind.PRIVATE
    person_id: int | None = None
    reachable: bool = True
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A role a person holds; `scope`: a GSO code, an organisation or agency key, empty for the province."""

    id: int
    person_id: int
    role: Role
    scope: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A chat in which an agency works: a group, or the private chat of a holder of its role."""

    agency: str
    address: Address


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
        satisfied: what the author said once it was closed; None if nothing.
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
    satisfied: bool | None = None


# Events beside the states themselves; what the office says among itself never reaches the person.
REPLIED = "replied"  # an answer that left the state as it was
PERSON_WROTE = "person_wrote"
TAKEN_BACK = "taken_back"
RATED = "rated"
NOTED, PROPOSED, URGED, CALMED, REMINDED = "noted", "proposed", "urged", "calmed", "reminded"
RETURNED = "returned"
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


class NominationState(StrEnum):
    NEW = "new"
    WITHDRAWN = "withdrawn"


NOMINATION_MOVES: Mapping[NominationState, frozenset[NominationState]] = {
    NominationState.NEW: frozenset({NominationState.WITHDRAWN}),
    NominationState.WITHDRAWN: frozenset(),
}
OPEN_NOMINATIONS = frozenset(state for state, moves in NOMINATION_MOVES.items() if moves)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nomination:
    """A good deed told of (giới thiệu gương), never a formal proposal.

    Attributes:
        code: GT- and five characters.
        collective: a group of people rather than one person.
        name: who did it. unit: hamlet, office or group, in the nominator's words.
        place: GSO code of the commune the deed helped.
        deed, happened, result, known_how: in the nominator's words.
        helped: kept_green, lower_risk or other: part IV of the plan.
        name_withheld: the nominator's name stays with the office.
        nominee_knows: whether the nominee is known to agree; None if the nominator cannot tell.
    """

    id: int
    code: str
    person_id: int | None
    collective: bool
    name: str
    unit: str
    place: str
    deed: str
    happened: str
    result: str
    known_how: str
    helped: str
    name_withheld: bool
    nominee_knows: bool | None
    state: NominationState
    created_at: datetime
    attachments: tuple[Attachment, ...] = ()


class BulletinState(StrEnum):
    SENDING = "sending"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"
    RECALLED = "recalled"


BULLETIN_MOVES: Mapping[BulletinState, frozenset[BulletinState]] = {
    BulletinState.SENDING: frozenset(
        {BulletinState.PAUSED, BulletinState.DONE, BulletinState.CANCELLED, BulletinState.RECALLED}
    ),
    BulletinState.PAUSED: frozenset({BulletinState.SENDING, BulletinState.CANCELLED, BulletinState.RECALLED}),
    BulletinState.DONE: frozenset({BulletinState.RECALLED}),
    BulletinState.CANCELLED: frozenset({BulletinState.RECALLED}),
    BulletinState.RECALLED: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """The rule that says who gets a bulletin; empty means everyone who agreed to news.

    Attributes:
        areas: GSO codes; a district or the province takes in its communes.
        bodies: keys of organisations and agencies: those who hold a role there, besides the people of `areas`.
        roles: only holders of one of these roles.
        topic: only people who chose this topic.
    """

    areas: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    topic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """One thing pushed to many.

    Attributes:
        kind: bulletin, reminder or closing.
        title: what staff call it.
        reply: the encoded Reply that people get (messages.encoding).
        version: raised by each change of the words.
        cursor: the highest person id for whom a delivery was made.
        counted: how many people the audience had when it was started.
        reason: why it was paused or ended; empty for no reason given.
        paid: what leaves beyond the platform's free pace is paid for.
        valid_until: campaign time after which whoever is left is asked about; None for no such time.
    """

    id: int
    kind: str
    title: str
    lane: Lane
    urgent: bool
    reply: str
    audience: Audience
    state: BulletinState
    version: int
    cursor: int
    counted: int
    created_at: datetime
    created_by: str
    reason: str = ""
    paid: bool = False
    valid_until: datetime | None = None


class SendState(StrEnum):
    """States of everything that leaves: outbox rows and deliveries."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


SEND_MOVES: Mapping[SendState, frozenset[SendState]] = {
    SendState.WAITING: frozenset({SendState.SENDING, SendState.CANCELLED, SendState.FAILED}),
    SendState.SENDING: frozenset(
        {SendState.WAITING, SendState.SENT, SendState.FAILED, SendState.UNKNOWN, SendState.CANCELLED}
    ),
    SendState.SENT: frozenset(),
    SendState.FAILED: frozenset(),
    SendState.UNKNOWN: frozenset(),
    SendState.CANCELLED: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where somebody stands in a dialog. `flow` is empty when they stand in none.

    Attributes:
        trail: names of the steps answered, oldest first: what "back" walks.
        return_to: the step (a summary) to come back to after one answer is changed; empty if none.
        nonce: marks the buttons of the question now open.
        prior: the nonce before it: a second press on the same button is no news.
        asked_at: campaign time; the position expires from here.
    """

    flow: str = ""
    step: str = ""
    answers: Mapping[str, object]
    trail: tuple[str, ...] = ()
    return_to: str = ""
    nonce: str = ""
    prior: str = ""
    asked_at: datetime
