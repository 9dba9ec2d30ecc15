"""A time of day on a day, as people say it: "15:30 ngày 20/8", "17h mai", "8 giờ sáng 21/8"."""

import re
from datetime import date, datetime, time, timedelta

from handlers.dates import read_span
from messages.folding import fold

_TIME = re.compile(
    r"(?<![\d/.-])(?P<hour>[01]?\d|2[0-3])\s?(?:(?::|gio|h|g)\s?(?P<minute>[0-5]\d)?)"
    r"(?P<ruoi>\s?ruoi)?(?P<part>\s?(?:sang|trua|chieu|toi))?(?![\d/])"
)
_TOMORROW = re.compile(r"\b(?:ngay\s|sang\s|trua\s|chieu\s|toi\s)?(?:mai)\b")
_AFTERNOON = frozenset({"chieu", "toi"})


def read_moment(text: str, now: datetime, around: tuple[date, date]) -> datetime | None:
    """The moment that `text` says, in the zone of `now`; None if it says no time or no readable day.

    Without a day it is today. `around` gives a day its month and year where they were left out.
    """
    said = re.sub(r"\s+", " ", fold(text)).strip(" .,!")
    found = _TIME.search(said)
    if found is None:
        return None
    day = _day(f"{said[: found.start()]} {said[found.end() :]}", now.date(), around)
    return None if day is None else datetime.combine(day, _time(found), now.tzinfo)


def _time(found: re.Match[str]) -> time:
    hour, minute = int(found["hour"]), int(found["minute"] or (30 if found["ruoi"] else 0))
    if (found["part"] or "").strip() in _AFTERNOON and hour < 12:
        hour += 12
    return time(hour, minute)


def _day(rest: str, today: date, around: tuple[date, date]) -> date | None:
    rest = re.sub(r"\b(?:luc|vao|den|truoc)\b", " ", rest)
    rest = re.sub(r"\s+", " ", rest).strip(" ,.-")
    if not rest:
        return today
    if _TOMORROW.fullmatch(rest):
        return today + timedelta(days=1)
    span = read_span(rest, today, around)
    return span.first if span is not None and span.first == span.last else None
