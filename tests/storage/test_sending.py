"""Claims, receipts and links on both databases."""

from datetime import timedelta

from messages.content import Lane, Reply
from storage import links, outbox, people, receipts, recovery
from storage.claims import Claim, claim_outbox
from storage.database import Database, Tx
from storage.outbox import Outgoing
from storage.receipts import Outcome
from storage.records import Address, SendState
from storage.tables import outbox as table
from tests.storage.world import NOW, bulletin, citizen, crowd, filled, recipients, take, wanted


async def put(tx: Tx, address: Address, *texts: str, **more: object) -> list[int]:
    messages = [Outgoing(address=address, reply=Reply(text=text), **more) for text in texts]  # type: ignore[arg-type]
    return await outbox.put(tx, messages, NOW)


async def claim(tx: Tx, *busy: str, seconds: float = 0, lane: int = 0, limit: int = 10) -> list[Claim]:
    at = NOW + timedelta(seconds=seconds)
    return await claim_outbox(tx, "fake", "1", {lane: limit}, busy, at, 100)


async def finish(tx: Tx, claims: list[Claim], state: SendState = SendState.SENT, **more: object) -> None:
    outcomes = [Outcome(claim=each, state=state, **more) for each in claims]  # type: ignore[arg-type]
    await receipts.store(tx, outcomes, NOW)


async def test_one_message_of_a_chat_is_taken_and_busy_chats_are_passed_over(database: Database) -> None:
    """A long queue in front does not hide the others'."""
    async with database.transaction() as tx:
        first, second, third = await crowd(tx, 3)
        await put(tx, first, *(str(number) for number in range(20)))
        await put(tx, second, "x", "y")
        await put(tx, third, "z")
        taken = await claim(tx, "c3", limit=5)
        assert [(each.chat, each.reply.text if each.reply else "") for each in taken] == [
            ("c1", "0"),
            ("c2", "x"),
        ]


async def test_other_bots_and_lanes_are_left_alone(database: Database) -> None:
    """A sender takes its own, from the lanes it asked for."""
    async with database.transaction() as tx:
        await put(tx, await citizen(tx, "1", channel="other"), "x")
        await put(tx, await citizen(tx, "2"), "y", lane=Lane.BULLETINS)
        assert await claim(tx) == []
        assert len(await claim(tx, lane=3)) == 1


async def test_bulk_to_somebody_unreachable_is_not_sent_and_an_answer_is(database: Database) -> None:
    """An answer is tried: the person may be back."""
    async with database.transaction() as tx:
        (address,) = await crowd(tx, 1)
        await people.lost(tx, address.id, "blocked")
        rows = await put(tx, address, "nhắc", lane=Lane.REMINDERS)
        rows += await put(tx, address, "đáp")
        assert await claim(tx, lane=2) == []
        assert [each.id for each in await claim(tx)] == rows[1:]


async def test_a_wait_that_the_platform_asked_for_is_kept(database: Database) -> None:
    """Back to waiting, and not before its time."""
    async with database.transaction() as tx:
        (address,) = await crowd(tx, 1)
        await put(tx, address, "x")
        until = NOW + timedelta(seconds=30)
        await finish(tx, await claim(tx), SendState.WAITING, not_before=until, repeated=True)
        assert await claim(tx, seconds=29) == []
        assert await recovery.waits(tx, "fake", "1", NOW) == {"c1": until}
        (again,) = await claim(tx, seconds=30)
        assert again.repeats == 1


async def test_receipts_touch_only_what_is_in_flight(database: Database) -> None:
    """A second receipt for the same row changes nothing."""
    async with database.transaction() as tx:
        (address,) = await crowd(tx, 1)
        await put(tx, address, "x")
        claims = await claim(tx)
        await finish(tx, claims, messages=("1",))
        await finish(tx, claims, SendState.FAILED, reason="late")
        (row,) = await tx.all(table.select())
        assert (row.state, row.receipt, row.reason, row.finished_at) == ("sent", ["1"], "", NOW)


async def test_a_link_is_kept_for_every_part_and_survives_edits(database: Database) -> None:
    """The first sending's row is what an answer finds."""
    async with database.transaction() as tx:
        (address,) = await crowd(tx, 1)
        (row,) = await put(tx, address, "thẻ", subject="KK-1")
        await finish(tx, await claim(tx), messages=("1", "2"))
        await put(tx, address, "thẻ mới", subject="KK-1", target=row)
        await finish(tx, await claim(tx, seconds=9), messages=("2",))
        found = [await links.find(tx, address.id, message) for message in ("1", "2", "3")]
        assert [link and (link.outbox_id, link.subject) for link in found] == [
            (row, "KK-1"),
            (row, "KK-1"),
            None,
        ]


async def test_a_count_in_place_of_news_carries_the_news(database: Database) -> None:
    """An edit worth nothing as a message is worth one, once it takes the place of a waiting one that is."""
    async with database.transaction() as tx:
        (address,) = await crowd(tx, 1)
        (card,) = await put(tx, address, "thẻ")
        await finish(tx, await claim(tx), messages=("m1",))
        await put(tx, address, "2 người", target=card, in_place=True)
        assert [each.in_place for each in await claim(tx)] == [True]
        await tx.execute(table.update().where(table.c.target_id == card).values(state="waiting"))
        for text, passing in (("đã nhận", False), ("đã nhận, 3 người", True), ("đã nhận, 4 người", True)):
            await put(tx, address, text, target=card, in_place=passing)
        [taken] = await claim(tx)
        assert taken.reply
        assert (taken.reply.text, taken.in_place) == ("đã nhận, 4 người", False)


async def test_what_a_crash_left_is_taken_up_again(database: Database) -> None:
    """However often we crash, nobody is given up for it; where repeats are forbidden it is unknown at once."""
    async with database.transaction() as tx:
        (address, *_) = await crowd(tx, 2)
        await put(tx, address, "x")
        made = await bulletin(tx)
        await filled(tx, made.id)
        for repeats, expected in ((2, (3, 3, 0)), (2, (3, 3, 0)), (2, (3, 3, 0)), (0, (0, 0, 3))):
            await claim(tx)
            await take(tx, made.id)
            found = await recovery.recover(tx, "fake", "1", repeats, NOW)
            assert (found.again, found.repeats, found.unknown) == expected
        assert set((await recipients(tx, made.id)).values()) == {"unknown"}


async def test_what_was_just_sent_is_remembered(database: Database) -> None:
    """For the limiter of the next start: an hour ago is forgotten, the future is now."""
    async with database.transaction() as tx:
        first, *_ = await crowd(tx, 3)
        await put(tx, first, "x")
        await finish(tx, await claim(tx), messages=("1",))
        made = await bulletin(tx)
        await filled(tx, made.id)
        claims = await take(tx, made.id, limit=2)
        await finish(tx, claims[:1], messages=("2",))
        recent = await recovery.recent(tx, "fake", "1", NOW + timedelta(seconds=30))
        assert sorted((each.chat, (each.at - NOW).total_seconds()) for each in recent) == [
            ("c1", 0),
            ("c1", 0),
            ("c2", 30),
        ]
        assert len(await recovery.recent(tx, "fake", "1", NOW + timedelta(hours=1))) == 1


async def test_a_busy_chat_is_come_back_to(database: Database) -> None:
    """The look ends at the end, and the next one starts from the front."""
    async with database.transaction() as tx:
        await crowd(tx, 3)
        made = await bulletin(tx)
        await filled(tx, made.id)
        from storage.deliveries import claim_deliveries

        taken = await claim_deliveries(tx, wanted(made.id, busy={"c1"}, limit=2))
        assert [each.chat for each in taken.claims] == ["c2"]
        rest = await claim_deliveries(tx, wanted(made.id, busy={"c1"}, after=taken.after, limit=2))
        assert ([each.chat for each in rest.claims], rest.after) == (["c3"], 0)
        assert [each.chat for each in await take(tx, made.id)] == ["c1"]


async def test_words_are_forgotten_when_their_time_is_over(database: Database) -> None:
    """The row stays, what it said does not."""
    async with database.transaction() as tx:
        (address,) = await crowd(tx, 1)
        await put(tx, address, "x", "y")
        await finish(tx, await claim(tx), messages=("1",))
        assert await outbox.forget(tx, NOW + timedelta(seconds=1)) == 1
        assert [row.body for row in await tx.all(table.select().order_by(table.c.id))] == ["", '{"t":"y"}']
