"""Length as Telegram counts it: UTF-16 code units of what is read, after the tags are parsed.

https://core.telegram.org/bots/api#sendmessage: "1-4096 characters after entities parsing"; a character is a
UTF-16 code unit (https://core.telegram.org/api/entities#entity-length). Text is counted in NFC because it is
sent in NFC: a decomposed Vietnamese letter would count up to three times.
"""

import unicodedata

from messages.markup import visible


def utf16(text: str) -> int:
    """UTF-16 code units of the text in NFC; the measure for `markup.split`."""
    return len(unicodedata.normalize("NFC", text).encode("utf-16-le", "surrogatepass")) // 2


def fits(rich: str, limit: int) -> bool:
    """Whether the visible text of `rich` is at most `limit` UTF-16 units long."""
    return utf16(visible(rich)) <= limit
