"""Updates waiting for the bot: confirmed by offset, kept for 24 hours, repeated until then."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from tests.simulators.telegram.errors import OTHER_POLL, WEBHOOK_ACTIVE, ApiError
from tests.simulators.telegram.limits import LONG_POLL, UPDATE_LIFE

Json = dict[str, Any]
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that the bot gets only if `allowed_updates` names them."""


@dataclass(frozen=True, kw_only=True)
class Update:
    """One update; `key` keeps the order of one chat's updates on their way to a webhook."""

    id: int
    body: Json
    expires: float
    key: int


@dataclass(kw_only=True)
class Updates:
    """The queue of one bot. `now` gives Unix seconds, `monotonic` seconds for the hot-loop rule."""

    now: Callable[[], float]
    monotonic: Callable[[], float]
    ring: Callable[[], None]
    hot_loop_rule: bool = False
    pending: deque[Update] = field(default_factory=deque)
    next_id: int = 800_000_001
    allowed: frozenset[str] = frozenset()
    webhook: str = ""
    on_put: Callable[[Update], None] = lambda _update: None
    polls: int = 0
    _poll: asyncio.Future[None] | None = None
    _last_offset: int | None = None
    _last_start: float = 0.0

    @property
    def polling(self) -> bool:
        """Whether a long poll is open."""
        return self._poll is not None and not self._poll.done()

    def put(self, kind: str, payload: Json, *, key: int = 0) -> int | None:
        """Queue an update; None if the bot did not ask for that kind."""
        if kind not in self.allowed if self.allowed else kind in ON_REQUEST:
            return None
        return self.put_raw({kind: payload}, key=key)

    def put_raw(self, body: Json, *, key: int = 0) -> int:
        """Queue whatever this is; an `update_id` of its own is kept, else it gets the next."""
        given = body.get("update_id", self.next_id)
        number = given if isinstance(given, int) else self.next_id
        self.next_id = max(self.next_id, number + 1)
        update = Update(
            id=number,
            body={"update_id": given, **body},
            expires=self.now() + UPDATE_LIFE,
            key=key,
        )
        self.pending.append(update)
        self.on_put(update)
        if self.polling and self._poll is not None:
            self._poll.set_result(None)
        self.ring()
        return update.id

    async def poll(self, offset: int, limit: int, seconds: int, allowed: frozenset[str] | None) -> list[Json]:
        """Answer one getUpdates; raise 409 while a webhook is set or when a newer poll takes over."""
        if self.webhook:
            raise ApiError(409, WEBHOOK_ACTIVE)
        if self.polling and self._poll is not None:
            self._poll.set_exception(ApiError(409, OTHER_POLL))
        self.polls += 1
        if allowed is not None:
            self.allowed = allowed
        limit, seconds = min(max(limit, 1), 100), min(max(seconds, 0), LONG_POLL)
        if self.hot_loop_rule:
            limit, seconds = self._slowed(offset, limit, seconds)
        self.confirm(offset)
        self.ring()
        if not self.pending and seconds:
            await self._wait(seconds)
        return [update.body for update in islice(self.pending, limit)]

    def confirm(self, offset: int) -> None:
        """Forget updates before `offset`; a negative one keeps that many from the end."""
        now = self.now()
        while self.pending and (self.pending[0].id < offset or self.pending[0].expires <= now):
            self.pending.popleft()
        while offset < 0 and len(self.pending) > -offset:
            self.pending.popleft()

    def end_poll(self, error: ApiError | None = None) -> None:
        if self.polling and self._poll is not None:
            if error is None:
                self._poll.set_result(None)
            else:
                self._poll.set_exception(error)

    def _slowed(self, offset: int, limit: int, seconds: int) -> tuple[int, int]:
        # Client.cpp: an unmoved offset inside 3 s waits 3 s; inside 0.5 s it gets one update.
        now = self.monotonic()
        if offset == self._last_offset:
            seconds = max(seconds, 3) if now < self._last_start + 3 else seconds
            limit = 1 if now < self._last_start + 0.5 else limit
        self._last_offset, self._last_start = offset, now
        return limit, seconds

    async def _wait(self, seconds: int) -> None:
        mine = self._poll = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await mine
        except TimeoutError:
            pass
        finally:
            if self._poll is mine:
                self._poll = None
