"""A push as it is kept: its key, its person, its bytes. What nobody needs to hear is told apart here."""

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from bot.channels.base import NO_CHAT, Raw

# What we said ourselves (a person at the OA's desk too), and that it was received and seen.
_NOISE = ("oa_send_", "user_received_message", "user_seen_message")
_LONGEST = 64  # of an id; Zalo's have about twenty digits
_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_KEY = re.compile(r"[A-Za-z0-9_.:-]{1,128}")  # what every database can keep


def parsed(body: bytes) -> dict[str, Any] | None:
    """The push as an object; None for anything else."""
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return event if isinstance(event, dict) else None


def is_probe(body: bytes) -> bool:
    """What the console sends, unsigned, to see whether anybody answers: nothing, or an empty object."""
    return not body.strip() or (len(body) < _LONGEST and parsed(body) == {})


def text(value: object) -> str:
    """An id or a word, whether it came as text or as a number; empty for anything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def part(event: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """An object within; an empty one if there is none."""
    found = event.get(name)
    return found if isinstance(found, dict) else {}


def subject(event: Mapping[str, Any]) -> str:
    """The person that it is about: who wrote, or who follows; empty if it names none."""
    found = text(part(event, "sender").get("id")) or text(part(event, "follower").get("id"))
    return found if _ID.fullmatch(found) else ""


def account(event: Mapping[str, Any]) -> str:
    """The OA that it came to; empty if it names none."""
    return text(part(event, "recipient").get("id")) or text(event.get("oa_id"))


def raw(event: Mapping[str, Any], body: bytes) -> Raw | None:
    """What to store of it; None for what is about nothing that anybody said or did."""
    name = text(event.get("event_name"))
    if not name or name.startswith(_NOISE):
        return None
    key = _key(event, name)
    return Raw(key=key, chat=subject(event) or f"{NO_CHAT}{key}", body=body)


def _key(event: Mapping[str, Any], name: str) -> str:
    """The same for every repeat of one push."""
    message = text(part(event, "message").get("msg_id"))
    key = f"m:{message}" if message else f"{name}:{text(event.get('timestamp'))}:{subject(event)}"
    return (
        key if _KEY.fullmatch(key) else f"sha256:{sha256(key.encode(errors='backslashreplace')).hexdigest()}"
    )
