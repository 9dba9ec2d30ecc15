"""Who asks about a rumour: its correction if there is one; otherwise a warning, one item, and a word later."""

import json

import pytest

from bot.channels.base import Raw
from messages.content import Attachment, AttachmentKind, Inbound, Location
from storage import limits, people
from storage.records import RumourState
from tests.driver import Chat, Stage
from tests.handlers.rumours.rumoured import (
    ANSWER,
    CLAIM,
    GARLIC,
    LOCKDOWN,
    SAME,
    SOURCE,
    answers,
    code_in,
    connected,
    demand,
    every,
    forwards,
    the_one,
    ticks,
    writes,
)


@pytest.fixture
async def desk(stage: Stage) -> Chat:
    return await connected(stage)


async def card_now(stage: Stage, desk: Chat) -> str:
    """The card as it reads now; where it cannot be changed, as it is shown to who asks for it."""
    if not stage.limits.edit:
        await stage.member("ed", desk).says(f"/dinhchinh {code_in(desk)}")
    return next(each.text for each in reversed(desk.shown) if "tin cần kiểm chứng" in each.text)


async def test_an_unknown_rumour_is_not_to_be_shared_and_goes_to_the_agency(stage: Stage, desk: Chat) -> None:
    """By /kiemchung: told at once that it is not verified, and that a word will come; the agency gets a card."""
    an = stage.person("an")
    await an.says("/kiemchung")
    an.sees("chép hoặc chuyển tiếp tin", "gửi ảnh chụp")
    await an.says(LOCKDOWN)
    an.sees("Chưa kiểm chứng", "đừng chia sẻ vội", "Sở Thông tin và Truyền thông", "chúng tôi báo về đây")
    an.sees_not(CLAIM, "phong tỏa")
    (card,) = [each for each in desk.shown if "tin cần kiểm chứng" in each.text]
    assert "1 người hỏi" in card.text
    assert "chưa kiểm chứng" in card.text
    assert LOCKDOWN in card.text
    assert card.labels == ["Sai", "Đúng", "Thiếu ngữ cảnh", "Chưa đủ cơ sở", "Không phải tin đồn"]


async def test_forwarding_is_enough(stage: Stage, desk: Chat) -> None:
    """No command, no question back: what somebody passes on is checked."""
    an = stage.person("an")
    await forwards(an, LOCKDOWN)
    an.sees("Chưa kiểm chứng", "đừng chia sẻ vội")
    assert (await the_one(stage)).words == LOCKDOWN


@pytest.mark.parametrize("said", [f"/kiemchung {LOCKDOWN}", f"Nghe nói {LOCKDOWN.lower()}, có thật không ạ"])
async def test_the_rumour_may_come_with_the_command_or_be_asked_in_plain_words(
    stage: Stage, desk: Chat, said: str
) -> None:
    """Words said before the command are not asked for again."""
    an = stage.person("an")
    await an.says(said)
    if "Kiểm chứng một tin" in an.labels:
        await an.presses("Kiểm chứng một tin")
    an.sees("Chưa kiểm chứng", "đừng chia sẻ vội")
    await the_one(stage)


async def test_three_who_ask_the_same_make_one_item(stage: Stage, desk: Chat) -> None:
    """In three minutes, in three spellings: one card that counts them; each is told how many ask."""
    for name, text in (("an", LOCKDOWN), ("binh", SAME), ("chi", LOCKDOWN.upper())):
        await forwards(stage.person(name), text)
        stage.clock.passes(minutes=1)
    rumour = await the_one(stage)
    assert (await demand(stage, rumour)).askers == 3
    stage.person("chi").sees("đã có 3 người cùng hỏi")
    (card,) = [each for each in desk.shown if "tin cần kiểm chứng" in each.text]
    assert card.edited is stage.limits.edit
    assert "3 người hỏi" in await card_now(stage, desk)


async def test_three_in_one_batch_make_one_item(stage: Stage, desk: Chat) -> None:
    """Their turns share one transaction: the second finds what the first has opened."""
    raws = []
    for name, text in (("an", LOCKDOWN), ("binh", SAME), ("chi", LOCKDOWN.lower())):
        stage.person(name)
        stage.channel.said[name] = Inbound(
            channel="stage", bot="1", chat=name, sender=name, message=f"b-{name}", text=text, forwarded=True
        )
        raws.append(Raw(key=name, chat=name, body=json.dumps({"key": name}).encode()))
    await stage.conversation.heard(stage.channel, raws)  # type: ignore[arg-type]
    assert await stage.conversation.step() == 3
    await stage.shows()
    assert (await demand(stage, await the_one(stage))).askers == 3
    cards = [each for each in desk.shown if "tin cần kiểm chứng" in each.text]
    assert len(cards) == 1
    assert "3 người hỏi" in await card_now(stage, desk)


async def test_asking_twice_counts_once(stage: Stage, desk: Chat) -> None:
    """However often somebody asks."""
    an = stage.person("an")
    await forwards(an, LOCKDOWN)
    await forwards(an, SAME)
    assert (await demand(stage, await the_one(stage))).askers == 1


async def test_a_correction_is_shown_at_once_with_all_that_belongs_to_it(stage: Stage, desk: Chat) -> None:
    """Verdict, claim, what is so, source, agency and date; and whether it helped is asked, and counted."""
    editor = stage.member("ed", desk)
    await forwards(stage.person("an"), LOCKDOWN)
    await answers(editor)
    binh = stage.person("binh")
    await forwards(binh, SAME)
    binh.sees(
        "SAI: “" + CLAIM, ANSWER, f"Nguồn: {SOURCE}", "Sở Thông tin và Truyền thông trả lời ngày 18/8/2021"
    )
    assert binh.labels == ["Có ích", "Chưa rõ", "Không phải tin tôi hỏi"]
    await binh.presses("Có ích")
    binh.sees("Cảm ơn bà con")
    await stage.person("an").presses("Chưa rõ")
    rumour = await the_one(stage)
    wanted = await demand(stage, rumour)
    assert (wanted.askers, wanted.helped, wanted.not_helped) == (2, 1, 1)
    assert "Giúp được: 1 người; chưa: 1" in await card_now(stage, desk)


async def test_before_it_is_answered_no_word_of_it_is_shown(stage: Stage, desk: Chat) -> None:
    """A finding that is only being looked at once more answers nobody."""
    editor = stage.member("ed", desk)
    await forwards(stage.person("an"), LOCKDOWN)
    await writes(editor)
    binh = stage.person("binh")
    await forwards(binh, SAME)
    binh.sees("Chưa kiểm chứng")
    binh.sees_not(CLAIM, ANSWER)


async def test_not_the_one_asked_about_opens_another(stage: Stage, desk: Chat) -> None:
    """The same words once more do not lead to the same answer again."""
    editor = stage.member("ed", desk)
    await forwards(stage.person("an"), LOCKDOWN)
    await answers(editor)
    binh = stage.person("binh")
    await forwards(binh, SAME)
    await binh.presses("Không phải tin tôi hỏi")
    binh.sees("chép hoặc chuyển tiếp tin")
    await binh.says(SAME)
    binh.sees("Chưa kiểm chứng")
    assert len(await every(stage)) == 2


async def test_numbers_of_people_are_kept_nowhere(stage: Stage, desk: Chat) -> None:
    """Telephone and identity numbers go before anything is written, at the desk too; public lines stay."""
    await forwards(
        stage.person("an"),
        f"{LOCKDOWN}. Hỏi chị Ba 0912 345 678 hoặc +84912345678, CCCD 012345678901, tổng đài 19009095",
    )
    rumour = await the_one(stage)
    assert "0912" not in rumour.words
    assert "912345678" not in rumour.words
    assert "012345678901" not in rumour.words
    assert "19009095" in rumour.words
    assert "[số điện thoại đã ẩn]" in rumour.words
    assert all("0912" not in each.text for each in desk.shown)


async def test_what_others_wrote_is_never_shown_to_who_asks(stage: Stage, desk: Chat) -> None:
    """Neither to those who join nor, once answered, to those who are told: they read the agency's words."""
    editor = stage.member("ed", desk)
    an, binh = stage.person("an"), stage.person("binh")
    await forwards(an, f"{LOCKDOWN}. Ông Tám Lực ấp 3 nói vậy")
    await forwards(binh, SAME)
    binh.sees_not("Tám Lực")
    await answers(editor)
    assert all("Tám Lực" not in each.text for each in binh.chat.shown)


@pytest.mark.one_platform("about kinds of files")
@pytest.mark.parametrize("kind", [AttachmentKind.VOICE, AttachmentKind.VIDEO, AttachmentKind.AUDIO])
async def test_a_recording_is_asked_for_in_words(stage: Stage, desk: Chat, kind: AttachmentKind) -> None:
    """What the machine can neither hear nor see is said, forwarded or at the question; words go on from there."""
    an = stage.person("an")
    file = Attachment(kind=kind, ref="f", origin="stage:1")
    await an.says("", attachments=(file,), forwarded=True)
    an.sees("chưa nghe, chưa xem được", "gõ lại ý chính")
    await an.sends(file)
    an.sees("chưa nghe, chưa xem được")
    await an.says(LOCKDOWN)
    an.sees("Chưa kiểm chứng")


@pytest.mark.one_platform("about reading words")
@pytest.mark.parametrize("said", ["tin này", "có thật không ạ", "😱😱", "???", "covid"])
async def test_too_few_words_are_asked_about(stage: Stage, desk: Chat, said: str) -> None:
    """Nothing is opened for what names no rumour."""
    an = stage.person("an")
    await an.says("/kiemchung")
    await an.says(said)
    assert any(hint in an.answers[-1] for hint in ("chưa biết là tin nào", "Chưa thấy nội dung"))
    assert await every(stage) == []
    await an.says(LOCKDOWN)
    an.sees("Chưa kiểm chứng")


async def test_a_place_at_the_question_is_no_rumour(stage: Stage, desk: Chat) -> None:
    """A shared location is answered with what is wanted instead."""
    an = stage.person("an")
    await an.says("/kiemchung")
    await an.says("", location=Location(lat=9.6, lon=105.9))
    an.sees("Chưa thấy nội dung tin")


async def test_a_forwarded_cry_for_help_is_heard_first(stage: Stage, desk: Chat) -> None:
    """Danger to life comes before all else; then they say whether it is a rumour or a need."""
    an = stage.person("an")
    await forwards(an, "Cứu với, ở ấp 3 có người khó thở, tím tái, không ai đưa đi viện")
    an.sees(stage.campaign.contacts.health_line)
    assert "Kiểm chứng một tin" in an.labels


async def test_no_more_news_wanted(stage: Stage, desk: Chat) -> None:
    """They still count, and are not told."""
    editor, an = stage.member("ed", desk), stage.person("an")
    await forwards(an, LOCKDOWN)
    await an.presses("Không cần báo lại")
    an.sees("sẽ không báo về tin này nữa")
    await answers(editor)
    assert not any(CLAIM in each.text for each in an.chat.shown)
    assert (await demand(stage, await the_one(stage))).askers == 1


async def test_one_person_asks_so_much_and_no_more(stage: Stage, desk: Chat) -> None:
    """Fifteen an hour; what is over that opens nothing, and an hour later it goes on."""
    an = stage.person("an")
    for number in range(15):
        await forwards(an, f"Chợ số {number} bán {'abcdefghijklmnop'[number] * 5} chữa bệnh lạ")
    await forwards(an, GARLIC)
    an.sees("tối đa 15 tin một giờ")
    assert all(each.words != GARLIC for each in await every(stage))
    stage.clock.passes(hours=1, minutes=1)
    await forwards(an, GARLIC)
    an.sees("Chưa kiểm chứng")


async def test_who_is_blocked_is_told_so(stage: Stage, desk: Chat) -> None:
    """Nothing of theirs reaches a desk for as long."""
    an = stage.person("an")
    await an.says("/start")
    async with stage.database.transaction() as tx:
        address = await people.find_address(tx, "stage", "1", "an")
        assert address
        await limits.block(tx, address.person_id or 0, stage.clock.now().replace(hour=23))
    await forwards(an, LOCKDOWN)
    an.sees_not("Chưa kiểm chứng")
    assert await every(stage) == []


async def test_after_the_campaign_known_answers_stay_and_nothing_new_is_opened(
    stage: Stage, desk: Chat
) -> None:
    """Corrections are still shown; who asked in time is still told; a new rumour is told where to go."""
    editor = stage.member("ed", desk)
    an, binh = stage.person("an"), stage.person("binh")
    await forwards(an, LOCKDOWN)
    stage.clock.passes(days=9)
    await answers(editor)
    assert any("SAI" in each.text and CLAIM in each.text for each in an.chat.shown)
    await forwards(binh, SAME)
    binh.sees("SAI", CLAIM)
    await forwards(binh, GARLIC)
    binh.sees("Chưa kiểm chứng", "đã kết thúc ngày 25/8/2021")
    await the_one(stage)


async def test_erasing_the_only_asker_drops_the_item_with_its_words(stage: Stage, desk: Chat) -> None:
    """Nobody is owed a word any more: the card at the desk is emptied, or below it stands that it is no more."""
    an = stage.person("an")
    await forwards(an, LOCKDOWN)
    await an.says("/xoadulieu")
    await an.presses("Đúng, xóa dữ liệu")
    rumour = await the_one(stage)
    assert (rumour.state, rumour.words) == (RumourState.DROPPED, "")
    assert all(LOCKDOWN not in each.text for each in desk.shown[0 if stage.limits.edit else -1 :])
    assert "đã xóa dữ liệu của mình" in desk.shown[-1].text


async def test_erasing_one_of_two_keeps_the_count(stage: Stage, desk: Chat) -> None:
    """The other is still told; the erased one is a number of nobody's."""
    editor, an, binh = stage.member("ed", desk), stage.person("an"), stage.person("binh")
    await forwards(an, LOCKDOWN)
    await forwards(binh, SAME)
    await an.says("/xoadulieu")
    await an.presses("Đúng, xóa dữ liệu")
    told = len(an.chat.shown)
    await answers(editor)
    await ticks(stage)
    assert (await demand(stage, await the_one(stage))).askers == 2
    assert any(CLAIM in each.text for each in binh.chat.shown)
    assert len(an.chat.shown) == told


async def test_the_code_is_the_desks(stage: Stage, desk: Chat) -> None:
    """A press made up by somebody who asked nothing changes nothing."""
    editor = stage.member("ed", desk)
    await forwards(stage.person("an"), LOCKDOWN)
    code = code_in(desk)
    binh = stage.person("binh")
    for action in ("klfalse", "khongphai", "gui", "sua"):
        await binh.presses_data(f"1|k|{code}+1|{action}|")
        binh.sees_not("Đã ghi")
    for action in ("co", "chua", "thoi"):
        await binh.presses_data(f"1|k|{code}|{action}|")
        binh.sees("Không tìm thấy tin này")
    assert (await the_one(stage)).state is RumourState.OPEN
    await answers(editor)
