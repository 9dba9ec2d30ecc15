"""One turn: what a handler is given, and what it may do. All of it happens in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from messages.content import Attachment, Choice, Inbound, Lane, Reply
from messages.formats import KNOWN, Format
from messages.limits import AMPLE, Limits
from messages.render import Words, render
from storage import audit
from storage.campaign import Campaign
from storage.database import Tx
from storage.outbox import Outgoing
from storage.records import Address, Grant, Person, Position, Role

if TYPE_CHECKING:
    from handlers.registry import Registry

Rows = Sequence[Sequence[Choice]]


@dataclass(slots=True, kw_only=True)
class Turn:
    """The world as it is while one inbound is handled.

    Attributes:
        tx: the transaction; handlers pass it to storage functions and to nothing else.
        now: campaign time. wall: real time, for what the outside world measures.
        address: where the inbound came from, and where `say` answers.
        person: who speaks; in a group, the member.
        grants: the roles they hold.
        position: where they stand in a dialog; None if nowhere. Change it through handlers.conversing.
        moved: whether that changed in this turn, and is to be kept.
        out: what leaves when the turn commits.
        token: makes fresh random tokens (nonces); a function so that tests can make it repeatable.
        secret: keys the hashes of addresses and invites.
        deep_link: (channel, code) -> the link that opens a chat with the code; None where there is none.
        formats: how messages look and travel on each kind of channel, by name.
        carried: words and files said before a flow was chosen, for its first question: {"text", "files"}.
        limits_of: (channel, bot) -> what that platform allows.
        relinked: whose address this or another is has just changed.
        apps: how many platforms the bot is on.
        met: nobody was known at this private address before: nothing has told them yet who answers here.
        lost: the chat has just been lost: they blocked us, the bot was removed.
        erased: the person has just been erased: what is said now must leave no trace of them.
    """

    tx: Tx
    now: datetime
    wall: datetime
    campaign: Campaign
    registry: "Registry"
    inbound: Inbound
    address: Address
    person: Person
    grants: tuple[Grant, ...]
    token: Callable[[], str]
    secret: bytes
    deep_link: Callable[[str, str], str | None]
    formats: Mapping[str, Format] = field(default_factory=lambda: KNOWN)
    position: Position | None = None
    moved: bool = False
    out: list[Outgoing] = field(default_factory=list)
    carried: Mapping[str, Any] = field(default_factory=dict)
    erased: bool = False
    lost: bool = False
    relinked: bool = False
    apps: int = 1
    met: bool = False
    limits_of: Callable[[str, str], Limits] = lambda _channel, _bot: AMPLE

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held; everybody is a citizen."""
        return frozenset({Role.CITIZEN, *(grant.role for grant in self.grants)})

    @property
    def limits(self) -> Limits:
        """What the platform allows on which this was heard."""
        return self.limits_of(self.address.channel, self.address.bot)

    @property
    def actor(self) -> str:
        """Who acts, as the audit log names them: a name and the platform's id."""
        name = self.person.name or self.inbound.sender_name or "?"
        return f"{name} ({self.inbound.channel}:{self.inbound.sender})"

    @property
    def local(self) -> datetime:
        """`now` in the campaign's time zone."""
        return self.campaign.local(self.now)

    def words(self, context: Words) -> str:
        """The rich text of a context in the person's language."""
        return render(context, self.person.locale)

    def say(
        self,
        what: Words | str,
        rows: Rows = (),
        *,
        attachments: Sequence[Attachment] = (),
        subject: str = "",
    ) -> None:
        """Answer here. A str is rich text already checked or escaped."""
        text = what if isinstance(what, str) else self.words(what)
        reply = Reply(text=text, rows=tuple(map(tuple, rows)), attachments=tuple(attachments))
        self.send(self.address, reply, subject=subject)

    def send(self, address: Address, reply: Reply, *, lane: Lane = Lane.ANSWERS, subject: str = "") -> None:
        """Say something anywhere."""
        self.out.append(
            Outgoing(address=address, reply=reply, lane=lane, subject=subject, forget=self.erased)
        )

    async def log(self, action: str, subject: str = "", **detail: object) -> None:
        """Write a staff action into the audit log."""
        await audit.write(self.tx, self.now, self.actor, action, subject, detail)
