"""What a channel may also offer: an opinion on who may be written to now, one message to all who follow, a webhook.

A channel without `can_send` may write to whoever can be reached; one without `articles` has no broadcast.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, runtime_checkable

from aiohttp import web

from messages.content import Attachment
from messages.leaving_out import ASK
from messages.limits import Limits
from storage.records import BroadcastState

PublicLink = Callable[[Attachment], Awaitable[str | None]]
"""A file's public address for a while; None for one that cannot be had, or where nobody reaches us."""


async def nowhere(_file: Attachment) -> str | None:
    """No file has a public address."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lying:
    """Where files can be had.

    Attributes:
        fetched: for a platform that fetches them while a call waits.
        lasting: for whoever opens an article later on.
        opened: for a person, where the platform does not take them.
        elsewhere: what people are told to do where they lie nowhere.
    """

    fetched: PublicLink = nowhere
    lasting: PublicLink = nowhere
    opened: PublicLink = nowhere
    elsewhere: str = ASK


NOWHERE = Lying()


class Way(StrEnum):
    """How a message can go to somebody."""

    FREE = "free"
    BILLED = "billed"
    TEMPLATE = "template"  # only by an approved template
    WAIT = "wait"  # not at this hour
    BLOCKED = "blocked"  # not at all, or it comes another way


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A message that would like to leave.

    Attributes:
        heard: when its reader was last heard, campaign time; None if never.
        now: campaign time.
        unasked: it answers nothing: a reminder, a bulletin.
        urgent: it must reach people.
        paid: the operator agreed to pay for it.
        left: messages to them that still cost nothing, as kept since they were last heard; None if nobody said.
        bulletin_id: 0 for none.
    """

    chat: str
    heard: datetime | None
    now: datetime
    unasked: bool = False
    urgent: bool = False
    paid: bool = False
    left: int | None = None
    bulletin_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """The answer.

    Attributes:
        way: how it could go.
        allowed: whether it goes now.
        may_cost: whether somebody agreed to pay for it.
        reason: why not; kept with the message.
        again: when to ask again; None: never.
    """

    way: Way
    allowed: bool = False
    may_cost: bool = False
    reason: str = ""
    again: timedelta | None = None


@runtime_checkable
class Selective(Protocol):
    """A channel on which not everybody may be written to at any time."""

    def can_send(self, ask: Ask) -> Permit:
        """Which way a message may go now, if any. Quick, and without any call to the platform."""
        ...


@runtime_checkable
class Pushed(Protocol):
    """A channel whose platform pushes to a path of our own choice; empty while it is asked instead."""

    path: str

    async def webhook(self, request: web.Request) -> web.Response:
        """Answer one push."""
        ...


@runtime_checkable
class Listening(Protocol):
    """A channel that knows whether its platform tells it what people say.

    Attributes:
        deaf: why it does not now: the class of what failed, no more, for it may be shown; empty while it does.
    """

    @property
    def deaf(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One message for all who follow an account.

    Attributes:
        title, summary, author: plain words.
        paragraphs: the words, plain.
        files: what comes with it: pictures are shown, others named with an address.
    """

    title: str
    summary: str
    paragraphs: Sequence[str]
    author: str
    files: Sequence[Attachment] = ()


class Articles(Protocol):
    """Broadcasting. Every method raises DeliveryError and nothing else."""

    async def create(self, article: Article) -> str:
        """Hand it in; nobody gets it yet. Returns what `ready` asks by."""
        ...

    async def ready(self, token: str) -> str | None:
        """Its id; None while the platform is still at it."""
        ...

    async def broadcast(self, article_id: str) -> str:
        """Send it to everybody who follows. Returns the platform's id of that."""
        ...

    async def remove(self, article_id: str) -> None:
        """Take it away; what told people of it stays on their phones. Again is as good as once."""
        ...

    def night(self) -> timedelta | None:
        """How long no article may go from now; None if it may."""
        ...


@runtime_checkable
class Broadcaster(Protocol):
    """A channel that has broadcasts.

    Attributes:
        routes: by which way each live bulletin goes; set by whoever decides.
    """

    name: str
    bot: str
    limits: Limits
    articles: Articles
    routes: Mapping[int, BroadcastState]
