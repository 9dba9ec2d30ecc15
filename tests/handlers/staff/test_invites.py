"""Invites, desks and roles, as administrators, officers and groups meet them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from storage import audit, grants, people
from storage import invites as kept
from storage.campaign import load_campaign
from storage.grants import FirstAdmin
from storage.records import Consent, Role
from storage.tables import people as people_table
from tests.driver import NOON, Person, Stage

CAMPAIGN = load_campaign()
COMMUNE = CAMPAIGN.units.communes[0]


@pytest.fixture
async def stage(stage: Stage) -> Stage:
    """A bot whose administrator is "admin"."""
    async with stage.database.transaction() as tx:
        await grants.ensure_admins(tx, [FirstAdmin("stage", "1", "admin")], NOON)
    return stage


async def _code(stage: Stage, role: str, scope: str = "", uses: int = 1) -> str:
    async with stage.database.transaction() as tx:
        code, _ = await kept.create(tx, role, scope, "quản trị", stage.clock.now(), uses=uses)
    return code


async def _agreed(stage: Stage, name: str) -> Person:
    """Somebody who was asked for consent already."""
    async with stage.database.transaction() as tx:
        _, person = await people.meet(tx, "stage", "1", name, NOON)
        await people.consented(tx, person, Consent.AGREED)
    return stage.person(name)


async def _actions(stage: Stage) -> list[str]:
    async with stage.database.reading() as tx:
        return [row.action for row in await audit.recent(tx)]


def _shown_code(answers: list[str]) -> str:
    """The code in what /capquyen said."""
    line = next(line for line in answers[-1].splitlines() if line.startswith(("/start ", "/ketnoi ")))
    return line.split(" ", 1)[1]


async def test_an_administrator_invites_an_officer_who_joins(stage: Stage) -> None:
    """/capquyen asks role and commune and prints code and link; the officer's /start tells what they may do now."""
    admin = stage.person("admin")
    await admin.says("/capquyen")
    admin.sees("vai trò nào")
    await admin.presses("Cán bộ đầu mối")
    admin.sees("đơn vị hành chính hay của tổ chức")
    await admin.presses("Xã, huyện")
    await admin.says(CAMPAIGN.units.full_label(COMMUNE.code))
    admin.sees("Đã cấp mã: Cán bộ đầu mối", COMMUNE.title, "https://chat.example/", "25/8/2021")
    officer = await _agreed(stage, "hai")
    await officer.says(f"/start {_shown_code(admin.answers)}")
    officer.sees("đã nhận vai trò Cán bộ đầu mối", COMMUNE.title, "Hai")
    assert {"invite.created", "invite.redeemed"} <= set(await _actions(stage))
    assert _shown_code(admin.answers) not in str(await _audit_details(stage))


async def _audit_details(stage: Stage) -> list[object]:
    async with stage.database.reading() as tx:
        return [(row.subject, row.detail) for row in await audit.recent(tx)]


async def test_an_organisation_is_a_scope_too(stage: Stage) -> None:
    """An officer may be of a department instead of a commune."""
    admin = stage.person("admin")
    await admin.says("/capquyen")
    await admin.presses("Người đứng đầu")
    await admin.presses("Tổ chức")
    await admin.presses("Sở, ban, ngành")
    await admin.presses("Sở Y tế")
    admin.sees("Đã cấp mã: Người đứng đầu - Sở Y tế")


async def test_an_agency_is_asked_for_only_where_there_are_several(stage: Stage) -> None:
    """Home Affairs is one; of the three that write bulletins, which must be said."""
    admin = stage.person("admin")
    await admin.says("/capquyen")
    await admin.presses("Cán bộ tiếp nhận, tổng hợp khó khăn")
    admin.sees("Sở Nội vụ", "/ketnoi ", "/start ")
    await admin.presses("Cấp mã mời")
    await admin.presses("Biên tập viên")
    await admin.says("báo st")
    admin.sees("Biên tập viên - Báo Sóc Trăng")


async def test_going_back_changes_the_role(stage: Stage) -> None:
    """Answers of a way not taken do not end up in the invite."""
    admin = stage.person("admin")
    await admin.says("/capquyen")
    await admin.presses("Biên tập viên")
    await admin.presses("Quay lại")
    await admin.presses("Quản trị hệ thống")
    admin.sees("Đã cấp mã: Quản trị hệ thống.")


@pytest.mark.needs("groups")
async def test_a_group_becomes_a_desk(stage: Stage) -> None:
    """/capquyen for a group, /ketnoi in it: the group is told what happens now and may do the agency's work."""
    admin = stage.person("admin")
    await admin.says("/capquyen")
    await admin.presses("Nối nhóm chat của cơ quan")
    await admin.says("Sở Nội vụ")
    admin.sees("/ketnoi ")
    admin.sees_not("/start")
    group = stage.group("-100")
    member = stage.member("tu", group)
    await member.says("/tonghop")
    member.sees("dành cho cán bộ")
    await member.says(f"/ketnoi {_shown_code(admin.answers)}")
    member.sees("từ nay là nơi làm việc của Sở Nội vụ", "hiện thành một thẻ", "/tonghop")
    await member.says("/hangcho")
    member.sees_not("dành cho cán bộ")
    assert "desk.connected" in await _actions(stage)


@pytest.mark.needs("groups")
async def test_a_home_affairs_code_opens_its_desk(stage: Stage) -> None:
    """`invite home_affairs` makes a code for /ketnoi as well, also when it comes with /start in the group."""
    one, other = stage.group("-1"), stage.group("-2")
    tu = stage.member("tu", one)
    await tu.says(f"/ketnoi {await _code(stage, 'home_affairs', 'so_noi_vu')}")
    tu.sees("từ nay là nơi làm việc của Sở Nội vụ")
    hai = stage.member("hai", other)
    await hai.says(f"/start {await _code(stage, 'desk', 'so_y_te')}")
    hai.sees("từ nay là nơi làm việc của Sở Y tế")
    hai.sees_not("hiện thành một thẻ")


@pytest.mark.needs("groups")
async def test_connecting_twice_costs_nothing(stage: Stage) -> None:
    """A connected group is told so, and the code still works elsewhere."""
    tu = stage.member("tu", stage.group("-1"))
    await tu.says(f"/ketnoi {await _code(stage, 'desk', 'so_noi_vu')}")
    second = await _code(stage, "desk", "so_noi_vu")
    await tu.says(f"/ketnoi {second}")
    tu.sees("đã là nơi làm việc của Sở Nội vụ từ trước")
    await tu.says("/ketnoi")
    tu.sees("từ trước")
    other = stage.member("tu", stage.group("-2"))
    await other.says(f"/ketnoi {second}")
    other.sees("từ nay")


@pytest.mark.needs("groups")
async def test_a_group_needs_a_code_and_a_name(stage: Stage) -> None:
    """Without a code the group is told what to do; an anonymous administrator is refused."""
    group = stage.group("-1")
    tu = stage.member("tu", group)
    await tu.says("/ketnoi")
    tu.sees("kèm mã do quản trị cấp")
    hidden = stage.member("", group, anonymous=True)
    code = await _code(stage, "desk", "so_noi_vu")
    await hidden.says(f"/ketnoi {code}")
    hidden.sees("ẩn danh")
    await tu.says(f"/ketnoi {code}")
    tu.sees("từ nay")


@pytest.mark.needs("groups")
async def test_a_personal_code_is_refused_in_a_group(stage: Stage) -> None:
    """Shown to a whole group, an editor's code gives nobody anything, and is not used up by that."""
    code = await _code(stage, "editor", "bao_soc_trang")
    tu = stage.member("tu", stage.group("-1"))
    await tu.says(f"/ketnoi {code}")
    tu.sees("dành cho từng người", "thu hồi")
    hai = await _agreed(stage, "hai")
    await hai.says(f"/start {code}")
    hai.sees("đã nhận vai trò")


@pytest.mark.needs("groups")
async def test_a_desk_code_in_private_says_where_it_belongs(stage: Stage) -> None:
    """It is kept for the group."""
    code = await _code(stage, "desk", "so_noi_vu")
    hai = stage.person("hai")
    await hai.says(f"/start {code}")
    hai.sees("/ketnoi", "trong nhóm")
    tu = stage.member("tu", stage.group("-1"))
    await tu.says(f"/ketnoi {code}")
    tu.sees("từ nay")


@pytest.mark.lacks("groups")
async def test_where_there_are_no_groups_a_desk_code_says_what_to_do(stage: Stage) -> None:
    """It is kept for a group elsewhere; a role of one's own does the same work here."""
    code = await _code(stage, "desk", "so_noi_vu")
    hai = await _agreed(stage, "hai")
    await hai.says(f"/start {code}")
    hai.sees("không vào nhóm được", "Mã vẫn còn", "cho từng người")
    await hai.says(f"/start {await _code(stage, 'home_affairs', 'so_noi_vu')}")
    hai.sees("đã nhận vai trò")
    await hai.says("/hangcho")
    hai.sees_not("dành cho cán bộ")


async def test_bad_codes_are_answered_alike_and_counted(stage: Stage) -> None:
    """Wrong, used, expired and revoked codes get one answer; after ten tries a good one waits for an hour."""
    used, expired, revoked = [await _code(stage, "admin") for _ in range(3)]
    hai, ba = await _agreed(stage, "hai"), await _agreed(stage, "ba")
    await ba.says(f"/start {used}")
    async with stage.database.transaction() as tx:
        newest = (await kept.list_open(tx, stage.clock.now(), 1))[0]
        await kept.revoke(tx, newest.id, stage.clock.now())
    answers = []
    for code in ("x", "A" * 22, used, revoked):
        await hai.says(f"/start {code}")
        answers += hai.answers
    stage.clock.passes(days=7)
    await hai.says(f"/start {expired}")
    answers += hai.answers
    assert len(answers) == 5
    assert len(set(answers)) == 1
    good = await _code(stage, "admin")
    for _ in range(9):
        await hai.says("/start x")
    await hai.says(f"/start {good}")
    hai.sees("quá nhiều lần")
    stage.clock.passes(minutes=61)
    await hai.says(f"/start {good}")
    hai.sees("đã nhận vai trò")


async def test_who_has_the_role_already_uses_nothing_up(stage: Stage) -> None:
    """The code stays good for somebody else."""
    code = await _code(stage, "officer", COMMUNE.code, uses=2)
    hai, ba = await _agreed(stage, "hai"), await _agreed(stage, "ba")
    await hai.says(f"/start {code}")
    await hai.says(f"/start {code}")
    hai.sees("từ trước", "chưa bị trừ")
    await ba.says(f"/start {code}")
    ba.sees("đã nhận vai trò")
    await stage.person("tu").says(f"/start {code}")
    stage.person("tu").sees("không dùng được")


async def test_a_nameless_account_is_asked_for_a_name(stage: Stage) -> None:
    """The audit log needs one; the platform's own is taken where it gives one."""
    code = await _code(stage, "home_affairs", "so_noi_vu")
    nameless = Person(stage=stage, name="", chat=stage.person("hai").chat, sender="hai")
    await nameless.says(f"/start {code}")
    nameless.sees("đã nhận vai trò", "họ và tên")
    await nameless.says("Trần Thị <b>Hai</b>")
    nameless.sees("Trần Thị <b>Hai</b>")
    async with stage.database.reading() as tx:
        names = [row.name for row in await tx.all(select(people_table.c.name))]
    assert "Trần Thị <b>Hai</b>" in names


async def test_who_comes_by_a_link_is_asked_for_consent(stage: Stage) -> None:
    """Their role is told first; bulletins still need their yes."""
    hai = stage.person("hai")
    await hai.says(f"/start {await _code(stage, 'officer', COMMUNE.code)}")
    hai.sees("đã nhận vai trò", "đồng ý nhận tin")
    assert hai.labels == ["Đồng ý nhận tin", "Không, tôi chỉ hỏi thông tin"]


async def test_taking_a_role_back(stage: Stage) -> None:
    """/nguoidung lists holders, asks before it revokes, and the person is told and may do it no more."""
    admin, hai = stage.person("admin"), await _agreed(stage, "hai")
    await hai.says(f"/start {await _code(stage, 'home_affairs', 'so_noi_vu')}")
    await admin.says("/nguoidung")
    admin.sees("1. Hai (stage:hai)", "Sở Nội vụ", "2. (chưa có tên)", "Quản trị hệ thống")
    await admin.presses("Thu hồi số 1")
    admin.sees("Thu hồi vai trò", "Hai")
    sure = admin.button("Thu hồi")
    await admin.presses_data(sure)
    admin.sees("Đã thu hồi", "được báo")
    assert "không còn vai trò" in hai.chat.shown[-1].text
    await hai.says("/tonghop")
    hai.sees("dành cho cán bộ")
    await admin.presses_data(sure)
    admin.sees("Không còn gì để thu hồi")
    assert (await _actions(stage)).count("role.revoked") == 1


async def test_the_last_administrator_cannot_go(stage: Stage) -> None:
    """Not even by their own hand."""
    admin = stage.person("admin")
    await admin.says("/nguoidung")
    await admin.presses("Thu hồi số 1")
    await admin.presses("Thu hồi")
    admin.sees("quản trị cuối cùng")
    await admin.says("/nguoidung")
    admin.sees("Quản trị hệ thống")


async def test_a_code_is_taken_back(stage: Stage) -> None:
    """From the message that made it, or from the list of codes."""
    admin, hai = stage.person("admin"), await _agreed(stage, "hai")
    await admin.says("/capquyen")
    await admin.presses("Quản trị hệ thống")
    first = _shown_code(admin.answers)
    await admin.presses("Hủy mã này")
    admin.sees("Đã hủy mã mời")
    second = await _code(stage, "admin")
    await admin.says("/nguoidung")
    await admin.presses("Mã còn dùng được (1)")
    admin.sees("quản trị cấp")
    await admin.presses("Hủy mã số 1")
    for code in (first, second):
        await hai.says(f"/start {code}")
        hai.sees("không dùng được")


async def test_a_long_list_has_pages(stage: Stage) -> None:
    """Eight to a page; a page that is not there shows the nearest."""
    async with stage.database.transaction() as tx:
        for number in range(10):
            _, person = await people.meet(tx, "stage", "1", f"p{number}", NOON)
            await grants.grant(tx, person.id, Role.OFFICER, COMMUNE.code, "thử", NOON)
    admin = stage.person("admin")
    await admin.says("/nguoidung")
    admin.sees("trang 1/2", "(11)")
    await admin.presses("Trang sau")
    admin.sees("trang 2/2", "11.")
    for odd in ("99", "-1", "x", "²", "9" * 40):
        await admin.says(f"/nguoidung {odd}")
        admin.sees("trang ")


@pytest.mark.one_platform("tests of roles are the matrix's")
@pytest.mark.parametrize("command", ["/capquyen", "/nguoidung", "/thuquyen 1 chac", "/thuma 1"])
async def test_only_administrators(stage: Stage, command: str) -> None:
    """Nobody else lists, invites or revokes, whatever they type."""
    hai = stage.person("hai")
    await hai.says(command)
    hai.sees("dành cho cán bộ")
    assert "role.revoked" not in await _actions(stage)


async def test_an_administrator_who_lost_the_role_finishes_nothing(stage: Stage) -> None:
    """What was begun as an administrator is not ended as one."""
    admin = stage.person("admin")
    await admin.says("/capquyen")
    await admin.presses("Biên tập viên")
    async with stage.database.transaction() as tx:
        await grants.ensure_admins(tx, [FirstAdmin("stage", "1", "other")], NOON)
        mine = [each for each in await grants.list_holders(tx, 10) if each.address == "stage:admin"]
        await grants.revoke(tx, mine[0].grant.id, "other", NOON)
    await admin.presses("Báo Sóc Trăng")
    admin.sees("dành cho cán bộ")
    async with stage.database.reading() as tx:
        assert await kept.count_open(tx, NOON + timedelta(seconds=1)) == 0
