"""What the audit log keeps of a bulletin that somebody lets go: a hash of everything that is sent, to whom and when."""

import hashlib
import json
from datetime import date, datetime

from messages.content import Reply
from messages.encoding import dump_reply
from storage import audience as audiences
from storage.records import Rule


def fingerprint(
    reply: Reply,
    rule: Rule,
    *,
    kind: str,
    agency: str = "",
    until: datetime | None = None,
    at: datetime | None = None,
    daily: date | None = None,
) -> str:
    """SHA-256, as hex, of words, files, buttons, audience and times. `agency`: empty for what the operator sends."""
    shown = {
        "reply": dump_reply(reply),
        "audience": audiences.dump(rule.audience),
        "places": rule.places,
        "without": rule.without,
        "kind": kind,
        "agency": agency,
        "until": until.isoformat() if until else "",
        "at": at.isoformat() if at else "",
        "daily": daily.isoformat() if daily else "",
    }
    said = json.dumps(shown, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
