"""Events as they came: their key, their chat and their bytes, read without trusting any of it."""

import hashlib
import json
from typing import Any

from bot.channels.base import NO_CHAT, Raw


def event_of(answer: Any) -> dict[str, Any] | None:
    """The event inside what a poll or a push brought, with or without its envelope; None if there is none."""
    inner = answer.get("result", answer) if isinstance(answer, dict) else None
    return inner if isinstance(inner, dict) and inner else None


def raw(event: dict[str, Any]) -> Raw:
    """What the inbox keeps. An event without an id is kept under a digest of itself, so that its repeat is known."""
    # Lone surrogates pass through: json.loads takes them back the same way.
    body = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    name, message = event.get("event_name"), _field(event, "message")
    number = _field(message, "message_id")
    known = isinstance(name, str) and isinstance(number, str) and number
    key = f"{name}:{number}" if known else f"sha256:{hashlib.sha256(body).hexdigest()}"
    chat = _field(_field(message, "chat"), "id")
    return Raw(key=key[:200], chat=chat if isinstance(chat, str) and chat else f"{NO_CHAT}{key}", body=body)


def _field(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None
