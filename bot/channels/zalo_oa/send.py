"""Messages on their way out: consultation messages, with the endpoint that this account takes."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import structlog

from bot.channels.base import (
    DeliveryError,
    Misconfigured,
    OutcomeUnknown,
    PartSent,
    Refused,
    Throttled,
    Unavailable,
)
from bot.channels.zalo_oa.errors import FailedOnce, FreeUsedUp, StaleUpload, WrongVersion
from bot.channels.zalo_oa.files import Files
from bot.channels.zalo_oa.read import PRESS
from bot.channels.zalo_oa.window import Free, Windows
from bot.channels.zalo_oa.wire import Json, Wire
from messages.content import Attachment, AttachmentKind, Choice, Receipt, Reply, Send
from messages.leaving_out import LeftOut, note
from messages.limits import Limits
from messages.markup import plain
from messages.menus import has_menu, written

log = structlog.get_logger(__name__)

V3, V2 = "/v3.0/oa/message/cs", "/v2.0/oa/message"
VERSIONS = (V3, V2)
ButtonShape = Literal["plain", "button"]
TEMPLATE_FIELD = 200  # characters of a template's field; the template itself may allow less
_TITLE = 100  # characters of a button's title; assumed, no page names a limit
_BETWEEN = 0.5  # seconds between two parts to one person
_PATIENCE = 30.0  # the longest wait, in seconds, for the rest of a message whose beginning is out
_FIRST_PAUSE = 2.0  # seconds until a part that was certainly not sent is tried again; then twice as long

_REASON = 200  # characters of a refusal in the log


@dataclass(slots=True, kw_only=True)
class _Out:
    """What of one message is out, of how many parts, and what more of it may cost."""

    chat: str
    parts: int
    free: Free
    may_cost: bool
    ids: list[str] = field(default_factory=list)

    def begin(self) -> None:
        """Raise FreeUsedUp if it cannot go whole for nothing, and nobody pays: it waits until they are heard."""
        left = self.free.left
        if left is not None and left < self.parts and not self.may_cost:
            self.free.left = 0
            raise FreeUsedUp(f"còn {left} tin miễn phí, tin này có {self.parts} phần")

    def go_on(self) -> None:
        """Raise FreeUsedUp before a part that would cost, if nobody pays."""
        if self.free.left == 0 and not self.may_cost:
            raise FreeUsedUp("hết tin miễn phí giữa chừng")


class Sender:
    """Carries out sends of one account.

    Args:
        wire: the API.
        files: uploads, and where files can be had that Zalo does not take.
        limits: what the account allows.
        windows: learns what each message was taken from.
        shape: how buttons are written (sources disagree): "plain" without a template_type, or "button".
        template: the id of the approved template for what must reach people, and its field for the words.
        pinned: told when another endpoint turned out to be this account's.
        sleep: for tests.
    """

    def __init__(
        self,
        wire: Wire,
        files: Files,
        limits: Limits,
        windows: Windows,
        *,
        shape: ButtonShape = "plain",
        template: tuple[str, str] | None = None,
        pinned: Callable[[str], Awaitable[None]],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._wire = wire
        self._files = files
        self._limits = limits
        self._windows = windows
        self._shape = shape
        self._template = template
        self._pinned = pinned
        self._sleep = sleep
        self.endpoint = V3

    async def send(self, message: Send) -> Receipt:
        """Say it, in as many messages as it takes. Raises a DeliveryError and nothing else."""
        if message.template:
            return Receipt(messages=(await self._by_template(message),))
        files = message.reply.attachments
        going = [each for each in files if self._limits.carries(each)]
        left = [each for each in files if each not in going]
        words = await self._words(message, left)
        out = _Out(
            chat=message.chat,
            parts=len(going) + len(words),
            free=self._windows.free(message.chat),
            may_cost=message.may_cost,
        )
        out.begin()
        for file in going:
            try:
                await self._add(out, file)
            except Refused as refused:  # its words, and what it is, must reach them all the same
                log.warning("zalo_oa_file_left_out", why=str(refused)[:_REASON])
                left.append(file)
        for part in await self._words(message, left):
            await self._add(out, part)
        if not out.ids:
            raise Refused("nothing to say: the text is blank and no file is left")
        return Receipt(messages=tuple(out.ids), left=out.free.left)

    async def _add(self, out: _Out, part: Json | Attachment) -> None:
        """Send the next part. What fails after others are out is no failure of the whole any more."""
        if not out.ids:
            out.ids.append(await self._part(out, part))
            return
        try:
            out.go_on()
            await self._sleep(_BETWEEN)
            out.ids.append(await self._finish(out, part))
        except DeliveryError as error:
            if isinstance(error, Refused) and isinstance(part, Attachment):
                raise
            raise PartSent(out.ids, out.parts, error, out.free.left) from error

    async def _by_template(self, message: Send) -> str:
        """The notice that Zalo approved, with the beginning of the words in its one field."""
        if self._template is None:
            raise Refused("no template is configured")
        number, field = self._template
        said = " ".join(plain(message.reply.text).split())
        words = said if len(said) <= TEMPLATE_FIELD else f"{said[: TEMPLATE_FIELD - 1].rsplit(' ', 1)[0]}…"
        body = {"user_id": message.chat, "template_id": number, "template_data": {field: words}}
        data = await self._wire.post("/v3.0/oa/message/template", body)
        return str(data.get("message_id") or "")

    async def _words(self, message: Send, left: Sequence[Attachment]) -> list[Json]:
        """The words, and which files are left out; buttons under the last."""
        missing = [LeftOut(file=each, link=await self._files.lying.opened(each) or "") for each in left]
        said = message.reply
        text = "\n\n".join(filter(str.strip, (said.text, note(missing, self._files.lying.elsewhere))))
        reply = Reply(text=text, rows=said.rows, first=said.first, numeric=said.numeric)
        texts: list[Json] = [{"text": text} for text in written(reply, self._limits)]
        if reply.rows and not has_menu(reply, self._limits):
            if not texts:
                raise Refused("choices need words above them")
            texts[-1]["attachment"] = self._buttons(reply.choices)
        if message.quoting and texts:
            texts[0]["quote_message_id"] = message.quoting
        return texts

    def _buttons(self, choices: Sequence[Choice]) -> Json:
        payload: Json = {"buttons": [_button(each) for each in choices]}
        if self._shape == "button":
            payload["template_type"] = "button"
        return {"type": "template", "payload": payload}

    async def _finish(self, out: _Out, part: Json | Attachment) -> str:
        """A later part: waited for as long as it is certainly not sent, for nobody sends the whole again."""
        left, pause = _PATIENCE, _FIRST_PAUSE
        while True:
            try:
                return await self._part(out, part)
            except Throttled as throttled:
                error: DeliveryError = throttled
                wait = throttled.wait
            except Unavailable as unavailable:
                error, wait, pause = unavailable, pause, pause * 2
            if wait > left:
                raise error
            left -= wait
            await self._sleep(wait)

    async def _part(self, out: _Out, part: Json | Attachment) -> str:
        if not isinstance(part, Attachment):
            return await self._consult(out, part)
        try:
            return await self._consult(out, await self._with_file(part))
        except StaleUpload:
            await self._files.forget(part)
        return await self._consult(out, await self._with_file(part))

    async def _with_file(self, attachment: Attachment) -> Json:
        handle = await self._files.handle(attachment)
        if attachment.kind is not AttachmentKind.PHOTO:
            return {"attachment": {"type": "file", "payload": {"token": handle}}}
        element = {"media_type": "image", "attachment_id": handle}
        return {
            "attachment": {"type": "template", "payload": {"template_type": "media", "elements": [element]}}
        }

    async def _consult(self, out: _Out, message: Json) -> str:
        body = {"recipient": {"user_id": out.chat}, "message": message}
        try:
            data = await self._twice(body)
        except OutcomeUnknown:
            out.free.unsure()
            raise
        quota = data.get("quota")
        if isinstance(quota, dict):
            out.free.charged(quota)
        return str(data.get("message_id") or "")

    async def _twice(self, body: Json) -> Json:
        """What failed once (-200) may work."""
        try:
            return await self._tried(body)
        except FailedOnce:
            return await self._tried(body)

    async def _tried(self, body: Json) -> Json:
        """By the endpoint that this account takes; the other one once, and from then on, where it does not."""
        try:
            return await self._wire.post(self.endpoint, body)
        except WrongVersion as error:
            refused = str(error)
        other = V2 if self.endpoint == V3 else V3
        try:
            data = await self._wire.post(other, body)
        except WrongVersion:
            # Neither is for this kind of account: a person must ask Zalo, and nothing can go out meanwhile.
            raise Misconfigured(f"{refused}; cả hai bản API gửi tin đều bị từ chối (docs/zalo.md)") from None
        log.warning("zalo_oa_endpoint", now=other, why=refused)
        self.endpoint = other
        await self._pinned(other)
        return data


def _button(choice: Choice) -> Json:
    title = choice.label if len(choice.label) <= _TITLE else f"{choice.label[: _TITLE - 1]}…"
    if choice.url.startswith("tel:"):
        return {"title": title, "type": "oa.open.phone", "payload": {"phone_code": choice.url[4:]}}
    if choice.url:
        return {"title": title, "type": "oa.open.url", "payload": {"url": choice.url}}
    return {"title": title, "type": "oa.query.hide", "payload": f"{PRESS}{choice.data}"}


def known_endpoint(value: Any) -> str:
    """The endpoint pinned earlier, or the documented one."""
    return value if value in VERSIONS else V3
