"""What a platform allows: data that handlers, delivery and channels read, so that nobody asks which channel it is.

A new platform fills in one `Limits`; what it lacks is degraded where it is used: no buttons make a numbered menu
(messages.menus), no edit a new message (bot.delivery.attempt), no styles plain text (messages.menus.written), no
location a pasted map link (handlers.map_links).
"""

import math
from dataclasses import dataclass
from pathlib import PurePosixPath

from messages.content import Attachment, AttachmentKind
from messages.window import Window

EVERY_KIND = frozenset(AttachmentKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a platform allows.

    Attributes:
        text: longest text in UTF-16 units after NFC, tags not counted.
        caption: the same for words that go with a file.
        buttons: how many choices one message carries as buttons; a message with more has a numbered menu.
        edit, delete: whether our own messages can be changed, taken back.
        groups: whether a group can be a desk.
        marks: whether bold, italics and named links are shown; else everything is plain text.
        replies: whether an answer to one of our messages says to which, so that it finds its way by itself.
        albums: whether several files can come as one.
        location: whether people can send a point.
        follows: whether people come by following, without a word: they are greeted then.
        takes, sends: kinds of files that people can send us, and we them.
        documents: how the names of documents end that we can send, as ".pdf"; None for any.
        fleeting: what people send can be fetched for a short while only: it is fetched at once.
        window: the spans and prices of a platform that may write only for some time after people last wrote; else None.
        people, monthly: most people, most messages a calendar month; 0 for no such limit.
        rate: messages a second for the whole bot.
        free: of these, how many a second cost nothing: what nobody agreed to pay for leaves no faster.
        chat_interval: seconds between two messages to one chat.
        group_per_minute: messages a minute to one group.
        retry_unknown: how often to send again when nobody knows whether it arrived.
    """

    text: int
    caption: int
    buttons: int
    edit: bool
    delete: bool
    groups: bool
    marks: bool = True
    replies: bool = True
    albums: bool = True
    location: bool = True
    follows: bool = False
    takes: frozenset[AttachmentKind] = EVERY_KIND
    sends: frozenset[AttachmentKind] = EVERY_KIND
    documents: frozenset[str] | None = None
    fleeting: bool = False
    window: Window | None = None
    people: int = 0
    monthly: int = 0
    rate: float
    free: float = math.inf
    chat_interval: float = 1.0
    group_per_minute: int = 20
    retry_unknown: int = 0

    @property
    def films(self) -> bool:
        """Whether people can send us videos."""
        return AttachmentKind.VIDEO in self.takes

    @property
    def papers(self) -> bool:
        """Whether people can send us documents."""
        return AttachmentKind.DOCUMENT in self.takes

    def carries(self, file: Attachment) -> bool:
        """Whether a file of this kind, and a document of this name, can be sent."""
        if file.kind is not AttachmentKind.DOCUMENT or self.documents is None or not file.name:
            return file.kind in self.sends
        return file.kind in self.sends and PurePosixPath(file.name).suffix.lower() in self.documents


# A platform that lacks nothing: what a turn or a question assumes where nobody says otherwise.
AMPLE = Limits(text=4096, caption=1024, buttons=100, edit=True, delete=True, groups=True, rate=30.0)
