from dataclasses import replace
from itertools import pairwise

import pytest

from bot.channels.base import (
    Misconfigured,
    Moved,
    OutcomeUnknown,
    PersonGone,
    Refused,
    Throttled,
    Unavailable,
)
from bot.delivery.lease import LeaseTaken, lease
from bot.delivery.verdict import Bulk, Verdict
from messages.content import Delete, Edit, Lane, Outbound, Receipt, Reply, Send
from storage import links, outbox, people
from storage.database import Database
from storage.outbox import Outgoing
from tests.bot.delivery.sending import Sending, people_at
from tests.simulators.channel import EPOCH
from tests.storage.world import group


async def test_what_waits_is_sent_and_receipted(sending: Sending) -> None:
    """From the outbox to the platform, and its ids back into the row; links for what is about something."""
    (an,) = await people_at(sending.database, "an")
    await sending.put(an, "chào")
    await sending.put(an, "thẻ", subject="KK-00001")
    sending.channel.answers.extend([Receipt(messages=("7",)), Receipt(messages=("8", "9"))])
    await sending.run_until_sent(2)
    assert sending.channel.texts == ["chào", "thẻ"]
    assert [(row.state, row.receipt, row.attempts) for row in await sending.rows()] == [
        ("sent", ["7"], 1),
        ("sent", ["8", "9"], 1),
    ]
    async with sending.database.reading() as tx:
        assert await links.find(tx, an.id, "7") is None
        for part in ("8", "9"):
            link = await links.find(tx, an.id, part)
            assert link is not None
            assert link.subject == "KK-00001"
    assert sending.sender.counters.sent[0] == 2


async def test_a_new_message_wakes_the_sender(sending: Sending) -> None:
    """A commit is enough; pretended time need not pass."""
    (an,) = await people_at(sending.database, "an")
    async with sending.running():
        await sending.clock.run_for(5)
        await sending.put(an, "mới")
        await sending.clock.run(lambda: sending.channel.texts == ["mới"])


async def test_the_order_within_a_chat_is_kept_through_refusals(sending: Sending) -> None:
    """A second apart, and a message that must wait holds back those after it, not other chats'."""
    an, ba = await people_at(sending.database, "an", "ba")
    await sending.put(an, "1", "2", "3")
    await sending.put(ba, "x")
    sending.channel.answers.append(Throttled(wait=30))
    async with sending.running():
        await sending.clock.run(lambda: len(sending.channel.taken) == 4)
    to_an = [each for each in sending.channel.arrivals if each.message.chat == "an"]
    assert [each.text for each in to_an] == ["1", "1", "2", "3"]
    assert to_an[1].at - to_an[0].at >= 30
    assert all(later.at - earlier.at >= 1 for earlier, later in pairwise(to_an))
    (to_ba,) = [each for each in sending.channel.arrivals if each.message.chat == "ba"]
    assert to_ba.at < to_an[1].at


async def test_answers_overtake_what_is_unasked(sending: Sending) -> None:
    """An answer put last leaves among the first."""
    sending.limits = replace(sending.limits, rate=30.0)
    sending = Sending(sending.database, sending.limits)
    chats = await people_at(sending.database, *(f"c{number}" for number in range(40)))
    for each in chats[:-1]:
        await sending.put(each, "tin", lane=Lane.BULLETINS)
    await sending.put(chats[-1], "đáp")
    await sending.run_until_sent(40)
    assert sending.channel.texts.index("đáp") < 12


async def test_a_group_gets_no_more_than_its_share_of_a_minute(sending: Sending) -> None:
    """And its long queue keeps nobody else waiting."""
    async with sending.database.transaction() as tx:
        desk = await group(tx, "-1")
    (an,) = await people_at(sending.database, "an")
    await sending.put(desk, *(str(number) for number in range(30)))
    await sending.put(an, "x")
    await sending.run_until_sent(31)
    at = [each.at for each in sending.channel.arrivals if each.message.chat == "-1"]
    assert all(at[later] - at[later - 20] >= 60 for later in range(20, 30))
    assert [each.text for each in sending.channel.arrivals if each.message.chat == "-1"] == [
        str(number) for number in range(30)
    ]
    assert sending.channel.texts.index("x") < 12


async def test_an_edit_waits_for_its_message_and_names_it(sending: Sending) -> None:
    """The row of the original is known before the platform's id is."""
    (an,) = await people_at(sending.database, "an")
    (row,) = await sending.put(an, "một")
    await sending.put(an, "hai", target=row)
    await sending.run_until_sent(2)
    first, second = sending.channel.arrivals
    assert isinstance(second.message, Edit)
    assert isinstance(first.answer, Receipt)
    assert second.message.message == first.answer.messages[0]


async def test_a_newer_edit_takes_the_place_of_a_waiting_one(sending: Sending) -> None:
    """And what is edited is edited at most once in three seconds."""
    (an,) = await people_at(sending.database, "an")
    (row,) = await sending.put(an, "0")
    await sending.put(an, "1", target=row)
    await sending.put(an, "2", target=row)
    async with sending.running():
        await sending.clock.run(lambda: sending.channel.texts == ["0", "2"])
        await sending.put(an, "3", target=row)
        await sending.clock.run(lambda: sending.channel.texts == ["0", "2", "3"])
    assert sending.channel.arrivals[2].at - sending.channel.arrivals[1].at >= 3
    assert await sending.states() == ["sent", "cancelled", "sent", "sent"]


async def test_an_edit_of_what_never_arrived_is_a_new_message(sending: Sending) -> None:
    """And the next edit changes that one."""
    (an,) = await people_at(sending.database, "an")
    (row,) = await sending.put(an, "0")
    sending.channel.answers.extend([Refused("no"), Receipt(messages=("5",))])
    async with sending.running():
        await sending.put(an, "1", target=row)
        await sending.clock.run(lambda: len(sending.channel.arrivals) == 2)
        await sending.put(an, "2", target=row)
        await sending.clock.run(lambda: len(sending.channel.arrivals) == 3)
    _, second, third = (each.message for each in sending.channel.arrivals)
    assert isinstance(second, Send)
    assert third == Edit(chat="an", message="5", reply=Reply(text="2"))


async def test_without_editing_an_edit_is_a_new_message(database: Database) -> None:
    """What a platform lacks degrades; what cannot be taken back is said to have failed."""
    plain = Sending(database)
    plain.limits = plain.channel.limits = replace(plain.limits, edit=False, delete=False)
    (an,) = await people_at(database, "an")
    (row,) = await plain.put(an, "0")
    await plain.put(an, "1", target=row)
    async with database.transaction() as tx:
        (other,) = await outbox.put(tx, [Outgoing(address=an, reply=Reply(text="x"))], EPOCH)
    await plain.run_until_sent(3)
    async with database.transaction() as tx:
        await outbox.put(tx, [Outgoing(address=an, reply=None, target=other)], EPOCH)
    await plain.run_until_idle()
    assert all(isinstance(each.message, Send) for each in plain.channel.arrivals)
    assert await plain.states() == ["sent", "sent", "sent", "failed"]


async def test_what_is_taken_back_before_it_left_never_leaves(sending: Sending) -> None:
    """And what has left is deleted, all its parts."""
    an, ba = await people_at(sending.database, "an", "ba")
    (waiting,) = await sending.put(an, "nhầm")
    async with sending.database.transaction() as tx:
        await outbox.put(tx, [Outgoing(address=an, reply=None, target=waiting)], EPOCH)
    (sent,) = await sending.put(ba, "cũ")
    sending.channel.answers.append(Receipt(messages=("1", "2")))
    await sending.run_until_idle()
    assert sending.channel.texts == ["cũ"]
    async with sending.database.transaction() as tx:
        await outbox.put(tx, [Outgoing(address=ba, reply=None, target=sent)], EPOCH)
    await sending.run_until_idle()
    assert sending.channel.arrivals[-1].message == Delete(chat="ba", messages=("1", "2"))


async def test_a_reply_quotes_the_message_it_answers(sending: Sending) -> None:
    """By the platform's id, in the same chat only."""
    an, ba = await people_at(sending.database, "an", "ba")
    (row,) = await sending.put(an, "hỏi")
    sending.channel.answers.append(Receipt(messages=("77",)))
    await sending.run_until_sent(1)
    async with sending.database.transaction() as tx:
        reply = Reply(text="đáp", quoting=row)
        await outbox.put(tx, [Outgoing(address=each, reply=reply) for each in (an, ba)], EPOCH)
    await sending.run_until_sent(3)
    quoting = {each.message.chat: each.message for each in sending.channel.arrivals[1:]}
    assert isinstance(quoting["an"], Send)
    assert quoting["an"].quoting == "77"
    assert isinstance(quoting["ba"], Send)
    assert quoting["ba"].quoting == ""


async def test_several_chats_told_to_wait_hold_the_bot_and_a_restart_remembers(sending: Sending) -> None:
    """The wait is kept in real time."""
    chats = await people_at(sending.database, "an", "ba", "tư")
    sending.channel.answers.extend([Throttled(wait=40), Throttled(wait=40)])
    for each in chats[:2]:
        await sending.put(each, "x")
    await sending.run_until(lambda: len(sending.channel.arrivals) == 2)
    told = sending.channel.arrivals[-1].at
    await sending.put(chats[2], "y")
    await sending.run_until_sent(3)
    assert min(each.at for each in sending.channel.taken) >= told + 39


async def test_an_outage_loses_nothing_and_spares_the_others(sending: Sending) -> None:
    """Nothing is given up; while it lasts, single messages probe."""
    chats = await people_at(sending.database, *(f"c{number}" for number in range(30)))
    for each in chats:
        await sending.put(each, "x")
    down = [True]
    sending.channel.script = lambda _: Unavailable("refused") if down[0] else None
    async with sending.running():
        await sending.clock.run_for(120)
        tried = len(sending.channel.arrivals)
        assert sending.sender.mute
        down[0] = False
        await sending.clock.run(lambda: len(sending.channel.taken) == 30)
        assert not sending.sender.mute
    assert tried < 60
    assert [alert.kind for alert in sending.alerts] == ["outage"]
    assert set(await sending.states()) == {"sent"}
    assert sum(row.repeats for row in await sending.rows()) == 0


@pytest.mark.parametrize(("allowed", "tries", "state"), [(3, 4, "unknown"), (0, 1, "unknown")])
async def test_an_unknown_outcome_is_tried_again_as_the_platform_allows(
    database: Database, allowed: int, tries: int, state: str
) -> None:
    """Each try after the first counts as a possible repeat; then it is unknown, and said so."""
    sending = Sending(database)
    sending.channel.limits = replace(sending.limits, retry_unknown=allowed)
    (an,) = await people_at(database, "an")
    await sending.put(an, "x")
    sending.channel.script = lambda _: OutcomeUnknown("504")
    await sending.run_until_idle()
    (row,) = await sending.rows()
    assert (len(sending.channel.arrivals), row.state, row.repeats) == (tries, state, tries - 1)
    assert sending.sender.counters.unknown[0] == 1


async def test_a_refused_message_fails_with_its_reason(sending: Sending) -> None:
    """The next message to the same person is sent."""
    (an,) = await people_at(sending.database, "an")
    await sending.put(an, "dài", "ngắn")
    sending.channel.answers.append(Refused("message is too long"))
    await sending.run_until_sent(1)
    assert [(row.state, row.reason) for row in await sending.rows()] == [
        ("failed", "message is too long"),
        ("sent", ""),
    ]


async def test_who_is_gone_is_marked_unreachable(sending: Sending) -> None:
    """Until they write again."""
    (an,) = await people_at(sending.database, "an")
    await sending.put(an, "x")
    sending.channel.answers.append(PersonGone("blocked"))
    await sending.run_until_idle()
    async with sending.database.reading() as tx:
        address = await people.get_address(tx, an.id)
    assert address is not None
    assert not address.reachable
    assert await sending.states() == ["failed"]


async def test_a_group_that_moved_is_followed(sending: Sending) -> None:
    """Its address, this message and those that wait."""
    async with sending.database.transaction() as tx:
        desk = await group(tx, "-1")
    await sending.put(desk, "một", "hai")
    sending.channel.answers.append(Moved(chat="-100"))
    await sending.run_until_sent(2)
    assert [(each.message.chat, each.text) for each in sending.channel.taken] == [
        ("-100", "một"),
        ("-100", "hai"),
    ]
    async with sending.database.reading() as tx:
        address = await people.get_address(tx, desk.id)
    assert address is not None
    assert address.chat == "-100"


async def test_a_bad_token_stops_claiming_and_tells_the_operator(sending: Sending) -> None:
    """Once; it is tried again slowly, and nothing is lost."""
    chats = await people_at(sending.database, *(f"c{number}" for number in range(5)))
    for each in chats:
        await sending.put(each, "x")
    bad = [True]
    sending.channel.script = lambda _: Misconfigured("Unauthorized") if bad[0] else None
    async with sending.running():
        await sending.clock.run(lambda: len(sending.channel.arrivals) > 5)
        bad[0] = False
        await sending.clock.run(lambda: len(sending.channel.taken) == 5)
    assert [alert.kind for alert in sending.alerts] == ["misconfigured"]
    assert sending.channel.arrivals[5].at - sending.channel.arrivals[4].at >= 59


async def test_a_bug_fails_one_message_and_no_other(sending: Sending) -> None:
    """Three tries, one log entry with a reference that the row keeps."""
    an, ba = await people_at(sending.database, "an", "ba")
    await sending.put(an, "hỏng")
    await sending.put(ba, "lành")

    def script(message: Outbound) -> BaseException | None:
        return KeyError("hỏng") if message.chat == "an" else None

    sending.channel.script = script
    await sending.run_until_idle()
    broken, whole = await sending.rows()
    (alert,) = sending.alerts
    assert (broken.state, broken.reason, whole.state) == ("failed", f"bug {alert.reference}", "sent")
    assert sending.channel.texts.count("hỏng") == 3


async def test_a_graceful_stop_finishes_what_is_in_flight_and_hands_back_the_rest(sending: Sending) -> None:
    """Nothing is left as being sent, and nothing counts as a repeat."""
    chats = await people_at(sending.database, *(f"c{number}" for number in range(20)))
    sending.channel.limits = replace(sending.limits, rate=5.0)
    for each in chats:
        await sending.put(each, "x")
    sending.channel.open.clear()
    async with sending.running():
        await sending.clock.run(lambda: len(sending.channel.together) >= 2)
        out = len(sending.channel.together)
    assert len(sending.channel.arrivals) in {out, out + 1}
    assert sorted(set(await sending.states())) == ["sent", "waiting"]
    await sending.run_until_sent(20)
    assert len(sending.channel.arrivals) == 20
    assert all(row.repeats == 0 for row in await sending.rows())


async def test_bulk_waits_for_the_hour_and_answers_do_not(sending: Sending) -> None:
    """Quiet hours hold reminders back; the end of the campaign cancels them with its reason."""
    an, ba = await people_at(sending.database, "an", "ba")
    sending.verdict = Verdict(bulk=Bulk.QUIET)
    await sending.put(an, "nhắc", lane=Lane.REMINDERS)
    await sending.put(ba, "đáp")
    async with sending.running():
        await sending.clock.run(lambda: sending.channel.texts == ["đáp"])
        await sending.clock.run_for(60)
        sending.verdict = Verdict(bulk=Bulk.CLOSED, reason="hết đợt")
        while "waiting" in await sending.states():
            await sending.clock.run_for(1)
    row, _ = await sending.rows()
    assert (row.state, row.reason) == ("cancelled", "hết đợt")
    assert sending.channel.texts == ["đáp"]


async def test_a_second_sender_of_the_same_bot_refuses(sending: Sending) -> None:
    """With words that say what to do; the lease is free again afterwards."""
    async with sending.running():
        await sending.clock.run_for(1)
        with pytest.raises(LeaseTaken, match="stop it first"):
            await sending.new_sender().run()
    async with lease(sending.database, "fake-1"):
        pass


async def test_what_is_said_to_somebody_being_erased_keeps_no_trace(sending: Sending) -> None:
    """The last message leaves; then neither chat nor words remain."""
    (an,) = await people_at(sending.database, "an")
    await sending.put(an, "đã xoá", forget=True)
    await sending.run_until_sent(1)
    (row,) = await sending.rows()
    assert (row.state, row.chat, row.body, row.address_id) == ("sent", "", "", None)
