"""A bulletin on its way: new words, corrections, recalls with words, deadlines, paid and free."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.channels.base import PersonGone, Refused, Unavailable
from bot.delivery.verdict import Bulk, Verdict
from messages.content import Delete, Edit, Lane, Outbound, Reply, Send
from storage import bulletins, outbox
from storage.bulletins import CannotChange, ChangeKind
from storage.database import Database
from storage.outbox import Outgoing
from storage.records import BulletinState
from storage.tables import bulletins as table
from tests.bot.delivery.sending import Sending, people_at
from tests.bot.delivery.test_bulletins import started, state, until_state
from tests.simulators.channel import EPOCH
from tests.storage.world import citizen, crowd, leave


async def propose(sending: Sending, number: int, kind: ChangeKind, text: str) -> None:
    async with sending.database.transaction() as tx:
        await bulletins.propose(tx, number, kind, Reply(text=text), "soạn", EPOCH)


async def approve(sending: Sending, number: int) -> None:
    async with sending.database.transaction() as tx:
        await bulletins.approve(tx, number, "duyệt", EPOCH)


async def until_carried(sending: Sending) -> None:
    """Until approved words are with everyone who should have them."""
    step = 0.5
    while True:
        async with sending.database.reading() as tx:
            due = [*await bulletins.due(tx), *await bulletins.unswept(tx)]
        if not due and not await sending.open_rows():
            return
        await sending.clock.run_for(step)
        step = min(step * 1.1, 5.0)


async def until_noted(sending: Sending) -> None:
    """Until the sender has written down that sending is possible now."""
    since = sending.clock.wall()
    while True:
        async with sending.database.reading() as tx:
            (row,) = await bulletins.live(tx)
        if row.going_at is not None and row.going_at >= since:
            return
        await sending.clock.run_for(0.5)


def screens(sending: Sending) -> dict[str, list[str]]:
    """What each chat shows in the end."""
    shown: dict[str, dict[str, str]] = {}
    for each in sending.channel.taken:
        chat = shown.setdefault(each.message.chat, {})
        match each.message:
            case Send():
                chat[each.answer.messages[0]] = each.text  # type: ignore[union-attr]
            case Edit():
                chat[each.message.message] = each.text
            case Delete():
                for gone in each.message.messages:
                    chat.pop(gone, None)
    return {chat: list(messages.values()) for chat, messages in shown.items()}


async def part_sent(sending: Sending, people: int = 40, **more: object) -> int:
    """A bulletin that some have got and most have not."""
    sending.channel.limits = replace(sending.limits, rate=20.0)
    made = await started(sending, people, text="cũ", **more)
    await sending.run_until(lambda: len(sending.channel.arrivals) >= 8)
    return made.id


async def test_new_words_wait_for_their_approval_and_reach_the_others(sending: Sending) -> None:
    """Until then nobody gets anything; those who had the old words keep them; each row says which it got."""
    number = await part_sent(sending)
    early = len(sending.channel.arrivals)
    await propose(sending, number, ChangeKind.CHANGE, "mới")
    async with sending.running():
        await sending.clock.run_for(10)
        assert len(sending.channel.arrivals) == early
        async with sending.database.transaction() as tx:
            with pytest.raises(CannotChange):
                await bulletins.resume(tx, number)
        await approve(sending, number)
        await until_state(sending, number, BulletinState.DONE)
    shown = Counter(text for texts in screens(sending).values() for text in texts)
    assert shown == {"cũ": early, "mới": 40 - early}
    assert Counter(row.version for row in await sending.deliveries()) == {1: early, 2: 40 - early}


async def test_a_correction_changes_what_arrived_and_what_will(sending: Sending) -> None:
    """In place, for everyone who has not left; the newest words win."""
    number = await part_sent(sending)
    await propose(sending, number, ChangeKind.CORRECT, "đúng")
    async with sending.running():
        await approve(sending, number)
        await until_state(sending, number, BulletinState.DONE)
        await until_carried(sending)
        await propose(sending, number, ChangeKind.CORRECT, "đúng hơn")
        assert await state(sending, number) is BulletinState.DONE
        await approve(sending, number)
        await until_carried(sending)
    assert set(map(tuple, screens(sending).values())) == {("đúng hơn",)}
    assert len(screens(sending)) == 40


async def test_where_nothing_can_be_edited_a_correction_is_a_new_message(sending: Sending) -> None:
    """The platform cannot, or refuses this one; and a later recall takes both back."""
    made = await started(sending, 3, text="cũ")
    refusing = {"c2"}

    def script(message: Outbound) -> BaseException | None:
        edits = isinstance(message, Edit) and message.chat in refusing
        return Refused("message can't be edited") if edits else None

    sending.channel.script = script
    async with sending.running():
        await until_state(sending, made.id, BulletinState.DONE)
        await propose(sending, made.id, ChangeKind.CORRECT, "đúng")
        await approve(sending, made.id)
        await until_carried(sending)
        assert screens(sending) == {"c1": ["đúng"], "c2": ["cũ", "đúng"], "c3": ["đúng"]}
        async with sending.database.transaction() as tx:
            await bulletins.recall(tx, made.id, EPOCH)
        await until_carried(sending)
    assert screens(sending) == {"c1": [], "c2": [], "c3": []}


async def test_who_left_is_not_written_to_again(sending: Sending) -> None:
    """Neither corrected nor told of a recall, though their message is taken back."""
    made = await started(sending, 2, text="cũ")
    async with sending.database.transaction() as tx:
        leaver = await citizen(tx, "gone")
    async with sending.running():
        await until_state(sending, made.id, BulletinState.DONE)
        async with sending.database.transaction() as tx:
            await leave(tx, leaver)
        await propose(sending, made.id, ChangeKind.CORRECT, "đúng")
        await approve(sending, made.id)
        await until_carried(sending)
        assert screens(sending)["gone"] == ["cũ"]
        async with sending.database.transaction() as tx:
            await bulletins.recall(tx, made.id, EPOCH)
        await until_carried(sending)
    assert screens(sending) == {"c1": [], "c2": [], "gone": []}


async def test_a_recall_speaks_where_it_cannot_delete(sending: Sending) -> None:
    """Once approved, and only there: after 48 hours Telegram lets nothing be deleted, but edited."""
    made = await started(sending, 4, text="cũ")
    old = {"c2", "c3"}

    def script(message: Outbound) -> BaseException | None:
        too_old = isinstance(message, Delete) and message.chat in old
        return Refused("message can't be deleted for everyone") if too_old else None

    sending.channel.script = script
    async with sending.running():
        await until_state(sending, made.id, BulletinState.DONE)
        async with sending.database.transaction() as tx:
            await bulletins.recall(tx, made.id, EPOCH)
            await bulletins.propose(tx, made.id, ChangeKind.RECALL, Reply(text="tin sai"), "soạn", EPOCH)
        await until_carried(sending)
        assert screens(sending) == {"c1": [], "c2": ["cũ"], "c3": ["cũ"], "c4": []}
        await approve(sending, made.id)
        await until_carried(sending)
    assert screens(sending) == {"c1": [], "c2": ["tin sai"], "c3": ["tin sai"], "c4": []}


async def test_after_the_end_what_puts_right_still_goes(sending: Sending) -> None:
    """To everyone who read the old words, while no other bulletin goes on; words of a recall too."""
    made, wrong = await started(sending, 3, text="cũ"), await started(sending, text="sai")
    undeletable = {"c2"}

    def script(message: Outbound) -> BaseException | None:
        refused = isinstance(message, Delete) and message.chat in undeletable
        return Refused("message can't be deleted for everyone") if refused else None

    sending.channel.script = script
    async with sending.running():
        await until_state(sending, made.id, BulletinState.DONE)
        await until_state(sending, wrong.id, BulletinState.DONE)
        sending.verdict = Verdict(bulk=Bulk.CLOSED, reason="hết đợt")
        late = await started(sending, text="muộn")
        await until_state(sending, late.id, BulletinState.CANCELLED)
        await propose(sending, made.id, ChangeKind.CORRECT, "đúng")
        await approve(sending, made.id)
        async with sending.database.transaction() as tx:
            await bulletins.recall(tx, wrong.id, EPOCH)
        await propose(sending, wrong.id, ChangeKind.RECALL, "tin sai, xin bỏ qua")
        await approve(sending, wrong.id)
        await until_carried(sending)
    assert screens(sending) == {"c1": ["đúng"], "c2": ["đúng", "tin sai, xin bỏ qua"], "c3": ["đúng"]}


async def test_what_puts_right_waits_for_the_day_after_the_end_too(sending: Sending) -> None:
    """Approved in the last night or after it: midnight cancels it as little as it sends it."""
    made = await started(sending, 2, text="cũ")
    async with sending.running():
        await until_state(sending, made.id, BulletinState.DONE)
        served = len(sending.channel.arrivals)
        sending.verdict = Verdict(bulk=Bulk.QUIET, quiet=True)
        await propose(sending, made.id, ChangeKind.CORRECT, "đúng")
        await approve(sending, made.id)
        await sending.clock.run_for(10)
        sending.verdict = Verdict(bulk=Bulk.CLOSED, reason="hết đợt", quiet=True)
        await sending.clock.run_for(10)
        assert len(sending.channel.arrivals) == served
        assert Counter(row.state for row in await sending.rows()) == {"waiting": 2}
        sending.verdict = Verdict(bulk=Bulk.CLOSED, reason="hết đợt")
        await until_carried(sending)
    assert screens(sending) == {"c1": ["đúng"], "c2": ["đúng"]}


async def test_an_outage_of_hours_is_asked_about(sending: Sending) -> None:
    """Whoever is left gets nothing until somebody says go on; a short outage asks nobody."""
    number = await part_sent(sending)
    served = len(sending.channel.taken)
    sending.channel.script = lambda message: Unavailable() if isinstance(message, Send) else None
    async with sending.running():
        await sending.clock.run(lambda: bool(sending.alerts))
        assert {alert.kind for alert in sending.alerts} == {"outage"}
        told, once = len(sending.alerts), [True]
        # One message comes through, then nothing again: nobody can be quicker than that.
        sending.channel.script = lambda _: None if once and once.pop() else Unavailable()
        sending.clock.time += 2 * 3600
        await sending.clock.run(lambda: len(sending.alerts) > told)
        assert {alert.kind for alert in sending.alerts} == {"outage"}
        assert len(sending.channel.taken) == served + 1 < 40
        sending.clock.time += 3 * 3600
        await until_state(sending, number, BulletinState.PAUSED)
        sending.channel.script = lambda _: None
        served = len(sending.channel.taken)
        await sending.clock.run_for(70)
        assert len(sending.channel.taken) == served
        assert [alert.bulletin_id for alert in sending.alerts if alert.kind == "late"] == [number]
        async with sending.database.transaction() as tx:
            await bulletins.resume(tx, number)
        await until_state(sending, number, BulletinState.DONE)
    chats = [each.message.chat for each in sending.channel.taken]
    assert len(chats) == len(set(chats)) == 40


async def test_sending_is_noted_as_possible_when_it_was(sending: Sending) -> None:
    """Not when the database took the note down: an outage may have begun meanwhile, and must count from its start."""
    number = await part_sent(sending)
    sending.verdict = Verdict(bulk=Bulk.QUIET)
    async with sending.running():
        await until_noted(sending)
        async with sending.database.transaction() as tx:
            await tx.first(select(table).where(table.c.id == number).with_for_update())
            await sending.clock.run_for(90, held=True)  # the next note has come due, and waits
            sending.clock.time += 4 * 3600
        sending.verdict = Verdict(bulk=Bulk.OPEN)
        await until_state(sending, number, BulletinState.PAUSED)


async def test_a_program_that_stood_still_for_hours_asks(sending: Sending) -> None:
    """The night's bulletin is not sent blindly when the machine comes back."""
    number = await part_sent(sending)
    sending.clock.time += 4 * 3600
    served = len(sending.channel.arrivals)
    async with sending.running():
        await until_state(sending, number, BulletinState.PAUSED)
        await sending.clock.run_for(5)
        assert len(sending.channel.arrivals) == served
        async with sending.database.transaction() as tx:
            await bulletins.resume(tx, number)
        await until_state(sending, number, BulletinState.DONE)
    assert len({each.message.chat for each in sending.channel.arrivals}) == 40


async def test_a_pause_or_a_night_is_no_interruption(sending: Sending) -> None:
    """However long: whoever paused it knows, and the morning goes on by itself."""
    number = await part_sent(sending)
    async with sending.running():
        async with sending.database.transaction() as tx:
            await bulletins.pause(tx, number)
        sending.clock.time += 4 * 3600
        await until_noted(sending)
        sending.verdict = Verdict(bulk=Bulk.QUIET)
        async with sending.database.transaction() as tx:
            await bulletins.resume(tx, number)
        for _ in range(9):
            sending.clock.time += 3600
            await until_noted(sending)
        sending.verdict = Verdict(bulk=Bulk.OPEN)
        await until_state(sending, number, BulletinState.DONE)
    assert sending.alerts == []


async def test_a_deadline_holds_whoever_is_left(sending: Sending) -> None:
    """Past it nobody gets the bulletin unasked; who says go on means it."""
    number = await part_sent(sending)
    async with sending.database.transaction() as tx:
        until = sending.clock.wall() + timedelta(seconds=0.5)
        await tx.execute(update(table).values(valid_until=until))
    async with sending.running():
        await until_state(sending, number, BulletinState.PAUSED)
        served = len(sending.channel.arrivals)
        assert served < 40
        async with sending.database.transaction() as tx:
            await bulletins.resume(tx, number)
        await until_state(sending, number, BulletinState.DONE)


async def test_what_nobody_pays_for_keeps_the_free_pace(database: Database) -> None:
    """Thirty a second together, though the bot may send more; what is paid for says so."""
    sending = Sending(database, replace(Sending(database).limits, rate=200.0, free=30.0))
    await started(sending, 90, text="không trả")
    await sending.run_until(lambda: len(sending.channel.taken) == 90)
    at = [each.at for each in sending.channel.taken]
    assert at[-1] - at[0] > 2.5
    assert not any(each.message.paid for each in sending.channel.taken if isinstance(each.message, Send))
    from storage.bulletins import NewBulletin

    async with database.transaction() as tx:
        new = NewBulletin(kind="bulletin", title="b", reply=Reply(text="trả"), created_by="test", paid=True)
        await bulletins.start(tx, new, EPOCH)
    await sending.run_until(lambda: len(sending.channel.taken) == 180)
    assert all(each.message.paid for each in sending.channel.taken[90:] if isinstance(each.message, Send))


async def test_free_bulk_holds_up_no_answers(database: Database) -> None:
    """They leave at the bot's own pace, past whatever waits for a free slot."""
    sending = Sending(database, replace(Sending(database).limits, rate=200.0, free=5.0))
    await started(sending, 30)
    asking = await people_at(database, *(f"a{number}" for number in range(50)))
    async with sending.running():
        await sending.clock.run(lambda: len(sending.channel.taken) >= 5)
        messages = [Outgoing(address=each, reply=Reply(text="đáp")) for each in asking]
        async with database.transaction() as tx:
            await outbox.put(tx, messages, EPOCH)
        await sending.clock.run(lambda: sending.channel.texts.count("đáp") == 50)
    at = [each.at for each in sending.channel.taken if each.text == "đáp"]
    assert max(at) - min(at) < 8.0  # all of them at bulk's pace would take ten


async def test_somebody_gone_is_marked_by_a_correction_too(sending: Sending) -> None:
    """A block is learnt wherever it shows."""
    made = await started(sending, 2, text="cũ", lane=Lane.BULLETINS)
    async with sending.running():
        await until_state(sending, made.id, BulletinState.DONE)
        sending.channel.script = lambda each: PersonGone("blocked") if each.chat == "c1" else None
        await propose(sending, made.id, ChangeKind.CORRECT, "đúng")
        await approve(sending, made.id)
        await until_carried(sending)
    from storage.tables import addresses

    async with sending.database.reading() as tx:
        lost = await tx.all(addresses.select().where(~addresses.c.reachable))
    assert [row.chat for row in lost] == ["c1"]


async def test_growth_holds_whoever_is_left_and_asks_once(sending: Sending) -> None:
    """People joined one by one behind the cursor; somebody accepts the new number, and it goes on to all."""
    number = await part_sent(sending)
    async with sending.database.transaction() as tx:
        for each in range(30):
            joiner = await citizen(tx, f"new{each}")
            await bulletins.joined(tx, joiner.person_id or 0)
    async with sending.running():
        await sending.clock.run(lambda: bool(sending.alerts))
        await until_state(sending, number, BulletinState.PAUSED)
        await sending.clock.run_for(70)
        assert [(each.kind, each.bulletin_id) for each in sending.alerts] == [("grown", number)]
        assert len(sending.channel.arrivals) < 70
        async with sending.database.transaction() as tx:
            assert (await bulletins.resume(tx, number)).counted == 70
        await until_state(sending, number, BulletinState.DONE)
    assert len({each.message.chat for each in sending.channel.arrivals}) == 70
    assert len(sending.alerts) == 1


async def test_growth_seen_while_it_is_filled_is_asked_about(sending: Sending) -> None:
    """Nobody beyond what was approved gets it first; nor is the question lost when the program died before it."""
    made = await started(sending, 0)
    async with sending.database.transaction() as tx:
        await crowd(tx, 30)
        await bulletins.fill(tx, made.id)
    async with sending.running():
        await sending.clock.run(lambda: bool(sending.alerts))
        assert sending.channel.arrivals == []
        async with sending.database.transaction() as tx:
            await bulletins.resume(tx, made.id)
        await until_state(sending, made.id, BulletinState.DONE)
    assert [each.kind for each in sending.alerts] == ["grown"]
    assert len(sending.channel.arrivals) == 30
