"""What is pushed to many, to whom, and the states of everything that leaves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from messages.content import Lane


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
        roles: only holders of one of these roles; with `areas`, those too who hold it for a unit in them.
        topics: only people who chose one of these topics.
        zones: keys of zone colours: of `areas` only the communes that have one of them now.
        languages: only people who chose one of these.
        channels: only people reached there, and sent there.
        without_areas, without_bodies, without_roles: not the people who live there, or hold a role there, or
            hold one of these, whatever else is said of them.
        without_zones, without_topics, without_languages, without_channels: nor those who live in a commune of one of
            these colours, chose one of the topics or languages, or can be reached on one of the channels.
    """

    areas: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    without_areas: tuple[str, ...] = ()
    without_bodies: tuple[str, ...] = ()
    without_roles: tuple[str, ...] = ()
    without_zones: tuple[str, ...] = ()
    without_topics: tuple[str, ...] = ()
    without_languages: tuple[str, ...] = ()
    without_channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """An audience with its areas expanded to codes: what deliveries are made and checked by.

    Attributes:
        places: every commune and district code that areas and zones take in; empty for everywhere.
        without: the same for `without_areas` and `without_zones`.
    """

    audience: Audience
    places: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """One thing pushed to many.

    Attributes:
        kind: bulletin, reminder or closing.
        title: what staff call it.
        reply: the encoded Reply that people get (messages.encoding).
        version: raised by each change of the words.
        cursor: the highest person id for whom a delivery was made.
        counted: how many people the audience had when it was started, or when somebody last accepted its growth.
        seen: how many it had when its growth was last asked about; 0 if it never was.
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
    seen: int = 0


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
