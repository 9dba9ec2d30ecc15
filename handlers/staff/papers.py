"""A document as officers write it down: its number, its day, and what it says, parted by semicolons."""

import re
from dataclasses import dataclass
from datetime import date

from handlers.dates import read_span
from messages.folding import phrase, tidy
from storage.campaign import Campaign

_PARTS = re.compile(r"\s*[;\n]\s*")
_NUMBER_LIMIT = 60
_NO_NUMBER = frozenset({"khong so", "khong co so", "khong"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """`number` of the document, empty if it has none; its day; the words."""

    number: str
    day: date
    words: str


def read_paper(text: str, today: date, campaign: Campaign) -> Paper | str:
    """What was written as "number; day; words"; otherwise what is wrong with it."""
    parts = _PARTS.split(text.strip(), maxsplit=2)
    if len(parts) < 3 or not parts[2].strip():
        return "thiếu một trong ba phần"
    number = tidy(
        re.sub(r"^(?:văn bản\s+|quyết định\s+|biên bản\s+)?số\s+(?=\d)", "", parts[0], flags=re.IGNORECASE)
    )
    if len(number) > _NUMBER_LIMIT:
        return "số văn bản dài quá"
    span = read_span(parts[1], today, (campaign.starts, max(today, campaign.ends)))
    if span is None or span.first != span.last:
        return f"không đọc được ngày “{tidy(parts[1])[:30]}”"
    if span.first > today:
        return f"ngày {span.first.day}/{span.first.month}/{span.first.year} chưa đến"
    return Paper(
        number="" if phrase(number) in _NO_NUMBER else number, day=span.first, words=parts[2].strip()
    )


def parts_of(text: str) -> list[str]:
    """The parts that semicolons or lines divide, trimmed, the empty ones too."""
    return [part.strip() for part in _PARTS.split(text.strip())]
