"""A stored message as the page shows it: data only, never HTML."""

import json
from datetime import datetime, tzinfo
from typing import Any
from urllib.parse import quote

from bot.channels.web.cast import Cast
from bot.channels.web.wire import ORIGIN
from bot.media import ORIGIN as STORE
from messages.content import Attachment, AttachmentKind, Choice, Reply
from messages.encoding import dump_reply, load_reply
from messages.markup import visible
from messages.runs import is_safe, read
from storage.web_room import Shown

# What is left in a group of the words of somebody who had their data erased.
_ERASED = {"text": "Tin đã được xóa theo yêu cầu.", "styles": ["i"]}
HERE = frozenset({ORIGIN, STORE})  # origins of files that lie in the folder of the room
_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def said_by_bot(reply: Reply, quoting: str = "") -> dict[str, Any]:
    """The body of one of our messages."""
    return {"reply": json.loads(dump_reply(reply)), **({"quoting": quoting} if quoting else {})}


def reply_of(message: Shown) -> Reply:
    """What one of our messages says."""
    return load_reply(json.dumps(json.loads(message.body)["reply"]))


def words_of(message: Shown) -> str:
    """The plain words of a message, whoever said it."""
    if message.mine:
        return str(json.loads(message.body).get("text", ""))
    return visible(reply_of(message).text)


def day(at: datetime) -> str:
    """Thứ Tư, 25/8/2021."""
    return f"{_WEEKDAYS[at.weekday()]}, {at.day}/{at.month}/{at.year}"


def presented(message: Shown, cast: Cast, zone: tzinfo) -> dict[str, Any]:
    """A message as the page's script expects it."""
    at = message.at.astimezone(zone)
    common = {
        "id": message.id,
        "chat": message.chat,
        "mine": message.mine,
        "edited": message.edited,
        "time": f"{at:%H:%M}",
        "day": day(at),
    }
    return common | (_person(message, cast) if message.mine else _bot(message))


def _person(message: Shown, cast: Cast) -> dict[str, Any]:
    body = json.loads(message.body)
    photo = body.get("photo")
    return {
        "sender": message.sender,
        "name": cast.name(message.chat, message.sender),
        "runs": [{"text": body["text"]}] if body.get("text") else [] if body else [_ERASED],
        "photos": [f"/media/{photo}.jpg"] if photo else [],
        "location": body.get("location"),
        "quoting": body.get("reply_to", ""),
    }


def _bot(message: Shown) -> dict[str, Any]:
    reply = reply_of(message)
    photos = [each for each in reply.attachments if _is_photo(each)]
    return {
        "runs": rich(reply.text),
        "photos": [f"/media/{each.ref}.jpg" for each in photos],
        "files": [_file(each) for each in reply.attachments if each not in photos],
        "rows": [[_button(choice) for choice in row] for row in reply.rows],
        "quoting": json.loads(message.body).get("quoting", ""),
    }


def _is_photo(attachment: Attachment) -> bool:
    return attachment.kind is AttachmentKind.PHOTO and attachment.origin in HERE


def _file(attachment: Attachment) -> dict[str, str]:
    """A name, and where it can be downloaded if it lies in the store."""
    name = attachment.name or attachment.kind.value
    if attachment.origin not in HERE:
        return {"name": name}
    return {"name": name, "url": f"/media/{attachment.ref}/{quote(name, safe='')}"}


def _button(choice: Choice) -> dict[str, str]:
    if choice.url:
        return {"label": choice.label, "url": choice.url if is_safe(choice.url) else ""}
    return {"label": choice.label, "data": choice.data}


def rich(text: str) -> list[dict[str, Any]]:
    """Rich text as runs of plain words with the names of their styles, and the address of a link."""
    runs: list[dict[str, Any]] = []
    for run in read(text):
        names = [style.name for style in run.styles if style.name != "a"]
        href = next((style.href for style in run.styles if style.name == "a"), "")
        runs.append(
            {"text": run.text, **({"styles": names} if names else {}), **({"href": href} if href else {})}
        )
    return runs
