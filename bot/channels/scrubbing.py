"""What a platform or a gateway said of a failure, fit for a log: some echo the address asked, token and all."""

import re
from collections.abc import Iterable
from urllib.parse import quote

LONGEST = 200  # characters of such words
_PATH = re.compile(r"(?:[a-z][a-z0-9+.-]*:/|)/\S*", re.IGNORECASE)
_GONE = "…"


def scrubbed(said: object, secrets: Iterable[str] = ()) -> str:
    """On one line, without addresses and paths, and without any of the secrets however they are written."""
    words = " ".join(str(said).split())
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        for written in (secret, quote(secret, safe=""), quote(secret)):
            words = words.replace(written, _GONE)
    return _PATH.sub(_GONE, words)[:LONGEST]
