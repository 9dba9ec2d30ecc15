"""Kinds of bulletins belong to topics: who switched one off does not get it, unless its editor says so."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from storage import people
from storage.campaign import Campaign
from storage.records import Audience, DraftKind, DraftState
from storage.tables import bulletins as bulletin_table
from storage.tables import deliveries
from storage.tables import drafts as drafts_table
from tests.driver import Person, Stage
from tests.handlers.staff.newsroom import (
    OTHER,
    all_drafts,
    approver,
    citizens,
    decides,
    draft,
    editor,
    started,
    writes,
)
from tests.handlers.staff.test_two_people import alerts, on_call

TOPIC = "good_examples"


async def without_stories(stage: Stage) -> tuple[Person, Person]:
    """An has switched the topic off, ba has not."""
    an, ba = await citizens(stage, "an", "ba")
    await an.says("/chude")
    await an.presses(f"✓ {topic(stage.campaign)}")
    await an.presses("Xong")
    return an, ba


def topic(campaign: Campaign) -> str:
    found = campaign.topic(TOPIC)
    assert found is not None
    return found.label


async def story(lan: Person) -> int:
    """A story, up to its card."""
    await lan.says("/soantin")
    await lan.presses("Soạn tin mới")
    await lan.presses("Gương người tốt, việc tốt")
    await lan.says("Bếp ăn không đồng")
    await lan.says("Mỗi ngày ba trăm suất cơm.")
    return (await all_drafts(lan.stage))[-1].id


def got(person: Person, text: str) -> bool:
    return any(text in each.text for each in person.chat.shown)


async def test_a_story_reaches_those_who_keep_its_topic(stage: Stage) -> None:
    """The card says whom it is for; taken out by the editor, it goes to everybody."""
    lan, tam = await editor(stage), await approver(stage)
    an, ba = await without_stories(stage)
    await story(lan)
    lan.sees(f"người chọn chủ đề “{topic(stage.campaign)}”")
    await lan.presses("Gửi duyệt")
    await decides(tam, "Duyệt và gửi")
    assert (got(an, "Bếp ăn"), got(ba, "Bếp ăn")) == (False, True)
    number = await story(lan)
    await lan.presses("Sửa")
    await lan.presses("Người nhận")
    await lan.presses("Gửi cho mọi người")
    await lan.presses("Xong")
    assert (await draft(stage, number)).audience == Audience()
    await lan.presses("Gửi duyệt")
    await decides(tam, "Duyệt và gửi")
    assert got(an, "Bếp ăn")
    async with stage.database.reading() as tx:
        rows = await tx.all(bulletin_table.select().order_by(bulletin_table.c.id))
    assert [row.topic for row in rows] == [TOPIC, TOPIC], (
        "both count for the day's limit of their kind's topic"
    )


async def test_the_preview_says_who_has_had_the_days_number(stage: Stage) -> None:
    """Three stories have reached them today: the fourth will not, and its editor knows before it is sent."""
    lan, tam = await editor(stage), await approver(stage)
    await without_stories(stage)
    most = stage.campaign.limits.bulletins_per_topic_a_day
    for _ in range(most):
        await story(lan)
        await lan.presses("Gửi duyệt")
        await decides(tam, "Duyệt và gửi")
    async with stage.database.transaction() as tx:
        today = stage.campaign.local(stage.clock.now()).date().isoformat()
        await tx.execute(update(deliveries).values(day=today))
    await story(lan)
    await lan.presses("Xem trước")
    lan.sees(f"1 người đã nhận đủ {most} tin trong ngày của chủ đề “{topic(stage.campaign)}”")
    stage.clock.passes(days=1)
    await lan.presses("Xem trước")
    lan.sees_not("đã nhận đủ")


async def test_another_kind_takes_its_topic_with_it_and_voids_what_was_seen(stage: Stage) -> None:
    """A bulletin becomes an alert: approved anew, by those on call too, for everybody; never a correction."""
    on_call(stage)
    lan, tam, truc = await editor(stage), await approver(stage), await approver(stage, "truc", OTHER)
    number = await writes(lan)
    assert (await draft(stage, number)).audience == stage.campaign.audience_of(DraftKind.BULLETIN)
    await lan.presses("Gửi duyệt")
    await tam.says(f"/duyettin {number}")
    old = tam.button("Duyệt và gửi")
    await lan.says(f"/soantin {number}")
    await lan.presses("Sửa")
    await lan.presses("Loại tin")
    assert "Đính chính" not in lan.labels
    assert "Bản tin" not in lan.labels, "it is one already"
    await lan.presses("Cảnh báo khẩn")
    changed = await draft(stage, number)
    assert (changed.kind, changed.audience, changed.state) == (
        DraftKind.ALERT,
        Audience(),
        DraftState.WRITING,
    )
    await tam.presses_data(old)
    assert await started(stage) == 0
    await lan.presses("Gửi duyệt")
    lan.sees("Đã báo cho người duyệt", "Truc")
    await decides(truc, "Duyệt và gửi")
    assert await started(stage) == 1


@pytest.mark.one_platform("about a correction, whose dialogs are held on each")
async def test_a_correction_of_a_rumour_may_change_its_kind_and_back(stage: Stage) -> None:
    """One without a rumour behind it stays what it is."""
    lan = await editor(stage)
    number = await writes(lan)
    for subject, kind, label, becomes in (
        ("KC-7F3K2", DraftKind.CORRECTION, "Hướng dẫn", DraftKind.GUIDANCE),
        ("KC-7F3K2", DraftKind.GUIDANCE, "Đính chính", DraftKind.CORRECTION),
    ):
        await _is(stage, number, subject, kind)
        await lan.says(f"/soantin {number}")
        await lan.presses("Sửa")
        await lan.presses("Loại tin")
        await lan.presses(label)
        assert (await draft(stage, number)).kind is becomes
    await _is(stage, number, "", DraftKind.CORRECTION)
    await lan.says(f"/soantin {number}")
    await lan.presses("Sửa")
    await lan.presses("Loại tin")
    lan.sees("chưa có kết luận về tin đồn")


async def _is(stage: Stage, number: int, subject: str, kind: DraftKind) -> None:
    async with stage.database.transaction() as tx:
        found = drafts_table.c.id == number
        await tx.execute(update(drafts_table).where(found).values(subject=subject, kind=kind.value))


async def test_an_alert_is_for_everybody(stage: Stage) -> None:
    """Whoever has switched every topic off gets it too."""
    lan, tam = await editor(stage), await approver(stage)
    an = stage.person("an")
    async with stage.database.transaction() as tx:
        _, person = await people.meet(tx, "stage", "1", "an", stage.clock.now())
        await people.choose_topics(tx, person.id, frozenset())
    await alerts(lan)
    await decides(tam, "Duyệt và gửi")
    assert got(an, "Nước dâng")


def test_the_shipped_plan_counts_every_kind_but_alerts(campaign: Campaign) -> None:
    """Each belongs to one topic, and a day has its number of each."""
    assert campaign.limits.bulletins_per_topic_a_day > 0
    assert {kind for kind in DraftKind if len(campaign.topics_of(kind)) != 1} == {DraftKind.ALERT}


def test_leaving_out_who_gave_up_the_topic_is_for_everybody(campaign: Campaign) -> None:
    """Not a place, not another kind's topic; what is urgent has none."""
    stories, corrections = (campaign.audience_of(kind) for kind in (DraftKind.EXAMPLE, DraftKind.CORRECTION))
    some = replace(stories, areas=(campaign.units.districts[0].code,))
    told = [campaign.for_everybody("example", who) for who in (Audience(), stories, corrections, some)]
    assert told == [True, True, False, False]
    assert campaign.for_everybody("alert", Audience())
    assert not campaign.for_everybody("reminder", stories)
