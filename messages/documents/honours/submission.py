"""The draft of the submission (tờ trình), in the form of NĐ 30/2020/NĐ-CP; number, day and signer are left blank."""

from io import BytesIO

from docx.document import Document as Doc

from messages.documents.cleaning import line
from messages.documents.honours import wording
from messages.documents.honours.model import Honours
from messages.documents.page import Kind, add_head, add_signature, number_pages
from messages.documents.styles import blank
from messages.documents.tables import Column, add_ruled
from messages.render import number

SUBMISSION = Kind(name="TỜ TRÌNH", symbol="TTr")
_FORMS = (
    Column(head="STT", width=13, centred=True),
    Column(head="Hình thức đề nghị", width=82),
    Column(head="Tập thể", width=25, centred=True),
    Column(head="Cá nhân", width=25, centred=True),
    Column(head="Cộng", width=20, centred=True),
)


def submission_docx(honours: Honours) -> bytes:
    """The submission as a .docx; its counts are those of the list."""
    letterhead = honours.letterhead
    title = (
        "Về việc đề nghị khen thưởng tập thể, cá nhân",
        f"có thành tích xuất sắc trong {line(honours.merit)}",
    )
    document = blank(" ".join(title), line(letterhead.agency))
    to = tuple(filter(None, (line(honours.chairman), line(honours.through))))
    add_head(document, letterhead, honours.until, title, kind=SUBMISSION, to=to)
    for ground in (*honours.grounds, honours.plan):
        _text(document, f"Căn cứ {line(ground)};")
    _text(
        document,
        f"{letterhead.agency} đã phối hợp với các địa phương, đơn vị có liên quan xem xét, kính trình"
        f" {line(honours.chairman)} xem xét, khen thưởng {wording.total(honours)} có thành tích xuất sắc trong"
        f" {line(honours.merit)}, gồm:",
    )
    _forms(document, honours)
    if honours.sudden:
        _text(
            document,
            f"Trong đó có {number(honours.sudden)} trường hợp thành tích đột xuất, đề nghị xét theo thủ tục đơn giản.",
        )
    _text(
        document,
        f"(Kèm theo danh sách trích ngang {wording.total(honours)}; tóm tắt thành tích từng trường hợp,"
        " có xác nhận của địa phương.)",
    )
    for note in filter(None, (honours.note, honours.sudden_note if honours.sudden else "")):
        _text(document, line(note))
    last = f"{letterhead.agency} kính trình {line(honours.chairman)} xem xét, quyết định./."
    document.add_paragraph(last, "Nội dung").paragraph_format.keep_with_next = True
    add_signature(document, letterhead)
    number_pages(document.sections[0])
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _forms(document: Doc, honours: Honours) -> None:
    rows = [
        (str(at), line(form), number(collectives), number(people), number(collectives + people))
        for at, (form, collectives, people) in enumerate(honours.forms(), 1)
    ]
    both = len(honours.collectives), len(honours.people)
    total = ("", "Tổng cộng", number(both[0]), number(both[1]), number(sum(both)))
    add_ruled(document, _FORMS, rows, total=total)
    document.add_paragraph()


def _text(document: Doc, text: str) -> None:
    document.add_paragraph(text, "Nội dung")
