"""The account's tokens: one renewal at a time, written down before it is asked for, never forgotten too early.

The order of a renewal: that it begins is on the disk; a courier asks and leaves the answer on the disk; the new
pair replaces the old one in one transaction; the courier's file goes. A crash between any two of these is found
at the next start, and what was under way is ended there.
"""

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from cryptography.fernet import InvalidToken

from bot.channels.base import DeliveryError, Misconfigured, OutcomeUnknown, Unavailable
from bot.channels.zalo_oa import courier
from bot.channels.zalo_oa.errors import ConsentLost
from bot.channels.zalo_oa.oauth import ACCESS_LASTS, REFRESH_LASTS, Errand, Pair, pair
from bot.channels.zalo_oa.vault import Kept, Vault, begun, digest

log = structlog.get_logger(__name__)

MARGIN = timedelta(minutes=15)  # a token is renewed so long before its end
NEARS_END = timedelta(days=14)  # of the refresh token: then the operator is told
_RETRY = 60.0  # seconds between tries in the background
_LONGEST_RETRY = 3600.0
_LOOK = 0.1
_TOLD_EVERY = timedelta(days=1)

Sent = Callable[[Errand, bytes, Path], Awaitable[None]]
LOST = (
    "Zalo OA: refresh token không còn dùng được, kênh đã dừng."
    " Quản trị OA lấy cặp token mới, ghi vào .env rồi chạy lại (docs/zalo.md)."
)
NEAR = "Zalo OA: refresh token còn {} ngày. Hãy xem nhật ký vì sao chưa đổi được token (docs/zalo.md)."


def _wall() -> datetime:
    return datetime.now(UTC)


async def _unheard(text: str) -> None:
    log.error("alert", text=text)


class TokenKeeper:
    """Hands out the access token, and keeps the pair alive.

    Args:
        vault: where the pair is kept.
        account: root of the OAuth server, app id, app secret, and the refresh token of the settings (may be empty).
        access: the access token of the settings.
        folder: where couriers leave answers.
        alert: told what the operator must do.
        send: starts a courier; for tests.
        wall, sleep: real time; for tests.
    """

    def __init__(
        self,
        vault: Vault,
        account: Errand,
        access: str,
        folder: Path,
        *,
        alert: Callable[[str], Awaitable[None]] = _unheard,
        send: Sent = courier.send,
        wall: Callable[[], datetime] = _wall,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._vault = vault
        self._account = account
        self._access = access
        self._folder = folder.absolute()
        self._alert = alert
        self._send = send
        self._wall = wall
        self._sleep = sleep
        self._lock = asyncio.Lock()
        self._kept: Kept | None = None
        self._told: datetime | None = None

    async def current(self) -> str:
        """An access token that should be good. Raises DeliveryError."""
        kept = await self._opened()
        if kept.pair.access and kept.pair.access_until - MARGIN > self._wall():
            return kept.pair.access
        return await self.renewed(kept.pair.access)

    async def renewed(self, stale: str) -> str:
        """Another access token than that one; many who ask at once cause one renewal.

        Raises:
            ConsentLost: the account must be given to us anew.
            Unavailable, Misconfigured: not now.
        """
        async with self._lock:
            kept = await self._load()
            if kept.pair.access != stale:
                return kept.pair.access
            return (await self._renew(kept)).pair.access

    async def keep(self) -> None:
        """Renew in time, used or not, until cancelled: a pair that lies idle dies."""
        wait = _RETRY
        while True:
            try:
                await self.current()
                wait = _RETRY
                await self._warn()
            except DeliveryError as error:
                log.warning("zalo_oa_tokens", why=str(error), again_in=wait)
                await self._warn()
                await self._sleep(wait)
                wait = min(2 * wait, _LONGEST_RETRY)
                continue
            await self._sleep(self._until_renewal())

    async def days_left(self) -> int:
        """Whole days for which the refresh token is good."""
        return max(0, ((await self._opened()).pair.refresh_until - self._wall()).days)

    def _until_renewal(self) -> float:
        if self._kept is None:
            return _RETRY
        left = (self._kept.pair.access_until - MARGIN - self._wall()).total_seconds()
        return min(max(left, 1.0), _LONGEST_RETRY)

    async def _warn(self) -> None:
        """Say in good time, and once a day, that the refresh token nears its end."""
        kept, now = self._kept, self._wall()
        if kept is None or (self._told is not None and now - self._told < _TOLD_EVERY):
            return
        left = kept.pair.refresh_until - now
        if kept.lost or left < NEARS_END:
            self._told = now
            await self._alert(LOST if kept.lost else NEAR.format(max(0, left.days)))

    async def _opened(self) -> Kept:
        if self._kept is not None and self._kept.attempt is None:
            return self._kept
        async with self._lock:
            return await self._load()

    async def _load(self) -> Kept:
        """What is kept, with a renewal that a crash cut short ended. Call with the lock held."""
        if self._kept is None:
            kept = await self._vault.load()
            seed = digest(self._account.refresh)
            if kept is None or (self._account.refresh and kept.seed != seed):
                kept = self._seeded(seed)
                await self._vault.save(kept)
            self._kept = kept
        if self._kept.attempt is not None:
            await self._end(self._kept)
        return self._kept

    def _seeded(self, seed: str) -> Kept:
        """From the settings; how long their access token is good nobody knows: Zalo says so when it is not."""
        if not self._account.refresh:
            raise Misconfigured(
                "chưa có token của Official Account: ghi VUNGXANH_ZALO_OA_REFRESH_TOKEN (docs/zalo.md)"
            )
        now = self._wall()
        good = now + ACCESS_LASTS if self._access else now
        return Kept(
            pair=Pair(
                access=self._access,
                refresh=self._account.refresh,
                access_until=good,
                refresh_until=now + REFRESH_LASTS,
            ),
            seed=seed,
        )

    async def _renew(self, kept: Kept) -> Kept:
        if kept.lost:
            raise ConsentLost(LOST)
        name = secrets.token_hex(8)
        kept = begun(kept, name, self._wall())
        await self._vault.save(kept)
        self._kept = kept
        errand = replace(self._account, refresh=kept.pair.refresh)
        # Shielded: whoever gives up waiting must not leave the lock to a second renewal of the same token.
        try:
            await asyncio.shield(self._send(errand, self._vault.fernet_key, self._folder / name))
        except OSError as error:
            log.warning("zalo_oa_courier", error=type(error).__name__)
        return await self._end(kept)

    async def _end(self, kept: Kept) -> Kept:
        """End the renewal under way: with its answer if it left one, else as one of which nobody knows."""
        if kept.attempt is None:
            return kept
        left = self._folder / kept.attempt.name
        found = await self._found(left, kept.attempt.at)
        ended, error = self._outcome(replace(kept, attempt=None), found)
        await self._vault.save(ended)
        self._kept = ended
        with suppress(OSError):
            left.unlink(missing_ok=True)
        if error is not None:
            if isinstance(error, ConsentLost):
                self._told = self._wall()
                await self._alert(LOST)
            raise error
        return ended

    async def _found(self, left: Path, at: datetime) -> dict[str, str]:
        """What the courier left; waits as long as it may still be on its way."""
        latest = at + timedelta(seconds=courier.PATIENCE)
        while (sealed := await asyncio.to_thread(_read, left)) is None and at <= self._wall() < latest:
            await self._sleep(_LOOK)
        try:
            found = json.loads(self._vault.open(sealed or b""))
        except (InvalidToken, ValueError):
            return {"why": courier.NO_ANSWER, "words": "the renewal left no answer"}
        return found if isinstance(found, dict) else {}

    def _outcome(self, kept: Kept, found: dict[str, str]) -> tuple[Kept, DeliveryError | None]:
        if found.get("why") == courier.NOT_ASKED:
            return kept, Unavailable(found.get("words", ""))
        if "body" not in found:
            # The message that waits for a token was certainly not sent, whatever became of the renewal.
            return kept, Unavailable(found.get("words", ""))
        try:
            return replace(kept, pair=pair(found["body"].encode(), self._wall()), lost=False), None
        except ConsentLost as error:
            return replace(kept, lost=True), error
        except OutcomeUnknown as error:
            return kept, Unavailable(str(error))
        except DeliveryError as error:
            return kept, error


def _read(left: Path) -> bytes | None:
    try:
        return left.read_bytes()
    except OSError:
        return None
