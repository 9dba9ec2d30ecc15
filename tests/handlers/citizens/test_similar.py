"""Already reported? From both ends: who is asked, what they may read, what joining does."""

import pytest

from storage import likeness, voices
from storage.records import ReportState
from storage.reports import move
from tests.driver import Chat, Person, Stage
from tests.handlers.filing import code_in, connected_desk, files, goes_on, report_of, tells

RICE = "Tôi tên Trần Văn Bảy 0912345678, xóm tôi hết gạo ba ngày nay, ông Chín giấu gạo"
SAME = "Xóm tôi hết gạo ba ngày nay rồi, xin cứu trợ"


@pytest.fixture
async def desk(stage: Stage) -> Chat:
    """Home Affairs' group, connected."""
    return await connected_desk(stage)


async def followers(stage: Stage, code: str) -> list[int]:
    report = await report_of(stage, code)
    async with stage.database.reading() as tx:
        return await voices.followers(tx, report.id)


async def voices_of(stage: Stage, code: str) -> int:
    report = await report_of(stage, code)
    async with stage.database.reading() as tx:
        return await voices.count(tx, report.id)


async def test_the_same_matter_is_joined(stage: Stage, desk: Chat) -> None:
    """Shown before photos are asked for; one press makes a voice, no second report; the desk sees no new card."""
    an, binh = stage.person("an"), stage.person("binh")
    code = await files(an, RICE)
    cards = len(desk.shown)
    await tells(binh, SAME)
    binh.sees("Hình như việc này đã có người báo", "An sinh - lương thực", "Xã Kế An", "hết gạo ba ngày nay")
    await binh.presses("Đúng việc này")
    binh.sees(code, "nay có 2 người", "chúng tôi báo về đây")
    assert await voices_of(stage, code) == 2
    assert len(await followers(stage, code)) == 1
    assert len(desk.shown) == cards


async def test_nothing_of_its_author_or_of_who_is_accused_is_shown(stage: Stage, desk: Chat) -> None:
    """Only words that the reader wrote too."""
    an, binh = stage.person("an"), stage.person("binh")
    await files(an, RICE)
    await tells(binh, SAME)
    binh.sees_not("Trần", "Bảy", "0912", "Chín", "giấu")


async def test_another_matter_goes_on_as_if_nobody_had_asked(stage: Stage, desk: Chat) -> None:
    """To the photos, and back leads to the question again; what is sent is a report of its own."""
    an, binh = stage.person("an"), stage.person("binh")
    first = await files(an, RICE)
    await tells(binh, SAME)
    await binh.presses("Không, việc khác")
    binh.sees("kèm theo không?")
    await binh.presses("Quay lại")
    binh.sees("Hình như việc này đã có người báo")
    await binh.presses("Không, việc khác")
    await goes_on(binh)
    await binh.presses("Gửi")
    assert code_in(binh) != first
    assert await voices_of(stage, first) == 1


@pytest.mark.one_platform("about likeness")
async def test_nobody_is_asked_where_nothing_is_alike(stage: Stage, desk: Chat) -> None:
    """Other words, another district, too old or closed: straight to the photos."""
    an, binh = stage.person("an"), stage.person("binh")
    code = await files(an, RICE)
    await tells(binh, "Trạm bơm hư, ruộng khô nứt nẻ hết")
    binh.sees("kèm theo không?")
    await binh.says("/huy")
    await tells(binh, SAME, "Xã Đại Ân 1")
    binh.sees("kèm theo không?")
    await binh.says("/huy")
    stage.clock.passes(days=7, minutes=1)
    await tells(binh, SAME)
    binh.sees("kèm theo không?")
    stage.clock.passes(days=-7)
    await binh.says("/huy")
    async with stage.database.transaction() as tx:
        assert await move(tx, await report_of(stage, code), ReportState.RESOLVED, stage.clock.now())
    await tells(binh, SAME)
    binh.sees("kèm theo không?")


async def test_a_neighbouring_commune_is_asked_too(stage: Stage, desk: Chat) -> None:
    """The same district, another commune."""
    an, binh = stage.person("an"), stage.person("binh")
    await files(an, SAME)
    await tells(binh, SAME, "Kế Thành")
    binh.sees("Hình như việc này đã có người báo", "Xã Kế An")


async def test_three_at_most_and_each_by_its_number(stage: Stage, desk: Chat) -> None:
    """Of five alike three are offered; the number typed chooses."""
    codes = [await files(stage.person(f"p{number}"), SAME) for number in range(5)]
    binh = stage.person("binh")
    await tells(binh, SAME)
    assert [label for label in binh.labels if label.startswith("Đúng")] == [
        "Đúng việc 1",
        "Đúng việc 2",
        "Đúng việc 3",
    ]
    await binh.says("2")
    binh.sees(codes[1], "nay có 2 người")


async def test_joining_twice_counts_once_and_follows_again(stage: Stage, desk: Chat) -> None:
    """However often somebody says so, and with a stop in between."""
    an, binh = stage.person("an"), stage.person("binh")
    code = await files(an, RICE)
    await tells(binh, SAME)
    await binh.presses("Đúng việc này")
    await binh.presses("Thôi theo dõi việc này")
    binh.sees("không báo về việc", "vẫn được tính")
    assert await followers(stage, code) == []
    await binh.presses("Thôi theo dõi việc này")
    binh.sees("không theo dõi việc")
    await tells(binh, SAME)
    await binh.presses("Đúng việc này")
    binh.sees("vẫn tính là một người")
    assert await voices_of(stage, code) == 2
    assert len(await followers(stage, code)) == 1


async def test_ones_own_report_is_no_second_voice(stage: Stage, desk: Chat) -> None:
    """Who sends the same again learns that it is there."""
    an = stage.person("an")
    code = await files(an, RICE)
    await tells(an, SAME)
    await an.presses("Đúng việc này")
    an.sees(code, "chính là việc bà con đã gửi")
    assert await voices_of(stage, code) == 1


async def test_what_closed_between_question_and_answer(stage: Stage, desk: Chat) -> None:
    """The press on a report that is closed by now joins nothing; the dialog goes on."""
    an, binh = stage.person("an"), stage.person("binh")
    code = await files(an, RICE)
    await tells(binh, SAME)
    async with stage.database.transaction() as tx:
        assert await move(tx, await report_of(stage, code), ReportState.RESOLVED, stage.clock.now())
    await binh.presses("Đúng việc này")
    binh.sees("kèm theo không?")
    assert await voices_of(stage, code) == 1


async def test_joining_counts_towards_the_limit(stage: Stage, desk: Chat) -> None:
    """A prank of joining everything ends like any other."""
    limits = stage.campaign.limits.model_copy(update={"per_hour": 1})
    an, binh = stage.person("an"), stage.person("binh")
    await files(an, RICE)
    stage.conversation.campaign = stage.campaign.model_copy(update={"limits": limits})
    await tells(binh, SAME)
    await binh.presses("Đúng việc này")
    await binh.says("/phananh")
    binh.sees("tối đa 1 việc một giờ")


@pytest.mark.one_platform("about what is kept")
async def test_erased_words_are_found_no_more(stage: Stage, desk: Chat) -> None:
    """Who erases everything leaves a count, and no trace to be shown to others."""
    an, binh, cuc = (stage.person(name) for name in ("an", "binh", "cuc"))
    code = await files(an, RICE)
    await tells(binh, SAME)
    await binh.presses("Đúng việc này")
    await binh.says("/xoadulieu")
    await binh.presses("Đúng, xóa dữ liệu")
    assert await voices_of(stage, code) == 2
    assert await followers(stage, code) == []
    await an.says("/xoadulieu")
    await an.presses("Đúng, xóa dữ liệu")
    await an.presses("Rút lại các việc đó")
    async with stage.database.reading() as tx:
        assert await likeness.candidates(tx, RICE, "943", stage.clock.now()) == []
    await tells(cuc, SAME)
    cuc.sees("kèm theo không?")


async def test_people_see_what_they_joined_and_sent_along(stage: Stage, desk: Chat) -> None:
    """Everything we hold: the code joined, the point, and that they asked to stay unnamed."""
    an, binh = stage.person("an"), stage.person("binh")
    code = await files(an, RICE)
    await tells(binh, SAME)
    await binh.presses("Đúng việc này")
    await tells(binh, "Cầu sập, xe không qua được")
    for label in ("Bỏ qua", "Không gấp", "Gửi ẩn danh", "Kèm vị trí"):
        await binh.presses(label)
    await binh.sends_location(9.61234, 105.98765)
    await binh.presses("Gửi")
    await binh.says("/riengtu")
    await binh.presses("Xem dữ liệu của tôi")
    binh.sees(f"cùng báo: {code}", "Vị trí kèm theo: 9.61234, 105.98765", "Gửi ẩn danh")


async def test_who_joined_says_how_it_went(stage: Stage, desk: Chat) -> None:
    """Told of each state like its author; closed, each says once how it went; desk and digest count them."""
    an, binh, la, officer = (
        stage.person("an"),
        stage.person("binh"),
        stage.person("la"),
        stage.member("tu", desk),
    )
    code = await files(an, RICE)
    await tells(binh, SAME)
    await binh.presses("Đúng việc này")
    await officer.says(f"{code} tiếp nhận")
    binh.sees(code, "mà bà con cùng báo: đã tiếp nhận")
    await officer.says(f"{code} đã giải quyết")
    again = binh.button("Chưa được giải quyết")
    for _ in range(2):
        await binh.presses("Hài lòng")
    await an.presses("Chưa hài lòng")
    assert "Đánh giá: 1 hài lòng, 1 chưa hài lòng" in await card(officer, code)
    await officer.says("/tonghop")
    assert any("đánh giá: 1 hài lòng, 1 chưa hài lòng" in each.text for each in desk.shown)
    await binh.says(f"/theodoi {code}")
    await binh.presses("Chưa hài lòng")
    assert "Đánh giá: 0 hài lòng, 2 chưa hài lòng" in await card(officer, code)
    await la.presses_data(again)
    la.sees("không tìm thấy mã")
    await binh.presses("Chưa được giải quyết")
    assert "một người cùng báo cho biết việc" in desk.shown[-1].text
    assert an.chat.shown[-1].text == f"Việc {code} của bà con: mở lại, chưa được giải quyết."
    assert "Đánh giá:" not in await card(officer, code)
    await binh.presses_data(again)
    binh.sees("chưa khép lại")


async def card(officer: Person, code: str) -> str:
    """Its card as it is now; where it cannot be changed, as it is shown to who asks for it."""
    if not officer.stage.limits.edit:
        await officer.says(f"/hangcho {code}")
    shown = reversed(officer.chat.shown)
    return next(m.text for m in shown if m.text.startswith(code) and "Trạng thái:" in m.text)


async def test_who_follows_a_duplicate_hears_where_it_goes_on(stage: Stage, desk: Chat) -> None:
    """With the code that is spoken of from now on; who stopped following hears nothing then or later."""
    an, la, binh, chi = (stage.person(name) for name in ("an", "la", "binh", "chi"))
    officer = stage.member("officer", desk)
    first, second = await files(an, RICE), await files(la, "Cầu ấp 5 sập, xe cứu thương không qua được")
    for who in (binh, chi):
        await tells(who, "Cầu ấp 5 sập rồi, xe cứu thương không qua được")
        await who.presses("Đúng việc này")
    await chi.presses("Thôi theo dõi việc này")
    told = len(chi.chat.shown)
    await officer.says(f"{second} trùng: {first}")
    assert second in binh.chat.shown[-1].text
    assert first in binh.chat.shown[-1].text
    assert await voices_of(stage, first) == 4
    await officer.says(f"{first} đã giải quyết")
    assert first in binh.chat.shown[-1].text
    assert len(chi.chat.shown) == told
