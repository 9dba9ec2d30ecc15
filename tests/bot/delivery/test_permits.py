"""A choosy platform: who may not be written to now is not, and takes nothing of the pace."""

from dataclasses import replace
from datetime import timedelta

from bot.channels.base import NotNow, OutcomeUnknown, PartSent, Unavailable
from bot.channels.reach import Ask, Permit, Way
from messages.content import Lane, Outbound, Receipt
from storage import bulletins, people
from storage.claims import WINDOW
from storage.database import Database
from storage.records import BulletinState
from tests.bot.delivery.sending import Sending, people_at
from tests.simulators.channel import FakeChannel
from tests.storage.world import bulletin, crowd


class SaysNo(NotNow):
    """Asked again in a moment."""

    wait = 2.0


class Choosy(FakeChannel):
    """Lets through whom it is told to."""

    def __init__(self, sending: Sending) -> None:
        super().__init__(sending.clock, sending.limits)
        self.asked: list[Ask] = []
        self.permits: dict[str, Permit] = {}
        self.heard: set[str] = set()

    def can_send(self, ask: Ask) -> Permit:
        """As told; free otherwise."""
        self.asked.append(ask)
        return self.permits.get(ask.chat, Permit(way=Way.FREE, allowed=True))


def choosy(database: Database) -> tuple[Sending, Choosy]:
    sending = Sending(database)
    channel = Choosy(sending)
    sending.channel = channel
    return sending, channel


async def until_done(sending: Sending, number: int) -> None:
    async with sending.running():
        while True:
            async with sending.database.reading() as tx:
                found = await bulletins.get(tx, number)
            if found is not None and found.state is BulletinState.DONE:
                return
            await sending.clock.run_for(0.2)


async def test_a_bulletin_passes_over_whom_it_may_not_reach(database: Database) -> None:
    """They are counted as left out, with the reason; the fuse does not blow, the others get it."""
    sending, channel = choosy(database)
    channel.permits = {f"c{n}": Permit(way=Way.TEMPLATE, reason="window") for n in range(1, 41)}
    async with database.transaction() as tx:
        await crowd(tx, 50)
        made = await bulletin(tx)
    await until_done(sending, made.id)
    assert len(channel.taken) == 10
    rows = await sending.deliveries()
    assert sorted({(row.state, row.reason) for row in rows}) == [("cancelled", "window"), ("sent", "")]
    assert sending.alerts == []
    assert all(ask.unasked and ask.bulletin_id and ask.heard for ask in channel.asked)


async def test_an_answer_waits_until_it_may_leave_and_holds_up_nobody(database: Database) -> None:
    """Looked at again later; what came after it for others has left long before."""
    sending, channel = choosy(database)
    first, second = await people_at(database, "c1", "c2")
    channel.permits["c1"] = Permit(way=Way.BILLED, reason="window", again=timedelta(seconds=30))
    await sending.put(first, "Trả lời")
    await sending.put(second, "Chào")
    async with sending.running():
        await sending.clock.run(lambda: channel.texts == ["Chào"])
        channel.permits.clear()
        await sending.clock.run(lambda: channel.texts == ["Chào", "Trả lời"])
    assert [each.at - channel.arrivals[0].at >= 29 for each in channel.arrivals] == [False, True]


async def test_a_refusal_that_we_did_not_count_on_holds_an_answer_and_is_told(database: Database) -> None:
    """The platform says no where `can_send` said yes: nothing fails, the operator hears of it once, others go on."""
    sending, channel = choosy(database)
    addresses = await people_at(database, "c1", "c2", "c3")
    no = Permit(way=Way.TEMPLATE, reason=WINDOW, again=timedelta(seconds=2))

    def refuse(message: Outbound) -> BaseException | None:
        if message.chat == "c3" or message.chat in channel.heard:
            return None
        channel.permits[message.chat] = no
        return SaysNo("Zalo -230")

    channel.script = refuse
    for address in addresses:
        await sending.put(address, address.chat)
    async with sending.running():
        await sending.clock.run(lambda: [each.message.chat for each in channel.taken] == ["c3"])
        await sending.clock.run_for(5)
        assert {row.state for row in await sending.rows()} <= {"waiting", "sending", "sent"}
        channel.heard, channel.permits = {"c1", "c2"}, {}
        await sending.clock.run(lambda: len(channel.taken) == 3)
    assert [alert.kind for alert in sending.alerts] == ["held"]


async def test_a_bulletin_passes_over_whom_the_platform_turned_away(database: Database) -> None:
    """As over anybody out of reach: left out with the reason, not failed, and the rest is not held up."""
    sending, channel = choosy(database)

    def refuse(message: Outbound) -> BaseException | None:
        if message.chat != "c1":
            return None
        channel.permits["c1"] = Permit(way=Way.TEMPLATE, reason=WINDOW)
        return SaysNo("Zalo -230")

    channel.script = refuse
    async with database.transaction() as tx:
        await crowd(tx, 3)
        made = await bulletin(tx)
    await until_done(sending, made.id)
    rows = await sending.deliveries()
    assert sorted((row.state, row.reason) for row in rows) == [
        ("cancelled", "window"),
        ("sent", ""),
        ("sent", ""),
    ]


async def test_a_restart_keeps_nobody_waiting_behind_what_may_not_leave(database: Database) -> None:
    """The chat may be written to: only that one message may not go."""
    sending, channel = choosy(database)
    (address,) = await people_at(database, "c1")
    channel.permits["c1"] = Permit(way=Way.BILLED, reason=WINDOW, again=timedelta(hours=1))
    await sending.put(address, "Cũ")
    async with sending.running():
        await sending.clock.run(lambda: len(channel.asked) > 0)
    channel.permits.clear()
    await sending.put(address, "Mới")
    started = sending.clock.time
    await sending.run_until_sent(1)
    assert channel.texts[0] == "Mới"
    assert sending.clock.time - started < 60


async def test_a_reminder_that_may_not_leave_is_not_kept(database: Database) -> None:
    """Nobody asked for it."""
    sending, channel = choosy(database)
    (address,) = await people_at(database, "c1")
    channel.permits["c1"] = Permit(way=Way.BILLED, reason="window")
    await sending.put(address, "Nhắc", lane=Lane.REMINDERS)
    await sending.run_until_idle()
    (row,) = await sending.rows()
    assert (row.state, row.reason) == ("cancelled", "window")
    assert channel.arrivals == []


async def test_where_only_a_template_goes_it_goes_as_one(database: Database) -> None:
    """The channel is told."""
    sending, channel = choosy(database)
    channel.permits["c1"] = Permit(way=Way.TEMPLATE, allowed=True)
    async with database.transaction() as tx:
        await crowd(tx, 2)
        made = await bulletin(tx, urgent=True)
    await until_done(sending, made.id)
    assert {each.message.chat: each.message.template for each in channel.arrivals} == {
        "c1": True,
        "c2": False,
    }  # type: ignore[union-attr]
    assert all(ask.urgent for ask in channel.asked)


async def test_what_is_still_free_outlives_a_restart(database: Database) -> None:
    """As the answers said, and one less where nobody knows; until the person is heard again."""
    sending, channel = choosy(database)
    (address,) = await people_at(database, "c1")

    async def left_after(answer: Receipt | BaseException | None) -> int | None:
        if answer is not None:
            channel.answers.append(answer)
        await sending.put(address, "Trả lời")
        async with sending.running():
            await sending.clock.run(lambda: bool(channel.asked))
            await sending.clock.run(lambda: not channel.answers)
        return channel.asked.pop().left

    channel.limits = replace(channel.limits, retry_unknown=0)
    assert await left_after(Receipt(messages=("1",), left=3)) is None
    assert await left_after(OutcomeUnknown("cut")) == 3
    assert await left_after(PartSent(("2",), 3, Unavailable("gone"), 1)) == 2
    assert await left_after(Receipt(messages=("3",), left=0)) == 1
    async with database.transaction() as tx:
        await people.heard(tx, sending.clock.wall(), address.id)
    assert await left_after(None) is None


async def test_after_a_crash_what_was_in_flight_counts_as_taken(database: Database) -> None:
    """Whoever may have got their last free message is billed for none: they wait until they write."""
    sending, channel = choosy(database)
    channel.limits = replace(channel.limits, retry_unknown=0)
    (address,) = await people_at(database, "c1")
    await sending.put(address, "Trả lời")
    await sending.crash_at("deliver.after")
    channel.asked.clear()
    await sending.put(address, "Nữa")
    async with sending.running():
        await sending.clock.run(lambda: bool(channel.asked))
    assert [each.left for each in channel.asked] == [0]
