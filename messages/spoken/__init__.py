"""A text as a voice reads it over a loudspeaker: no digit, no sign, nothing shortened."""

import re
import unicodedata

from messages.spoken.days import say_days
from messages.spoken.numbers import digit_by_digit, spell, spell_digits, spell_fraction
from messages.spoken.shortened import say_short, say_units

__all__ = ["spell", "spoken"]

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+")
_PHONE = re.compile(
    r"(?<![\w.,/])(?:\+84|0)(?:[ .-]?\d){8,10}(?![\d.,]?\d)|(?<![\w.,/])1[89]00(?:[ .-]?\d){4,6}(?!\d)"
)
_CALLED = re.compile(
    r"(?P<how>(?:gọi|điện thoại|đường dây nóng|tổng đài|hotline)(?:\s+(?:số|đến|tới|ngay|cho|theo))*\s*:?\s+)"
    r"(?P<number>\d(?:[ .-]?\d){2,10})(?![\d.,/%]*\d)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?<=\d)\s?[-–—]\s?(?=\d)")
_SHARE = re.compile(r"(?<=\d)\s?/\s?(?=\d)")
_PERCENT = re.compile(r"(?<=\d)\s?%")
_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{3})+(?![\d])")
_DECIMAL = re.compile(r"(\d+),(\d+)(?!\d)")
_NUMBER = re.compile(r"\d+")
_LIST = re.compile(r"^[ \t]*[-–—•*+·]+[ \t]+", re.MULTILINE)
_SIGNS = {
    "&": " và ",
    "+": " cộng ",
    "=": " bằng ",
    "≥": " từ ",
    "≤": " không quá ",
    "<": " dưới ",
    ">": " trên ",
    "~": " khoảng ",
    "×": " nhân ",
}
_AFTER = str.maketrans(
    {
        "/": " ",
        "\\": " ",
        "_": " ",
        "|": " ",
        "#": " ",
        "*": " ",
        "%": " phần trăm",
        "@": " ",
        "^": " ",
        "$": " đô la ",
    }
)


def spoken(text: str) -> str:
    """The text to be read aloud, line by line as it was written."""
    text = unicodedata.normalize("NFC", _LIST.sub("", _plain_digits(text)))
    text = _ADDRESS.sub("địa chỉ ghi trong tin nhắn", text)
    text = _CALLED.sub(lambda found: found["how"] + _digits(found["number"]), text)
    text = _PHONE.sub(lambda found: _digits(found.group()), text)
    text = say_days(say_short(text))
    text = _amounts(say_units(_PERCENT.sub(" phần trăm", text)))
    return _tidied(_signs(text))


def _plain_digits(text: str) -> str:
    """Digits of other writings, and small ones set high or low, as plain ones; "m²" and "km²" are left to the units."""
    return "".join(
        char
        if char.isascii() or char in "²³" or (value := unicodedata.digit(char, None)) is None
        else str(value)
        for char in text
    )


def _digits(number: str) -> str:
    return digit_by_digit(re.sub(r"\D", "", number))


def _amounts(text: str) -> str:
    """Every number left, in words; between letters and a number stands a space."""
    text = _BETWEEN.sub(" đến ", text)
    text = _THOUSANDS.sub(lambda found: found.group().replace(".", ""), text)
    text = _SHARE.sub(" trên ", text)
    text = _DECIMAL.sub(lambda found: f" {spell_fraction(found[1], found[2])} ", text)
    return _NUMBER.sub(lambda found: f" {spell_digits(found.group())} ", text)


def _signs(text: str) -> str:
    text = "".join(_SIGNS.get(char, char) for char in text)
    text = text.replace("²", " vuông").replace("³", " khối").translate(_AFTER)
    # Pictures and other signs have no sound; letters, marks on letters, and what a voice pauses at stay.
    return "".join(char for char in text if char == "\n" or unicodedata.category(char)[0] in "LMPZ")


def _tidied(text: str) -> str:
    text = re.sub(r"[^\S\n]+", " ", text)
    text = re.sub(r" *\n *", "\n", re.sub(r" (?=[,.;:!?…)\]”’])", "", text))
    text = re.sub(r"(?<=[(\[“‘]) ", "", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()
