"""Draws documents in a process of their own, keeps them as long as they are sent, and puts them into chats."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing import get_context
from typing import TypeVar

from bot.media import MediaStore
from messages.content import Attachment, AttachmentKind, Lane, Reply
from messages.documents.drawing import load
from storage import outbox, people
from storage.database import Tx
from storage.outbox import Outgoing

KEPT = timedelta(days=30)  # in the store; what was sent stays with the platform
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
In = TypeVar("In")
Out = TypeVar("Out")


@dataclass(kw_only=True)
class Press:
    """One process draws for all who ask, one thing after another."""

    store: MediaStore
    wall: Callable[[], datetime]
    _pool: ProcessPoolExecutor | None = field(default=None, init=False)

    async def draw(self, drawing: Callable[[In], Out], what: In) -> Out:
        """In a process that has no threads, sockets or locks of ours; made when first needed."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._ready(), drawing, what)
        except BrokenProcessPool:
            self.close()
            raise

    def warm(self) -> None:
        """Start the process and let it load its libraries, while what it shall draw is still being read."""
        with suppress(BrokenProcessPool):  # whoever draws is told
            self._ready().submit(load)

    def _ready(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"))
        return self._pool

    async def keep(self, data: bytes, name: str, mime: str) -> Attachment:
        """A file of ours, to send."""
        kind = AttachmentKind.PHOTO if mime == "image/png" else AttachmentKind.DOCUMENT
        return await self.store.keep(data, kind, name, mime=mime, until=self.wall() + KEPT)

    async def put(self, tx: Tx, address_ids: Sequence[int], replies: Sequence[Reply]) -> None:
        """Say these in the chats that can still be reached."""
        found = [await people.get_address(tx, each) for each in address_ids]
        out = [
            Outgoing(address=address, reply=reply, lane=Lane.ALERTS)
            for address in found
            if address is not None and address.reachable
            for reply in replies
        ]
        await outbox.put(tx, out, self.wall())

    def close(self) -> None:
        """Let the drawing process go."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)
