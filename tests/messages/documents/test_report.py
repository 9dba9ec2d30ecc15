"""The report is read back as the rules of NĐ 30/2020/NĐ-CP, Phụ lục I would have it."""

import re
from datetime import timedelta

import pytest
from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from messages.documents import Stage
from messages.documents.annex import ALL, FIRST
from messages.documents.report import PROPOSALS, RESOLVED, URGENT, WORDS, report_docx
from messages.documents.styles import LOOKS, blank
from messages.documents.wording import UNVERIFIED
from tests.messages.documents.reading import document, table, words_of
from tests.messages.documents.samples import NASTY, SINCE, dossier, matter


@pytest.fixture(scope="module")
def report() -> Doc:
    matters = [
        matter(1, urgent=True, words="Cần oxy gấp"),
        matter(2, Stage.ANSWERED, "2", proposal="Cho xe lúa qua chốt", voices=12, agency="Sở Công Thương"),
        matter(3, Stage.RESOLVED, result="Đã cấp gạo"),
        matter(4, Stage.WITHDRAWN),
        matter(5, Stage.SUBMITTED, open=False, proposal="Đã trình", decision="Văn bản số 9: Đồng ý"),
    ]
    return document(report_docx(dossier(matters)))


def style_of(made: Doc, text: str) -> tuple[float, bool, bool]:
    """Size in points, bold, italic of the paragraph with this text."""
    body = made.element.body
    found = next(p for p in body.iter(qn("w:p")) if text in "".join(t.text or "" for t in p.iter(qn("w:t"))))
    name = found.find(qn("w:pPr")).find(qn("w:pStyle")).get(qn("w:val"))
    font = next(style for style in made.styles if style.style_id == name).font
    assert font.size is not None
    return font.size.pt, bool(font.bold), bool(font.italic)


def test_every_page_is_a4_with_the_decrees_margins(report: Doc) -> None:
    """Text and annex alike: 20, 20, 30 and 15 mm."""
    assert len(report.sections) == 2
    for section in report.sections:
        assert round(section.page_width.mm), round(section.page_height.mm) == (210, 297)
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(margin.mm, 1) for margin in margins] == [20, 20, 30, 15]


def test_a_document_has_no_style_but_its_own(report: Doc) -> None:
    """Whoever goes on writing in it finds the decree's styles in the list, and nothing to trip over."""
    named = {style.name for style in report.styles if style.type is WD_STYLE_TYPE.PARAGRAPH}
    assert named == LOOKS.keys() | {"Normal", "Header"}


def test_what_is_written_in_one_document_is_in_no_other() -> None:
    """They begin as copies of one."""
    first = blank("Một", "Sở A")
    first.add_paragraph("Chỉ ở đây", "Nội dung")
    first.styles["Nội dung"].hidden = True
    second = blank("Hai", "Sở B")
    assert [each.text for each in second.paragraphs] == []
    assert not second.styles["Nội dung"].hidden
    assert (second.core_properties.title, second.core_properties.author) == ("Hai", "Sở B")


def test_every_style_is_times_new_roman_in_black(report: Doc) -> None:
    """No theme font, no blue heading, in any script."""
    used = {p.find(qn("w:pPr")).find(qn("w:pStyle")).get(qn("w:val")) for p in report.element.body.iter(qn("w:p"))
            if p.find(qn("w:pPr")) is not None and p.find(qn("w:pPr")).find(qn("w:pStyle")) is not None}  # fmt: skip
    assert len(used) > 12
    for style in (style for style in report.styles if style.style_id in used):
        fonts = style.element.rPr.find(qn("w:rFonts"))
        assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {
            "Times New Roman"
        }
        assert not [name for name in fonts.attrib if "heme" in name]
        assert str(style.font.color.rgb) == "000000"


@pytest.mark.parametrize(
    ("text", "look"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", (13, True, False)),
        ("Độc lập - Tự do - Hạnh phúc", (14, True, False)),
        ("ỦY BAN NHÂN DÂN", (13, False, False)),
        ("TỈNH BẮC SƠN NAM", (13, False, False)),
        ("SỞ NÔNG NGHIỆP", (13, True, False)),
        ("Số:         /BC-SNN", (13, False, False)),
        ("Bắc Sơn Nam, ngày      tháng 8 năm 2021", (14, False, True)),
        ("BÁO CÁO", (14, True, False)),
        ("Tổng hợp khó khăn, vướng mắc", (14, True, False)),
        ("Kính gửi: Ủy ban nhân dân tỉnh Bắc Sơn Nam", (14, False, False)),
        ("Căn cứ phần V Kế hoạch số 9/KH-UBND", (14, False, False)),
        ("I. TÌNH HÌNH TIẾP NHẬN", (14, True, False)),
        ("1. Số liệu chung", (14, True, False)),
        ("GIÁM ĐỐC", (14, True, False)),
        ("Nơi nhận:", (12, True, True)),
        ("- Sở Y tế;", (11, False, False)),
    ],
)
def test_each_element_has_its_size_and_weight(report: Doc, text: str, look: tuple[float, bool, bool]) -> None:
    """The table of Phụ lục I, element by element."""
    assert style_of(report, text) == look


def test_body_is_justified_with_its_indent_and_gap(report: Doc) -> None:
    """First line 1.27 cm, at least 6 points between paragraphs, spacing between single and one and a half."""
    shape = report.styles["Nội dung"].paragraph_format
    assert shape.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert shape.first_line_indent == pytest.approx(Mm(12.7), abs=700)
    assert shape.space_after == Pt(6)
    assert 1 <= shape.line_spacing <= 1.5


def test_pages_are_numbered_in_the_top_margin_from_the_second_on(report: Doc) -> None:
    """Centred, 14 points, none on a first page; the annex counts anew."""
    for section in report.sections:
        assert section.different_first_page_header_footer
        assert not "".join(p.text for p in section.first_page_header.paragraphs)
        (header,) = section.header.paragraphs
        assert header._p.find(qn("w:fldSimple")).get(qn("w:instr")) == "PAGE"
        assert header.style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER
        assert header.style.font.size == Pt(14)
        assert section.header_distance < section.top_margin
    restarts = [section._sectPr.find(qn("w:pgNumType")) for section in report.sections]
    assert restarts[0] is None
    assert restarts[1].get(qn("w:start")) == "1"


def test_head_and_signature_have_no_lines_and_rules_are_of_their_length(report: Doc) -> None:
    """Two columns without borders; the motto's rule is as long as the motto."""
    head, signature = report.tables[0], report.tables[-2]
    for plain in (head, signature):
        edges = plain._tbl.tblPr.find(qn("w:tblBorders"))
        assert {edge.get(qn("w:val")) for edge in edges} == {"nil"}
        assert len(plain.columns) == 2
    rules = [p for p in head._tbl.iter(qn("w:p")) if p.find(f".//{qn('w:pBdr')}") is not None]
    left, right = (rule.find(f".//{qn('w:ind')}") for rule in rules)
    shown = [width - 2 * int(rule.get(qn("w:left"))) for rule, width in ((left, 3855), (right, 5499))]
    assert shown[1] == pytest.approx(57.2 / 25.4 * 1440, abs=3)
    assert 600 < shown[0] < 1000


def test_sections_stand_in_their_order_and_end_as_reports_end(report: Doc) -> None:
    """I to IV, then "./.", then the signature; number, day and name stay blank."""
    words = words_of(report)
    places = [
        next(at for at, text in enumerate(words) if text.startswith(start))
        for start in (
            "Số:",
            "BÁO CÁO",
            "Kính gửi",
            "Căn cứ",
            "I. ",
            "II. ",
            "III. ",
            "IV. ",
            "Nơi nhận",
            "PHỤ LỤC",
        )
    ]
    assert places == sorted(places)
    assert [text for text in words if text.endswith("./.")] == [
        "Sở Nông nghiệp kính báo cáo Ủy ban nhân dân tỉnh Bắc Sơn Nam xem xét, chỉ đạo./."
    ]
    signed = report.tables[-2].rows[0].cells
    assert [p.text for p in signed[1].paragraphs] == ["GIÁM ĐỐC", ""]
    assert [p.text for p in signed[0].paragraphs] == [
        "Nơi nhận:",
        "- Như trên;",
        "- Sở Y tế;",
        "- Lưu: VT, ………",
    ]
    assert not re.search(r"Số: *\d|ngày +\d+ tháng", " ".join(words[:12]))


def test_the_annex_lists_what_waits_the_urgent_first(report: Doc) -> None:
    """Number, content, place, voices, urgency, agency; its head returns on each page."""
    rows = table(report, "Cơ quan liên quan")
    assert rows == [
        ["1", "KK-00001. Y tế: Cần oxy gấp", "Xã 1, Huyện Đồng Mây", "1", "Khẩn", ""],
        ["2", "KK-00002. Khác: Nhà tôi hết gạo", "Xã 2, Thị xã Bến Gió", "12", "Thường", "Sở Công Thương"],
    ]
    first = report.tables[-1].rows[0]._tr.trPr
    assert first.find(qn("w:tblHeader")) is not None


def test_answers_and_proposals_are_told(report: Doc) -> None:
    """What was solved and how; what an officer proposes; urgent matters by name."""
    assert table(report, "Kết quả") == [
        ["1", "KK-00003. Lương thực: Nhà tôi hết gạo", "Xã 1, Huyện Đồng Mây", "Đã cấp gạo"]
    ]
    words = words_of(report)
    assert "- KK-00002, Khác, Xã 2, Thị xã Bến Gió: Cho xe lúa qua chốt" in words
    assert "- KK-00001. Y tế: Cần oxy gấp (Xã 1, Huyện Đồng Mây)." in words
    assert "- KK-00005, Khác, Xã 1, Huyện Đồng Mây: Văn bản số 9: Đồng ý" in words
    assert not [text for text in words if "Đã trình" in text]


def test_difficulties_of_units_are_told_from_what_citizens_say() -> None:
    """Counted apart in part I, named in the annex; what nobody has verified is said to be so."""
    matters = [
        matter(1),
        matter(2, sender="Sở Giao thông vận tải"),
        matter(3, Stage.RESOLVED, sender=UNVERIFIED),
        matter(4, sender="Sở Y tế", sent_at=SINCE - timedelta(hours=1)),
    ]
    made = document(report_docx(dossier(matters)))
    told = "cơ quan, đơn vị: 2 việc (chưa xác minh: 1 việc); phản ánh của người dân: 1 việc."
    assert f"- Trong số mới gửi đến: khó khăn, vướng mắc của {told}" in words_of(made)
    place = "Xã 1, Huyện Đồng Mây"
    assert [row[2] for row in table(made, "Cơ quan liên quan")] == [
        f"{place}; Sở Y tế", place, f"{place}; Sở Giao thông vận tải",
    ]  # fmt: skip


def test_what_is_proposed_and_decided_is_never_cut() -> None:
    """Whole, in the paragraphs in which it was written; of very many the rest is where it says."""
    sentence = "Cho xe chở lúa có giấy xét nghiệm qua chốt từ 4 giờ đến 7 giờ, một tài xế đi một chuyến. "
    first, second = (sentence * 9).strip(), (sentence * 8).strip()
    proposal, opinion = f"{first}\n\n{second}", f"Văn bản số 9: Đồng ý.\n{first}"
    assert len(proposal) > 1500
    made = document(report_docx(dossier([matter(2, proposal=proposal), matter(5, decision=opinion)])))
    words = words_of(made)
    at = words.index(f"- KK-00002, Khác, Xã 1, Huyện Đồng Mây: {first}")
    assert words[at + 1] == second
    at = words.index("- KK-00005, Khác, Xã 1, Huyện Đồng Mây: Văn bản số 9: Đồng ý.")
    assert words[at + 1] == first
    many = [matter(at, proposal="Cấp gạo") for at in range(PROPOSALS + 4)]
    assert "- Và 4 đề xuất khác, xem bảng tính gửi kèm." in words_of(document(report_docx(dossier(many))))


def test_an_empty_period_says_so_and_has_no_annex() -> None:
    """No tables of nothing."""
    made = document(report_docx(dossier()))
    words = words_of(made)
    assert "Trong kỳ không có khó khăn, vướng mắc nào gửi đến, không có việc nào đang chờ." in words
    assert "PHỤ LỤC" not in words
    assert len(made.sections) == 1
    assert len(made.tables) == 2


def test_long_lists_are_cut_and_say_where_the_rest_is() -> None:
    """Of more than a thousand the two hundred most urgent and oldest; five urgent ones in the text."""
    many = [matter(n, urgent=n >= ALL) for n in range(ALL + URGENT + 2)]
    many += [matter(n, Stage.RESOLVED) for n in range(5000, 5000 + RESOLVED + 3)]
    made = document(report_docx(dossier(many)))
    rows = table(made, "Cơ quan liên quan")
    assert len(rows) == FIRST
    assert [row[4] for row in rows[: URGENT + 3]] == ["Khẩn"] * (URGENT + 2) + ["Thường"]
    words = words_of(made)
    assert "- Và 2 việc khác, xem Phụ lục." in words
    assert "Và 3 việc khác, xem bảng tính gửi kèm." in words
    assert any("Phụ lục nêu 200 việc" in text and "1.007 việc; toàn bộ ở bảng tính" in text for text in words)
    assert len(table(document(report_docx(dossier(many[:ALL]))), "Cơ quan liên quan")) == ALL


@pytest.mark.parametrize("words", NASTY)
def test_whatever_was_written_the_document_opens(words: str) -> None:
    """Every part stays lawful XML, every text stays text, and no cell grows without end."""
    hurt = matter(1, urgent=True, words=words, proposal=words, agency=words, place=words, files=2)
    made = document(report_docx(dossier([hurt, matter(2, Stage.RESOLVED, words=words, result=words)])))
    (row,) = table(made, "Cơ quan liên quan")
    assert len(row[1]) < WORDS + 40
    if "<script>" in words:
        assert "<script>alert(1)</script> & ]]>" in row[1]
    if not words.strip():
        assert row[1].endswith("(Không có chữ, xem 2 tệp gửi kèm)")


def test_the_file_names_the_office_and_nobody_else(report: Doc) -> None:
    """No template's author, no machine's user."""
    properties = report.core_properties
    assert (properties.author, properties.last_modified_by) == ("Sở Nông nghiệp", "Sở Nông nghiệp")
    assert (properties.comments, properties.language) == ("", "vi-VN")
