"""What is kept of the tokens, encrypted: the pair, and the renewal that is under way."""

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.channels.zalo_oa.oauth import Pair
from storage import meta
from storage.database import Database, Urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A renewal that was begun: its name, and when (real time)."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept of one account.

    Attributes:
        pair: the tokens.
        seed: which refresh token of the settings it all grew from, as a digest: another one there starts anew.
        attempt: the renewal under way when this was written; None between renewals.
        lost: the refresh token is not taken any more; only new settings help.
    """

    pair: Pair
    seed: str
    attempt: Attempt | None = None
    lost: bool = False


def digest(refresh: str) -> str:
    """What tells one refresh token of the settings from another, without being one."""
    return sha256(f"zalo oa seed {refresh}".encode()).hexdigest()


class Vault:
    """Reads and writes it: each write is on the disk, or was not made at all.

    Args:
        database: where it lies.
        secret: the installation's key.
        app_id: whose tokens.
    """

    def __init__(self, database: Database, secret: bytes, app_id: str) -> None:
        self._database = database
        self._key = f"zalo_oa.tokens.{app_id}"
        self.fernet_key = _derived(secret)
        self._fernet = Fernet(self.fernet_key)

    async def load(self) -> Kept | None:
        """What is kept; None if nothing is, or if it was encrypted with another key."""
        async with self._database.reading() as tx:
            sealed = await meta.get(tx, self._key)
        if not isinstance(sealed, str):
            return None
        try:
            return _kept(json.loads(self._fernet.decrypt(sealed.encode())))
        except (InvalidToken, ValueError, LookupError, TypeError):
            return None

    async def save(self, kept: Kept) -> None:
        """Keep this in the place of what was kept."""
        sealed = self._fernet.encrypt(json.dumps(_plain(kept)).encode()).decode()
        async with self._database.transaction(Urgency.TURN) as tx:
            await meta.put(tx, self._key, sealed)

    def open(self, sealed: bytes) -> bytes:
        """What a courier left. Raises InvalidToken."""
        return self._fernet.decrypt(sealed)


def begun(kept: Kept, name: str, at: datetime) -> Kept:
    """The same with a renewal under way."""
    return replace(kept, attempt=Attempt(name=name, at=at))


def _derived(secret: bytes) -> bytes:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"vungxanh zalo oa tokens").derive(secret)
    return urlsafe_b64encode(made)


def _plain(kept: Kept) -> dict[str, Any]:
    attempt = kept.attempt
    return {
        "access": kept.pair.access,
        "refresh": kept.pair.refresh,
        "access_until": kept.pair.access_until.isoformat(),
        "refresh_until": kept.pair.refresh_until.isoformat(),
        "seed": kept.seed,
        "attempt": [attempt.name, attempt.at.isoformat()] if attempt else None,
        "lost": kept.lost,
    }


def _kept(plain: dict[str, Any]) -> Kept:
    attempt = plain["attempt"]
    return Kept(
        pair=Pair(
            access=plain["access"],
            refresh=plain["refresh"],
            access_until=datetime.fromisoformat(plain["access_until"]),
            refresh_until=datetime.fromisoformat(plain["refresh_until"]),
        ),
        seed=plain["seed"],
        attempt=Attempt(name=attempt[0], at=datetime.fromisoformat(attempt[1])) if attempt else None,
        lost=bool(plain["lost"]),
    )
