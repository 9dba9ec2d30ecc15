"""Files of ours at public addresses: signed, and good for a while only. Zalo takes pictures by address.

An address names one file, its type and its last hour; whoever changes any of these has no address.
"""

import hmac
import mimetypes
import re
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from aiohttp import hdrs, web

from bot.media import ORIGIN, MediaStore
from messages.content import Attachment, AttachmentKind

FOLDER = "/tep"
LASTS = timedelta(hours=1)  # Zalo fetches while the call waits; an hour covers its queues
_ADDRESS = FOLDER + "/{until:[0-9]{1,12}}/{seal:[A-Za-z0-9_-]{22}}/{sha:[0-9a-f]{64}}.{ending:[a-z0-9]{1,5}}"
_ENDING = re.compile(r"[a-z0-9]{1,5}")
_PURPOSE = b"public file\n"
_UNKNOWN = "application/octet-stream"


def _wall() -> datetime:
    return datetime.now(UTC)


class PublicFiles:
    """Makes the addresses and serves what they name.

    Args:
        root: where the world reaches our HTTP server; None: there are no addresses.
        secret: what the addresses are signed with.
        store: the files.
        wall: real time.
    """

    def __init__(
        self, root: str | None, secret: bytes, store: MediaStore, wall: Callable[[], datetime] = _wall
    ) -> None:
        self._root = root.rstrip("/") if root else None
        self._secret = secret
        self._store = store
        self._wall = wall

    def address(self, attachment: Attachment, lasts: timedelta = LASTS) -> str | None:
        """Where the file can be fetched for a while; None if it is not ours, or nobody reaches us."""
        if self._root is None or attachment.origin != ORIGIN or self._store.path(attachment.ref) is None:
            return None
        until = str(int((self._wall() + lasts).timestamp()))
        ending = _ending(attachment)
        seal = self._seal(until, attachment.ref, ending)
        return f"{self._root}{FOLDER}/{until}/{seal}/{attachment.ref}.{ending}"

    def routes(self) -> list[web.AbstractRouteDef]:
        """What the HTTP server serves."""
        return [web.get(_ADDRESS, self.serve)]

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """The file; 404 for whatever is not signed by us, is over or has left the store."""
        until, seal, sha, ending = (request.match_info[name] for name in ("until", "seal", "sha", "ending"))
        path = self._store.path(sha)
        signed = hmac.compare_digest(seal, self._seal(until, sha, ending))
        if not signed or path is None or int(until) < self._wall().timestamp():
            raise web.HTTPNotFound
        kind = mimetypes.types_map.get(f".{ending}", _UNKNOWN)
        shown = "inline" if kind.startswith("image/") and kind != "image/svg+xml" else "attachment"
        headers = {
            hdrs.CONTENT_TYPE: kind,
            hdrs.CONTENT_DISPOSITION: shown,
            hdrs.CACHE_CONTROL: "private, max-age=3600",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Referrer-Policy": "no-referrer",
            "X-Robots-Tag": "noindex",
        }
        return web.FileResponse(path, headers=headers)

    def _seal(self, until: str, sha: str, ending: str) -> str:
        said = _PURPOSE + f"{until}/{sha}.{ending}".encode()
        return urlsafe_b64encode(hmac.digest(self._secret, said, sha256)[:16]).decode().rstrip("=")


def _ending(attachment: Attachment) -> str:
    """How the name ends: platforms look at it before they look at the bytes."""
    named = attachment.name.rpartition(".")[2].lower() if "." in attachment.name else ""
    found = (mimetypes.guess_extension(attachment.mime) or "").removeprefix(".") or named
    if _ENDING.fullmatch(found):
        return found
    return "jpg" if attachment.kind is AttachmentKind.PHOTO else "bin"
