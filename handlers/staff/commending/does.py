"""The steps of a nomination's review: what they are called, whose they are, and in which states they may be taken."""

from collections.abc import Callable, Collection, Mapping

from handlers.staff.commending.seats import Seat, Seats
from messages import buttons
from messages.content import Choice
from messages.vi.commending import ANSWERED
from storage.records import AGREED, CONFIRMED, CONSULTED, Nomination, NominationState, Track, may_move

CONFIRM, UNSURE, UNTRUE = "gt_dung", "gt_chuaro", "gt_sai"
PRAISE, DETAIL, NAME, UNNAME, HAND = "gt_khen", "gt_chitiet", "gt_neuten", "gt_khongten", "gt_ma"
CONSIDER, PROPOSE, DECLINE = "gt_xem", "gt_dexuat", "gt_khong"
APPRAISE, SEND_BACK, COUNCIL, DECIDE = "gt_thamdinh", "gt_tralai", "gt_hoidong", "gt_quyetdinh"
REOPEN, SUDDEN, USUAL, FIT, UNFIT = "gt_molai", "gt_dotxuat", "gt_theodot", "gt_thuoc", "gt_ngoai"
CONSULT, AGREE, CORRECT = "gt_xinykien", "gt_thongnhat", "gt_suaqd"
SCORE, NOTE, READ, MORE, LESS = "gt_diem", "gt_ghichu", "gt_doc", "gt_khac", "gt_gon"
LABELS: Mapping[str, str] = {
    CONFIRM: "Xác nhận đúng",
    UNSURE: "Chưa xác minh được",
    UNTRUE: "Không đúng",
    PRAISE: "Khen tại chỗ",
    DETAIL: "Bổ sung thông tin",
    NAME: "Đồng ý nêu tên",
    UNNAME: "Không nêu tên",
    HAND: "Mã để tự trả lời",
    CONSIDER: "Xem xét",
    PROPOSE: "Đề xuất khen thưởng",
    DECLINE: "Không đưa vào danh sách",
    APPRAISE: "Đã thẩm định",
    SEND_BACK: "Trả lại nơi đề xuất",
    COUNCIL: "Hội đồng đã xét",
    DECIDE: "Đã có quyết định",
    REOPEN: "Xem lại",
    SUDDEN: "Thành tích đột xuất",
    USUAL: "Theo đợt thi đua",
    FIT: "Thuộc đối tượng",
    UNFIT: "Ngoài đối tượng",
    CONSULT: "Xin ý kiến phối hợp",
    AGREE: "Thống nhất đề xuất",
    CORRECT: "Sửa quyết định đã ghi",
    SCORE: "Chấm điểm",
    NOTE: "Ghi chú nội bộ",
    READ: "Đọc đủ lời kể",
    MORE: "Việc khác…",
    LESS: "Thu gọn",
}
FIRST = 4
LEADS_TO: Mapping[str, NominationState] = {
    CONFIRM: NominationState.VERIFIED,
    UNSURE: NominationState.UNVERIFIED,
    UNTRUE: NominationState.UNTRUE,
    CONSIDER: NominationState.CONSIDERED,
    PROPOSE: NominationState.PROPOSED,
    DECLINE: NominationState.DECLINED,
    APPRAISE: NominationState.APPRAISED,
    SEND_BACK: NominationState.CONSIDERED,
    COUNCIL: NominationState.COUNCIL,
    DECIDE: NominationState.DECIDED,
}
# From where a step is taken, where the table of moves alone would allow it from more.
_ONLY_FROM: Mapping[str, frozenset[NominationState]] = {
    CONSIDER: frozenset({NominationState.VERIFIED}),
    SEND_BACK: frozenset({NominationState.PROPOSED}),
    REOPEN: frozenset({NominationState.UNTRUE, NominationState.DECLINED}),
}
# While nothing has been decided about it, and it is confirmed.
IN_REVIEW = CONFIRMED - {NominationState.DECIDED}
_TRACKED_IN = IN_REVIEW - {NominationState.COUNCIL}
# Steps that lead to no other state.
_KEPT_APART: Mapping[str, Callable[[Nomination], bool]] = {
    PRAISE: lambda each: each.state in CONFIRMED,
    DETAIL: lambda each: each.state in CONFIRMED,
    # Who has said no themselves is not overruled: they are asked again, by a code.
    NAME: lambda each: each.state in CONFIRMED and each.named is not True and not answered(each),
    UNNAME: lambda each: each.state in CONFIRMED and each.named is not False,
    HAND: lambda each: each.state in CONFIRMED,
    FIT: lambda each: each.state in IN_REVIEW and each.fits is not True,
    UNFIT: lambda each: each.state in IN_REVIEW and each.fits is not False,
    SUDDEN: lambda each: each.state in _TRACKED_IN and each.track is Track.CAMPAIGN,
    USUAL: lambda each: each.state in _TRACKED_IN and each.track is Track.SUDDEN,
    SCORE: lambda each: each.state in IN_REVIEW,
    CONSULT: lambda each: each.state is NominationState.CONSIDERED,
    AGREE: lambda each: each.state in {NominationState.CONSIDERED, NominationState.PROPOSED},
    CORRECT: lambda each: each.state is NominationState.DECIDED,
}
# What is asked and agreed once in each round of a proposal, by the event that tells that it was.
_ONCE: Mapping[str, frozenset[str]] = {CONSULT: frozenset({CONSULTED, AGREED}), AGREE: frozenset({AGREED})}
# In the order in which they are offered; the first four that may be taken stand on the first screen.
_OF: Mapping[Seat, tuple[str, ...]] = {
    Seat.LOCALITY: (CONFIRM, UNSURE, UNTRUE, PRAISE, DETAIL, NAME, UNNAME, HAND, NOTE, READ),
    Seat.HEALTH: (CONSIDER, PROPOSE, DECLINE, CONSULT, FIT, UNFIT, SCORE, REOPEN, SUDDEN, USUAL, NOTE, READ),
    Seat.OFFICE: (
        AGREE, APPRAISE, COUNCIL, DECIDE, SEND_BACK, DECLINE, FIT, UNFIT, SCORE, REOPEN, SUDDEN, USUAL, CORRECT,
        NOTE, READ,
    ),
}  # fmt: skip


def answered(nomination: Nomination) -> bool:
    """Whether the nominee has said themselves if they may be named."""
    return nomination.named_by in ANSWERED.values()


def may(action: str, nomination: Nomination) -> bool:
    """Whether the nomination's state allows it."""
    state = nomination.state
    if action in _ONLY_FROM and state not in _ONLY_FROM[action]:
        return False
    if action in LEADS_TO:
        return may_move(state, LEADS_TO[action], nomination.track)
    asked = _KEPT_APART.get(action)
    return asked(nomination) if asked else state is not NominationState.WITHDRAWN


def belongs(action: str, seats: Seats) -> bool:
    """Whether it is one of these seats' to do."""
    return any(action in _OF[seat] for seat in seats)


def rows(
    nomination: Nomination,
    seats: Seats,
    *,
    marked: bool,
    told: Collection[str] = (),
    every: bool = False,
    folds: bool = True,
) -> tuple[tuple[Choice, ...], ...]:
    """The keyboard of a card, two buttons a row; `marked` asks for a judgement first.

    `told`: the kinds of what happened in this round of the proposal.
    `every` opens the rest, to be folded again where a card `folds`.
    """
    names = [name for seat in Seat if seat in seats for name in _OF[seat] if may(name, nomination)]
    names = [name for name in dict.fromkeys(names) if _ONCE.get(name, frozenset()).isdisjoint(told)]
    if Seat.OFFICE in seats and CONSULT in names:
        names.remove(CONSULT)  # who would be asked is who asks
    if marked and nomination.fits is None:
        names.sort(key=lambda name: name not in {FIT, UNFIT})
    elif not marked:
        names = [name for name in names if name not in {FIT, UNFIT}]
    shown = names if every or len(names) <= FIRST else names[:FIRST]
    made = [Choice(label=LABELS[name], data=buttons.nomination(nomination.code, name)) for name in shown]
    pairs = [tuple(made[at : at + 2]) for at in range(0, len(made), 2)]
    if len(names) > FIRST and (folds or not every):
        fold = LESS if every else MORE
        pairs.append((Choice(label=LABELS[fold], data=buttons.nomination(nomination.code, fold)),))
    return tuple(pairs)
