"""A number as people write one: "12", "1.250 hộ", "được 7 buổi"."""

import re

_NUMBER = re.compile(r"(?<![\d.,])(\d{1,3}(?:[. ]\d{3})+|\d{1,9})(?![\d]|[.,]\d)")
MOST = 999_999_999


def read_number(text: str) -> int | None:
    """The one whole number in `text`; None if there is none, or several."""
    found = _NUMBER.findall(text)
    return int(re.sub(r"\D", "", found[0])) if len(found) == 1 else None
