"""Whatever leaves the desk: a digest, its documents, the committee's card. Nobody's name or number is in it."""

from pathlib import Path

from handlers.staff import digest_files, digests
from messages.documents import DigestFiles
from messages.documents.workbook import ALL
from messages.markup import plain
from storage.quoting import NOT_QUOTED
from tests.driver import Stage
from tests.handlers.filing import code_in, connected_desk, files, goes_on, tells
from tests.handlers.staff.desks import connected
from tests.messages.documents.reading import document, sheets, table, words_of

ONE_PLATFORM = "about what papers hold"

NAMED = "Tôi tên Trần Văn Bảy 0912345678, xóm tôi hết gạo ba ngày nay, ông Chín giấu gạo"
PERSONAL = ("Trần", "Bảy", "0912", "Chín")
ACCUSING = "Quán karaoke đầu hẻm tụ tập đêm nào cũng mở"


async def papers(stage: Stage, folder: Path) -> tuple[DigestFiles, str]:
    """The digest's documents, and its text and table as one."""
    async with stage.database.reading() as tx:
        data = await digests.gather(tx, stage.campaign, stage.clock.now())
        made = await digest_files.build(tx, stage.campaign, data)
    written = digests.write_files(data, folder)
    chat = plain(digests.digest_text(data))
    return made, "\n".join((chat, repr(data), *(each.read_text(encoding="utf-8-sig") for each in written)))


async def test_no_name_or_number_leaves_the_desk(stage: Stage, tmp_path: Path) -> None:
    """The reporter's, the accused's, the one in an officer's answer: in chat, CSV, report, annex and table."""
    desk = await connected_desk(stage)
    an, binh = stage.person("an"), stage.member("binh", desk)
    code = await files(an, NAMED)
    assert any(
        "Trần Văn Bảy 0912345678" in shown.text for shown in desk.shown
    )  # who works on it reads it whole
    await binh.says(f"{code}: Chào ông Trần Văn Bảy, xã đã gọi 0912345678.")
    made, told = await papers(stage, tmp_path)
    report = document(made.docx)
    annex = "\n".join(cell for row in table(report, "Cơ quan liên quan") for cell in row)
    listed = sheets(made.xlsx)[ALL]
    said = [str(listed.column(head)[0]) for head in ("Nội dung", "Trả lời gần nhất")]
    for text in (told, annex, *said):
        assert "[tên đã ẩn]" in text
    for text in (told, annex, *said, *words_of(report)):
        assert not [each for each in PERSONAL if each in text]
    assert "xóm tôi hết gạo ba ngày nay" in annex


async def test_words_that_may_accuse_stay_at_the_desk(stage: Stage, tmp_path: Path) -> None:
    """A breach of the rules is counted and listed by code and place; what was written stands nowhere."""
    desk = await connected_desk(stage)
    an = stage.person("an")
    await tells(an, ACCUSING)
    await goes_on(an)
    an.sees("Vi phạm phòng dịch")
    await an.presses("Gửi")
    code = code_in(an)
    assert any("karaoke" in shown.text for shown in desk.shown)
    made, told = await papers(stage, tmp_path)
    annex = "\n".join(cell for row in table(document(made.docx), "Cơ quan liên quan") for cell in row)
    listed = [str(cell) for cell in sheets(made.xlsx)[ALL].column("Nội dung")]
    for text in (told, annex, *listed):
        assert "karaoke" not in text
        assert NOT_QUOTED in text
    assert code in annex


async def test_the_committee_reads_the_matter_without_the_names(stage: Stage) -> None:
    """On its card and in what is written later; the desk goes on reading everything."""
    desk = await connected_desk(stage)
    office = await connected(stage, "-300", "ubnd_tinh")
    an, binh = stage.person("an"), stage.member("binh", desk)
    code = await files(an, NAMED)
    await binh.says(f"{code} trình")
    await an.says(f"{code}: Tôi là Trần Văn Bảy, ông Chín vẫn giấu gạo")
    await binh.says(f"{code} ghi chú: đã gọi xã")
    above = "\n".join(shown.text for shown in office.shown)
    assert "xóm tôi hết gạo ba ngày nay" in above
    assert "vẫn giấu gạo" in above
    assert not [each for each in PERSONAL if each in above]
    assert any("ông Chín vẫn giấu gạo" in shown.text for shown in desk.shown)
