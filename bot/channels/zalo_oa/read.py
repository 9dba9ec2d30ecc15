"""A push as something heard: developers.zalo.me/docs/official-account/webhook. All ids are text."""

import math
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from bot.channels.zalo_oa.raw import parsed, part, subject, text
from messages.content import Attachment, AttachmentKind, Inbound, InboundKind, Location

NAME = "zalo_oa"
# A pressed button comes back as a message whose text is the button's payload: this begins every payload of ours.
PRESS = "#nut:"
_FILES = {
    "image": AttachmentKind.PHOTO,
    "audio": AttachmentKind.VOICE,
    "video": AttachmentKind.VIDEO,
    "file": AttachmentKind.DOCUMENT,
}
_SAID = "user_send_"


def read(body: bytes, bot: str) -> Inbound | None:
    """What the push says; None if it concerns nobody.

    Raises:
        ValueError: it is no push that can be read.
    """
    event = parsed(body)
    if event is None:
        raise ValueError("an unreadable push")
    person, name = subject(event), text(event.get("event_name"))
    if not person or event.get("anonymous_id") or part(event, "sender").get("anonymous_id"):
        return None
    here = Inbound(channel=NAME, bot=bot, chat=person, sender=person)
    if name == "follow":
        return replace(here, kind=InboundKind.ARRIVED)
    if name == "unfollow":
        return replace(here, kind=InboundKind.LEFT)
    if name == "user_submit_info":
        return _submitted(event, here)
    return _said(event, here) if name.startswith(_SAID) else None


def _said(event: Mapping[str, Any], here: Inbound) -> Inbound:
    message = part(event, "message")
    found = list(_attached(message))
    kinds = {text(each.get("type")) for each in found}
    words = _clean(text(message.get("text")))
    here = replace(
        here, message=text(message.get("msg_id")), reply_to=text(message.get("quote_msg_id")), text=words
    )
    if words.startswith(PRESS) and not found:
        return replace(here, kind=InboundKind.PRESS, press=words.removeprefix(PRESS), text="", message="")
    here = replace(here, attachments=tuple(_files(found, f"{NAME}:{here.bot}")), location=_point(found))
    if "link" in kinds and not here.attachments and not here.location:
        # What is shared is the words to go by: people paste the address of a story or a place on a map.
        return replace(here, text=" ".join(filter(None, (words, *_links(found)))))
    if here.text or here.attachments or here.location:
        return here
    return replace(here, kind=InboundKind.UNSUPPORTED)


def _submitted(event: Mapping[str, Any], here: Inbound) -> Inbound | None:
    """Name and number that somebody chose to give, as if typed; where they live is not asked, so not read."""
    info = part(event, "info")
    number = text(info.get("phone"))
    national = f"0{number[2:]}" if number.startswith("84") else number
    words = ", ".join(filter(None, (_clean(text(info.get("name"))), _clean(national))))
    return replace(here, text=words) if words else None


def _attached(message: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    found = message.get("attachments")
    for each in found if isinstance(found, list) else ():
        if isinstance(each, dict):
            yield each


def _files(found: list[Mapping[str, Any]], origin: str) -> Iterator[Attachment]:
    for each in found:
        kind, payload = _FILES.get(text(each.get("type"))), part(each, "payload")
        url = text(payload.get("url"))
        if kind is None or not url:
            continue
        yield Attachment(
            kind=kind,
            ref=url,
            origin=origin,
            name=_clean(text(payload.get("name"))),
            mime="image/jpeg" if kind is AttachmentKind.PHOTO else "",
            size=_number(payload.get("size")),
        )


def _links(found: list[Mapping[str, Any]]) -> Iterator[str]:
    for each in found:
        if text(each.get("type")) == "link":
            yield _clean(text(part(each, "payload").get("url")))


def _point(found: list[Mapping[str, Any]]) -> Location | None:
    """Zalo sends degrees as text."""
    for each in found:
        if text(each.get("type")) != "location":
            continue
        at = part(part(each, "payload"), "coordinates")
        lat, lon = _degrees(at.get("latitude"), 90), _degrees(at.get("longitude"), 180)
        if lat is not None and lon is not None:
            return Location(lat=lat, lon=lon)
    return None


def _degrees(value: object, most: float) -> float | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        degrees = float(value)
    except (ValueError, OverflowError):
        return None
    return degrees if math.isfinite(degrees) and abs(degrees) <= most else None


def _number(value: object) -> int:
    found = text(value)
    return int(found) if found.isascii() and found.isdigit() and len(found) < 16 else 0


def _clean(words: str) -> str:
    """NFC, and only what a database can keep: no NUL, no half of a surrogate pair."""
    whole = words.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", whole)
