"""An editor writes, an approver of the same agency approves, and only then people get it."""

from datetime import timedelta

from sqlalchemy import update

from storage import drafts, people
from storage import grants as granting
from storage.drafts import NewDraft
from storage.records import DraftKind, DraftState, Role
from storage.tables import grants
from tests.driver import Stage
from tests.handlers.staff.desks import holding
from tests.handlers.staff.newsroom import (
    AGENCY,
    OTHER,
    all_drafts,
    approver,
    citizens,
    decides,
    draft,
    editor,
    logged,
    offered,
    started,
    writes,
)


async def test_two_people_stand_behind_what_citizens_read(stage: Stage) -> None:
    """The approver sees the very words and how many would get them; one press sends; the log has the same hash."""
    an, ba = await citizens(stage, "an", "ba")
    lan, tam = await editor(stage), await approver(stage)
    number = await writes(lan, text="Bà con <b>ở nhà</b>, <script>x</script> & 5K.")
    assert await started(stage) == 0
    await lan.presses("Gửi duyệt")
    lan.sees("Đã báo cho người duyệt: Tam")
    assert tam.chat.shown[-2].text.startswith("Giữ vững vùng xanh\n\nBà con ở nhà, <script>x</script> & 5K.")
    assert "Hiện có 2 người" in tam.chat.shown[-1].text
    shown = tam.chat.shown[-2].reply
    assert await started(stage) == 0
    await decides(tam, "Duyệt và gửi")
    tam.sees("Đã duyệt, đang gửi: bản tin số 1", "Hiện có 2 người nhận")
    for citizen in (an, ba):
        assert citizen.chat.shown[-1].reply == shown
        assert citizen.chat.shown[-1].text.endswith("Sở Thông tin và Truyền thông")
    assert "Đã duyệt, đang gửi" in lan.chat.shown[-1].text
    kept = await draft(stage, number)
    assert (kept.state, kept.bulletin_id) == (DraftState.STARTED, 1)
    lines = await logged(stage, "draft.submitted", "draft.approved", "bulletin.started")
    assert [line["shown"] for line in lines] == [kept.shown] * 3
    assert [str(line["actor"]).partition(" ")[0] for line in lines] == ["Lan", "Tam", "Tam"]


async def test_nobody_approves_what_they_had_a_hand_in(stage: Stage) -> None:
    """Not its author, not who changed a part, not who submitted it, whatever roles they hold besides."""
    lan = await editor(stage)
    await holding(stage, "lan", Role.APPROVER, AGENCY)
    tam = await approver(stage)
    await holding(stage, "tam", Role.EDITOR, AGENCY)
    await writes(lan)
    await lan.presses("Gửi duyệt")
    pressed = await offered(tam, "Duyệt và gửi")
    await lan.presses_data(pressed)
    lan.sees("cần một người duyệt khác")
    await lan.says("/duyettin")
    lan.sees("Đồng chí đã tham gia soạn tin này")
    assert await started(stage) == 0
    await lan.presses("Sửa")
    await lan.presses("Nguồn")
    await lan.says("Sở Y tế, 18/8/2021")
    lan.sees("đang soạn")
    await tam.says("/soantin 1")
    await tam.presses("Sửa")
    await tam.presses("Tên bản tin")
    await tam.says("Tên khác")
    await tam.presses("Gửi duyệt")
    tam.sees("chưa có người duyệt nào ngoài người soạn")
    await tam.says("/duyettin")
    tam.sees("cần một người duyệt khác")
    tu = await approver(stage, "tu")
    await tu.says("/duyettin")
    await decides(tu, "Duyệt và gửi")
    assert await started(stage) == 1


async def test_a_change_after_submission_voids_it(stage: Stage) -> None:
    """The old button shows the new words instead of sending them; so does the one of an approver who looks late."""
    lan, tam = await editor(stage), await approver(stage)
    await writes(lan)
    await lan.presses("Gửi duyệt")
    old = await offered(tam, "Duyệt và gửi")
    await lan.says("/soantin 1")
    await lan.presses("Sửa")
    await lan.presses("Lời văn")
    await lan.says("Lời khác hẳn")
    await tam.presses_data(old)
    tam.sees("đang soạn")
    await lan.presses("Gửi duyệt")
    await tam.presses_data(old)
    tam.sees("đã được sửa sau lúc đồng chí xem", "Lời khác hẳn")
    assert await started(stage) == 0
    await decides(tam, "Duyệt và gửi")
    assert await started(stage) == 1
    await tam.presses_data(old)
    tam.sees("không làm được việc này nữa")
    assert await started(stage) == 1


async def test_two_approvers_at_once_send_it_once(stage: Stage) -> None:
    """The second is told who was faster."""
    lan, tam, tu = await editor(stage), await approver(stage), await approver(stage, "tu")
    await writes(lan)
    await lan.presses("Gửi duyệt")
    theirs = await offered(tu, "Duyệt và gửi")
    await decides(tam, "Duyệt và gửi")
    await tu.presses_data(theirs)
    tu.sees("đã được duyệt và gửi (Tam)")
    await tu.presses("Trả lại")
    tu.sees("không làm được việc này nữa")
    assert await started(stage) == 1


async def test_a_returned_draft_says_why_and_comes_again(stage: Stage) -> None:
    """The writers read the reason; what they submit next is shown anew."""
    lan, tam = await editor(stage), await approver(stage)
    await writes(lan)
    await lan.presses("Gửi duyệt")
    await decides(tam, "Trả lại")
    tam.sees("Vì sao trả lại")
    await tam.says("Thiếu nguồn số liệu")
    assert "Tam: Thiếu nguồn số liệu" in lan.chat.shown[-1].text
    await lan.says("/soantin 1")
    lan.sees("được trả lại", "Thiếu nguồn số liệu")
    await lan.presses("Gửi duyệt")
    await decides(tam, "Duyệt và gửi")
    assert await started(stage) == 1


async def test_another_agency_and_lost_roles_decide_nothing(stage: Stage) -> None:
    """Roles are asked at the press, not when the message was sent."""
    lan, tam = await editor(stage), await approver(stage)
    stranger = await approver(stage, "xa", OTHER)
    await writes(lan)
    await lan.presses("Gửi duyệt")
    pressed = await offered(tam, "Duyệt và gửi")
    assert "Chờ duyệt" not in "".join(each.text for each in stranger.chat.shown)
    await stranger.presses_data(pressed)
    stranger.sees("không thuộc việc của đồng chí")
    await stranger.says("/duyettin")
    stranger.sees("Không có bản tin nào chờ")
    await stranger.says("/duyettin 1")
    stranger.sees("Không có bản nháp số 1")
    async with stage.database.transaction() as tx:
        await tx.execute(
            update(grants).where(grants.c.role == "approver").values(revoked_at=stage.clock.now())
        )
    await tam.presses_data(pressed)
    tam.sees("dành cho cán bộ được giao")
    assert await started(stage) == 0


async def test_forged_buttons_do_nothing(stage: Stage) -> None:
    """Whatever number, version and mark they carry."""
    lan, tam = await editor(stage), await approver(stage)
    await writes(lan)
    await lan.presses("Gửi duyệt")
    for ref in ("99+1+x", "1", "1+1", "1+1+", "x+y+z", "1+9999999999999999999+a", "1+1+000000000000"):
        await tam.presses_data(f"1|d|{ref}|duyet|")
        assert tam.answers
    assert await started(stage) == 0


async def test_a_draft_outlives_the_dialog(stage: Stage) -> None:
    """It is kept from its title on; a day later it is there, and what is empty cannot be sent."""
    lan = await editor(stage)
    await lan.says("/soantin")
    await lan.presses("Soạn tin mới")
    await lan.presses("Cảnh báo khẩn")
    await lan.says("Nước dâng")
    stage.clock.passes(hours=30)
    await lan.says("/soantin")
    await lan.presses("1. Nước dâng")
    lan.sees("(chưa có lời văn)", "Cảnh báo khẩn")
    await lan.presses("Gửi duyệt")
    lan.sees("chưa có lời văn, nên chưa gửi được")
    await lan.presses("Việc khác…")
    await lan.presses("Bỏ bản nháp")
    await lan.presses("Đúng, bỏ")
    lan.sees("Đã bỏ bản nháp số 1")
    assert (await all_drafts(stage))[0].state is DraftState.DROPPED
    await lan.presses("Gửi duyệt")
    lan.sees("không làm được việc này nữa")


async def test_outside_the_campaign_nothing_is_sent(stage: Stage) -> None:
    """Neither submitted nor approved after its last day."""
    lan, tam = await editor(stage), await approver(stage)
    await writes(lan)
    await lan.presses("Gửi duyệt")
    stage.clock.passes(days=10)
    await decides(tam, "Duyệt và gửi")
    tam.sees("chỉ gửi trong đợt thi đua")
    await lan.presses("Sửa")
    assert await started(stage) == 0


async def many(stage: Stage, writer: str, count: int) -> None:
    """So many drafts that wait for an approver, the first of them the longest."""
    async with stage.database.transaction() as tx:
        address = await people.find_address(tx, "stage", "1", writer)
        author = (address.person_id if address else None) or 0
        for number in range(1, count + 1):
            new = NewDraft(
                kind=DraftKind.BULLETIN,
                agency=AGENCY,
                title=f"Tin {number}",
                text="Bà con ở nhà.",
                created_by=writer,
                author_id=author,
            )
            made = await drafts.create(tx, new, stage.clock.now())
            await drafts.submit(tx, made, author, writer, "", stage.clock.now() + timedelta(seconds=number))


async def test_nothing_that_waits_is_out_of_reach(stage: Stage) -> None:
    """Of nine, who has waited longest comes first, the ninth on the next page; each opens by its number."""
    lan, tam = await editor(stage), await approver(stage)
    await many(stage, "lan", 9)
    await tam.says("/duyettin")
    tam.sees("Có 9 bản tin chờ duyệt", "Và 1 bản nữa ở trang sau")
    assert tam.labels[0] == "1. Tin 1"
    assert "9. Tin 9" not in tam.labels
    await tam.presses("Trang sau")
    tam.sees_not("bản nữa")
    assert tam.labels == ["9. Tin 9", "Trang trước"]
    await tam.says("/duyettin 1")
    tam.sees("Tin 1", "Bà con ở nhà.")
    await decides(tam, "Duyệt và gửi")
    assert (await draft(stage, 1)).state is DraftState.STARTED
    await many(stage, "lan", 1)
    await lan.says("/soantin")
    lan.sees("đang có 9 bản nháp", "Và 1 bản nữa ở trang sau")
    await lan.presses("Trang sau")
    await lan.presses("2. Tin 2")
    lan.sees("Bản nháp số 2")
    await lan.says("/soantin trang 77")
    assert "2. Tin 2" in lan.labels


async def test_every_colleague_can_be_sent_a_trial(stage: Stage) -> None:
    """The ninth stands on the next page."""
    lan = await editor(stage)
    await writes(lan)
    async with stage.database.transaction() as tx:
        for number in range(1, 10):
            _, person = await people.meet(tx, "stage", "1", f"ban{number}", stage.clock.now())
            await people.name(tx, person, f"Bạn {number}")
            await granting.grant(tx, person.id, Role.EDITOR, AGENCY, "a test", stage.clock.now())
    await lan.presses("Việc khác…")
    await lan.presses("Gửi thử")
    lan.sees("Và 1 đồng chí nữa ở trang sau")
    await lan.presses("Trang sau")
    await lan.presses(next(each for each in lan.labels if each.startswith("Bạn ")))
    lan.sees("Đã gửi thử")
