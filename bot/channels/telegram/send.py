"""Messages on their way out: sent, edited, taken back."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from functools import partial
from typing import Any, NamedTuple

from telegram import Bot, LinkPreviewOptions, Message, ReplyParameters

from bot.channels.base import Refused, Throttled
from bot.channels.telegram.attachments import file_id
from bot.channels.telegram.encode import (
    Rows,
    handle_tail,
    head,
    html,
    is_caption,
    keyboard,
    number,
    parts,
    tails,
)
from bot.channels.telegram.errors import NoText, NotModified, WrongFile, sent_id, unwrapped
from bot.channels.telegram.media import Ready, Shelf, arranged, item
from bot.channels.telegram.request import Wire
from messages.content import Delete, Edit, Outbound, Receipt, Reply, Send
from messages.leaving_out import LeftOut, note

Step = Callable[[int | None], Awaitable[list[str]]]  # quoting -> ids

_BETWEEN = 1.0  # seconds between two messages to one chat; https://core.telegram.org/bots/faq
_PATIENCE = 60.0  # the longest wait, in seconds, for the rest of a message whose beginning is out
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class To(NamedTuple):
    """Where a message goes; whether beyond the free pace it may cost; whether nobody else uploads meanwhile."""

    chat: int
    paid: bool
    uploading: bool = False


class Sender:
    """Carries out outbound messages of one bot."""

    def __init__(
        self,
        wire: Wire,
        bot: Bot,
        shelf: Shelf,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Text goes over `wire` with a body encoded once, all else through `bot`."""
        self._wire = wire
        self._bot = bot
        self._shelf = shelf
        self._sleep = sleep
        self._uploading = asyncio.Lock()

    async def deliver(self, message: Outbound) -> Receipt:
        """Send, edit or delete. Raises a DeliveryError and nothing else."""
        chat = number(message.chat, "chat")
        if isinstance(message, Send):
            return Receipt(messages=tuple(await self._send(chat, message)))
        if isinstance(message, Edit):
            await self._edit(chat, message)
            return Receipt(messages=(message.message,))
        await self._delete(chat, message)
        return Receipt()

    async def _send(self, chat: int, message: Send) -> list[str]:
        quoting = number(message.quoting, "message") if message.quoting else None
        reply, to = message.reply, To(chat, message.paid)
        if not reply.attachments:
            bodies = tails(reply.text, reply.rows)
            if len(bodies) == 1:
                return await self._text(to, bodies[0], quoting)
            return await self._in_turn(self._texts(to, bodies), quoting)
        if not self._shelf.settled(reply.attachments):
            async with self._uploading:
                await self._shelf.recall(reply.attachments)
                if not self._shelf.settled(reply.attachments):
                    return await self._with_files(to._replace(uploading=True), reply, quoting)
        # Whoever comes second finds the file already uploaded, and holds up nobody.
        return await self._with_files(to, reply, quoting)

    async def _with_files(self, to: To, reply: Reply, quoting: int | None) -> list[str]:
        files, missing = await self._shelf.take(reply.attachments)
        text = "\n\n".join(filter(str.strip, (reply.text, note([LeftOut(file=each) for each in missing]))))
        return await self._in_turn(self._steps(to, files, text, reply.rows), quoting)

    def _steps(self, to: To, files: list[Ready], text: str, rows: Rows) -> list[Step]:
        """Files first; the words under the only file where they fit, else after all files."""
        groups = arranged(files, single_last=not text and bool(rows))
        alone = len(groups) == 1 and (len(groups[0]) == 1 or not rows)
        captioned = alone and is_caption(text) and not groups[0][0].wordless
        steps: list[Step] = []
        for group in groups:
            closing = group is groups[-1] and (captioned or not text)
            caption = html(text) if captioned and text else None
            steps.append(partial(self._files, to, group, caption, rows if closing else ()))
        return steps if captioned or not text else [*steps, *self._texts(to, tails(text, rows))]

    def _texts(self, to: To, bodies: tuple[bytes, ...]) -> list[Step]:
        return [partial(self._text, to, body) for body in bodies]

    async def _in_turn(self, steps: list[Step], quoting: int | None) -> list[str]:
        """All parts, no faster than one chat takes them; only the first quotes."""
        if not steps:
            raise Refused("nothing to say: the text is blank and no file is left")
        ids = await steps[0](quoting)
        for step in steps[1:]:
            await self._sleep(_BETWEEN)
            ids += await self._finish(step)
        return ids

    async def _finish(self, step: Step) -> list[str]:
        """A later part: what is out already must not be sent twice because the rest has to wait."""
        try:
            return await step(None)
        except Throttled as throttled:
            if throttled.wait > _PATIENCE:
                raise
            await self._sleep(throttled.wait)
        return await step(None)

    async def _text(self, to: To, body: bytes, quoting: int | None) -> list[str]:
        return [sent_id(*await self._wire.post("sendMessage", head(to.chat, quoting, paid=to.paid), body))]

    async def _files(
        self, to: To, group: list[Ready], caption: str | None, rows: Rows, quoting: int | None
    ) -> list[str]:
        try:
            return await self._group(to, group, caption, rows, quoting)
        except WrongFile:
            async with nullcontext() if to.uploading else self._uploading:
                fresh = await self._shelf.renewed(group)
                if fresh is None:
                    raise
                if any(each.content is not None for each in fresh):
                    return await self._group(to, fresh, caption, rows, quoting)
        return await self._group(to, fresh, caption, rows, quoting)

    async def _group(
        self, to: To, group: list[Ready], caption: str | None, rows: Rows, quoting: int | None
    ) -> list[str]:
        if len(group) == 1 and group[0].content is None:
            return await self._by_handle(to, group[0], caption, rows, quoting)
        reply = quoting and ReplyParameters(quoting, allow_sending_without_reply=True)
        common: dict[str, Any] = {"chat_id": to.chat, "reply_parameters": reply or None}
        if to.paid:
            common["allow_paid_broadcast"] = True
        markup = keyboard(rows)
        sent: tuple[Message, ...]
        with unwrapped():
            if len(group) == 1:
                sent = (await self._file(group[0], caption, common | {"reply_markup": markup}),)
            else:
                album = [item(ready, caption if ready is group[0] else None) for ready in group]
                sent = await self._bot.send_media_group(media=album, **common)
        for ready, message in zip(group, sent, strict=False):
            await self._shelf.learn(ready, message)
        return [str(message.message_id) for message in sent]

    async def _by_handle(
        self, to: To, ready: Ready, caption: str | None, rows: Rows, quoting: int | None
    ) -> list[str]:
        """A file that this bot knows goes out as words do: encoded once for everybody."""
        kind = ready.method[1]
        method = "send" + kind.title().replace("_", "")
        tail = handle_tail(kind, file_id(ready.shown.ref), caption or "", rows)
        return [sent_id(*await self._wire.post(method, head(to.chat, quoting, paid=to.paid), tail))]

    async def _file(self, ready: Ready, caption: str | None, fields: dict[str, Any]) -> Message:
        method, argument = ready.method
        if caption:
            fields |= {"caption": caption, "parse_mode": "HTML"}
        sent: Message = await getattr(self._bot, method)(
            **{argument: ready.media}, filename=ready.name, **fields
        )
        return sent

    async def _edit(self, chat: int, edit: Edit) -> None:
        target = {"chat_id": chat, "message_id": number(edit.message, "message")}
        texts = parts(edit.reply.text)
        if len(texts) > 1:
            raise Refused("an edit cannot be longer than one message: send it anew")
        fields: dict[str, Any] = target | {"reply_markup": keyboard(edit.reply.rows)}
        try:
            with unwrapped():
                await self._change(texts[0] if texts else "", edit.reply.text, fields)
        except NotModified:
            return  # it reads as it should

    async def _change(self, text: str, rich: str, fields: dict[str, Any]) -> None:
        if not text:
            await self._bot.edit_message_reply_markup(**fields)
            return
        try:
            with unwrapped():
                await self._bot.edit_message_text(
                    text, parse_mode="HTML", link_preview_options=_NO_PREVIEW, **fields
                )
        except NoText:
            if not is_caption(rich):
                raise
            await self._bot.edit_message_caption(caption=text, parse_mode="HTML", **fields)

    async def _delete(self, chat: int, delete: Delete) -> None:
        numbers = [number(each, "message") for each in delete.messages]
        with unwrapped():
            if len(numbers) == 1:
                await self._bot.delete_message(chat, numbers[0])
            else:
                for start in range(0, len(numbers), 100):
                    await self._bot.delete_messages(chat, numbers[start : start + 100])
