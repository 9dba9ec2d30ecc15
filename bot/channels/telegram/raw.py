"""Updates as they came: their key, their chat and their bytes, read without trusting any of it."""

import hashlib
import json
from typing import Any

from bot.channels.base import NO_CHAT, Raw

KINDS = ("message", "edited_message", "callback_query", "my_chat_member")  # what we ask Telegram for


def number(update: Any) -> int | None:
    """The update_id, if it has one."""
    found = update.get("update_id") if isinstance(update, dict) else None
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def raw(update: Any, body: bytes | None = None) -> Raw:
    """What the inbox keeps; `body` is written anew where the update came in a list of them.

    An update without an id is kept under a digest of itself, so that its repeat is known.
    """
    if body is None:
        # Lone surrogates pass through: json.loads takes them back the same way.
        body = json.dumps(update, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    found = number(update)
    key = f"sha256:{hashlib.sha256(body).hexdigest()}" if found is None else str(found)
    # Nobody waits behind an update that names no chat.
    return Raw(key=key, chat=_chat(update) or f"{NO_CHAT}{key}", body=body)


def _chat(update: Any) -> str:
    for kind in KINDS:
        event = _field(update, kind)
        for holder in (event, _field(event, "message")):
            found = _field(_field(holder, "chat"), "id")
            if isinstance(found, int):
                return str(found)
    return ""


def _field(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def from_webhook(body: bytes) -> tuple[Any, Raw]:
    """A pushed update, parsed if it can be, and what the inbox keeps of it."""
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        update = None
    return update, raw(update, body)
