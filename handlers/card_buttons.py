"""The buttons of a card: four that matter most in its state, the rest behind "Việc khác…"."""

from collections.abc import Mapping

from handlers.seats import Seat
from messages import buttons
from messages.content import Choice
from storage.records import OPEN_REPORTS, REPORT_MOVES, Report, ReportState

TAKE, ANSWER, ASK, FORWARD, RESOLVE = "nhan", "traloi", "hoi", "chuyen", "xong"
NOT_OURS, DUPLICATE, URGE, CALM, NOTE = "khongthuoc", "trung", "khan", "thuong", "ghichu"
PROPOSE, SUBMIT, DECIDE, REOPEN, RETURN = "dexuat", "trinh", "ykien", "molai", "tralai"
MORE, LESS = "khac", "gon"
LABELS: Mapping[str, str] = {
    TAKE: "Tiếp nhận",
    ANSWER: "Trả lời",
    ASK: "Hỏi thêm",
    FORWARD: "Chuyển",
    RESOLVE: "Đã giải quyết",
    NOT_OURS: "Không thuộc thẩm quyền",
    DUPLICATE: "Trùng",
    URGE: "Khẩn",
    CALM: "Bỏ khẩn",
    NOTE: "Ghi chú nội bộ",
    PROPOSE: "Đề xuất hướng giải quyết",
    SUBMIT: "Đã tổng hợp, trình UBND tỉnh",
    DECIDE: "UBND tỉnh đã có ý kiến",
    REOPEN: "Mở lại",
    RETURN: "Trả lại nơi chuyển",
    MORE: "Việc khác…",
    LESS: "Thu gọn",
}
FIRST = 4
TAKEN_FROM = frozenset({ReportState.NEW, ReportState.FORWARDED, ReportState.ASKED, ReportState.REOPENED})
_LEADS_TO: Mapping[str, ReportState] = {
    TAKE: ReportState.RECEIVED,
    ASK: ReportState.ASKED,
    FORWARD: ReportState.FORWARDED,
    RESOLVE: ReportState.RESOLVED,
    NOT_OURS: ReportState.NOT_OURS,
    DUPLICATE: ReportState.DUPLICATE,
    SUBMIT: ReportState.SUBMITTED,
    DECIDE: ReportState.DECIDED,
    REOPEN: ReportState.REOPENED,
}
# In the order in which they are offered; the first four that may be done stand on the first screen.
_OF: Mapping[Seat, tuple[str, ...]] = {
    Seat.OFFICE: (
        TAKE, ANSWER, FORWARD, RESOLVE, DECIDE, ASK, SUBMIT, PROPOSE, NOTE, URGE, CALM, DUPLICATE, NOT_OURS, REOPEN,
    ),
    Seat.HANDLER: (TAKE, ANSWER, ASK, RESOLVE, RETURN, PROPOSE, NOTE),
    Seat.COMMITTEE: (DECIDE, NOTE),
}  # fmt: skip


def may(action: str, report: Report) -> bool:
    """Whether the report's state allows it."""
    if action == TAKE:
        return report.state in TAKEN_FROM
    if action in _LEADS_TO:
        return _LEADS_TO[action] in REPORT_MOVES[report.state]
    if action in {URGE, CALM}:
        return report.state in OPEN_REPORTS and report.urgent == (action == CALM)
    return report.state in OPEN_REPORTS


def belongs(action: str, seat: Seat) -> bool:
    """Whether it is this seat's to do."""
    return action in _OF[seat]


def rows(
    report: Report, seat: Seat, *, every: bool = False, folds: bool = True
) -> tuple[tuple[Choice, ...], ...]:
    """The keyboard of a card, two buttons a row; `every` opens the rest, to be folded again where a card `folds`."""
    names = [name for name in _OF[seat] if may(name, report)]
    shown = names if every or len(names) <= FIRST else names[:FIRST]
    made = [Choice(label=LABELS[name], data=buttons.report(report.code, name)) for name in shown]
    pairs = [tuple(made[at : at + 2]) for at in range(0, len(made), 2)]
    if len(names) > FIRST and (folds or not every):
        fold = LESS if every else MORE
        pairs.append((Choice(label=LABELS[fold], data=buttons.report(report.code, fold)),))
    return tuple(pairs)
