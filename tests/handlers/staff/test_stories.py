"""A confirmed good deed becomes a draft story: nothing personal is published before the nominee agrees."""

from handlers import publicity
from storage.records import DraftKind, Nomination, Role
from tests.driver import Stage
from tests.handlers.staff.desks import holding
from tests.handlers.staff.newsroom import OTHER, all_drafts, approver, citizens, decides, editor, started
from tests.handlers.staff.nominating import cast, confirmed, does, kept, opens, tells

DEED = "Mấy ngày nay bà Sáu Lành nấu cơm cho chốt kiểm soát, ai ở ấp Kinh Giữa cũng biết chị Sáu Lành."


async def test_without_consent_the_draft_names_nobody(stage: Stage) -> None:
    """Its consent state stands above; neither name nor hamlet nor photo is in it."""
    parts, lan = await cast(stage), await editor(stage, "bich")
    code = await confirmed(parts, deed=DEED)
    await lan.says("/guonghay")
    lan.sees("địa phương đã xác nhận")
    assert not any("Lành" in label for label in lan.labels)
    await lan.presses(next(label for label in lan.labels if label.startswith(code)))
    lan.sees("chưa hỏi việc nêu tên", "không nêu tên", "Bản nháp số")
    (made,) = await all_drafts(stage)
    assert (made.kind, made.subject, made.attachments) == (DraftKind.EXAMPLE, code, ())
    told = f"{made.title} {made.text}"
    assert "nấu cơm cho chốt" in told
    assert "Lành" not in told
    assert "Kinh Giữa" not in told
    assert "Xã Kế An" in told


async def test_a_name_written_in_does_not_go_out(stage: Stage) -> None:
    """The editor types it into the draft: it cannot be submitted until the nominee agrees, then it can."""
    parts, lan, tam = await cast(stage), await editor(stage, "bich"), await approver(stage)
    await citizens(stage, "dan")
    code = await confirmed(parts, deed=DEED)
    await lan.says("/guonghay")
    await lan.presses(next(label for label in lan.labels if label.startswith(code)))
    await lan.presses("Sửa")
    await lan.presses("Tên bản tin")
    await lan.says("Tấm lòng của ba SAU LANH")
    await lan.presses("Gửi duyệt")
    lan.sees("chưa đồng ý nêu tên", "có tên người đó")
    assert await started(stage) == 0
    await opens(parts.lan, "Đồng ý nêu tên")
    assert (await kept(stage, code)).named is True
    await lan.presses("Gửi duyệt")
    lan.sees_not("chưa đồng ý nêu tên")
    await opens(parts.lan, "Không nêu tên")
    await decides(tam, "Duyệt và gửi")
    tam.sees("chưa đồng ý nêu tên")
    assert await started(stage) == 0
    await opens(parts.lan, "Đồng ý nêu tên")
    await decides(tam, "Duyệt và gửi")
    assert await started(stage) == 1


async def test_with_consent_the_story_tells_it_as_it_was_told(stage: Stage) -> None:
    """Name, hamlet and deed; the same agency gets one draft, however often it is pressed."""
    parts, lan = await cast(stage), await editor(stage, "bich")
    code = await confirmed(parts, deed=DEED)
    await opens(parts.lan, "Đồng ý nêu tên")
    for _ in range(2):
        await lan.says("/guonghay")
        await lan.presses(next(label for label in lan.labels if label.startswith(code)))
        lan.sees("đã đồng ý nêu tên")
    (made,) = await all_drafts(stage)
    assert made.title == "Gương tốt: Bà Sáu Lành"
    assert "ấp Kinh Giữa" in made.text


async def test_who_writes_for_two_agencies_is_asked_for_which(stage: Stage) -> None:
    """The story belongs to the one that is chosen, and an agency that is not theirs is not taken."""
    parts, lan = await cast(stage), await editor(stage, "bich")
    await holding(stage, "bich", Role.EDITOR, OTHER)
    code = await confirmed(parts, deed=DEED)
    await lan.says("/guonghay")
    await lan.presses(next(label for label in lan.labels if label.startswith(code)))
    lan.sees("cho cơ quan nào?")
    await lan.presses_data(f"1|n|{code}+dai_ptth|gt_viet|")
    assert await all_drafts(stage) == []
    await lan.presses(stage.campaign.agency(OTHER).name)  # type: ignore[union-attr]
    assert [each.agency for each in await all_drafts(stage)] == [OTHER]


async def test_what_no_locality_confirmed_is_no_story(stage: Stage) -> None:
    """A forged press on a fresh nomination, and an officer who is no editor."""
    parts, lan = await cast(stage), await editor(stage, "bich")
    code = await tells(parts.an)
    await lan.says("/guonghay")
    lan.sees("Chưa có việc tốt nào")
    await lan.presses_data(f"1|n|{code}|gt_viet|")
    lan.sees("chưa được địa phương xác nhận")
    await does(parts.lan, code, "Xác nhận đúng", "Đã hỏi trưởng ấp")
    await parts.lan.presses_data(f"1|n|{code}|gt_viet|")
    assert await all_drafts(stage) == []


async def test_names_are_known_however_they_are_typed(stage: Stage) -> None:
    """Without marks, in capitals, with another address; a common word is no name."""
    parts = await cast(stage)
    found: Nomination = await kept(stage, await tells(parts.an))
    assert publicity.names("cảm ơn chị sau lanh", found)
    assert not publicity.names("bà con giữ vùng xanh, lành mạnh", found)
    assert (
        publicity.without_names("Gặp Bà Sáu Lành, ai cũng thương.", found) == "Gặp người này, ai cũng thương."
    )
