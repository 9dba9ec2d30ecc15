"""Whether a push comes from Zalo: X-ZEvent-Signature.

mac = sha256(app_id + raw body + timestamp + secret), plain SHA-256 over the bytes as they came (Zalo's webhook
page). Sources disagree on which secret and which timestamp; whoever knows none of the secrets passes by none of
the variants, so that accepting several costs nothing.
"""

import hmac
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

HEADER = "X-ZEvent-Signature"
TIME_HEADER = "X-ZEvent-Timestamp"
_HEX = 64


def mac(app_id: str, body: bytes, timestamp: str, secret: str) -> str:
    """The signature, lower-case hex."""
    digest = sha256(app_id.encode(errors="replace"))
    digest.update(body)
    digest.update(timestamp.encode(errors="replace"))
    digest.update(secret.encode(errors="replace"))
    return digest.hexdigest()


def shown(header: str) -> str:
    """The hex that a header holds; empty if it holds none."""
    found = header.strip().lower().removeprefix("mac=").strip()
    return found if len(found) == _HEX and found.isascii() else ""


def signed(
    headers: Mapping[str, str],
    body: bytes,
    event: Mapping[str, Any],
    *,
    ids: Sequence[str],
    secrets: Sequence[str],
    time: str = "either",
) -> bool:
    """Whether the push carries a signature that only Zalo could make.

    Args:
        headers: of the request.
        body: as it came.
        event: the same, parsed.
        ids: what may stand in the place of the app id.
        secrets: any of them may have signed; empty ones count for nothing.
        time: which timestamp was signed: "body", "header" or "either".
    """
    given = shown(headers.get(HEADER, ""))
    if not given:
        return False
    good = False
    for app_id in dict.fromkeys(each for each in ids if each):
        for timestamp in _timestamps(headers, event, time):
            for secret in secrets:
                # All variants are tried, found or not: what is compared tells nothing by its time.
                good |= bool(secret) and hmac.compare_digest(given, mac(app_id, body, timestamp, secret))
    return good


def _timestamps(headers: Mapping[str, str], event: Mapping[str, Any], time: str) -> Iterator[str]:
    written = event.get("timestamp")
    if time in {"either", "body"} and isinstance(written, str | int) and not isinstance(written, bool):
        yield str(written)
    named = headers.get(TIME_HEADER, "").strip()
    if time in {"either", "header"} and named and named != str(written):
        yield named
