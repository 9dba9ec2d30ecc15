"""Days and hours as Vietnamese says them: 25/8 -> ngày hai mươi lăm tháng tám; 16h05 -> mười sáu giờ năm phút."""

import re

from messages.spoken.numbers import spell

_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?P<month>0?[1-9]|1[0-2])"
_YEAR = r"(?P<year>[12]\d{3})"
_EDGE, _END = r"(?<![\d/.,-])", r"(?![\d/]|[.,]\d)"
_BEFORE = r"(?:(?P<said>ngày|mùng|mồng)\s+)?"
# "10/11 huyện" is a share.
_COUNTED = "tổng trong số huyện xã phường thị ấp khóm ca hộ người phần dân cơ đơn doanh trường điểm chốt chợ"
_SHARE = rf"(?!\s+(?:{'|'.join(_COUNTED.split())})\b)"
_RANGE = re.compile(
    rf"(?:(?P<from>từ)\s+)?(?:ngày\s+)?{_EDGE}(?P<first>0?[1-9]|[12]\d|3[01])\s?[-–—]\s?{_DAY}[/.]{_MONTH}"
    rf"(?:[/.]{_YEAR})?{_END}",
    re.IGNORECASE,
)
_WHOLE = re.compile(rf"{_BEFORE}{_EDGE}{_DAY}[/.-]{_MONTH}[/.-]{_YEAR}{_END}", re.IGNORECASE)
_SHORT = re.compile(rf"{_BEFORE}{_EDGE}{_DAY}/{_MONTH}{_END}{_SHARE}", re.IGNORECASE)
_OF_YEAR = re.compile(rf"(?P<said>tháng)\s+{_MONTH}[/-]{_YEAR}{_END}", re.IGNORECASE)
_HOURS = re.compile(
    r"(?<![\d:.,])(?P<hour>[01]?\d|2[0-4])(?::(?P<minute>[0-5]\d)(?!\d)|\s?(?:h|giờ)\s?(?P<late>[0-5]?\d)?"
    r"(?:\s?(?:phút|p\b))?(?![\w:]))",
    re.IGNORECASE,
)


def say_days(text: str) -> str:
    """The text with its days and hours in words."""
    text = _RANGE.sub(_range, text)
    for pattern in (_WHOLE, _SHORT):
        text = pattern.sub(_one, text)
    text = _OF_YEAR.sub(lambda m: f"{m['said']} {month(int(m['month']))} năm {spell(int(m['year']))}", text)
    return _HOURS.sub(_hour, text)


def month(number: int) -> str:
    """Tháng tư, never tháng bốn."""
    return "tư" if number == 4 else spell(number)


def _day(number: int) -> str:
    return f"mùng {spell(number)}" if number <= 10 else spell(number)


def _exists(day: str, of: str) -> bool:
    return int(day) <= _LONGEST[int(of) - 1]


def _one(found: re.Match[str]) -> str:
    if not _exists(found["day"], found["month"]):
        return found.group()
    said = "Ngày" if (found["said"] or "")[:1].isupper() else "ngày"
    day = f"{said} {_day(int(found['day']))} tháng {month(int(found['month']))}"
    year = found.groupdict().get("year")
    return f"{day} năm {spell(int(year))}" if year else day


def _range(found: re.Match[str]) -> str:
    if not _exists(found["day"], found["month"]) or int(found["first"]) >= int(found["day"]):
        return found.group()
    since = found["from"] or "từ"
    year = f" năm {spell(int(found['year']))}" if found["year"] else ""
    until = f"ngày {_day(int(found['day']))} tháng {month(int(found['month']))}{year}"
    return f"{since} ngày {_day(int(found['first']))} đến {until}"


def _hour(found: re.Match[str]) -> str:
    minutes = int(found["minute"] or found["late"] or 0)
    hour = f"{spell(int(found['hour']))} giờ"
    return f"{hour} {spell(minutes)} phút" if minutes else hour
