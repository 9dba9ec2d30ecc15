"""Days as people say them: 18/8, "hôm qua", "từ 16 đến 20/8"; typed with or without diacritics."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from messages.folding import fold, lower

_TODAY = re.compile(r"(?:(?:hom|bua|sang|trua|chieu|toi)\s)?nay")
_YESTERDAY = re.compile(r"(?:hom|bua|sang|trua|chieu|toi|dem)\s(?:hom\s)?qua|qua")
_BEFORE_THAT = re.compile(r"(?:hom|bua)\skia")
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_NUMBERS = re.compile(
    r"(?P<day>\d{1,2})\s?[/.-]\s?(?P<month>\d{1,2})(?:\s?[/.-]\s?(?P<year>\d{4}|\d{2}))?"
    r"|(?P<day2>\d{1,2})\s?thang\s?(?P<month2>\d{1,2})(?:,?\s?nam\s?(?P<year2>\d{4}))?"
)
_BARE = re.compile(r"\d{1,2}")
_LEADING = re.compile(r"(?:da|vao|trong|khoang|tu|bat dau|sang|trua|chieu|toi|dem|ngay|hom|bua|mung|mong)\s+")
_TRAILING = re.compile(r"\s+(?:a|nha|nhe|nghen)\Z")
_UNTIL = re.compile(r"\s+(?:cho\s)?(?:den|toi)\s+|\s+-\s+|\s*[–—]\s*")
# "16-20/8": after the dash stands a day, because a month follows it.
_SHORT_RANGE = re.compile(
    r"(?P<first>\d{1,2})\s?-\s?(?P<last>\d{1,2}\s?(?:[/.]|thang)\s?\d{1,2}(?:\s?[/.]\s?\d{4})?)"
)


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `first` to `last`, both included; as said, so `first` may lie after `last`."""

    first: date
    last: date


def read_span(text: str, today: date, around: tuple[date, date]) -> Span | None:
    """The day or days that `text` says; None if it says none, or one that no calendar has.

    `around` (its first and last day) is the time that is talked about: it gives a day its month or its year
    where they were left out.
    """
    said = _TRAILING.sub("", re.sub(r"\s+", " ", fold(text)).strip(" .,!"))
    short = _SHORT_RANGE.fullmatch(_bare_of(said))
    if short:
        return _span(short["first"], short["last"], today, around)
    parts = _UNTIL.split(said)
    if len(parts) == 2:
        return _span(parts[0], parts[1], today, around)
    # Hôm kia is two days ago, hôm kìa three: only the typed mark tells.
    days = 3 if "kìa" in lower(text) else 2
    day = today - timedelta(days) if _BEFORE_THAT.fullmatch(said) else _day(said, today, around)
    return None if day is None or len(parts) > 2 else Span(day, day)


def _span(first: str, last: str, today: date, around: tuple[date, date]) -> Span | None:
    until = _day(last, today, around)
    if until is None:
        return None
    bare = _bare_of(first)
    since = _made(until.year, until.month, int(bare)) if _BARE.fullmatch(bare) else _day(first, today, around)
    return None if since is None else Span(since, until)


def _day(said: str, today: date, around: tuple[date, date]) -> date | None:
    for words, days in ((_TODAY, 0), (_YESTERDAY, 1), (_BEFORE_THAT, 2)):
        if words.fullmatch(said):
            return today - timedelta(days)
    bare = _bare_of(said)
    iso = _ISO.fullmatch(bare)
    if iso:
        return _made(int(iso["year"]), int(iso["month"]), int(iso["day"]))
    found = _NUMBERS.fullmatch(bare)
    if found:
        year = found["year"] or found["year2"] or ""
        return _in_year(
            int(found["month"] or found["month2"]), int(found["day"] or found["day2"]), year, around
        )
    return _of_month(int(bare), around) if _BARE.fullmatch(bare) else None


def _bare_of(said: str) -> str:
    """Without the words that may stand before a date: "từ ngày", "sáng"."""
    while match := _LEADING.match(said):
        said = said[match.end() :]
    return said


def _in_year(month: int, day: int, year: str, around: tuple[date, date]) -> date | None:
    if year:
        return _made(int(year) + (2000 if len(year) == 2 else 0), month, day)
    first, last = around
    made = [_made(each, month, day) for each in range(first.year, last.year + 1)]
    inside = [each for each in made if each and first <= each <= last]
    return inside[0] if inside else made[0]


def _of_month(day: int, around: tuple[date, date]) -> date | None:
    """A bare day of the month: the only such day in the time talked about, else of its first month."""
    first, last = around
    if (last - first).days >= 28:
        return None
    inside = [first + timedelta(n) for n in range((last - first).days + 1)]
    return next((each for each in inside if each.day == day), _made(first.year, first.month, day))


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
