from dataclasses import replace

import pytest

from bot.channels.base import Limits, PersonGone, Refused
from bot.delivery.verdict import Bulk, Verdict
from messages.content import Delete, Lane, Outbound, Send
from storage import bulletins
from storage.database import Database
from storage.records import Bulletin, BulletinState, SendState
from storage.tables import addresses
from tests.bot.delivery.sending import Sending, people_at
from tests.simulators.channel import EPOCH
from tests.storage.world import bulletin, citizen, crowd, filled, leave


async def started(sending: Sending, people: int = 0, **more: object) -> Bulletin:
    """A crowd and a bulletin for it."""
    async with sending.database.transaction() as tx:
        await crowd(tx, people)
        return await bulletin(tx, **more)  # type: ignore[arg-type]


async def state(sending: Sending, number: int) -> BulletinState:
    async with sending.database.reading() as tx:
        found = await bulletins.get(tx, number)
    assert found is not None
    return found.state


async def until_state(sending: Sending, number: int, wanted: BulletinState) -> None:
    step = 0.2
    while await state(sending, number) is not wanted:
        await sending.clock.run_for(step)
        step = min(step * 1.1, 5.0)  # a long wait is not looked at as often


async def test_a_bulletin_reaches_everyone_once_and_ends(sending: Sending) -> None:
    """Started anywhere, filled and sent by the sender, done when the last receipt is written."""
    made = await started(sending, 30)
    async with sending.running():
        await until_state(sending, made.id, BulletinState.DONE)
    assert sorted(each.message.chat for each in sending.channel.arrivals) == sorted(
        f"c{number}" for number in range(1, 31)
    )
    rows = await sending.deliveries()
    assert {(row.state, row.version, row.day, row.attempts) for row in rows} == {("sent", 1, "2021-08-18", 1)}
    assert sending.sender.counters.sent[3] == 30


async def test_everyone_gets_the_very_same_object(sending: Sending) -> None:
    """So that a channel encodes a body once for all."""
    await started(sending, 5)
    await sending.run_until_sent(5)
    replies = {id(each.message.reply) for each in sending.channel.arrivals if isinstance(each.message, Send)}
    assert len(replies) == 1


async def test_who_joins_gets_it_and_who_leaves_does_not(sending: Sending) -> None:
    """While it is being sent, paused in the middle."""
    made = await started(sending, 3)
    async with sending.database.transaction() as tx:
        await bulletins.pause(tx, made.id)
        stayer = await citizen(tx, "new")
        leaver = await citizen(tx, "gone")
        for each in (stayer, leaver):
            await bulletins.joined(tx, each.person_id or 0)
        await leave(tx, leaver)
        await bulletins.resume(tx, made.id)
    async with sending.running():
        await until_state(sending, made.id, BulletinState.DONE)
    chats = {each.message.chat for each in sending.channel.arrivals}
    assert chats == {"c1", "c2", "c3", "new"}


async def landed(sending: Sending) -> None:
    """What was taken before has left: looked at twice, as a claim may just have been under way."""
    for _ in range(2):
        await sending.clock.run_for(2)
        while any(row.state == "sending" for row in await sending.deliveries()):
            await sending.clock.run_for(0.2)


async def test_a_pause_stops_claims_and_resuming_goes_on(sending: Sending) -> None:
    """Nobody twice, nobody left out."""
    sending.channel.limits = replace(sending.limits, rate=20.0)
    made = await started(sending, 40)
    async with sending.running():
        await sending.clock.run(lambda: len(sending.channel.arrivals) >= 5)
        async with sending.database.transaction() as tx:
            await bulletins.pause(tx, made.id)
        await landed(sending)
        paused_at = len(sending.channel.arrivals)
        await sending.clock.run_for(20)
        assert len(sending.channel.arrivals) == paused_at < 40
        async with sending.database.transaction() as tx:
            await bulletins.resume(tx, made.id)
        await until_state(sending, made.id, BulletinState.DONE)
    chats = [each.message.chat for each in sending.channel.arrivals]
    assert len(chats) == len(set(chats)) == 40


async def test_a_recall_takes_back_what_arrived(sending: Sending) -> None:
    """Those who had it lose it; those who had not never get it."""
    sending.channel.limits = replace(sending.limits, rate=20.0)
    made = await started(sending, 40)
    async with sending.running():
        await sending.clock.run(lambda: len(sending.channel.arrivals) >= 5)
        async with sending.database.transaction() as tx:
            await bulletins.recall(tx, made.id, EPOCH)
        while await _open(sending, made.id):
            await sending.clock.run_for(1)
        while await sending.open_rows():
            await sending.clock.run_for(1)
    said = {each.message.chat for each in sending.channel.arrivals if isinstance(each.message, Send)}
    deleted = [each.message.chat for each in sending.channel.arrivals if isinstance(each.message, Delete)]
    assert sorted(deleted) == sorted(said)
    assert 5 <= len(said) < 40


async def _open(sending: Sending, number: int) -> bool:
    async with sending.database.reading() as tx:
        return number in await bulletins.unswept(tx)


async def test_a_cancelled_bulletin_goes_to_nobody_else(sending: Sending) -> None:
    """What waited says that it was cancelled, and why."""
    made = await started(sending, 5)
    async with sending.database.transaction() as tx:
        await filled(tx, made.id)
        await bulletins.cancel(tx, made.id, EPOCH, reason="nhầm")
    await sending.run_until_idle()
    assert sending.channel.arrivals == []
    assert {(row.state, row.reason) for row in await sending.deliveries()} == {("cancelled", "nhầm")}


async def test_the_end_of_the_campaign_cancels_what_is_being_sent(sending: Sending) -> None:
    """With its reason; the closing message, begun in time, still goes out."""
    over, closing = await started(sending, 3), await started(sending, kind="closing", text="kết thúc")
    sending.verdict = Verdict(bulk=Bulk.CLOSED, reason="hết đợt")
    async with sending.running():
        await until_state(sending, closing.id, BulletinState.DONE)
        await until_state(sending, over.id, BulletinState.CANCELLED)
    assert set(sending.channel.texts) == {"kết thúc"}
    assert len(sending.channel.texts) == 3


async def test_quiet_hours_hold_bulletins_but_urgent_ones(sending: Sending) -> None:
    """They go on by themselves when the hour comes."""
    sending.verdict = Verdict(bulk=Bulk.QUIET)
    later = await started(sending, 3, text="mai")
    urgent = await started(sending, text="khẩn", urgent=True, lane=Lane.ALERTS)
    async with sending.running():
        await until_state(sending, urgent.id, BulletinState.DONE)
        await sending.clock.run_for(60)
        assert set(sending.channel.texts) == {"khẩn"}
        sending.verdict = Verdict(bulk=Bulk.OPEN)
        await until_state(sending, later.id, BulletinState.DONE)
    assert sending.channel.texts.count("mai") == 3


async def test_refusals_that_jump_pause_the_bulletin_and_disable_nobody(sending: Sending) -> None:
    """A platform that refuses everybody says nothing about the people."""
    made = await started(sending, 150)
    sending.channel.script = lambda _: PersonGone("blocked")
    async with sending.running():
        await until_state(sending, made.id, BulletinState.PAUSED)
        while any(row.state == "sending" for row in await sending.deliveries()):
            await sending.clock.run_for(0.2)
        sending.channel.script = lambda _: None
        assert [(alert.kind, alert.bulletin_id) for alert in sending.alerts] == [("fuse", made.id)]
        async with sending.database.transaction() as tx:
            lost = await tx.all(addresses.select().where(~addresses.c.reachable))
            assert lost == []
            await bulletins.resume(tx, made.id)
        await until_state(sending, made.id, BulletinState.DONE)
    async with sending.database.reading() as tx:
        progress = await bulletins.progress(tx, made.id)
    assert progress is not None
    assert progress.counts[SendState.FAILED] + progress.counts[SendState.SENT] == 150
    assert progress.counts[SendState.FAILED] < 150


async def test_single_refusals_are_told_apart(sending: Sending) -> None:
    """Who blocked us is marked, whose message was refused is not; the rest is sent."""
    made = await started(sending, 12)

    def script(message: Outbound) -> BaseException | None:
        return {"c3": PersonGone("blocked"), "c4": Refused("no")}.get(message.chat)

    sending.channel.script = script
    async with sending.running():
        await until_state(sending, made.id, BulletinState.DONE)
    async with sending.database.reading() as tx:
        lost = await tx.all(addresses.select().where(~addresses.c.reachable))
        progress = await bulletins.progress(tx, made.id)
    assert [row.chat for row in lost] == ["c3"]
    assert progress is not None
    assert (progress.counts[SendState.SENT], progress.counts[SendState.FAILED]) == (10, 2)
    assert progress.finished == 12


async def test_answers_go_on_during_a_bulletin_and_the_bulletin_during_answers(database: Database) -> None:
    """An answer does not queue behind the crowd; a flood of answers leaves bulk its twentieth."""
    limits: Limits = replace(Sending(database).limits, rate=30.0)
    sending = Sending(database, limits)
    made = await started(sending, 60)
    async with database.transaction() as tx:
        await filled(tx, made.id)
    asking = await people_at(database, *(f"a{number}" for number in range(150)))
    for each in asking:
        await sending.put(each, "đáp")
    await sending.run_until(lambda: sending.channel.texts.count("đáp") == 150)
    texts = sending.channel.texts
    assert texts.index("đáp") < 12
    assert texts[: texts.index("đáp") + 140].count("Bản tin") >= 4


@pytest.mark.parametrize("count", [2500])
async def test_a_large_audience_is_filled_while_it_is_sent(database: Database, count: int) -> None:
    """The first messages leave before the last deliveries are made, and everyone gets theirs."""
    sending = Sending(database)
    async with database.transaction() as tx:
        await many(tx, count)
        made = await bulletin(tx)
    async with sending.running():
        await sending.clock.run(lambda: bool(sending.channel.arrivals))
        async with database.reading() as tx:
            found = await bulletins.progress(tx, made.id)
        assert found is not None
        assert not found.filled
        await until_state(sending, made.id, BulletinState.DONE)
    chats = [each.message.chat for each in sending.channel.arrivals]
    assert len(chats) == len(set(chats)) == count


async def many(tx: object, count: int) -> None:
    """A crowd, by sets."""
    from sqlalchemy import insert

    from storage.tables import people

    ids = range(1, count + 1)
    await tx.execute(  # type: ignore[attr-defined]
        insert(people), [{"id": each, "created_at": EPOCH, "consent": "agreed"} for each in ids]
    )
    rows = [
        {
            "person_id": each,
            "channel": "fake",
            "bot": "1",
            "chat": f"c{each}",
            "kind": "private",
            "last_heard": EPOCH,
        }
        for each in ids
    ]
    await tx.execute(insert(addresses), rows)  # type: ignore[attr-defined]
