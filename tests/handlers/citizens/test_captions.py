"""Words below a photo are words of the report, whenever the photo comes."""

import pytest

from handlers.citizens.reports.bins import MOST_WORDS
from tests.driver import Chat, Stage
from tests.handlers.citizens.test_intake import COMPLAINT, everything
from tests.handlers.filing import code_in, connected_desk, report_of, tells


@pytest.fixture
async def desk(stage: Stage) -> Chat:
    """Home Affairs' group, connected."""
    return await connected_desk(stage)


async def sends(stage: Stage, *files: tuple[str, str, str]) -> str:
    """A report with these photos (caption, album, ref); its code."""
    an = stage.person("an")
    await tells(an, "Cầu ấp 5 sập")
    for caption, album, ref in files:
        await an.sends_photo(ref, caption, album)
    await an.presses("Xong")
    await an.presses("Không gấp")
    await an.presses("Không cần gọi lại")
    an.sees("mố cầu bên trái", "số giấy tờ đã ẩn", "3 tệp")
    await an.presses("Gửi")
    return code_in(an)


async def test_what_stands_below_photos_is_kept(stage: Stage, desk: Chat) -> None:
    """In the summary, on the card, in what is stored; in the order in which it came."""
    code = await sends(stage, ("mố cầu bên trái", "", "p1"), ("", "", "p2"), ("số 079123456789", "", "p3"))
    report = await report_of(stage, code)
    assert report.words == "Cầu ấp 5 sập\nmố cầu bên trái\nsố [số giấy tờ đã ẩn]"
    assert len(report.attachments) == 3
    assert any("mố cầu bên trái" in shown.text for shown in desk.shown)


async def test_each_part_of_an_album_may_have_words(stage: Stage, desk: Chat) -> None:
    """Also those that come once the next question stands; in the album that began the report, and in a later one."""
    an = stage.person("an")
    await an.says("/phananh")
    await an.sends_photo("p1", "Cầu ấp 5 sập", "one")
    await an.sends_photo("p2", "mố cầu bên trái", "one")
    await an.presses(an.labels[0] if an.labels else "An sinh - lương thực")
    await an.says("Kế An")
    await an.presses("Không gấp")
    await an.presses("Không cần gọi lại")
    await an.presses("Gửi")
    first = await report_of(stage, code_in(an))
    assert first.words == "Cầu ấp 5 sập\nmố cầu bên trái"
    await tells(an, "Mất điện từ hôm qua")
    await an.sends_photo("p3", "nhìn từ xa", "two")
    await an.presses("Xong")
    await an.sends_photo("p4", "nhìn gần", "two")
    await an.presses("Không gấp")
    await an.presses("Không cần gọi lại")
    await an.presses("Gửi")
    second = await report_of(stage, code_in(an))
    assert second.words == "Mất điện từ hôm qua\nnhìn từ xa\nnhìn gần"


@pytest.mark.one_platform("about what is kept")
@pytest.mark.parametrize("late", [False, True])
async def test_a_complaint_below_a_photo_is_kept_nowhere(stage: Stage, desk: Chat, *, late: bool) -> None:
    """Said so where the photo is refused with it; of an album's later part only the photo is taken."""
    an = stage.person("an")
    await tells(an, "Cầu ấp 5 sập")
    await an.sends_photo("p1", "", "one")
    if late:
        await an.presses("Xong")
        await an.sends_photo("p2", COMPLAINT, "one")
    else:
        await an.sends_photo("p2", COMPLAINT)
        an.sees("không được chuyển đi và sẽ bị xóa")
        await an.presses("Xong")
    assert "Chín Xyz" not in await everything(stage)


@pytest.mark.one_platform("about counting")
async def test_words_below_photos_count_towards_the_length(stage: Stage, desk: Chat) -> None:
    """Too long is told, and the photo can be sent without them."""
    an = stage.person("an")
    await tells(an, "Cầu ấp 5 sập")
    await an.sends_photo("p1", "x" * MOST_WORDS)
    an.sees("tối đa 1.500")
    await an.sends_photo("p1", "mố cầu")
    an.sees("Đã nhận 1 tệp")
