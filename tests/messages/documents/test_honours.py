"""The dossier of commendation: its papers agree, hold what is known, and leave blank what is the office's."""

import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

from docx.enum.text import WD_TAB_LEADER
from hypothesis import given, settings
from hypothesis import strategies as st

from messages.documents.dossier import Letterhead
from messages.documents.honours import Honour, Honours, draw
from messages.documents.honours.book import LIST, TOTALS
from tests.messages.documents.reading import document, sheets, table, words_of

LETTERHEAD = Letterhead(
    parent="Ủy ban nhân dân tỉnh Bắc Sơn Nam",
    parent_lines=("Ủy ban nhân dân", "tỉnh Bắc Sơn Nam"),
    agency="Sở Y tế",
    short="SYT",
    signer="Giám đốc",
    place="Bắc Sơn Nam",
    ground="",
    subject="",
    copies=("Sở Nội vụ",),
)
PERSON = Honour(
    code="GT-00001",
    collective=False,
    name="Nguyễn Thị Lành",
    born="1961",
    gender="nữ",
    position="nội trợ",
    members=0,
    unit="ấp Kinh Giữa",
    place="Xã Kế An, huyện Kế Sách",
    district="Huyện Kế Sách",
    deed="Nấu cơm cho chốt kiểm soát",
    days="17/8/2021",
    result="Mỗi ngày 40 phần cơm",
    helped="giữ vững “vùng xanh”",
    form="Bằng khen",
    sudden=False,
    praised="",
    before="",
    after="",
    confirmed="Đã hỏi trưởng ấp",
    confirmed_by="Lan",
    voices=2,
    state="Đã đề xuất khen thưởng",
)
COLLECTIVE = replace(
    PERSON,
    code="GT-00002",
    collective=True,
    name="UBND xã Kế An",
    born="",
    gender="",
    position="Ông Tư Hiền",
    members=12,
    before="xanh (15/8/2021)",
    after="xanh (24/8/2021)",
)


def honours(*entries: Honour, **more: object) -> Honours:
    given_ = {
        "letterhead": LETTERHEAD,
        "until": datetime(2021, 8, 26, 8, tzinfo=UTC),
        "entries": tuple(sorted(entries, key=lambda each: not each.collective)),
        "chairman": "Chủ tịch Ủy ban nhân dân tỉnh Bắc Sơn Nam",
        "through": "Ban Thi đua - Khen thưởng, Sở Nội vụ",
        "grounds": ("Nghị định số 1/2021/NĐ-CP",),
        "plan": "Kế hoạch số 9/KH-UBND",
        "merit": "công tác phòng, chống dịch",
    }
    return Honours(**(given_ | more))  # type: ignore[arg-type]


def test_the_submission_is_a_draft_in_the_decrees_form() -> None:
    """Number, day and signer blank; to the Chairman through the board; grounds, counts and forms."""
    words = words_of(document(draw(honours(PERSON, COLLECTIVE)).submission))
    assert words[:3] == ["ỦY BAN NHÂN DÂN", "TỈNH BẮC SƠN NAM", "SỞ Y TẾ"]
    assert "Số:         /TTr-SYT" in words
    assert "Bắc Sơn Nam, ngày      tháng 8 năm 2021" in words
    assert "TỜ TRÌNH" in words
    assert "- Ban Thi đua - Khen thưởng, Sở Nội vụ." in words
    assert "Căn cứ Nghị định số 1/2021/NĐ-CP;" in words
    assert any("khen thưởng 1 tập thể, 1 cá nhân" in each for each in words)
    assert "GIÁM ĐỐC" in words


def test_no_number_of_a_form_is_printed_where_none_is_known() -> None:
    """Only a campaign file that knows it has it said, and then of the official report, not of ours."""
    files = draw(honours(PERSON))
    for data in (files.submission, files.roll, files.summaries):
        assert not any("Mẫu số" in each for each in words_of(document(data)))
    told = draw(honours(PERSON, note="Báo cáo lập theo Mẫu số 07 của Nghị định số 91/2017/NĐ-CP."))
    assert any("Mẫu số 07" in each for each in words_of(document(told.submission)))
    sudden = draw(honours(replace(PERSON, sudden=True), sudden_note="Lập theo Mẫu số 06."))
    assert any("thủ tục đơn giản" in each for each in words_of(document(sudden.submission)))


def test_a_collective_carries_the_zones_before_and_after() -> None:
    """As published, each with its day; an unknown one is said to be unknown, and never green."""
    known = words_of(document(draw(honours(COLLECTIVE)).summaries))
    assert any("trước: xanh (15/8/2021); sau: xanh (24/8/2021)" in each for each in known)
    unknown = draw(honours(replace(COLLECTIVE, before="", after="")))
    rows = table(document(unknown.roll), "Ghi chú")
    assert "vùng trước: chưa có dữ liệu; sau: chưa có dữ liệu" in rows[0][-1]
    assert "xanh" not in rows[0][-1]


def test_each_of_the_proposed_has_a_summary_of_their_own() -> None:
    """What was entered stands there; what was not, or is not asked, is a dotted line to fill in by hand."""
    made = document(draw(honours(PERSON, replace(COLLECTIVE, position="", members=0))).summaries)
    words = [each.text for each in made.paragraphs]
    assert words.count("TÓM TẮT THÀNH TÍCH") == 2
    ends = words.index("XÁC NHẬN CỦA CẤP TRÌNH")
    collective, person = words[:ends], words[ends:]
    for entered in (
        "Họ và tên: Nguyễn Thị Lành",
        "Ngày, tháng, năm sinh: ngày ……… tháng ……… năm 1961",
        "Giới tính: nữ",
        "Quê quán: \t",
        "Nơi thường trú: \t",
        "Nơi công tác, đơn vị (hoặc ấp, khóm): ấp Kinh Giữa",
        "Chức vụ (hoặc nghề nghiệp): nội trợ",
        "Đơn vị đề nghị: Sở Y tế (phối hợp Sở Nội vụ).",
        "Hình thức đã khen trước đó: \t",
        "Hình thức đề nghị: Bằng khen.",
        "Địa phương xác nhận (Lan): Đã hỏi trưởng ấp",
    ):
        assert entered in person
    assert {"Tên tập thể: UBND xã Kế An", "Người đứng đầu: \t", "Chức năng, nhiệm vụ: \t"} <= set(collective)
    (leader,) = made.styles["Nội dung"].paragraph_format.tab_stops
    assert leader.leader == WD_TAB_LEADER.DOTS


def test_an_empty_dossier_says_so() -> None:
    """Nobody proposed: no invented row."""
    files = draw(honours())
    assert any("Không có tập thể nào." in each for each in words_of(document(files.roll)))
    assert any("0 tập thể, 0 cá nhân" in each for each in words_of(document(files.submission)))


entry = st.builds(
    lambda collective, form, sudden, deed: replace(
        COLLECTIVE if collective else PERSON, form=form, sudden=sudden, deed=deed
    ),
    st.booleans(),
    st.sampled_from(["Bằng khen", "Giấy khen", "Thư khen & quà <1>"]),
    st.booleans(),
    st.text(max_size=60),
)


@settings(max_examples=6)
@given(st.lists(entry, max_size=12))
def test_counts_agree_everywhere(entries: list[Honour]) -> None:
    """Submission, list, spreadsheet and summaries count the same, whatever was proposed and written."""
    files = draw(honours(*entries))
    collectives = sum(each.collective for each in entries)
    told = f"{collectives} tập thể, {len(entries) - collectives} cá nhân"
    submission, roll = document(files.submission), document(files.roll)
    assert sum(told in each for each in words_of(submission)) == 2
    assert f"Tổng cộng: {told}." in words_of(roll)
    forms = table(submission, "Hình thức đề nghị")
    assert forms[-1][2:] == [str(collectives), str(len(entries) - collectives), str(len(entries))]
    assert {row[1]: int(row[4]) for row in forms[:-1]} == Counter(each.form for each in entries)
    listed = [
        row for each in roll.tables if each.rows[0].cells[-1].text == "Ghi chú" for row in each.rows[1:]
    ]
    assert len(listed) == len(entries)
    book = sheets(files.book)
    assert len(book[LIST].rows) == 1 + len(entries)
    totals = {row.get("A"): row.get("D") for row in book[TOTALS].rows}
    assert totals["Tổng cộng"] == len(entries)
    assert totals["Trong đó, thành tích đột xuất"] == sum(each.sudden for each in entries)
    assert words_of(document(files.summaries)).count("TÓM TẮT THÀNH TÍCH") == len(entries)


def test_hundreds_are_not_slower_than_their_number() -> None:
    """Four times as many take about four times the work, counted in calls: nothing looks for its place anew."""

    def calls(count: int) -> int:
        made = [0]

        def called(_frame: object, event: str, _argument: object) -> None:
            made[0] += event == "call"

        before = sys.getprofile()
        sys.setprofile(called)
        try:
            draw(honours(*[PERSON] * count))
        finally:
            sys.setprofile(before)
        return made[0]

    calls(5)  # what is made once
    assert calls(60) < 5 * calls(15)
