"""The words that the documents of a dossier share."""

from messages.documents.cleaning import line, shortened
from messages.documents.dossier import Letterhead
from messages.documents.honours.model import Honour, Honours
from messages.render import number

MERIT = 420  # characters of a deed in the list: three to five lines
UNKNOWN = "chưa có dữ liệu"


def born(honour: Honour) -> str:
    """1961 (nữ)."""
    gender = f" ({line(honour.gender)})" if honour.gender else ""
    return f"{honour.born}{gender}".strip()


def standing(honour: Honour) -> str:
    """Position and unit of a person; head, size and unit of a collective."""
    if not honour.collective:
        return "; ".join(filter(None, (line(honour.position), line(honour.unit))))
    head = f"người đứng đầu: {line(honour.position)}" if honour.position else ""
    size = f"{number(honour.members)} người" if honour.members else ""
    return "; ".join(filter(None, (line(honour.unit), head, size)))


def submitters(letterhead: Letterhead) -> str:
    """Who proposes, and with whom (plan V.3: with the agency that appraises)."""
    others = ", ".join(map(line, letterhead.copies))
    return f"{line(letterhead.agency)}{f' (phối hợp {others})' if others else ''}"


def merit(honour: Honour, limit: int) -> str:
    """What was done, where, when, with which result; cut to so many characters."""
    result = f" Kết quả: {line(honour.result)}." if line(honour.result) else ""
    told = line(honour.deed) or "(xem tệp gửi kèm lời giới thiệu)"
    return shortened(f"{told} ({line(honour.days)}; {line(honour.place)}).{result}", limit)


def zones(honour: Honour) -> str:
    """The commune's colour before and after; known of both, of one, or of neither."""
    return f"trước: {honour.before or UNKNOWN}; sau: {honour.after or UNKNOWN}"


def remarks(honour: Honour) -> str:
    """What the last column of the list holds."""
    parts = [honour.code]
    if honour.sudden:
        parts.append("thành tích đột xuất")
    if honour.collective:
        parts.append(f"vùng {zones(honour)}")
    if line(honour.praised):
        parts.append(f"đã khen: {shortened(honour.praised, 120)}")
    return "; ".join(parts)


def total(honours: Honours) -> str:
    """How many, in the words that every document of the dossier uses."""
    return f"{number(len(honours.collectives))} tập thể, {number(len(honours.people))} cá nhân"
