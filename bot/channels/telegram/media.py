"""How files leave: singly or in albums, by the handle that this bot has for them, or uploaded once."""

import re
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Protocol

import structlog
from telegram import InputMediaAudio, InputMediaDocument, InputMediaPhoto, InputMediaVideo, Message

from bot.channels.telegram.attachments import ANIMATION, NOTE, attachments, file_id
from messages.content import Attachment, AttachmentKind

log = structlog.get_logger(__name__)

Foreign = Callable[[Attachment], AsyncIterator[bytes]]


class Handles(Protocol):
    """Remembers across restarts under which handle this bot can send files that it once uploaded."""

    async def find(self, attachment: Attachment) -> str | None: ...
    async def learn(self, attachment: Attachment, handle: str) -> None: ...
    async def forget(self, attachment: Attachment) -> None: ...


_Key = tuple[str, str, AttachmentKind]
_ALBUM = 10  # https://core.telegram.org/bots/api#sendmediagroup
_UPLOAD, _PHOTO = 50 * 1024**2, 10 * 1024**2  # bytes; https://core.telegram.org/bots/api#sending-files
_REMEMBERED = 256
# Only this may be given to python-telegram-bot as text: it would read and upload a local file of that name.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\"\\/]")
_FILE_ID = re.compile(r"[A-Za-z0-9_-]+\Z")
_ITEMS = {
    AttachmentKind.PHOTO: InputMediaPhoto,
    AttachmentKind.VIDEO: InputMediaVideo,
    AttachmentKind.AUDIO: InputMediaAudio,
    AttachmentKind.DOCUMENT: InputMediaDocument,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A file that can be sent.

    Attributes:
        source: as the reply names it.
        shown: as this bot knows it; the same as `source` for an upload.
        content: the bytes to upload; None for one that this bot has a handle for.
    """

    source: Attachment
    shown: Attachment
    content: bytes | None = None

    @property
    def media(self) -> str | bytes:
        """What python-telegram-bot takes."""
        return file_id(self.shown.ref) if self.content is None else self.content

    @property
    def name(self) -> str | None:
        """The name of an upload, safe inside a header."""
        return _UNSAFE.sub("_", self.shown.name) or None

    @property
    def method(self) -> tuple[str, str]:
        """The Bot's method that sends it alone, and the name of its argument."""
        kind = self.shown.kind.value
        for mark in (NOTE, ANIMATION):
            if self.shown.ref.startswith(mark) and self.content is None:
                kind = mark.removesuffix(":")
        return f"send_{kind}", kind

    @property
    def wordless(self) -> bool:
        """A round video takes no caption."""
        return self.method[1] == "video_note"

    @property
    def family(self) -> str:
        """Files of one family can share an album; "" for those that stand alone."""
        kind = self.method[1]
        return {"photo": "seen", "video": "seen", "audio": "audio", "document": "document"}.get(kind, "")


Item = InputMediaAudio | InputMediaDocument | InputMediaPhoto | InputMediaVideo


def item(ready: Ready, caption: str | None) -> Item:
    """One file of an album."""
    made: Item = _ITEMS[ready.shown.kind](
        ready.media, caption=caption, parse_mode="HTML" if caption else None, filename=ready.name
    )
    return made


def arranged(files: Sequence[Ready], *, single_last: bool) -> list[list[Ready]]:
    """In as few messages as will hold them, in order; `single_last` keeps the last one out of albums."""
    body, last = (files[:-1], files[-1:]) if single_last else (files, ())
    groups: list[list[Ready]] = []
    for family, run in groupby(body, lambda each: each.family):
        alike = list(run)
        size = _ALBUM if family else 1
        groups += [alike[start : start + size] for start in range(0, len(alike), size)]
    return [*groups, list(last)] if last else groups


class Shelf:
    """The files that this bot can send: its own by handle, others uploaded once and remembered."""

    def __init__(self, origin: str, foreign: Foreign | None, handles: Handles | None = None) -> None:
        """`origin` is ours, "telegram:<bot>"; `foreign` reads the bytes of files that came elsewhere."""
        self._origin = origin
        self._foreign = foreign
        self._handles = handles
        self._known: dict[_Key, Attachment] = {}
        self._refused: set[str] = set()  # handles that the platform took no more

    def settled(self, wanted: Sequence[Attachment]) -> bool:
        """Whether these can be sent without an upload."""
        return all(self._ours(each) or _key(each) in self._known for each in wanted)

    async def recall(self, wanted: Sequence[Attachment]) -> None:
        """Look for handles learnt before the last restart."""
        for each in wanted:
            if self._handles is None or self._ours(each) or _key(each) in self._known:
                continue
            try:
                handle = await self._handles.find(each)
            except Exception as error:  # noqa: BLE001 - the database may be back in a moment: it is uploaded again
                log.warning("a handle could not be read", error=type(error).__name__)
                continue
            if handle and handle not in self._refused:
                self._remember(each, replace(each, ref=handle, origin=self._origin))

    async def take(self, wanted: Sequence[Attachment]) -> tuple[list[Ready], list[Attachment]]:
        """What can be sent, and what has to be left out."""
        ready, missing = [], []
        for attachment in wanted:
            found = await self._take(attachment)
            if found is None:
                missing.append(attachment)
            else:
                ready.append(found)
        return ready, missing

    async def learn(self, sent: Ready, message: Message) -> None:
        """Remember under which handle an upload can be sent again. The message is out: nothing is raised."""
        if sent.content is None or not (found := attachments(message, self._origin)):
            return
        self._remember(sent.source, found[0])
        if self._handles is None or found[0].kind is not sent.source.kind:
            return
        try:
            await self._handles.learn(sent.source, found[0].ref)
        except Exception as error:  # noqa: BLE001 - it is known until the next restart
            log.warning("a handle could not be kept", error=type(error).__name__)

    async def renewed(self, refused: Sequence[Ready]) -> list[Ready] | None:
        """The same files to be uploaded anew, after the platform took a handle no more; None if that is no cure.

        Ask, and upload, while nobody else does: whoever comes second gets the handle that this brings.
        """
        old = [each for each in refused if each.content is None and not self._ours(each.source)]
        if not old:
            return None
        for each in old:
            self._refused.add(each.shown.ref)
            if self._known.get(_key(each.source)) == each.shown:
                await self._forget(each.source)
        ready, missing = await self.take([each.source for each in refused])
        return None if missing else ready

    async def _forget(self, source: Attachment) -> None:
        del self._known[_key(source)]
        if self._handles is not None:
            try:
                await self._handles.forget(source)
            except Exception as error:  # noqa: BLE001 - the next restart finds out again
                log.warning("a handle could not be forgotten", error=type(error).__name__)

    def _remember(self, source: Attachment, shown: Attachment) -> None:
        self._known[_key(source)] = shown
        if len(self._known) > _REMEMBERED:
            del self._known[next(iter(self._known))]

    def _ours(self, attachment: Attachment) -> bool:
        return attachment.origin in {"", self._origin} and bool(_FILE_ID.match(file_id(attachment.ref)))

    async def _take(self, attachment: Attachment) -> Ready | None:
        shown = attachment if self._ours(attachment) else self._known.get(_key(attachment))
        if shown is not None:
            return Ready(source=attachment, shown=shown)
        content = await self._content(attachment)
        return Ready(source=attachment, shown=attachment, content=content) if content else None

    async def _content(self, attachment: Attachment) -> bytes | None:
        if self._foreign is None:
            return None
        largest = _PHOTO if attachment.kind is AttachmentKind.PHOTO else _UPLOAD
        content = bytearray()
        try:
            async for chunk in self._foreign(attachment):
                content += chunk
                if len(content) > largest:
                    log.warning("a file is too big for telegram", kind=attachment.kind.value, limit=largest)
                    return None
        except Exception as error:  # noqa: BLE001 - the words are worth more than the file
            log.warning("a file could not be fetched", kind=attachment.kind.value, error=type(error).__name__)
            return None
        return bytes(content)


def _key(attachment: Attachment) -> _Key:
    return attachment.origin, attachment.ref, attachment.kind
