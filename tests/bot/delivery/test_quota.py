"""A platform's messages a month: told of in time, and the last tenth is for answers and alerts."""

from dataclasses import replace
from datetime import timedelta

from bot.channels.base import Exhausted, PartSent, Unavailable
from bot.delivery.flight import Settings
from messages.content import Lane
from storage.database import Database
from tests.bot.delivery.sending import Sending, people_at
from tests.simulators.channel import LIMITS

IN_FLIGHT = 8  # what was taken when the line was reached leaves too
FEW = replace(LIMITS, monthly=100, chat_interval=0.0)


async def _fill(sending: Sending, count: int, lane: Lane) -> None:
    for address in await people_at(sending.database, *[f"p{number}" for number in range(count)]):
        await sending.put(address, "nhắc", lane=lane)


async def test_the_last_tenth_is_for_answers_and_alerts(database: Database) -> None:
    """At 80 % the operator is told, at 90 % reminders wait, and answers leave as before."""
    sending = Sending(database, limits=FEW, settings=Settings(in_flight=IN_FLIGHT))
    await _fill(sending, 110, Lane.REMINDERS)
    async with sending.running():
        await sending.clock.run(lambda: len(sending.channel.taken) >= 90)
        await sending.clock.run_for(5)
        assert 90 <= len(sending.channel.taken) < 90 + IN_FLIGHT
        an, binh = await people_at(database, "an", "binh")
        await sending.put(an, "trả lời")
        await sending.put(binh, "báo gấp", lane=Lane.ALERTS)
        await sending.clock.run(lambda: {"trả lời", "báo gấp"} <= set(sending.channel.texts))
    assert [alert.kind for alert in sending.alerts] == ["quota", "quota"]
    assert "80%" in sending.alerts[0].text
    assert "90%" in sending.alerts[1].text


async def test_the_count_outlives_a_restart_and_ends_with_the_month(database: Database) -> None:
    """It is written with the receipts, and a new month begins at nothing."""
    sending = Sending(database, limits=FEW, settings=Settings(in_flight=IN_FLIGHT))
    await _fill(sending, 110, Lane.REMINDERS)
    async with sending.running():
        await sending.clock.run(lambda: len(sending.channel.taken) >= 90)
    before = len(sending.channel.taken)
    async with sending.running():
        await sending.clock.run_for(5)
    assert len(sending.channel.taken) == before
    sending.clock.time += timedelta(days=20).total_seconds()
    async with sending.running():
        await sending.clock.run(lambda: len(sending.channel.taken) >= 110)


async def test_a_quota_that_is_used_up_stops_the_channel(database: Database) -> None:
    """429 without a time: the operator is told once, one message an hour asks, nothing is lost."""
    sending = Sending(database, limits=replace(LIMITS, chat_interval=0.0))
    sending.channel.script = lambda _: Exhausted("429")
    await _fill(sending, 5, Lane.ANSWERS)
    async with sending.running():
        await sending.clock.run(lambda: bool(sending.channel.arrivals))
        await sending.clock.run_for(10)
        asked = len(sending.channel.arrivals)
        sending.clock.time += 3300
        await sending.clock.run_for(10)
        assert len(sending.channel.arrivals) <= asked + 1
        sending.channel.script = lambda _: None
        await sending.clock.run(lambda: len(sending.channel.taken) == 5)
    assert [alert.kind for alert in sending.alerts] == ["quota"]


async def test_a_message_that_stopped_halfway_is_counted_and_never_repeated(database: Database) -> None:
    """Two parts are out and the third may be: three of the month's, and no second try."""
    sending = Sending(database, limits=FEW, settings=Settings(in_flight=IN_FLIGHT))
    sending.channel.script = lambda _: PartSent(("m1", "m2"), 4, Unavailable("gone"))
    await _fill(sending, 27, Lane.ANSWERS)
    async with sending.running():
        await sending.clock.run(lambda: len(sending.channel.arrivals) == 27)
        await sending.clock.run(lambda: bool(sending.alerts))
        await sending.clock.run_for(100)
    assert len(sending.channel.arrivals) == 27
    assert ["81" in alert.text for alert in sending.alerts] == [True]
