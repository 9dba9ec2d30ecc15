"""Numbers as Vietnamese says them: 105 -> một trăm linh năm."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", " nghìn", " triệu")
_BILLION = 10**9
LONGEST = 18  # digits: nobody hears out more than a billion billions


def spell(number: int) -> str:
    """A number from 0 on in words."""
    if number < 0:
        return f"âm {spell(-number)}"
    return "không" if number == 0 else _whole(number, full=False)


def _whole(number: int, *, full: bool) -> str:
    """`full`: something stands before it, so that its hundreds are said even if there are none."""
    above, rest = divmod(number, _BILLION)
    parts = [f"{_whole(above, full=full)} tỷ"] if above else []
    for power in (2, 1, 0):
        group = rest // 1000**power % 1000
        if group:
            parts.append(_group(group, full=full or bool(parts)) + _SCALES[power])
    return " ".join(parts)


def _group(group: int, *, full: bool) -> str:
    hundreds, rest = divmod(group, 100)
    tens, ones = divmod(rest, 10)
    parts = [f"{_DIGITS[hundreds]} trăm"] if hundreds or full else []
    if tens:
        parts.append("mười" if tens == 1 else f"{_DIGITS[tens]} mươi")
    elif ones and parts:
        parts.append("linh")
    if ones:
        parts.append(_ones(tens, ones))
    return " ".join(parts)


def _ones(tens: int, ones: int) -> str:
    """một becomes mốt after mươi, năm becomes lăm after mười and mươi."""
    if ones == 1 and tens > 1:
        return "mốt"
    return "lăm" if ones == 5 and tens else _DIGITS[ones]


def digit_by_digit(digits: str) -> str:
    """A telephone number, or whatever else is no amount."""
    return " ".join(_DIGITS[int(digit)] for digit in digits)


def spell_digits(digits: str) -> str:
    """What stands written: "05" is năm; a longer run with a zero before it, or one beyond counting, is read out."""
    if len(digits) > LONGEST or (len(digits) > 2 and digits[0] == "0"):
        return digit_by_digit(digits)
    return spell(int(digits))


def spell_fraction(whole: str, fraction: str) -> str:
    """12,25 -> mười hai phẩy hai mươi lăm; 0,05 -> không phẩy không năm."""
    said = digit_by_digit(fraction) if fraction[0] == "0" or len(fraction) > 2 else spell(int(fraction))
    return f"{spell_digits(whole)} phẩy {said}"
