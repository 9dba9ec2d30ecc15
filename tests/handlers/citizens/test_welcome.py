"""The first words, consent and the menu, as people meet them."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from handlers.everything import REGISTRY
from messages import buttons
from storage.campaign import load_campaign
from storage.database import Database
from storage.tables import addresses, consents, desks, grants, people, subscriptions
from tests.driver import Stage


async def rows(stage: Stage, table: object) -> list[dict[str, object]]:
    async with stage.database.reading() as tx:
        return [dict(row._mapping) for row in await tx.all(select(table))]  # type: ignore[call-overload]


async def test_somebody_new_is_told_who_we_are_and_asked_with_two_equal_buttons(stage: Stage) -> None:
    """/start says who, what is stored, how long and their rights, and nothing is ticked beforehand."""
    an = stage.person("an")
    await an.says("/start")
    an.sees("Đây là kênh thông tin tự động của đợt thi đua", "16/8 - 25/8/2021", "không cần cho biết tên")
    an.sees("do máy trả lời")
    an.sees("chúng tôi lưu: mã tài khoản trò chuyện", "Tin nhắn được giữ 30 ngày", "Quyền riêng tư")
    an.sees_not("phụ trách")  # the managing body is not known yet
    assert [[c.label for c in row] for row in an.chat.shown[-1].reply.rows] == [
        ["Đồng ý nhận tin"],
        ["Không, tôi chỉ hỏi thông tin"],
    ]
    assert await rows(stage, subscriptions) == []
    assert [each["consent"] for each in await rows(stage, people)] == ["unasked"]


async def test_who_writes_before_the_greeting_hears_that_a_machine_answers(stage: Stage) -> None:
    """Whatever the first words are; once greeted and answered, it is not said again."""
    an = stage.person("an")
    for said in ("qwrt zxcv", "Nhà tôi hết gạo ba ngày nay"):
        await an.says(said)
        an.sees("Đây là kênh trả lời tự động")
    await an.says("/start")
    await an.presses("Không, tôi chỉ hỏi thông tin")
    await an.says("qwrt zxcv")
    an.sees_not("trả lời tự động")


async def test_who_begins_with_a_command_hears_that_a_machine_answers(stage: Stage) -> None:
    """Typed, in plain words or pressed: above the first answer, once; /start says it in its own words."""
    for name, first in (("an", "/kehoach"), ("binh", "kế hoạch"), ("chi", "/phananh"), ("dung", "/tonghop")):
        who = stage.person(name)
        await who.says(first)
        assert who.answers[0].startswith("Đây là kênh trả lời tự động."), first
        await who.says("/huy")
        await who.says(first)
        who.sees_not("trả lời tự động")
    ha = stage.person("ha")
    await ha.presses_data(buttons.command("huongdan"))
    ha.sees("Đây là kênh trả lời tự động", "cho nơi nào")
    sau = stage.person("sau")
    await sau.says("/start")
    sau.sees_not("Nhắn /start để biết")


async def test_agreeing_leads_to_place_topics_and_menu(stage: Stage) -> None:
    """Consent is kept with a proof that holds no address, then the place, then the topics."""
    an = stage.person("an")
    await an.says("/start")
    await an.presses("Đồng ý nhận tin")
    an.sees("Cảm ơn bà con đã đồng ý nhận tin", "Bà con ở xã, phường nào?")
    await an.says("an lac tay")
    an.sees("Đã ghi nơi ở: Xã An Lạc Tây, huyện Kế Sách", "muốn nhận những tin nào?")
    await an.presses("✓ Đính chính tin sai")
    assert "○ Đính chính tin sai" in an.labels
    await an.presses("Xong")
    an.sees("Lời nhắc mỗi sáng; Bản tin chống dịch; Gương người tốt, việc tốt")
    an.sees_not("Đính chính")
    assert "Mục khác" in an.labels
    [proof] = await rows(stage, consents)
    assert proof["decision"] == "agreed"
    assert len(str(proof["subject"])) == 64
    assert len(str(proof["wording"]).split("-")) == 3
    [person] = await rows(stage, people)
    assert (person["consent"], person["place"]) == ("agreed", "31540")
    assert {each["topic"] for each in await rows(stage, subscriptions)} == {
        "reminders",
        "bulletins",
        "good_examples",
    }


async def test_the_place_may_be_skipped(stage: Stage) -> None:
    """Whoever wants news need not say where they live."""
    an = stage.person("an")
    await an.says("/start")
    await an.presses("Đồng ý nhận tin")
    await an.presses("Bỏ qua")
    an.sees("muốn nhận những tin nào?")
    assert [each["place"] for each in await rows(stage, people)] == [None]


async def test_declining_stores_nothing_more_and_questions_still_work(stage: Stage) -> None:
    """No consent: no proof, no topics, no place; the menu all the same."""
    an = stage.person("an")
    await an.says("/start")
    await an.presses("Không, tôi chỉ hỏi thông tin")
    an.sees("Kênh này sẽ không gửi tin cho bà con")
    assert "Mục khác" in an.labels
    await an.says("/huongdan")
    an.sees("4 tại chỗ")
    assert await rows(stage, consents) == []
    assert await rows(stage, subscriptions) == []
    await an.says("/start")
    an.sees("Bà con cần việc nào dưới đây?")
    an.sees_not("đồng ý nhận tin không")


async def test_old_consent_buttons_do_the_sensible_thing(stage: Stage) -> None:
    """Agreeing twice changes nothing; the old "no" asks before it stops; the old "yes" after a "no" agrees."""
    an = stage.person("an")
    await an.says("/start")
    yes, no = an.button("Đồng ý nhận tin"), an.button("Không, tôi chỉ hỏi thông tin")
    await an.presses_data(no)
    await an.presses_data(yes)
    an.sees("Cảm ơn bà con")
    await an.presses("Bỏ qua")
    await an.presses_data(yes)
    an.sees("đã đồng ý nhận tin từ trước")
    await an.presses_data(no)
    an.sees("muốn ngừng nhận lời nhắc và bản tin, phải không?")
    assert [each["consent"] for each in await rows(stage, people)] == ["agreed"]
    assert len(await rows(stage, consents)) == 1


async def test_agreeing_in_the_middle_of_a_report_goes_on_with_the_report(stage: Stage) -> None:
    """A pressed consent never throws away what somebody is telling us."""
    an = stage.person("an")
    await an.says("/start")
    await an.says("/phananh")
    question = an.answers[-1]
    await an.presses("Đồng ý nhận tin")
    an.sees("Cảm ơn bà con đã đồng ý nhận tin", question.splitlines()[0])
    assert [each["consent"] for each in await rows(stage, people)] == ["agreed"]


async def test_the_menu_has_four_choices_and_a_second_screen(stage: Stage) -> None:
    """At most four choices where four will do; the rest is one press away."""
    an = stage.person("an")
    await an.says("/trogiup")
    an.sees("/huongdan - Hướng dẫn “4 tại chỗ”", "/huy để bỏ")
    assert len(an.labels) <= 4
    await an.presses("Mục khác")
    assert {"Xem kế hoạch", "Tin mới", "Quyền riêng tư"} <= set(an.labels)
    assert set(an.labels).isdisjoint({"Hướng dẫn “4 tại chỗ”"})


async def test_after_the_campaign_people_hear_that_it_has_ended(stage: Stage) -> None:
    """From 26/8 on /start and an old "yes" say so, and nothing is stored for news that will not come."""
    an = stage.person("an")
    await an.says("/start")
    yes = an.button("Đồng ý nhận tin")
    stage.clock.passes(days=8)
    await an.says("/start")
    an.sees(
        "đã kết thúc ngày 25/8/2021", "kế hoạch, hướng dẫn và việc mình đã gửi", "theo hướng dẫn tháng 8/2021"
    )
    assert "Xem kế hoạch" in an.labels
    assert "Báo khó khăn, vướng mắc" not in an.labels
    await an.presses_data(yes)
    an.sees("đã kết thúc")
    assert {each["consent"] for each in await rows(stage, people)} == {"unasked"}


@pytest.mark.needs("groups")
async def test_a_group_is_told_how_to_become_a_desk(stage: Stage) -> None:
    """In a group there is no menu of citizens, only what a desk does."""
    chi = stage.member("chi", stage.group("-1"))
    await chi.says("/trogiup")
    chi.sees("chưa là nơi tiếp nhận", "/ketnoi")


@pytest.mark.needs("groups")
async def test_a_desk_is_told_what_it_can_do(stage: Stage) -> None:
    """Whose desk it is, that answering a card reaches the person, and its commands."""
    chi = stage.member("chi", stage.group("-1"))
    await chi.says("/trogiup")
    async with stage.database.transaction() as tx:
        address_id = await tx.scalar(select(addresses.c.id).where(addresses.c.chat == "-1"))
        desk = {"agency": "so_noi_vu", "address_id": address_id, "connected_by": "x"}
        await tx.execute(insert(desks).values(**desk, connected_at=stage.clock.now()))
    await chi.says("/trogiup")
    chi.sees("nơi tiếp nhận của Sở Nội vụ", "Trả lời (reply)", "/hangcho", "/tonghop")


async def test_staff_find_their_duties_in_the_menu_and_the_help(stage: Stage) -> None:
    """A role adds its own buttons; citizens never see them."""
    chi, an = stage.person("chi"), stage.person("an")
    await an.says("/trogiup")
    an.sees_not("/hangcho", "Việc của cán bộ")
    await chi.says("/start")
    async with stage.database.transaction() as tx:
        person_id = await tx.scalar(select(addresses.c.person_id).where(addresses.c.chat == "chi"))
        role = {"person_id": person_id, "role": "home_affairs", "granted_by": "x"}
        await tx.execute(insert(grants).values(**role, granted_at=stage.clock.now()))
    await chi.says("/trogiup")
    chi.sees("Việc của cán bộ", "/hangcho", "/tonghop")
    duties = {REGISTRY.command(name) for name in ("hangcho", "tonghop")}
    first = set(chi.labels)
    await chi.presses("Mục khác")  # four duties stand on the first screen, the rest on the second
    assert {each.title for each in duties if each} <= first | set(chi.labels)
    await chi.presses("Không, tôi chỉ hỏi thông tin")
    await chi.says("/start")
    chi.sees("Chào đồng chí")


async def test_a_code_after_start_is_an_invite(stage: Stage) -> None:
    """A deep link's code goes to where invites are taken; a wrong one is said to be wrong, and nothing asked."""
    an = stage.person("an")
    await an.says("/start khong-co-ma-nay")
    assert len(an.answers) == 1
    an.sees_not("đồng ý nhận tin")


async def test_another_campaign_speaks_of_itself_only(tmp_path: Path, sqlite_template: Path) -> None:
    """Nothing of the shipped campaign is in the code or in the templates."""
    shutil.copy(sqlite_template, tmp_path / "other.db")
    other = load_campaign(Path(__file__).parents[2] / "data" / "bac-son-nam.toml")
    async with Database(f"sqlite+aiosqlite:///{tmp_path}/other.db") as database:
        stage = Stage(database, other, REGISTRY)
        an = stage.person("an")
        place = other.units.communes[0]
        said = ["/start", "/trogiup", "/kehoach", "/riengtu", "/tinmoi", "/dangky", "/huongdan"]
        said += [f"/huongdan {each.key}" for each in other.guidance.audiences]
        said += [f"/kehoach {part}" for part in ("mucdich", "doituong", "noidung", "khenthuong")]
        said += [f"/vungxanh {unit.title}" for unit in (place, *other.units.districts)]
        for text in said:
            await an.says(text)
            assert len(an.answers) == 1, text
            an.sees_not("Sóc Trăng", "127/KH", "trục trặc", "1900 9095")
