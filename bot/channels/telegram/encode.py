"""Replies in Telegram's form: parts of HTML, inline keyboards, request bodies encoded once for many chats."""

import json
import unicodedata
from functools import lru_cache
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.channels.base import Refused
from messages.content import Choice
from messages.length import fits, utf16
from messages.markup import split

TEXT = 4096  # UTF-16 units after the tags are parsed; https://core.telegram.org/bots/api#sendmessage
CAPTION = 1024  # the same for words under a file; https://core.telegram.org/bots/api#sendphoto
LABEL = 64  # longer ones are cut off on every screen anyway
DATA = 64  # bytes; https://core.telegram.org/bots/api#inlinekeyboardbutton

Rows = tuple[tuple[Choice, ...], ...]


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    """The choices as buttons under the message. Raises Refused for data that no button can carry."""
    if not any(rows):
        return None
    return InlineKeyboardMarkup([[_button(choice) for choice in row] for row in rows if row])


def _button(choice: Choice) -> InlineKeyboardButton:
    label = choice.label if len(choice.label) <= LABEL else choice.label[: LABEL - 1].rstrip() + "…"
    if choice.url:
        return InlineKeyboardButton(label, url=choice.url)
    if not 1 <= len(choice.data.encode()) <= DATA:
        raise Refused(
            f"button {choice.label!r} has data of {len(choice.data.encode())} bytes; 1 to {DATA} fit"
        )
    return InlineKeyboardButton(label, callback_data=choice.data)


def html(rich: str) -> str:
    """Rich text as Telegram takes it: its HTML is a superset of ours; length counts in NFC."""
    return unicodedata.normalize("NFC", rich)


def parts(rich: str) -> list[str]:
    """The text in as few messages as will hold it; none for a blank text."""
    return [html(part) for part in split(rich, TEXT, utf16)]


def is_caption(rich: str) -> bool:
    """Whether the text fits under a file."""
    return fits(rich, CAPTION)


@lru_cache(maxsize=64)
def tails(rich: str, rows: Rows) -> tuple[bytes, ...]:
    """Bodies for sendMessage, one a part, all but the chat: a bulletin is encoded once for all its readers.

    A tail continues `{"chat_id":1` with a comma. The buttons are on the last part.
    """
    markup = keyboard(rows)
    texts = parts(rich)
    last = len(texts) - 1
    return tuple(
        _tail(text, markup.to_dict() if markup and index == last else None)
        for index, text in enumerate(texts)
    )


def _tail(text: str, markup: dict[str, Any] | None) -> bytes:
    fields: dict[str, Any] = {
        "text": text,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    return _continued(fields, markup)


@lru_cache(maxsize=64)
def handle_tail(kind: str, handle: str, caption: str, rows: Rows) -> bytes:
    """The same for a file that the bot has a handle for; `kind` is the method's argument: photo, video_note ..."""
    markup = keyboard(rows)
    fields: dict[str, Any] = {kind: handle}
    if caption:
        fields |= {"caption": caption, "parse_mode": "HTML"}
    return _continued(fields, markup.to_dict() if markup else None)


def _continued(fields: dict[str, Any], markup: dict[str, Any] | None) -> bytes:
    if markup:
        fields["reply_markup"] = markup
    return b"," + json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")[1:]


def head(chat: int, quoting: int | None, *, paid: bool = False) -> bytes:
    """The beginning that belongs before a tail; `paid`: beyond the free pace, for Stars."""
    start = b'{"chat_id":%d' % chat
    if paid:  # https://core.telegram.org/bots/api#sendmessage
        start += b',"allow_paid_broadcast":true'
    if quoting is None:
        return start
    reply = b',"reply_parameters":{"message_id":%d,"allow_sending_without_reply":true}'
    return start + reply % quoting


def number(text: str, what: str) -> int:
    """A Telegram id. Raises Refused for what is none."""
    try:
        return int(text)
    except ValueError:
        raise Refused(f"{what} {text!r} is no Telegram id: is it another channel's?") from None
