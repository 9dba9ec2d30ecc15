"""A sender keeps to what people chose: so many bulletins of one topic a day, news once a day."""

from datetime import timedelta

from sqlalchemy import insert, literal, select, update

from bot.delivery.flight import Settings
from storage import bulletins
from storage.database import Database, Tx
from storage.records import Audience, Pace
from storage.tables import bulletins as table
from storage.tables import deliveries, people, subscriptions
from tests.bot.delivery.sending import Sending
from tests.storage.world import bulletin, citizen, filled

HEALTH = Audience(topics=("suc_khoe",))


async def test_the_setting_reaches_who_is_sent_to(database: Database) -> None:
    """Of three bulletins of one topic two arrive; the third falls away and nothing is left waiting."""
    async with database.transaction() as tx:
        address = await citizen(tx, "1")
        await tx.execute(insert(subscriptions).values(person_id=address.person_id, topic=HEALTH.topics[0]))
        for text in ("một", "hai", "ba"):
            await filled(tx, (await bulletin(tx, text, audience=HEALTH)).id)
    sending = Sending(database, settings=Settings(per_topic=2))
    await sending.run_until_idle()
    assert sending.channel.texts == ["một", "hai"]
    assert sorted((row.state, row.reason) for row in await sending.deliveries()) == [
        ("cancelled", "topic"),
        ("sent", ""),
        ("sent", ""),
    ]


async def test_what_waits_for_a_round_up_is_not_sent_and_the_rest_is(database: Database) -> None:
    """Of what comes by day only what is urgent, a zone's colour and the closing reach who wants news once a day.

    Where no round-up is to come, all of it does.
    """
    async with database.transaction() as tx:
        await citizen(tx, "1", pace=Pace.DAILY)
        for kind in ("bulletin", "reminder", "zone", "closing", bulletins.ROUNDUP):
            await _waits(tx, kind)
        await _waits(tx, "alert", urgent=True)
    sending = Sending(database, settings=Settings(roundup=lambda at: at + timedelta(hours=1)))
    await sending.run_until_idle()
    assert sorted(sending.channel.texts) == ["alert", "closing", "roundup", "zone"]
    fell = [row.reason for row in await sending.deliveries() if row.state == "cancelled"]
    assert fell == ["daily", "daily"]
    async with database.transaction() as tx:
        await _waits(tx, "example")
    later = Sending(database, settings=Settings())
    await later.run_until_idle()
    assert later.channel.texts == ["example"]


async def _waits(tx: Tx, kind: str, *, urgent: bool = False) -> None:
    """A bulletin of this kind, with a delivery for everyone."""
    made = await bulletin(tx, kind, kind=kind, urgent=urgent)
    everyone = select(literal(made.id), people.c.id)
    await tx.execute(insert(deliveries).from_select(["bulletin_id", "person_id"], everyone))
    await tx.execute(update(table).where(table.c.id == made.id).values(filled=True))
