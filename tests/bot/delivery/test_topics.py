"""A sender keeps a person's day to so many bulletins of one topic."""

from sqlalchemy import insert

from bot.delivery.flight import Settings
from storage.database import Database
from storage.records import Audience
from storage.tables import subscriptions
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
