"""A correction for everybody: from an answered rumour to a bulletin that two people stand behind."""

import pytest

from storage import drafts, rumours
from storage.drafts import NewDraft
from storage.records import Draft, DraftKind, DraftState, Role
from tests.driver import Chat, Person, Stage
from tests.handlers.rumours.rumoured import (
    ANSWER,
    CLAIM,
    GARLIC,
    LOCKDOWN,
    PARTS,
    SOURCE,
    answers,
    code_in,
    connected,
    forwards,
    the_one,
)
from tests.handlers.staff.desks import holding
from tests.handlers.staff.newsroom import decides


@pytest.fixture
async def desk(stage: Stage) -> Chat:
    return await connected(stage)


@pytest.fixture
async def editor(stage: Stage, desk: Chat) -> Person:
    """An editor, who has answered a rumour in the group."""
    editor = await holding(stage, "bien", Role.EDITOR, "so_tttt")
    await forwards(stage.person("an"), LOCKDOWN)
    await answers(stage.member("bien", desk))
    return editor


async def drafted(stage: Stage) -> list[Draft]:
    rumour = await the_one(stage)
    async with stage.database.reading() as tx:
        return await drafts.of_subject(tx, rumour.code)


async def test_it_goes_to_everybody_only_with_a_second_person(
    stage: Stage, desk: Chat, editor: Person
) -> None:
    """Author and approver, exact text, verdict before the claim; then everybody who agreed to news gets it."""
    khanh = stage.person("khanh")
    await khanh.says("/start")
    await khanh.presses("Đồng ý nhận tin")
    approver = await holding(stage, "duyet", Role.APPROVER, "so_tttt")
    await editor.says(f"/dinhchinh {code_in(desk)}")
    await editor.presses("Soạn bản tin đính chính")
    editor.sees("SAI: " + CLAIM)
    (draft,) = await drafted(stage)
    assert (draft.kind, draft.agency, draft.source) == (DraftKind.CORRECTION, "so_tttt", SOURCE)
    assert not any(CLAIM in each.text for each in khanh.chat.shown)
    await editor.presses("Gửi duyệt")
    assert not any(CLAIM in each.text for each in khanh.chat.shown)
    await approver.says("/duyettin")
    await decides(approver, "Duyệt và gửi")
    text = khanh.chat.shown[-1].text
    assert text.index("SAI") < text.index(CLAIM)
    assert ANSWER in text
    assert SOURCE in text
    (draft,) = await drafted(stage)
    assert draft.state is DraftState.STARTED


async def test_the_author_cannot_approve_it(stage: Stage, desk: Chat) -> None:
    """Even holding both roles."""
    khanh = stage.person("khanh")  # nobody to send it to would be asked about first
    await khanh.says("/start")
    await khanh.presses("Đồng ý nhận tin")
    both = await holding(stage, "bien", Role.EDITOR, "so_tttt")
    await holding(stage, "bien", Role.APPROVER, "so_tttt")
    await forwards(stage.person("an"), LOCKDOWN)
    await answers(stage.member("bien", desk))
    await both.says(f"/dinhchinh {code_in(desk)}")
    await both.presses("Soạn bản tin đính chính")
    await both.presses("Gửi duyệt")
    await both.says("/duyettin")
    assert "Duyệt và gửi" not in both.labels
    (draft,) = await drafted(stage)
    assert draft.state is DraftState.SUBMITTED


async def test_pressed_again_it_is_the_same_draft(stage: Stage, desk: Chat, editor: Person) -> None:
    """In private or in the group, where the way to it is told."""
    await editor.says(f"/dinhchinh {code_in(desk)}")
    await editor.presses("Soạn bản tin đính chính")
    await editor.presses("Soạn bản tin đính chính")
    member = stage.member("bien", desk)
    await member.presses("Soạn bản tin đính chính")
    member.sees(*(("bản nháp số", "/soantin") if stage.limits.groups else ("Bản nháp số 1",)))
    assert len(await drafted(stage)) == 1
    assert any("Bản tin đính chính: " in each.text for each in desk.shown)


async def test_a_changed_answer_gets_a_draft_of_its_own(stage: Stage, desk: Chat, editor: Person) -> None:
    """The old one says what holds no more."""
    await editor.says(f"/dinhchinh {code_in(desk)}")
    await editor.presses("Soạn bản tin đính chính")
    stage.clock.passes(minutes=5)
    member = stage.member("bien", desk)
    await member.presses("Sửa kết quả")
    await answers(member, "Thiếu ngữ cảnh", PARTS)
    await editor.says(f"/dinhchinh {code_in(desk)}")
    await editor.presses("Soạn bản tin đính chính")
    newest, _ = await drafted(stage)
    assert newest.title.startswith("THIẾU NGỮ CẢNH: ")


async def test_what_is_not_answered_is_not_published(stage: Stage, desk: Chat, editor: Person) -> None:
    """Nor by a button made up, nor by somebody who only sits in the group."""
    await forwards(stage.person("binh"), GARLIC)
    code = code_in(desk)
    await editor.presses_data(f"1|k|{code}|bantin|")
    editor.sees("chưa có kết quả để phát")
    guest = stage.member("khach", desk)
    await guest.presses_data(f"1|k|{code}|bantin|")
    guest.sees_not("bản nháp số")
    async with stage.database.reading() as tx:
        found = await rumours.get(tx, code)
        assert found
        assert await drafts.of_subject(tx, code) == []


async def test_after_the_end_nothing_is_published(stage: Stage, desk: Chat, editor: Person) -> None:
    """It is said why, and that the answer stands."""
    stage.clock.passes(days=9)
    await editor.says(f"/dinhchinh {code_in(desk)}")
    await editor.presses("Soạn bản tin đính chính")
    editor.sees("đã kết thúc", "vẫn được trả lời")
    assert await drafted(stage) == []


async def test_the_longest_claim_fits_a_title(stage: Stage, desk: Chat) -> None:
    """Cut at whole characters, the verdict kept; what marks look like markup stays words."""
    editor = await holding(stage, "bien", Role.EDITOR, "so_tttt")
    await forwards(stage.person("an"), LOCKDOWN)
    long = ("Phong tỏa <b>toàn tỉnh</b> & trữ gạo 😱 " * 9)[:280]
    await answers(stage.member("bien", desk), "Chưa đủ cơ sở", f"Tin: {long}\nTrả lời: <i>Chờ\nNguồn: S & T")
    await editor.says(f"/dinhchinh {code_in(desk)}")
    await editor.presses("Soạn bản tin đính chính")
    (draft,) = await drafted(stage)
    assert draft.title.startswith("CHƯA ĐỦ CƠ SỞ: Phong tỏa <b>")
    assert draft.title.endswith("…")
    await editor.presses("Xem trước")
    editor.sees("<b>toàn tỉnh</b> & trữ gạo", "<i>Chờ")


async def test_a_correction_written_as_a_bulletin_is_found_by_who_asks(stage: Stage) -> None:
    """From /soantin with no rumour asked about: claim and verdict are told first, and the matcher knows them."""
    editor = await holding(stage, "bien", Role.EDITOR, "so_tttt")
    await editor.says("/soantin")
    await editor.presses("Soạn tin mới")
    await editor.presses("Đính chính")
    editor.sees("bắt đầu từ kết luận")
    await editor.presses("Sai")
    await editor.says(CLAIM)
    await editor.says(ANSWER)
    await editor.says(SOURCE)
    await editor.presses("Lưu kết quả này")
    await editor.presses("Soạn bản tin đính chính")
    (draft,) = await drafted(stage)
    assert (draft.kind, draft.title) == (DraftKind.CORRECTION, f"SAI: {CLAIM}")
    an = stage.person("an")
    await forwards(an, LOCKDOWN)
    an.sees("SAI", CLAIM)


async def test_a_correction_with_no_claim_is_not_submitted(stage: Stage) -> None:
    """However it was begun; a copy of one that has its claim keeps it."""
    khanh = stage.person("khanh")
    await khanh.says("/start")
    await khanh.presses("Đồng ý nhận tin")
    editor = await holding(stage, "bien", Role.EDITOR, "so_tttt")
    async with stage.database.transaction() as tx:
        for subject in ("", "KC-00000"):
            new = NewDraft(
                kind=DraftKind.CORRECTION,
                agency="so_tttt",
                title="SAI: phong tỏa",
                text="Không có chuyện đó.",
                subject=subject,
                created_by="máy",
                author_id=None,
            )
            made = await drafts.create(tx, new, stage.clock.now())
    await editor.says(f"/soantin {made.id - 1}")
    await editor.presses("Gửi duyệt")
    editor.sees("chưa có kết luận về tin đồn đi kèm")
    await editor.says(f"/soantin {made.id}")
    await editor.presses("Việc khác…")
    await editor.presses("Chép thành bản mới")
    async with stage.database.reading() as tx:
        copies = await drafts.of_subject(tx, "KC-00000")
    assert len(copies) == 2
    await editor.presses("Gửi duyệt")
    async with stage.database.reading() as tx:
        assert {each.state for each in await drafts.of_subject(tx, "KC-00000")} == {
            DraftState.WRITING,
            DraftState.SUBMITTED,
        }
