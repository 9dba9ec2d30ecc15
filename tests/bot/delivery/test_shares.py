"""One budget for everything that leaves, and who gets which part of it."""

from dataclasses import replace

import pytest

from bot.channels.leaving import left
from bot.delivery.lanes import SHARE
from messages.content import Attachment, AttachmentKind, Outbound, Receipt, Reply, Send
from storage import bulletins
from storage.bulletins import NewBulletin
from storage.database import Database
from storage.records import BulletinState
from tests.bot.delivery.sending import Sending, people_at
from tests.bot.delivery.test_bulletins import started, until_state
from tests.simulators.channel import EPOCH, FakeChannel
from tests.storage.world import crowd, filled

RATE = 30.0


class TellingChannel(FakeChannel):
    """Tells when a message leaves: the file is looked up in the database after its turn has come."""

    tells = True

    async def deliver(self, message: Outbound) -> Receipt:
        """At once."""
        left()
        return await super().deliver(message)


def slow(database: Database) -> Sending:
    return Sending(database, replace(Sending(database).limits, rate=RATE))


async def test_the_lowest_lane_keeps_its_twentieth_while_answers_fill_the_rate(database: Database) -> None:
    """Spread over time, not at the end: of any forty messages one at least is a bulletin."""
    sending = slow(database)
    made = await started(sending, 60)
    async with database.transaction() as tx:
        await filled(tx, made.id)
    for each in await people_at(database, *(f"a{number}" for number in range(160))):
        await sending.put(each, "đáp")
    await sending.run_until(lambda: sending.channel.texts.count("đáp") == 160)
    texts = sending.channel.texts
    last = len(texts) - 1 - texts[::-1].index("đáp")
    busy = texts[texts.index("đáp") : last - SHARE]  # there were answers enough to fill every turn
    for start in range(len(busy) - 2 * SHARE):
        assert "Bản tin" in busy[start : start + 2 * SHARE]


@pytest.mark.parametrize("kind", [AttachmentKind.PHOTO, AttachmentKind.VOICE])
async def test_a_file_by_its_id_takes_a_turn_like_a_text(database: Database, kind: AttachmentKind) -> None:
    """The platform counts messages, not kinds: no second ever holds more of both together than the rate."""
    sending = slow(database)
    sending.channel = TellingChannel(sending.clock, sending.limits)
    photo = Attachment(kind=kind, ref="f1")
    async with database.transaction() as tx:
        await crowd(tx, 45)
        reply = Reply(text="Bản tin", attachments=(photo,))
        made = await bulletins.start(
            tx, NewBulletin(kind="bulletin", title="Ảnh", reply=reply, created_by="test"), EPOCH
        )
    for each in await people_at(database, *(f"a{number}" for number in range(45))):
        await sending.put(each, "đáp")
    async with sending.running():
        await until_state(sending, made.id, BulletinState.DONE)
    assert len(sending.channel.taken) == 90
    at = [each.at for each in sending.channel.taken]
    assert min(later - first for first, later in zip(at, at[int(RATE) :], strict=False)) >= 1.0
    files = [each for each in sending.channel.taken if isinstance(each.message, Send)]
    assert sum(bool(each.message.reply.attachments) for each in files if isinstance(each.message, Send)) == 45


async def test_what_is_paid_for_leaves_faster(database: Database) -> None:
    """At a rate above the free pace: as many people in a fraction of the time, and each message says that."""
    spans = []
    for paid in (False, True):
        sending = Sending(database, replace(Sending(database).limits, rate=200.0, free=RATE))
        async with database.transaction() as tx:
            if not paid:
                await crowd(tx, 90)
            new = NewBulletin(kind="bulletin", title="b", reply=Reply(text="b"), created_by="test", paid=paid)
            made = await bulletins.start(tx, new, EPOCH)
        async with sending.running():
            await until_state(sending, made.id, BulletinState.DONE)
        at = [each.at for each in sending.channel.taken]
        assert len(at) == 90
        assert {each.message.paid for each in sending.channel.taken if isinstance(each.message, Send)} == {
            paid
        }
        spans.append(at[-1] - at[0])
    free, bought = spans
    assert free > 2.5
    assert bought < free / 2
