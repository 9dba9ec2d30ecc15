"""A dialog left standing is closed in the end, and whoever had begun it is told."""

from dataclasses import replace
from datetime import timedelta

from handlers import expiry
from handlers.everything import REGISTRY
from handlers.registry import Registry
from storage import outbox, people, positions
from storage.records import Position
from tests.driver import Person, Stage

ONE_PLATFORM = "the word is the same on each; when it may leave is a matter of its lane"
WORD = "để đã lâu chưa xong"


async def expires(stage: Stage, registry: Registry = REGISTRY) -> int:
    """The chore runs once, and what it says is shown."""
    async with stage.database.transaction() as tx:
        closed = await expiry.expire(tx, registry, stage.campaign, stage.clock.now(), stage.clock.wall())
    await stage.shows()
    return closed


async def half_told(stage: Stage, name: str = "an") -> Person:
    """Somebody who has begun to tell of a difficulty."""
    person = stage.person(name)
    await person.says("/phananh")
    await person.says("Nhà tôi hết gạo ba ngày nay, ở ấp 3")
    person.sees("thuộc nhóm nào")
    return person


async def test_after_a_day_the_dialog_is_left_with_a_word(stage: Stage) -> None:
    """Not a minute before; what is said afterwards is no answer to it, and the word comes once."""
    an = await half_told(stage)
    stage.clock.passes(hours=23, minutes=59)
    assert await expires(stage) == 0
    an.sees_not(WORD)
    stage.clock.passes(minutes=2)
    assert await expires(stage) == 1
    an.sees(WORD, "báo khó khăn", "chưa gửi đi đâu")
    assert await expires(stage) == 0
    await an.says("/huy")
    an.sees("không có việc nào đang dở")


async def test_a_question_that_nobody_took_up_is_closed_in_silence(stage: Stage) -> None:
    """Whoever only looked is not written to a day later."""
    an = stage.person("an")
    await an.says("/phananh")
    stage.clock.passes(hours=25)
    assert await expires(stage) == 1
    an.sees_not(WORD)


async def test_an_answer_begins_the_day_anew(stage: Stage) -> None:
    """What counts is when the open question was asked."""
    an = await half_told(stage)
    stage.clock.passes(hours=20)
    await an.says("1")
    stage.clock.passes(hours=20)
    assert await expires(stage) == 0


async def test_a_flow_may_live_longer(stage: Stage) -> None:
    """By its own lifetime; many that may still stand do not keep others from being closed."""
    patient = [replace(each, lifetime=timedelta(days=3)) for each in REGISTRY.flows if each.name == "phananh"]
    others = [each for each in REGISTRY.flows if each.name != "phananh"]
    registry = replace(REGISTRY, flows=(*patient, *others))
    assert patient
    an, binh = await half_told(stage), stage.person("binh")
    stage.clock.passes(minutes=1)
    await binh.says("/guongtot")
    await binh.presses("Một người")
    stage.clock.passes(hours=25)
    async with stage.database.transaction() as tx:
        now, day = stage.clock.now(), timedelta(days=1)
        found = await positions.expired(tx, now - day, {"phananh": now - 3 * day}, limit=1)
        assert [each.flow for _, _, each in found] == ["guongtot"]
    assert await expires(stage, registry) == 1
    an.sees_not(WORD)
    binh.sees(WORD)
    stage.clock.passes(hours=48)
    assert await expires(stage, registry) == 1
    an.sees(WORD)


async def test_many_are_closed_in_slices(stage: Stage) -> None:
    """So that no transaction holds everybody else up; the next look goes on."""
    async with stage.database.transaction() as tx:
        for number in range(201):
            address, _ = await people.meet(tx, "stage", "1", f"p{number}", stage.clock.now())
            standing = Position(flow="phananh", step="words", answers={}, asked_at=stage.clock.now())
            await positions.save(tx, address.id, f"p{number}", standing)
    stage.clock.passes(hours=25)
    assert [await expires(stage) for _ in range(3)] == [200, 1, 0]


async def test_nobody_is_told_at_night(stage: Stage) -> None:
    """Begun late in the evening, closed the next morning but one: the dialog stands until the word may come."""
    stage.clock.passes(hours=11.5)
    an = await half_told(stage)
    stage.clock.passes(hours=24.5)
    assert stage.campaign.quiet.covers(stage.campaign.local(stage.clock.now()))
    assert await expires(stage) == 0
    stage.clock.passes(hours=9)
    assert await expires(stage) == 1
    an.sees(WORD)


async def test_after_the_campaign_they_are_told_all_the_same(stage: Stage) -> None:
    """It is a matter of their own: what is stopped at the end is what nobody asked for."""
    stage.clock.at = stage.clock.at.replace(day=25)
    an = await half_told(stage)
    stage.clock.passes(hours=25)
    assert stage.campaign.phase(stage.clock.now()) == "closed"
    async with stage.database.transaction() as tx:
        await expiry.expire(tx, REGISTRY, stage.campaign, stage.clock.now(), stage.clock.wall())
        assert await outbox.cancel_bulk(tx, stage.clock.wall(), "campaign closed") == 0
    await stage.shows()
    an.sees(WORD)
