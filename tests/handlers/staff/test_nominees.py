"""A nominee who is somebody else than the nominator says for themselves whether they may be named."""

import re
from datetime import timedelta

from storage import nominees
from tests.driver import Person, Stage
from tests.handlers.staff.nominating import Cast, cast, confirmed, does, kept, newest_card, opens, tells


def secret(who: Person) -> str:
    """The code that was just shown."""
    found = re.search(r"/neuten (\S{4}-\S{4})", who.chat.shown[-1].text)
    assert found, who.chat.shown[-1].text
    return found[1]


async def handed(parts: Cast, code: str) -> str:
    """The code that the officer hands to the nominee."""
    await opens(parts.lan, "Mã để tự trả lời")
    parts.lan.sees(code, "dùng một lần", "7 ngày")
    return secret(parts.lan)


async def test_the_nominee_agrees_and_hears_what_comes_of_it(stage: Stage) -> None:
    """Told what was told of them; the answer is in the card, nobody learns who answered; they hear of the praise."""
    parts, sau = await cast(stage), stage.person("sau")
    code = await confirmed(parts)
    typed = await handed(parts, code)
    await sau.says("/neuten")
    sau.sees("kèm mã đã được đưa")
    await sau.says(f"/neuten {typed.lower()}")
    sau.sees("Bà Sáu Lành", "nấu cơm cho chốt", "có đồng ý nêu tên không")
    again = sau.button("Không nêu tên")
    await sau.presses("Đồng ý nêu tên")
    sau.sees("Đã ghi: đồng ý nêu tên")
    after = await kept(stage, code)
    assert (after.named, after.named_by) == (True, "chính người được giới thiệu, bằng mã do cán bộ đưa")
    assert any("đã tự trả lời: đồng ý nêu tên" in each.text for each in parts.lan.chat.shown[-2:])
    assert not any("tự trả lời" in each.text for each in parts.an.chat.shown)
    await sau.presses_data(again)
    sau.sees("không đúng, đã dùng hoặc đã quá hạn")
    assert (await kept(stage, code)).named is True
    await does(parts.lan, code, "Khen tại chỗ", "không số; hôm nay; Thư khen của UBND xã")
    assert "Việc tốt của bà con" in sau.chat.shown[-1].text
    await sau.says("/riengtu")
    await sau.presses("Xem dữ liệu của tôi")
    sau.sees(f"mà bà con đã trả lời: {code}")
    await sau.says("/xoadulieu")
    await sau.presses("Đúng, xóa dữ liệu")
    async with stage.database.reading() as tx:
        assert await nominees.of(tx, after) is None
    assert (await kept(stage, code)).named is None


async def test_who_said_no_is_not_overruled(stage: Stage) -> None:
    """The officer has no button against the nominee's own no; another code asks them again."""
    parts, sau = await cast(stage), stage.person("sau")
    code = await confirmed(parts)
    await sau.says(f"/neuten {await handed(parts, code)}")
    await sau.presses("Không nêu tên")
    sau.sees("không nêu tên", "vẫn được xét")
    await parts.lan.presses("Việc khác…")
    assert "Đồng ý nêu tên" not in newest_card(parts.lan)
    await sau.says(f"/neuten {await handed(parts, code)}")
    await sau.presses("Đồng ý nêu tên")
    assert (await kept(stage, code)).named is True


async def test_the_nominator_hands_on_a_code_and_does_not_answer(stage: Stage) -> None:
    """Theirs to give, not to use; the record tells by whose hand it came; a new code ends the old one."""
    parts, sau = await cast(stage), stage.person("sau")
    code = await tells(parts.an)
    await parts.an.says(f"/theodoi {code}")
    await parts.an.presses("Mời người ấy trả lời")
    old = secret(parts.an)
    await parts.an.says(f"/neuten {old}")
    parts.an.sees("dành cho chính người được giới thiệu")
    await parts.an.says(f"/theodoi {code}")
    await parts.an.presses("Mời người ấy trả lời")
    await sau.says(f"/neuten {old}")
    sau.sees("không đúng, đã dùng hoặc đã quá hạn")
    await sau.says(f"/neuten {secret(parts.an)}")
    await sau.presses("Đồng ý nêu tên")
    assert (await kept(stage, code)).named_by.endswith("người giới thiệu đưa")
    await parts.an.says(f"/theodoi {code}")
    parts.an.sees_not("chính người được giới thiệu")


async def test_a_code_ends_with_its_time_and_with_its_nomination(stage: Stage) -> None:
    """After seven days, or once the nomination is taken back; whoever guesses is stopped."""
    parts, sau, la = await cast(stage), stage.person("sau"), stage.person("la")
    code = await tells(parts.an)
    await parts.an.says(f"/theodoi {code}")
    hand = parts.an.button("Mời người ấy trả lời")
    await parts.an.presses_data(hand)
    typed = secret(parts.an)
    await la.presses_data(hand)
    la.sees("không tìm thấy mã")
    await parts.an.says(f"/theodoi {code}")
    await parts.an.presses("Rút lại việc này")
    await sau.says(f"/neuten {typed}")
    sau.sees("không đúng, đã dùng hoặc đã quá hạn")
    second = await tells(parts.an, "Ông Tư Hiền", deed="Chở gạo cho hai mươi hộ trong vùng phong tỏa")
    await parts.an.says(f"/theodoi {second}")
    await parts.an.presses("Mời người ấy trả lời")
    stage.clock.passes(days=7, minutes=1)
    await sau.says(f"/neuten {secret(parts.an)}")
    sau.sees("không đúng, đã dùng hoặc đã quá hạn")
    async with stage.database.transaction() as tx:
        assert await nominees.retire(tx, stage.clock.now() + timedelta(minutes=1)) == 2
    for _ in range(11):
        await la.says("/neuten ABCD-EFGH")
    la.sees("đã thử 10 lần")
