"""An article to all followers: created, verified, broadcast. Articles only: Zalo broadcasts no free text.

POST /v2.0/article/create, /v2.0/article/verify, /v2.0/oa/message, from 06:00 to 21:59; /v2.0/article/remove.
"""

import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.channels.base import OutcomeUnknown, Refused
from bot.channels.reach import NOWHERE, Article, Lying
from bot.channels.zalo_oa.errors import StillProcessing
from bot.channels.zalo_oa.files import PICTURE_BYTES
from bot.channels.zalo_oa.send import V2
from bot.channels.zalo_oa.window import until_morning
from bot.channels.zalo_oa.wire import Json, Wire
from messages.content import AttachmentKind
from messages.leaving_out import ARTICLE_DAYS, LeftOut, note
from messages.markup import plain

TITLE, AUTHOR, DESCRIPTION = 150, 50, 300  # characters


class OaArticles:
    """Articles of one account.

    Args:
        wire: the API.
        cover: the address of the picture above each.
        cities: Zalo's numbers of the places whose followers get it; empty for all.
        lying: where files can be had for as long as an article stands.
        wall: real time.
    """

    def __init__(
        self,
        wire: Wire,
        cover: str,
        cities: tuple[int, ...] = (),
        lying: Lying = NOWHERE,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._wire = wire
        self._cover = cover
        self._cities = cities
        self._lying = lying
        self._wall = wall

    async def create(self, article: Article) -> str:
        """Hand it in; nobody gets it yet."""
        body: Json = {
            "type": "normal",
            "title": _cut(article.title, TITLE),
            "author": _cut(article.author, AUTHOR),
            "cover": {"cover_type": "photo", "photo_url": self._cover, "status": "show"},
            "description": _cut(article.summary, DESCRIPTION),
            "body": await self._body(article),
            "status": "show",
            "comment": "hide",
        }
        return _named(await self._wire.post("/v2.0/article/create", body), "token")

    async def _body(self, article: Article) -> list[Json]:
        """The words, then the pictures that Zalo takes; what it does not is named, with its address."""
        shown: list[Json] = []
        left: list[LeftOut] = []
        for file in article.files:
            link = await self._lying.lasting(file)
            if link and file.kind is AttachmentKind.PHOTO and file.size <= PICTURE_BYTES:
                shown.append({"type": "image", "url": link})
            else:
                left.append(LeftOut(file=file, link=link or ""))
        named = plain(note(left, self._lying.elsewhere, f"{ARTICLE_DAYS} ngày"))
        words = [*article.paragraphs, *([named] if named else [])]
        return [*({"type": "text", "content": _nfc(each)} for each in words), *shown]

    async def ready(self, token: str) -> str | None:
        """Its id; None while Zalo is still at it (-214)."""
        try:
            return _named(await self._wire.post("/v2.0/article/verify", {"token": token}), "id")
        except StillProcessing:
            return None

    async def broadcast(self, article_id: str) -> str:
        """Send it to everybody who follows, in the cities of the settings."""
        element = {"media_type": "article", "attachment_id": article_id}
        payload = {"template_type": "media", "elements": [element]}
        # Omitted filters take in everybody.
        target: Json = {"cities": list(self._cities)} if self._cities else {}
        body = {
            "recipient": {"target": target},
            "message": {"attachment": {"type": "template", "payload": payload}},
        }
        data = await self._wire.post(V2, body)
        return str(data.get("message_id") or "")

    async def remove(self, article_id: str) -> None:
        """Take it away: Zalo removes the article, and no message that was broadcast."""
        await self._wire.post("/v2.0/article/remove", {"id": article_id})

    def night(self) -> timedelta | None:
        """How long no article may go from now."""
        return until_morning(self._wall())


def _named(data: Json, name: str) -> str:
    found = data.get(name)
    if not isinstance(found, str) or not found:
        raise OutcomeUnknown(f"an answer without {name}")
    return found


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _cut(text: str, most: int) -> str:
    """At most so many characters, ended at a word."""
    text = _nfc(" ".join(text.split()))
    if not text:
        raise Refused("an article needs a title, an author and a summary")
    if len(text) <= most:
        return text
    return f"{text[: most - 1].rsplit(' ', 1)[0].rstrip(' ,;:.')}…"
