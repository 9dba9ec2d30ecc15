"""So many bulletins of one topic a day to one person, where the campaign says so."""

from sqlalchemy import insert, select

from storage import topic_limit
from storage.bulletins import Rule
from storage.database import Database, Tx
from storage.records import Address, Audience, Bulletin
from storage.tables import bulletins as bulletin_table
from storage.tables import deliveries, subscriptions
from tests.storage.world import DAY, bulletin, citizen, filled, take

HEALTH, LIFE = Audience(topics=("suc_khoe",)), Audience(topics=("doi_song",))


async def reader(tx: Tx, chat: str) -> Address:
    """Somebody who chose both topics."""
    address = await citizen(tx, chat)
    for who in (HEALTH, LIFE):
        await tx.execute(insert(subscriptions).values(person_id=address.person_id, topic=who.topics[0]))
    return address


async def sent(tx: Tx, made: Bulletin, who: Audience, **more: object) -> list[str]:
    """The chats that it goes to now, at two of a topic a day."""
    await filled(tx, made.id)
    fields = {"rule": Rule(audience=who), "per_topic": 2} | more
    return [each.chat for each in await take(tx, made.id, **fields)]


async def test_no_more_than_so_many_of_a_topic_a_day(database: Database) -> None:
    """The third falls away with its reason; another topic, no topic, an urgent one and the next day's do not."""
    async with database.transaction() as tx:
        await reader(tx, "1")
        first, second, third = [await bulletin(tx, str(n), audience=HEALTH) for n in range(3)]
        assert await sent(tx, first, HEALTH) == ["1"]
        assert await sent(tx, second, HEALTH) == ["1"]
        await reader(tx, "2")
        assert await sent(tx, third, HEALTH) == ["2"], "who had none gets it"
        mine = select(deliveries).where(deliveries.c.bulletin_id == third.id)
        fell = {row.reason for row in await tx.all(mine) if row.state == "cancelled"}
        assert fell == {"topic"}
        assert "1" in await sent(tx, await bulletin(tx, audience=LIFE), LIFE)
        assert "1" in await sent(tx, await bulletin(tx), Audience())
        urgent = await bulletin(tx, audience=HEALTH, urgent=True)
        assert "1" in await sent(tx, urgent, HEALTH, urgent=True)
        tomorrow = await bulletin(tx, audience=HEALTH)
        assert "1" in await sent(tx, tomorrow, HEALTH, day="2021-08-19")


async def test_a_bulletin_of_several_topics_counts_for_each(database: Database) -> None:
    """Two of one topic, and one for either topic falls away; a topic that only begins alike is another."""
    both, alike = Audience(topics=("doi_song", "suc_khoe")), Audience(topics=("suc_khoe_moi",))
    async with database.transaction() as tx:
        await reader(tx, "1")
        assert await sent(tx, await bulletin(tx, audience=both), both) == ["1"]
        assert await sent(tx, await bulletin(tx, audience=HEALTH), HEALTH) == ["1"]
        assert await sent(tx, await bulletin(tx, audience=both), both) == []
        assert await sent(tx, await bulletin(tx, audience=LIFE), LIFE) == ["1"]
        await tx.execute(insert(subscriptions).values(person_id=1, topic="suc_khoe_moi"))
        assert await sent(tx, await bulletin(tx, audience=alike), alike) == ["1"]


async def test_without_the_limit_all_go(database: Database) -> None:
    """Where the campaign file says 0."""
    async with database.transaction() as tx:
        await reader(tx, "1")
        for number in range(5):
            made = await bulletin(tx, str(number), audience=HEALTH)
            assert await sent(tx, made, HEALTH, per_topic=0) == ["1"]
        topics = {row.topic for row in await tx.all(select(bulletin_table.c.topic))}
        assert topics == {HEALTH.topics[0]}


async def test_a_bulletin_for_everybody_counts_for_its_kinds_topic(database: Database) -> None:
    """It is one of the day's, and falls away where the day's number has been had; how many is told before."""
    async with database.transaction() as tx:
        await reader(tx, "1")
        kind = HEALTH.topics
        for text in ("một", "hai"):
            made = await bulletin(tx, text, topics=kind)
            assert await sent(tx, made, Audience(), topics=kind) == ["1"]
        await reader(tx, "2")
        rule, full = Rule(audience=Audience()), topic_limit.count_enough
        assert await full(tx, rule, kind, DAY, 2) == 1
        assert await full(tx, rule, kind, DAY, 3) == 0
        assert await full(tx, rule, kind, "2021-08-19", 2) == 0
        assert await full(tx, rule, LIFE.topics, DAY, 2) == 0
        assert await full(tx, rule, (), DAY, 2) == await full(tx, rule, kind, DAY, 0) == 0
        third = await bulletin(tx, "ba", topics=kind)
        assert await sent(tx, third, Audience(), topics=kind) == ["2"]
