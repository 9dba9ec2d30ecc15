"""What is heard and said, the same for every platform."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class AttachmentKind(StrEnum):
    PHOTO = "photo"
    VOICE = "voice"
    AUDIO = "audio"
    VIDEO = "video"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that came with, or goes with, a message.

    Attributes:
        kind: what it is.
        ref: the handle by which its own (channel, bot) can fetch or send it again.
        origin: "channel:bot" that `ref` belongs to.
        name: the file's name as its sender gave it; empty where the platform has none.
        mime: media type as the platform states it; empty if unknown.
        size: bytes; 0 if unknown.
    """

    kind: AttachmentKind
    ref: str
    origin: str = ""
    name: str = ""
    mime: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A point that somebody chose to share: WGS 84 degrees."""

    lat: float
    lon: float


class InboundKind(StrEnum):
    MESSAGE = "message"
    EDIT = "edit"  # the sender changed an earlier message
    PRESS = "press"  # a button
    ARRIVED = "arrived"  # the person unblocked or started the bot; the bot was added to a group
    LEFT = "left"  # the person blocked the bot; the bot was removed from a group
    MIGRATED = "migrated"  # the group goes on under another chat id
    UNSUPPORTED = "unsupported"  # a message whose content we cannot take
    WITHHELD = "withheld"  # a message whose content the platform keeps from us, perhaps to protect a child


class ChatKind(StrEnum):
    PRIVATE = "private"
    GROUP = "group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """One thing heard from a platform.

    Attributes:
        channel, bot, chat: where; `chat` is the platform's id as text.
        sender: the platform's id of who acted; equals `chat` in private; empty if unknown.
        sender_name: the name the platform shows for them.
        anonymous: a group's anonymous administrator, who cannot be named in the audit log.
        message: the platform's id of the message itself (for a press: of the one with the button).
        text: words or caption, NFC, not trimmed of anything the person typed.
        marked: the same words as rich text, where the platform says what is bold, italic or a link; else empty.
        press: the data of the button pressed, untrusted.
        album: the same for all parts of one album.
        reply_to, quoted: the platform's id and the text of the message answered.
        migrated_to: for MIGRATED, the group's new chat id.
        language: the language the person's app speaks, as the platform states it ("vi"); empty if unknown.
    """

    channel: str
    bot: str
    chat: str
    chat_kind: ChatKind = ChatKind.PRIVATE
    kind: InboundKind = InboundKind.MESSAGE
    sender: str = ""
    sender_name: str = ""
    anonymous: bool = False
    message: str = ""
    text: str = ""
    marked: str = ""
    press: str = ""
    attachments: tuple[Attachment, ...] = ()
    location: Location | None = None
    album: str = ""
    reply_to: str = ""
    quoted: str = ""
    forwarded: bool = False
    migrated_to: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A thing to press. `data` is written by messages.buttons; `url` opens a page instead."""

    label: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Something to say: rich text (see messages.markup), choices in rows, files.

    Attributes:
        text: rich text; may be empty only if there are attachments.
        rows: choices, a tuple a row.
        attachments: files already known to the channel they go to.
        quoting: the outbox row whose message this one answers, where the channel can show that; 0 for none.
        first: the number of its first choice where choices are numbered; 0 for what answers nothing just said:
            its choices are then typed with the code of what they are about (messages.menus).
        numeric: whether a bare number is an answer to it, so that no choice may be one.
    """

    text: str
    rows: tuple[tuple[Choice, ...], ...] = ()
    attachments: tuple[Attachment, ...] = ()
    quoting: int = 0
    first: int = 0
    numeric: bool = False

    @property
    def choices(self) -> tuple[Choice, ...]:
        """All choices in reading order."""
        return tuple(choice for row in self.rows for choice in row)


class Lane(StrEnum):
    """The order in which messages leave: earlier lanes first, the last never starved."""

    ANSWERS = "answers"
    ALERTS = "alerts"
    REMINDERS = "reminders"
    BULLETINS = "bulletins"


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """Say `reply` in `chat`; `quoting` is the platform's id of the message it answers.

    `paid`: the operator agreed to pay for what leaves beyond the platform's free pace.
    `template`: as the notice that the platform approved, where nothing else may go.
    `may_cost`: somebody agreed to pay for it where the platform asks money for a message.
    """

    chat: str
    reply: Reply
    quoting: str = ""
    paid: bool = False
    template: bool = False
    may_cost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Replace the words and choices of our message `message` (the platform's id) in `chat`."""

    chat: str
    message: str
    reply: Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Delete:
    """Take our messages back."""

    chat: str
    messages: tuple[str, ...]


Outbound = Send | Edit | Delete


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the platform said when it took the message.

    Attributes:
        messages: the ids it gave, in order of the parts sent.
        left: how many more to this person cost nothing; None if it did not say.
    """

    messages: tuple[str, ...] = ()
    at: datetime | None = field(default=None, compare=False)
    left: int | None = None
