"""People, where they are reached, and the roles they hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from messages.content import ChatKind


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where somebody stands in a dialog. `flow` is empty when they stand in none.

    Attributes:
        trail: names of the steps answered, oldest first: what "back" walks.
        return_to: the step (a summary) to come back to after one answer is changed; empty if none.
        nonce: marks the buttons of the question now open.
        prior: the nonce before it: a second press on the same button is no news.
        asked_at: campaign time; the position and its menu expire from here.
        menu: (label, button data) of the choices last shown as numbers, in order; where there are buttons, none.
    """

    flow: str = ""
    step: str = ""
    answers: Mapping[str, object]
    trail: tuple[str, ...] = ()
    return_to: str = ""
    nonce: str = ""
    prior: str = ""
    asked_at: datetime
    menu: tuple[tuple[str, str], ...] = ()
