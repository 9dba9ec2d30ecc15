"""One person, two apps: linked by a code that they type, one from then on, and parted again."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from storage import audit, people
from storage.records import Consent
from storage.tables import grants
from storage.tables import people as table
from tests.driver import Person, Stage
from tests.handlers.filing import files as files_report
from tests.storage.world import bulletin


async def _agrees(who: Person) -> None:
    await who.says("/start")
    await who.presses("Đồng ý nhận tin")


async def _code(who: Person) -> str:
    await who.says("/lienket")
    who.sees("/lienket ", "chỉ dùng một lần")
    return who.answers[-1].split("/lienket ")[1].split()[0]


async def _links(one: Person, other: Person) -> None:
    code = await _code(one)
    await other.says(f"/lienket {code}")
    other.sees("Chỉ nối khi cả hai đều là của chính bà con")
    await other.presses("Đúng, đều là của tôi")
    other.sees("Đã nối với")
    one.sees("vừa được nối với")


@pytest.fixture
def an(stage: Stage) -> Person:
    return stage.person("an")


@pytest.fixture
def zalo(stage: Stage) -> Person:
    """The same person's other app."""
    return stage.person("an-zalo", on="zalo")


async def test_after_linking_both_apps_show_what_either_sent(an: Person, zalo: Person) -> None:
    """What was sent in one app is followed in the other, and an answer goes where they last wrote."""
    first = await files_report(an)
    second = await files_report(zalo)
    await _links(an, zalo)
    for app in (an, zalo):
        await app.says("/theodoi")
        app.sees(first, second)


async def test_a_bulletin_comes_once_in_the_app_last_used(stage: Stage, an: Person, zalo: Person) -> None:
    """Both had agreed: still one person, one message; it moves to the other app when they use that."""
    await _agrees(an)
    await _agrees(zalo)
    await _links(an, zalo)
    for last, other in ((an, zalo), (zalo, an)):
        stage.clock.passes(minutes=1)
        await other.says("/kehoach")
        stage.clock.passes(minutes=1)
        await last.says("/kehoach")
        async with stage.database.transaction() as tx:
            await bulletin(tx, f"Bản tin cho {last.name}")
        await stage.settles()
        last.sees(f"Bản tin cho {last.name}")
        assert f"Bản tin cho {last.name}" not in "".join(m.text for m in other.chat.shown)


async def test_a_code_is_good_once_and_for_ten_minutes(stage: Stage, an: Person, zalo: Person) -> None:
    """Used, late, replaced by a newer one, or never one: it links nobody."""
    late = await _code(an)
    stage.clock.passes(minutes=11)
    await zalo.says(f"/lienket {late}")
    zalo.sees("không đúng, đã dùng hoặc đã quá 10 phút")
    old, new = await _code(an), await _code(an)
    await zalo.says(f"/lienket {old}")
    zalo.sees("không đúng")
    await zalo.says(f"/lienket {new.lower().replace('-', ' ')}")
    zalo.sees("Chỉ nối khi")
    binh = stage.person("binh")
    await binh.says(f"/lienket {new}")
    await zalo.presses("Đúng, đều là của tôi")
    zalo.sees("Đã nối với")
    await binh.presses("Đúng, đều là của tôi")
    binh.sees("không đúng, đã dùng")


async def test_two_codes_at_once_end_in_one_person(stage: Stage, an: Person, zalo: Person) -> None:
    """Each app shows a code and each is typed in the other: the second finds them linked."""
    here, there = await _code(an), await _code(zalo)
    await zalo.says(f"/lienket {here}")
    await an.says(f"/lienket {there}")
    await zalo.presses("Đúng, đều là của tôi")
    zalo.sees("Đã nối với")
    await an.presses("Đúng, đều là của tôi")
    an.sees("không đúng, đã dùng")
    async with stage.database.reading() as tx:
        assert await people.count(tx) == 1


async def test_nobody_is_linked_to_themselves(an: Person, zalo: Person) -> None:
    """A code typed where it was shown, or by somebody linked already, changes nothing."""
    code = await _code(an)
    await an.says(f"/lienket {code}")
    an.sees("lấy ở chính đây")
    await _links(an, zalo)
    code = await _code(an)
    await zalo.says(f"/lienket {code}")
    zalo.sees("đã nối với nhau rồi")


async def test_codes_are_not_guessed(stage: Stage, zalo: Person) -> None:
    """Ten tries an hour."""
    for _ in range(10):
        await zalo.says("/lienket 00000000")
        zalo.sees("không đúng")
    await zalo.says("/lienket 00000000")
    zalo.sees("thử 10 lần trong một giờ")


async def test_roles_and_blocks_go_along(stage: Stage, an: Person, zalo: Person) -> None:
    """What one may do both may, and it is said before; a block on one holds for both; the log names it."""
    until = stage.clock.now() + timedelta(days=1)
    await an.says("/start")
    async with stage.database.transaction() as tx:
        address = await people.find_address(tx, "stage", "1", "an")
        assert address is not None
        role = {
            "person_id": address.person_id,
            "role": "home_affairs",
            "granted_at": until,
            "granted_by": "x",
        }
        await tx.execute(insert(grants).values(role))
    await zalo.says("/start")
    async with stage.database.transaction() as tx:
        other = await people.find_address(tx, "zalo", "1", "an-zalo")
        assert other is not None
        await tx.execute(update(table).where(table.c.id == other.person_id).values(blocked_until=until))
    code = await _code(zalo)
    await an.says(f"/lienket {code}")
    an.sees("Ở cả hai bên đều dùng được quyền", "tiếp nhận")
    await an.presses("Đúng, đều là của tôi")
    await zalo.says("/hangcho")
    zalo.sees_not("chỉ dành cho")
    async with stage.database.reading() as tx:
        joined = await people.get(tx, address.person_id or 0)
        assert joined is not None
        assert joined.blocked_until == until
        assert next(row.action for row in await audit.recent(tx)) == "person.linked"


async def test_who_declined_in_one_app_gets_no_news_in_the_other(
    stage: Stage, an: Person, zalo: Person
) -> None:
    """Of two answers the more careful one holds."""
    await _agrees(an)
    await zalo.says("/start")
    await zalo.presses("Không, tôi chỉ hỏi thông tin")
    await _links(an, zalo)
    async with stage.database.reading() as tx:
        address = await people.find_address(tx, "stage", "1", "an")
        assert address is not None
        one = await people.get(tx, address.person_id or 0)
        assert one is not None
        assert one.consent is Consent.DECLINED


async def test_apps_are_parted_again(stage: Stage, an: Person, zalo: Person) -> None:
    """The other app is somebody new; what was sent and held stays here; both are told."""
    code = await files_report(zalo)
    await _links(an, zalo)
    await an.says("/lienket")
    an.sees("Đã nối với")
    await an.presses("Tách zalo")
    an.sees("Tách zalo ra?")
    await an.presses("Đúng, tách zalo")
    an.sees("Đã tách zalo")
    zalo.sees("vừa được tách khỏi")
    await zalo.says("/theodoi")
    zalo.sees_not(code)
    await an.says("/theodoi")
    an.sees(code)
    await an.presses_data("1|c|lienket|tachhan+99|")
    an.sees("không nối với đây")
