"""Files of a message, as handles."""

from collections.abc import Iterator
from typing import Any

from telegram import Message

from messages.content import Attachment, AttachmentKind

# Telegram sends these two back only under their own kind, which others need not know: the handle says it.
NOTE, ANIMATION = "video_note:", "animation:"
_JPEG = "image/jpeg"  # whatever was uploaded, photos are served as this


def attachments(message: Message, origin: str) -> tuple[Attachment, ...]:
    """What came with the message; `origin` is "telegram:<bot>"."""
    return tuple(
        Attachment(
            kind=kind,
            ref=f"{mark}{file.file_id}",
            origin=origin,
            name=getattr(file, "file_name", None) or "",
            mime=getattr(file, "mime_type", None) or (_JPEG if kind is AttachmentKind.PHOTO else ""),
            size=file.file_size or 0,
        )
        for kind, mark, file in _files(message)
    )


def _files(message: Message) -> Iterator[tuple[AttachmentKind, str, Any]]:
    if message.photo:
        yield AttachmentKind.PHOTO, "", max(message.photo, key=lambda size: size.width * size.height)
    if message.voice:
        yield AttachmentKind.VOICE, "", message.voice
    if message.audio:
        yield AttachmentKind.AUDIO, "", message.audio
    if message.video:
        yield AttachmentKind.VIDEO, "", message.video
    if message.video_note:
        yield AttachmentKind.VIDEO, NOTE, message.video_note
    if message.animation:
        yield AttachmentKind.VIDEO, ANIMATION, message.animation
    elif message.document:  # an animation is described twice, as a document for old apps
        yield AttachmentKind.DOCUMENT, "", message.document


def file_id(ref: str) -> str:
    """The handle as the Bot API takes it."""
    return ref.removeprefix(NOTE).removeprefix(ANIMATION)
