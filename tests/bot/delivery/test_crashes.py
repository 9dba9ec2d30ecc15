from collections import Counter
from dataclasses import replace

import pytest

from bot.channels.base import Throttled
from storage.database import Database
from tests.bot.delivery.sending import Sending, people_at
from tests.storage.world import bulletin, crowd

POINTS = (
    "claim.after_commit",
    "deliver.before",
    "deliver.after",
    "receipt.before_commit",
    "receipt.after_commit",
    "slice.after_commit",
)


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("times", [1, 3])
async def test_after_a_kill_everyone_is_served(sending: Sending, point: str, times: int) -> None:
    """Wherever it dies: nothing is lost, and repeats are only of what was in flight, and counted."""
    sending = Sending(sending.database, replace(sending.limits, rate=30.0))
    async with sending.database.transaction() as tx:
        await crowd(tx, 20)
        await bulletin(tx)
    answers = await people_at(sending.database, "a1", "a2", "a3")
    for each in answers:
        await sending.put(each, "đáp")
    if point == "slice.after_commit":
        times = 1
    await sending.crash_at(point, times)
    await _restart(sending)
    chats = Counter(each.message.chat for each in sending.channel.taken)
    in_flight = sending.settings.in_flight
    assert set(chats) == {f"c{number}" for number in range(1, 21)} | {"a1", "a2", "a3"}
    rows = [*await sending.rows(), *await sending.deliveries()]
    assert {row.state for row in rows} == {"sent"}
    assert sum(chats.values()) - len(chats) <= sum(row.repeats for row in rows) <= in_flight


async def _restart(sending: Sending) -> None:
    async with sending.running():
        while len({each.message.chat for each in sending.channel.taken}) < 23 or await sending.open_rows():
            await sending.clock.run_for(0.5)


async def test_where_repeats_are_not_allowed_a_kill_leaves_unknown(database: Database) -> None:
    """Nobody knows whether it arrived, and it is said so; edits done twice are done once."""
    sending = Sending(database)
    sending.channel.limits = replace(sending.limits, retry_unknown=0)
    (an,) = await people_at(database, "an")
    (row,) = await sending.put(an, "x")
    await sending.run_until_sent(1)
    await sending.put(an, "y", target=row)
    await sending.crash_at("deliver.before")
    await sending.run_until_idle()
    assert await sending.states() == ["sent", "sent"]
    await sending.put(an, "z")
    await sending.crash_at("deliver.after")
    await sending.run_until_idle()
    assert await sending.states() == ["sent", "sent", "unknown"]
    assert sending.channel.texts == ["x", "y", "z"]


async def test_after_a_restart_a_chat_still_waits_as_told(sending: Sending) -> None:
    """And its messages keep their order."""
    (an,) = await people_at(sending.database, "an")
    await sending.put(an, "1", "2")
    sending.channel.answers.append(Throttled(wait=100))
    await sending.run_until(lambda: bool(sending.channel.arrivals))
    told = sending.channel.arrivals[0].at
    await sending.run_until_sent(2)
    assert sending.channel.texts == ["1", "1", "2"]
    assert sending.channel.taken[0].at >= told + 100


async def test_after_a_restart_the_last_second_still_counts(sending: Sending) -> None:
    """A start does not begin with a second full of its own, nor forget whom it has just written to."""
    sending = Sending(sending.database, replace(sending.limits, rate=3.0))
    chats = await people_at(sending.database, *(f"c{number}" for number in range(6)))
    for each in chats[:3]:
        await sending.put(each, "x")
    await sending.run_until_sent(3)
    for each in chats[3:]:
        await sending.put(each, "y")
    await sending.run_until_sent(6)
    at = [each.at for each in sending.channel.arrivals]
    assert all(later - earlier >= 1.0 for earlier, later in zip(at, at[3:], strict=False))
