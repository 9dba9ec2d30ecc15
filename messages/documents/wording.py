"""The words of the documents."""

from datetime import date, datetime
from enum import StrEnum

from messages.documents.cleaning import line, shortened
from messages.documents.dossier import Bulk, Dossier, Matter
from messages.render import day, number

SENT_BY_CITIZEN = "Người dân"
UNVERIFIED = "Cơ quan, đơn vị (chưa xác minh)"
NO_TEXT = "(Không có chữ, xem {files} tệp gửi kèm)"
NOT_KEPT = "(Nội dung không còn được lưu)"


class Urgency(StrEnum):
    URGENT = "Khẩn"
    NORMAL = "Thường"


def hour(value: datetime) -> str:
    """16 giờ 05 ngày 25/8/2021, as official texts write it."""
    return f"{value:%H} giờ {value:%M} ngày {day(value)}"


def period(dossier: Dossier) -> str:
    """Từ ... đến ..."""
    return f"từ {hour(dossier.since)} đến {hour(dossier.until)}"


def blank_date(place: str, value: date) -> str:
    """The date line with its day left to whoever signs; January and February get a nought (NĐ 30/2020)."""
    month = f"{value.month:02d}" if value.month <= 2 else str(value.month)
    return f"{place}, ngày      tháng {month} năm {value.year}"


def urgency(matter: Matter) -> Urgency:
    """How urgent, in one word."""
    return Urgency.URGENT if matter.urgent else Urgency.NORMAL


def said(matter: Matter, limit: int) -> str:
    """What was written, on one line; what stands for it where nothing was."""
    return shortened(matter.words, limit) or _unsaid(matter)


def _unsaid(matter: Matter) -> str:
    return NO_TEXT.format(files=number(matter.files)) if matter.files else NOT_KEPT


def entry(matter: Matter, limit: int) -> str:
    """One report in a sentence's length: code, kind, words."""
    return f"{matter.code}. {line(matter.kind)}: {said(matter, limit)}"


def came(totals: Bulk) -> str:
    """What came."""
    before = f"{number(totals.new_before)} việc trong khoảng thời gian bằng kỳ này, liền trước đó"
    return f"Mới gửi đến trong kỳ: {number(totals.new)} việc (so với {before})."


def senders(dossier: Dossier) -> str:
    """Of what came, what offices and units met with, and what citizens told; empty if nothing came."""
    new = [matter for matter in dossier.matters if matter.new]
    if not new:
        return ""
    bodies = [matter for matter in new if from_body(matter)]
    doubtful = sum(matter.sender == UNVERIFIED for matter in bodies)
    besides = f" (chưa xác minh: {number(doubtful)} việc)" if doubtful else ""
    return (
        f"Trong số mới gửi đến: khó khăn, vướng mắc của cơ quan, đơn vị: {number(len(bodies))} việc{besides};"
        f" phản ánh của người dân: {number(len(new) - len(bodies))} việc."
    )


def from_body(matter: Matter) -> bool:
    """Whether an office or unit speaks, verified or not."""
    return matter.sender != SENT_BY_CITIZEN


def origin(matter: Matter) -> str:
    """Where it comes from, and of whom if that is an office or unit."""
    return f"{line(matter.place)}; {line(matter.sender)}" if from_body(matter) else line(matter.place)


def handled(totals: Bulk) -> str:
    """What was done."""
    done = f"Được trả lời trong kỳ: {number(totals.answered)} việc; giải quyết xong: {number(totals.resolved)} việc"
    return f"{done}; người gửi rút lại: {number(totals.withdrawn)} việc."


def rated(totals: Bulk) -> str:
    """How it went, as those say who reported; empty if nobody said so."""
    if not (totals.content or totals.discontent):
        return ""
    said = f"{number(totals.content)} lượt hài lòng, {number(totals.discontent)} lượt chưa hài lòng"
    return f"Người phản ánh đánh giá kết quả trong kỳ: {said}."


def overdue(dossier: Dossier) -> int:
    """How many promises of an answer had passed."""
    return sum(each.count for each in dossier.late)


def remaining(dossier: Dossier) -> str:
    """What is left."""
    totals = dossier.totals
    return (
        f"Đang chờ giải quyết, tính đến {hour(dossier.until)}: {number(totals.open)} việc"
        f" (đầu kỳ: {number(totals.open_before)} việc), trong đó khẩn: {number(totals.urgent)} việc."
    )
