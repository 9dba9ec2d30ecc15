"""An event as something heard; https://docs.zaloplatforms.com/docs/BOT (webhook events)."""

import json
import unicodedata
from dataclasses import replace
from typing import Any

from yarl import URL

from messages.content import Attachment, AttachmentKind, ChatKind, Inbound, InboundKind

NAME = "zalo_bot"
_TEXT, _PHOTO, _VOICE = "message.text.received", "message.image.received", "message.voice.received"
# Zalo withholds what children and others under its protection write; perhaps also what it has no event for.
_WITHHELD = "message.unsupported.received"
_MARK = "|"  # between the chat and the address in an attachment's ref: whose file it is is known when they go


def read(body: bytes, bot: str) -> Inbound | None:
    """What the event says to this bot; None if it concerns nobody, as everything in groups.

    Raises:
        ValueError: it is no event that can be read.
    """
    try:
        event = json.loads(body)
        name, message = str(event["event_name"]), event["message"]
        chat, sender = message["chat"], message["from"]
        if chat.get("chat_type", "PRIVATE") != "PRIVATE" or sender.get("is_bot"):
            return None
        here = Inbound(
            channel=NAME,
            bot=bot,
            chat=_id(chat["id"]),
            chat_kind=ChatKind.PRIVATE,
            sender=_id(chat["id"]),  # in private they are one; the sender's own id is not needed
            sender_name=_clean(sender.get("display_name")),
            message=str(message.get("message_id", "")),
        )
        return _content(name, message, here)
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        # The event's own words stay out of logs.
        raise ValueError(f"unreadable event ({type(error).__name__})") from None


def _content(name: str, message: dict[str, Any], here: Inbound) -> Inbound:
    if name == _WITHHELD:
        return replace(here, kind=InboundKind.WITHHELD)
    if name == _TEXT and (text := _clean(message.get("text"))):
        return replace(here, text=text)
    file = None
    if name == _PHOTO:
        # The documentation says `photo`, live events say `photo_url`.
        file = _file(here, AttachmentKind.PHOTO, message.get("photo_url") or message.get("photo"))
    elif name == _VOICE:
        file = _file(here, AttachmentKind.VOICE, message.get("voice_url"))
    if file is None:  # a sticker, or what Zalo may think of next
        return replace(here, kind=InboundKind.UNSUPPORTED)
    return replace(here, text=_clean(message.get("caption")), attachments=(file,))


def _file(here: Inbound, kind: AttachmentKind, address: Any) -> Attachment | None:
    if not isinstance(address, str) or not address.startswith(("http://", "https://")):
        return None
    ref = f"{here.chat}{_MARK}{address}"
    return Attachment(kind=kind, ref=ref, origin=f"{NAME}:{here.bot}")


def address_of(attachment: Attachment) -> URL | None:
    """Where the file lies; None if the ref names no web address."""
    try:
        found = URL(attachment.ref.partition(_MARK)[2])
    except ValueError:
        return None
    return found if found.host else None


def _id(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError("an id that is no text")
    return value


def _clean(value: Any) -> str:
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else ""
