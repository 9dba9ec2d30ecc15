"""What news somebody takes, and stopping it."""

from typing import Any

from sqlalchemy import select

from messages.content import Reply
from storage import bulletins
from storage.bulletins import NewBulletin
from storage.records import Audience
from storage.tables import consents, followed_places, people, subscriptions
from tests.driver import Person, Stage


async def rows(stage: Stage, table: Any) -> list[Any]:
    async with stage.database.reading() as tx:
        return list(await tx.all(select(table)))


async def subscriber(stage: Stage, name: str = "an") -> Person:
    """Somebody who agreed, lives in An Lạc Tây and takes all topics."""
    who = stage.person(name)
    await who.says("/start")
    await who.presses("Đồng ý nhận tin")
    await who.says("An Lạc Tây")
    await who.presses("Xong")
    return who


async def test_without_consent_nothing_is_stored_and_it_is_asked_for(stage: Stage) -> None:
    """Topics, place and followed places are for people who agreed."""
    an = stage.person("an")
    for command in ("/dangky", "/noio", "/chude", "/noikhac"):
        await an.says(command)
        an.sees("Bà con có đồng ý nhận tin không?")
    assert [row.place for row in await rows(stage, people)] == [None]


async def test_everything_taken_is_shown_at_a_glance(stage: Stage) -> None:
    """Topics, place, pace, and a button to change each."""
    an = await subscriber(stage)
    await an.says("/dangky")
    an.sees("Lời nhắc mỗi sáng; Bản tin chống dịch", "Nơi ở: Xã An Lạc Tây, huyện Kế Sách", "nhận đủ các tin")
    assert an.labels == [
        "Chọn chủ đề",
        "Đổi nơi ở",
        "Theo dõi nơi khác",
        "Mỗi ngày một lần",
        "Ngừng nhận tin",
    ]


async def test_topics_go_on_and_off_and_nothing_changes_before_done(stage: Stage) -> None:
    """Each press turns one; "Xong" keeps them; cancelling keeps what was."""
    an = await subscriber(stage)
    await an.says("/chude")
    await an.presses("✓ Lời nhắc mỗi sáng")
    await an.says("bản tin chống dịch")
    await an.presses("○ Lời nhắc mỗi sáng")
    assert an.labels[:2] == ["✓ Lời nhắc mỗi sáng", "○ Bản tin chống dịch"]
    await an.presses("Hủy")
    assert len(await rows(stage, subscriptions)) == 4
    await an.says("/chude")
    for label in (
        "Lời nhắc mỗi sáng",
        "Bản tin chống dịch",
        "Gương người tốt, việc tốt",
        "Đính chính tin sai",
    ):
        await an.presses(f"✓ {label}")
    await an.presses("Xong")
    an.sees("không chọn chủ đề nào", "Ngừng nhận tin")
    assert await rows(stage, subscriptions) == []


async def test_the_place_can_be_changed(stage: Stage) -> None:
    """People move."""
    an = await subscriber(stage)
    await an.says("/dangky")
    await an.presses("Đổi nơi ở")
    await an.says("Nhơn Mỹ")
    an.sees("Đã ghi nơi ở: Xã Nhơn Mỹ", "Tin bà con đang nhận")


async def test_up_to_three_other_places_are_followed(stage: Stage) -> None:
    """A parent's commune, a whole district; the fourth must wait until one is dropped."""
    an = await subscriber(stage)
    for place in ("Nhơn Mỹ", "Xuân Hòa", "Ba Trinh"):
        await an.says("/noikhac")
        await an.presses("Thêm một nơi")
        await an.says(place)
    an.sees("Theo dõi thêm: Xã", "Xã Nhơn Mỹ, huyện Kế Sách")
    await an.says("/noikhac")
    assert "Thêm một nơi" not in an.labels
    await an.presses("Bỏ Xã Nhơn Mỹ, huyện Kế Sách")
    an.sees_not("Nhơn Mỹ")
    assert len(await rows(stage, followed_places)) == 2


async def test_who_chooses_a_place_gets_what_is_being_sent_there(stage: Stage) -> None:
    """Whoever becomes a member before a bulletin is finished receives it."""
    an = await subscriber(stage)
    code = stage.campaign.units.find("Nhơn Mỹ")[0].code
    async with stage.database.transaction() as tx:
        new = NewBulletin(
            kind="bulletin",
            title="x",
            created_by="x",
            reply=Reply(text="Tin của xã Nhơn Mỹ"),
            audience=Audience(areas=(code,)),
            places=(code,),
        )
        sent = await bulletins.start(tx, new, stage.clock.now())
        await bulletins.fill(tx, sent.id)
    await an.says("/noio")
    an.sees_not("Tin của xã Nhơn Mỹ")
    await an.says("Nhơn Mỹ")
    an.sees("Tin của xã Nhơn Mỹ")


async def test_stopping_asks_back_and_then_stops(stage: Stage) -> None:
    """After "Đúng" no consent, place or topic is left, and the proof says withdrawn."""
    an = await subscriber(stage)
    await an.says("/dung")
    assert an.labels == ["Đúng, ngừng nhận tin", "Không, nhận tiếp", "Nhận ít hơn (mỗi ngày một lần)"]
    await an.presses("Không, nhận tiếp")
    an.sees("vẫn gửi tin cho bà con")
    await an.says("/ngungtin")
    await an.presses("Nhận ít hơn (mỗi ngày một lần)")
    an.sees("gộp lại", "mỗi ngày một lần lúc 18:00")
    assert [row.pace for row in await rows(stage, people)] == ["daily"]
    await an.says("/ngungtin")
    yes = an.button("Đúng, ngừng nhận tin")
    await an.presses_data(yes)
    an.sees("Đã ngừng gửi tin", "Việc bà con đã gửi vẫn được trả lời")
    await an.presses_data(yes)
    an.sees("hiện không gửi lời nhắc hay bản tin nào")
    [person] = await rows(stage, people)
    assert (person.consent, person.place, person.pace) == ("declined", None, "all")
    assert await rows(stage, subscriptions) == []
    proofs = await rows(stage, consents)
    assert [row.decision for row in proofs] == ["agreed", "withdrawn"]
    assert proofs[0].subject == proofs[1].subject


async def test_bare_words_never_stop_the_news(stage: Stage) -> None:
    """A bare "dung" is đúng, dừng, đừng or somebody's name."""
    an = await subscriber(stage)
    for said in ("dung", "Dung", "đúng", "đừng", "dừng"):
        await an.says(said)
        an.sees_not("Đã ngừng", "muốn ngừng nhận")
    assert [row.consent for row in await rows(stage, people)] == ["agreed"]


async def test_who_stopped_can_take_news_again(stage: Stage) -> None:
    """The button "Nhận tin" asks for consent anew: the old one was taken back."""
    an = await subscriber(stage)
    await an.says("/ngungtin")
    await an.presses("Đúng, ngừng nhận tin")
    await an.presses("Nhận tin")
    an.sees("Bà con có đồng ý nhận tin không?")
    await an.presses("Đồng ý nhận tin")
    an.sees("Bà con ở xã, phường nào?")
    assert len(await rows(stage, consents)) == 3


async def test_after_the_campaign_there_is_nothing_to_subscribe_to(stage: Stage) -> None:
    """No news goes out any more; stopping still works."""
    an = await subscriber(stage)
    stage.clock.passes(days=9)
    await an.says("/dangky")
    an.sees("đã kết thúc")
    await an.says("/ngungtin")
    await an.presses("Đúng, ngừng nhận tin")
    an.sees("Đã ngừng")


async def test_a_place_told_after_consent_was_taken_back_is_not_stored(stage: Stage) -> None:
    """The question may still be open when consent ends."""
    an = await subscriber(stage)
    await an.says("/ngungtin")
    yes = an.button("Đúng, ngừng nhận tin")
    await an.says("/noio")
    await an.presses_data(yes)
    await an.says("Nhơn Mỹ")
    an.sees("chỉ lưu nơi ở khi bà con đồng ý")
    assert [row.place for row in await rows(stage, people)] == [None]
