"""What every platform must offer, what it may lack, and how its failures are told.

Capabilities are data: no code outside a channel asks which channel it is.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from messages.content import Attachment, Inbound, Outbound, Receipt
from messages.limits import Limits
from storage.claims import WINDOW

__all__ = ["Limits"]

_HOST = 100  # characters of an untrusted name
NO_CHAT = "?"  # how `Raw.chat` begins for an update that names no chat


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """An update as it came, stored before the platform is told that it arrived.

    Attributes:
        key: unique per (channel, bot); a repeated delivery has the same.
        chat: what messages of one person or group share: they are handled in order. An update that names none
            has one of its own, which begins with NO_CHAT.
        body: the bytes that `Channel.read` understands.
    """

    key: str
    chat: str
    body: bytes


class DeliveryError(Exception):
    """A message was not taken. The class is the decision; nobody reads the words but people."""


@dataclass(slots=True)
class Throttled(DeliveryError):
    """Not sent: wait `wait` seconds (monotonic) and send again."""

    wait: float


class Unavailable(DeliveryError):
    """Certainly not sent (connection refused, name not found): send again later."""


class OutcomeUnknown(DeliveryError):
    """Nobody knows whether it was sent: 5xx, time-out, cut after the request was written."""


class PartSent(OutcomeUnknown):
    """The first parts of a message are out and the rest is not: sent again, they would come twice.

    Attributes:
        messages: the ids of what is out.
        left: as Receipt.left.
    """

    def __init__(
        self, messages: Sequence[str], parts: int, why: DeliveryError, left: int | None = None
    ) -> None:
        """`why` is what the platform said to the part after them, of `parts` in all."""
        super().__init__(f"{len(messages)} of {parts} parts are out; then: {why}")
        self.messages = tuple(messages)
        self.left = left


class Refused(DeliveryError):
    """This message will never be taken; others to the same person may be."""


class StrangeHost(Refused):
    """A file that somebody sent lies on a host that we do not fetch from; `host` is untrusted."""

    def __init__(self, host: str, setting: str) -> None:
        """`setting` names the variable that lists the hosts."""
        super().__init__(f"files of the host {host[:_HOST]} are not taken: see {setting}")
        self.host = host[:_HOST]
        self.setting = setting


class NotNow(DeliveryError):
    """Not sent: the platform takes nothing for this person, or at this hour, though we counted that it would.

    Attributes:
        reason: one of storage.claims.HELD_BACK: the message waits alone.
        wait: seconds until it is tried, or `can_send` asked, again.
    """

    reason = WINDOW
    wait = 120.0


class PersonGone(DeliveryError):
    """This person or group cannot be reached any more."""


@dataclass(slots=True)
class Moved(DeliveryError):
    """The group goes on under another id: send it there."""

    chat: str


class Misconfigured(DeliveryError):
    """Nothing can be sent until the operator acts: a bad token, a missing right."""


class Exhausted(DeliveryError):
    """A quota is used up, and the platform does not say until when: nothing leaves until somebody acts."""


Heard = Callable[[Sequence[Raw]], Awaitable[None]]


class Channel(Protocol):
    """A platform, as the rest of the program sees it.

    Attributes:
        name: "telegram", "web" ...
        bot: the bot's id on the platform; known once `start` has returned.
    """

    name: str
    bot: str
    limits: Limits

    async def start(self) -> None:
        """Connect and find out who we are. Raises Misconfigured or Unavailable."""
        ...

    async def listen(self, heard: Heard) -> None:
        """Give everything that arrives to `heard`, which returns once it is stored; confirm only then."""
        ...

    def read(self, body: bytes) -> Inbound | None:
        """What an update says; None if it concerns nobody. May raise on what cannot be parsed."""
        ...

    async def deliver(self, message: Outbound) -> Receipt:
        """Send, edit or delete. Raises a DeliveryError and nothing else."""
        ...

    def fetch(self, attachment: Attachment) -> AsyncIterator[bytes]:
        """The bytes of a file that came with a message."""
        ...

    async def close(self) -> None:
        """Let go of everything."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuEntry:
    """A command as the platform's own menu shows it."""

    command: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """The commands of one audience: everyone, or the one chat named."""

    entries: tuple[MenuEntry, ...]
    chat: str = ""
    groups: bool = field(default=False)
