"""What we keep about somebody: told, shown, erased."""

import hashlib
from typing import Any

from sqlalchemy import insert, select

from storage import erasure
from storage.tables import audit, consents, grants, metadata, people, report_events, reports
from storage.tables import outbox as outbox_table
from tests.driver import Person, Stage

WORDS = "nhà tôi hết gạo <b>LOICUATOI</b> & đang chờ"


async def rows(stage: Stage, table: Any) -> list[Any]:
    async with stage.database.reading() as tx:
        return list(await tx.all(select(table)))


async def tables_with(stage: Stage, marker: str) -> set[str]:
    """Tables in which the marker stands in any column of any row."""
    found = set()
    for table in metadata.sorted_tables:
        for row in await rows(stage, table):
            if any(marker in str(value) for value in row):
                found.add(table.name)
    return found


async def reporter(stage: Stage, name: str = "mot-tai-khoan") -> Person:
    """Somebody who takes news and has an open report."""
    who = stage.person(name)
    await who.says("/start")
    await who.presses("Đồng ý nhận tin")
    await who.says("An Lạc Tây")
    await who.presses("Xong")
    async with stage.database.transaction() as tx:
        from storage import reports as store

        person_id = await tx.scalar(select(people.c.id))
        new = store.NewReport(
            person_id=person_id, kind="an_sinh", place="31540", words=WORDS, contact="0912345678"
        )
        await store.add(tx, new, stage.clock.now())
    return who


async def test_the_notice_says_what_why_how_long_and_the_rights(stage: Stage) -> None:
    """The days are those of the campaign file."""
    an = stage.person("an")
    await an.says("/riengtu")
    an.sees("Lưu gì:", "Để làm gì:", "Bao lâu: tin trò chuyện 30 ngày", "sau 2 ngày", "Quyền của bà con:")
    an.sees("Bà con hiện không nhận tin.")
    an.sees_not("Ai giữ:")  # the managing body is not known yet
    assert an.labels == ["Xem dữ liệu của tôi", "Nối ứng dụng khác", "Xóa dữ liệu của tôi"]


async def test_everything_held_can_be_read(stage: Stage) -> None:
    """Account, consent, place, topics, reports with their words and story, in Vietnamese and local time."""
    who = await reporter(stage)
    await who.says("/riengtu")
    await who.presses("Xem dữ liệu của tôi")
    who.sees("Tài khoản: stage mot-tai-khoan", "đồng ý nhận tin lúc 10:00 ngày 18/8/2021")
    who.sees("Nơi ở: Xã An Lạc Tây, huyện Kế Sách", "Bản tin chống dịch; Gương người tốt, việc tốt")
    who.sees(WORDS, "Gọi lại: 0912345678", "An sinh - lương thực", "bà con: Bà con gửi")


async def test_words_of_an_unfinished_dialog_are_shown_too(stage: Stage) -> None:
    """What was typed and not sent is held as well, for a while."""
    an = stage.person("an")
    await an.says("/phananh")
    await an.says("điện chập chờn ba ngày nay ở xóm tôi")
    await an.says("/riengtu xem")
    an.sees("Đang làm dở", "điện chập chờn ba ngày nay ở xóm tôi")


async def test_consent_can_be_taken_back_from_the_notice(stage: Stage) -> None:
    """As easily as it was given."""
    who = await reporter(stage)
    await who.says("/riengtu")
    await who.presses("Rút lại đồng ý")
    await who.presses("Đúng, ngừng nhận tin")
    assert [row.consent for row in await rows(stage, people)] == ["declined"]


async def test_erasing_asks_what_becomes_of_open_matters_and_withdraws_them(stage: Stage) -> None:
    """Withdrawn: words gone, state withdrawn, a receipt, and no trace of the account once that is sent."""
    who = await reporter(stage)
    await who.says("/xoadulieu")
    who.sees("Bà con còn 1 việc chưa xong")
    await who.presses("Đúng, xóa dữ liệu")
    [report] = await rows(stage, reports)
    who.sees(report.code, "Rút lại:", "Giữ lại:")
    await who.presses("Rút lại các việc đó")
    who.sees("Đã xóa xong", "10:00 ngày 18/8/2021", f"Đã rút lại: {report.code}")
    [report] = await rows(stage, reports)
    assert (report.person_id, report.words, report.contact, report.state) == (None, "", "", "withdrawn")
    assert [row.kind for row in await rows(stage, report_events)] == ["new", "withdrawn"]
    assert await rows(stage, people) == []
    assert await tables_with(stage, "LOICUATOI") == set()
    assert await tables_with(stage, "mot-tai-khoan") == {"outbox"}  # the receipt, until retention passes by
    async with stage.database.transaction() as tx:
        await erasure.retention(tx, stage.campaign.retention, stage.clock.now(), stage.clock.wall())
    assert await tables_with(stage, "mot-tai-khoan") == set()


async def test_open_matters_can_go_on_without_their_author(stage: Stage) -> None:
    """Kept: the report stays open, nobody's."""
    who = await reporter(stage)
    await who.says("/xoadulieu")
    await who.presses("Đúng, xóa dữ liệu")
    await who.presses("Giữ lại, không kèm tên tôi")
    [report] = await rows(stage, reports)
    who.sees("không kèm người gửi", report.code)
    assert (report.person_id, report.words, report.contact, report.state) == (None, WORDS, "", "new")


async def test_nothing_is_erased_by_a_no_or_a_cancel(stage: Stage) -> None:
    """Both leave everything as it was."""
    who = await reporter(stage)
    await who.says("/xoadulieu")
    await who.presses("Không, giữ lại")
    who.sees("không xóa gì cả")
    await who.says("/xoadulieu")
    await who.presses("Đúng, xóa dữ liệu")
    await who.presses("Hủy")
    who.sees("không xóa gì cả")
    assert [row.consent for row in await rows(stage, people)] == ["agreed"]


async def test_who_never_agreed_is_erased_in_two_presses(stage: Stage) -> None:
    """It works for everybody, and needs no consent; no proof is invented for it."""
    an = stage.person("an-khong-nhan-tin")
    await an.says("/huongdan")
    await an.says("/xoadulieu")
    await an.presses("Đúng, xóa dữ liệu")
    an.sees("Đã xóa xong")
    assert await rows(stage, people) == []
    assert await rows(stage, consents) == []


async def test_the_proof_of_consent_stays_and_names_nobody(stage: Stage) -> None:
    """Agreed and withdrawn, under a hash that only the secret key can make again."""
    who = await reporter(stage)
    await who.says("/xoadulieu")
    await who.presses("Đúng, xóa dữ liệu")
    await who.presses("Rút lại các việc đó")
    proofs = await rows(stage, consents)
    assert [row.decision for row in proofs] == ["agreed", "withdrawn"]
    assert len({row.subject for row in proofs}) == 1
    assert proofs[0].subject != hashlib.sha256(b"stage:1:mot-tai-khoan").hexdigest()


async def test_whoever_writes_again_is_new(stage: Stage) -> None:
    """No memory of consent, place or codes."""
    who = await reporter(stage)
    [report] = await rows(stage, reports)
    await who.says("/xoadulieu")
    await who.presses("Đúng, xóa dữ liệu")
    await who.presses("Giữ lại, không kèm tên tôi")
    await who.says("/start")
    who.sees("Bà con có đồng ý nhận tin không?")
    await who.says(f"/theodoi {report.code}")
    who.sees_not("LOICUATOI")


async def test_staff_are_told_to_hand_over_and_lose_their_roles(stage: Stage) -> None:
    """The log keeps the name beside what was done, without the account."""
    chi = stage.person("tai-khoan-chi")
    await chi.says("/start")
    async with stage.database.transaction() as tx:
        person_id = await tx.scalar(select(people.c.id))
        await tx.execute(people.update().values(name="Lê Thị Chi"))
        given = {"person_id": person_id, "role": "home_affairs", "granted_by": "x"}
        await tx.execute(insert(grants).values(**given, granted_at=stage.clock.now()))
        line = {"actor": "Lê Thị Chi (stage:tai-khoan-chi)", "action": "x", "detail": {}}
        await tx.execute(insert(audit).values(**line, at=stage.clock.now()))
    await chi.says("/xoadulieu")
    chi.sees("Đồng chí đang giữ vai trò: Cán bộ tiếp nhận, tổng hợp khó khăn", "bàn giao")
    await chi.presses("Đúng, xóa dữ liệu")
    assert await rows(stage, grants) == []
    assert {row.actor for row in await rows(stage, audit)} == {"Lê Thị Chi"}
    assert [row.action for row in await rows(stage, audit)] == ["x", "role_left"]


async def test_a_desk_reads_that_the_words_are_gone(stage: Stage) -> None:
    """Its author withdraws everything: the card is replaced; where it cannot be, it is said below."""
    who = await reporter(stage)
    [report] = await rows(stage, reports)
    group = stage.group("-desk")
    chi = stage.member("chi", group)
    await chi.says("/trogiup")
    async with stage.database.transaction() as tx:
        from messages.content import Reply
        from storage import outbox
        from storage.outbox import Outgoing
        from storage.people import find_address

        desk = await find_address(tx, "stage", "1", "-desk")
        assert desk is not None
        card = Outgoing(address=desk, reply=Reply(text=f"{report.code} LOICUATOI"), subject=report.code)
        await outbox.put(tx, [card], stage.clock.wall())
    await stage.settles()
    assert group.shown[-1].text == f"{report.code} LOICUATOI"
    await who.says("/xoadulieu")
    await who.presses("Đúng, xóa dữ liệu")
    await who.presses("Rút lại các việc đó")
    assert group.shown[-1].edited is stage.limits.edit
    assert (
        group.shown[-1].text == f"{report.code}: người gửi đã xóa dữ liệu của mình, nội dung ở đây không còn."
    )
    assert all("LOICUATOI" not in row.body for row in await rows(stage, outbox_table))
