"""What people do in the room, as the JSON that the inbox and the phones keep."""

import json
from dataclasses import dataclass, replace
from typing import Any

from bot.channels.base import Raw
from bot.channels.web.cast import Phone
from messages.content import Attachment, AttachmentKind, Inbound, InboundKind, Location
from messages.runs import cleaned
from storage.web_room import Shown

BOT = "room"
NAME = "web"
_LONGEST_ID = 19  # digits; more would not fit the database's integers
ORIGIN = f"{NAME}:{BOT}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing done on a phone.

    Attributes:
        key: made by the page, the same for each try to send the same thing.
        sender: a member of the chat.
        message: for an edit or a press: the message it is about.
        press: the data of the button.
        photo, photo_bytes: a ref of the media store, and the file's size.
        reply_to, quoted: the message answered, and its words.
    """

    chat: str
    key: str
    sender: str
    kind: InboundKind = InboundKind.MESSAGE
    message: str = ""
    text: str = ""
    press: str = ""
    photo: str = ""
    photo_bytes: int = 0
    location: Location | None = None
    reply_to: str = ""
    quoted: str = ""

    def with_photo_of(self, size: int) -> "Said":
        """The same, with the photo's size in bytes."""
        return replace(self, photo_bytes=size)

    def body(self) -> dict[str, Any]:
        """As JSON-able data; empty fields and the chat's own facts are left out."""
        fields: dict[str, Any] = {
            "key": self.key,
            "kind": self.kind.value,
            "text": cleaned(self.text),
            "press": self.press,
            "photo": self.photo,
            "photo_bytes": self.photo_bytes,
            "location": [self.location.lat, self.location.lon] if self.location else None,
            "reply_to": self.reply_to,
            "quoted": self.quoted,
        }
        return {name: value for name, value in fields.items() if value}


def raw_body(chat: str, sender: str, message: str, body: dict[str, Any]) -> bytes:
    """The update that `inbound` understands."""
    update = {"chat": chat, "sender": sender, "message": message, **body}
    return json.dumps(update, ensure_ascii=False, separators=(",", ":")).encode()


def raw(message: Shown) -> Raw:
    """The update of a message that a person said."""
    body = json.loads(message.body)
    body.pop("unheard", None)
    update = raw_body(message.chat, message.sender, str(message.id), body)
    return Raw(key=body["key"], chat=message.chat, body=update)


def parsed(body: bytes) -> dict[str, Any]:
    """An update as data. Raises ValueError if it is none."""
    update = json.loads(body)
    if not isinstance(update, dict) or not isinstance(update.get("chat"), str):
        raise ValueError("not an update of the web channel")  # noqa: TRY004 - the value is wrong
    return update


def quoting(message: Shown) -> str:
    """The id of the message that one of the bot's messages answers."""
    return str(json.loads(message.body).get("quoting", ""))


def number(message: str) -> int:
    """A message's id as the database has it; 0, which no message has, for anything else."""
    return int(message) if message.isascii() and message.isdigit() and len(message) < _LONGEST_ID else 0


def inbound(update: dict[str, Any], phone: Phone) -> Inbound:
    """What an update says. Raises KeyError or ValueError on one that `raw_body` did not write."""
    sender = str(update["sender"])
    point = update.get("location")
    return Inbound(
        channel=NAME,
        bot=BOT,
        chat=phone.chat,
        chat_kind=phone.kind,
        kind=InboundKind(update["kind"]),
        sender=sender,
        sender_name=next((each.name for each in phone.members if each.id == sender), ""),
        message=str(update["message"]),
        text=update.get("text", ""),
        press=update.get("press", ""),
        attachments=_photos(update),
        location=Location(lat=point[0], lon=point[1]) if point else None,
        reply_to=update.get("reply_to", ""),
        quoted=update.get("quoted", ""),
        language="vi",
    )


def _photos(update: dict[str, Any]) -> tuple[Attachment, ...]:
    if not update.get("photo"):
        return ()
    size = int(update.get("photo_bytes", 0))
    photo = Attachment(
        kind=AttachmentKind.PHOTO, ref=update["photo"], origin=ORIGIN, mime="image/jpeg", size=size
    )
    return (photo,)
