"""An editor forwards a post to the bot, out of the blue: it is offered as a bulletin, or to be checked."""

import pytest

from messages.content import Attachment, AttachmentKind
from tests.driver import Person, Stage
from tests.handlers.staff.newsroom import all_drafts, citizens, draft, editor

PHOTO = Attachment(kind=AttachmentKind.PHOTO, ref="p1", origin="stage:1")


async def forwards(who: Person, text: str, marked: str = "", *files: Attachment) -> None:
    await who.stage.hears(who, text=text, marked=marked, attachments=files, forwarded=True)


async def named(lan: Person, title: str = "Chợ mở lại") -> None:
    await lan.presses("Soạn bản tin")
    await lan.presses("Bản tin")
    await lan.says(title)


async def test_a_forwarded_post_becomes_a_draft(stage: Stage) -> None:
    """With its marks and its picture; only kind and title are asked for, and nobody gets it by that."""
    lan = await editor(stage)
    await forwards(lan, "Chợ mở lại từ mai", "<b>Chợ</b> mở lại từ mai", PHOTO)
    assert {"Soạn bản tin", "Kiểm chứng một tin"} <= set(lan.labels)
    await named(lan)
    lan.sees("Bản nháp số 1", "Chợ mở lại từ mai", "Kèm 1 tệp")
    kept = await draft(stage, 1)
    assert (kept.text, kept.attachments) == ("<b>Chợ</b> mở lại từ mai", (PHOTO,))


@pytest.mark.parametrize(
    ("text", "asks"),
    [("", "viết lời văn"), ("chữ " * 900, "tối đa 3.000"), ("Chợ **mở lại", "▶**mở lại")],
    ids=["picture only", "too long", "loose marks"],
)
async def test_what_is_missing_or_wrong_in_it_is_asked(stage: Stage, text: str, asks: str) -> None:
    """The words, where it has none or too many; marks that mark nothing. Its picture is kept meanwhile."""
    lan = await editor(stage)
    await forwards(lan, text, "", PHOTO)
    await named(lan)
    lan.sees(asks)
    if "**" in text:
        await lan.presses("Giữ nguyên dấu")
    else:
        await lan.says("Chợ mở lại.")
    kept = await draft(stage, 1)
    assert kept.text in {"Chợ mở lại.", "Chợ **mở lại"}
    assert kept.attachments == (PHOTO,)


async def test_it_can_be_checked_instead_and_others_are_not_offered_it(stage: Stage) -> None:
    """An editor asks as everyone does; a citizen's forward goes to be checked at once, as before."""
    lan, (an,) = await editor(stage), await citizens(stage, "an")
    await forwards(lan, "Ngày mai phong tỏa toàn tỉnh 14 ngày, mua gạo gấp")
    await lan.presses("Kiểm chứng một tin")
    lan.sees("Chưa kiểm chứng")
    await forwards(an, "Uống nước muối là khỏi dịch, bác sĩ nói vậy")
    an.sees("Chưa kiểm chứng")
    assert await all_drafts(stage) == []
