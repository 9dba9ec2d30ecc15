"""More to what was sent before: as much as an hour takes, harmless, and not from who is blocked."""

import pytest

from handlers.citizens.reports.bins import MOST_WORDS
from messages.content import Attachment, AttachmentKind
from messages.markup import check
from storage import reports
from storage.records import PERSON_WROTE
from tests.driver import Chat, Person, Stage
from tests.handlers.citizens import test_nominations as deeds
from tests.handlers.citizens.test_intake import TORTURE
from tests.handlers.filing import connected_desk, files, report_of


@pytest.fixture
async def desk(stage: Stage) -> Chat:
    """Home Affairs' group, connected."""
    return await connected_desk(stage)


def few(stage: Stage, count: int) -> None:
    limits = stage.campaign.limits.model_copy(update={"follow_ups_per_hour": count})
    stage.conversation.campaign = stage.campaign.model_copy(update={"limits": limits})


async def added(stage: Stage, code: str) -> list[str]:
    """What the report has of its author besides the first words."""
    report = await report_of(stage, code)
    async with stage.database.reading() as tx:
        return [each.words for each in await reports.story(tx, report) if each.kind == PERSON_WROTE]


async def photo(an: Person, code: str, number: int, album: str = "") -> None:
    """A photo that answers what the bot said of this report."""
    files = (Attachment(kind=AttachmentKind.PHOTO, ref=f"photo-{number}", origin="stage:1"),)
    target = next(shown for shown in an.chat.shown if code in shown.text and not shown.mine)
    await an.stage.hears(an, text="", attachments=files, album=album, reply_to=target.id, quoted=target.text)


@pytest.mark.one_platform("about counting")
@pytest.mark.parametrize("album", ["", "one"])
async def test_a_flood_to_an_open_report_ends(stage: Stage, desk: Chat, album: str) -> None:
    """Forty photos: the desk and the report get as many as an hour takes, their author a few clear answers."""
    few(stage, 6)
    an = stage.person("an")
    code = await files(an)
    before, told = len(desk.shown), len(an.chat.shown)
    for number in range(40):
        await photo(an, code, number, album)
    answers = [shown.text for shown in an.chat.shown[told:] if not shown.mine]
    assert 0 < len(answers) <= 3
    assert "tối đa 6 tin nhắn, hình ảnh gửi thêm" in answers[-1]
    assert len([shown for shown in desk.shown[before:] if shown.reply.attachments]) == 6
    async with stage.database.reading() as tx:
        report = await reports.get(tx, code)
        assert report
        assert len(await reports.files_of(tx, report, PERSON_WROTE)) == 6


@pytest.mark.one_platform("about counting")
async def test_an_hour_later_more_is_taken(stage: Stage, desk: Chat) -> None:
    """What came too soon is not kept; a cry for help is heard all the same; others are not counted in."""
    few(stage, 2)
    an, binh = stage.person("an"), stage.person("binh")
    code, other = await files(an), await files(binh, "Mất điện từ hôm qua")
    for words in ("một", "hai", "ba"):
        await an.says(f"{code}: thêm {words}")
    an.sees("điều vừa gửi chưa được nhận", "11:00 ngày 18/8/2021")
    await an.says(f"{code}: ba tôi khó thở quá")
    an.sees("1900 9095")
    await binh.says(f"{other}: tới giờ chưa có")
    binh.sees_not("chưa được nhận")
    assert await added(stage, code) == ["thêm một", "thêm hai"]
    stage.clock.passes(minutes=61)
    await an.says(f"{code}: thêm bốn")
    assert await added(stage, code) == ["thêm một", "thêm hai", "thêm bốn"]


async def test_who_is_blocked_adds_nothing_but_what_is_asked(stage: Stage, desk: Chat) -> None:
    """Told until when and whom to ask; if the desk asks for words, they are taken."""
    an, binh = stage.person("an"), stage.member("binh", desk)
    code = await files(an)
    await binh.says(f"/chan {code} chửi bới cán bộ trực")
    await an.says(f"{code}: đồ vô dụng")
    an.sees("Đến 10:00 ngày 19/8/2021", "không nhận thêm lời nhắn", "vẫn được xử lý", "1900 9095")
    assert await added(stage, code) == []
    await binh.says(f"{code} hỏi thêm: Nhà bà con có mấy người?")
    await an.says(f"{code}: bốn người")
    assert await added(stage, code) == ["bốn người"]


@pytest.mark.one_platform("about counting")
async def test_more_words_have_a_limit_too(stage: Stage, desk: Chat) -> None:
    """As long as a report may be; longer is told, and not cut."""
    an = stage.person("an")
    code = await files(an)
    await an.says(f"{code}: {'x' * (MOST_WORDS + 1)}")
    an.sees("tối đa 1.500")
    assert await added(stage, code) == []


@pytest.mark.one_platform("about what text may hold")
@pytest.mark.parametrize("name", ["turned", "zalgo"])
async def test_torturous_words_arrive_harmless_later_too(stage: Stage, desk: Chat, name: str) -> None:
    """Nothing turned round, nothing buried: at the desk, and in what is kept."""
    an = stage.person("an")
    code = await files(an)
    await an.says(f"{code}: {TORTURE[name]}")
    [kept] = await added(stage, code)
    assert "gạo" in kept
    assert len(kept) < len(TORTURE[name])
    for message in (*an.chat.shown, *desk.shown):
        if not message.mine:
            check(message.reply.text)
            assert not set(message.text) & set("\u202e\u202c\u2067\u200f\x00")


@pytest.mark.one_platform("about what text may hold")
@pytest.mark.parametrize("name", ["turned", "zalgo"])
async def test_a_torturous_deed_is_made_harmless(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """As told at first, and as told more of."""
    an = stage.person("an")
    monkeypatch.setattr(deeds, "DEED", TORTURE[name])
    await deeds.tells(an)
    await an.presses("Gửi")
    code = deeds.code_in(an)
    kept = (await deeds.kept(stage.database, code)).deed
    assert "gạo" in kept
    assert len(kept) < len(TORTURE[name])
    assert not set(kept) & set("\u200f")
    await an.says(f"{code}: {TORTURE[name]}")
    an.sees("chuyển")
