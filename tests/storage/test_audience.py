"""Who belongs to an audience: every part of the rule, alone and together."""

from dataclasses import fields

import pytest
from sqlalchemy import update

from storage import audience as audiences
from storage import people, zone_states
from storage.campaign import Campaign
from storage.database import Database, Tx
from storage.records import Address, Audience, Rule
from storage.tables import grants
from storage.tables import people as people_table
from tests.storage.world import NOW, bulletin, citizen, filled, officer, recipients, take


async def counted(tx: Tx, campaign: Campaign, **rule: object) -> int:
    return await audiences.count(tx, await audiences.expand(tx, campaign, Audience(**rule)))  # type: ignore[arg-type]


async def scoped(tx: Tx, chat: str, role: str, scope: str, place: str | None = None) -> Address:
    address = await officer(tx, chat, role)
    mine = grants.c.person_id == address.person_id
    await tx.execute(update(grants).where(mine).values(scope=scope))
    person = await people.get(tx, address.person_id or 0)
    assert person is not None
    await people.choose_place(tx, person, place)
    return address


def test_every_part_of_a_rule_is_kept() -> None:
    """Nothing narrows a bulletin when it is approved and is forgotten when it is sent."""
    names = [field.name for field in fields(Audience)]
    whole = Audience(**{name: (name, "x") for name in names})  # type: ignore[arg-type]
    assert audiences.load({**audiences.dump(whole), "places": ["1"]}) == whole
    assert audiences.load({"areas": ["1"], "bodies": [], "roles": [], "topic": ""}) == Audience(areas=("1",))
    assert audiences.load({"areas": [], "topic": "t"}) == Audience(topics=("t",))


async def test_each_part_narrows(database: Database, campaign: Campaign) -> None:
    """Language, channel, place, role for a place; all that are named must hold."""
    district, other = campaign.units.districts[:2]
    commune = campaign.units.children(district.code)[0]
    async with database.transaction() as tx:
        lives = await citizen(tx, "1", place=commune.code)
        await citizen(tx, "2", place=other.code)
        await citizen(tx, "3", channel="other")
        await scoped(tx, "4", "officer", commune.code)
        await tx.execute(update(people_table).where(people_table.c.id == lives.person_id).values(locale="km"))
        assert await counted(tx, campaign) == 4
        assert await counted(tx, campaign, areas=(district.code,)) == 1
        assert await counted(tx, campaign, languages=("km",)) == 1
        assert await counted(tx, campaign, channels=("other",)) == 1
        assert await counted(tx, campaign, channels=("other",), areas=(district.code,)) == 0
        # An officer belongs to the unit they answer for, wherever they say that they live.
        assert await counted(tx, campaign, areas=(district.code,), roles=("officer",)) == 1
        assert await counted(tx, campaign, areas=(other.code,), roles=("officer",)) == 0


async def test_who_belongs_to_two_audiences(database: Database, campaign: Campaign) -> None:
    """Whether anybody does, and to how many others one person belongs at most."""
    here, there = (campaign.units.children(each.code)[0].code for each in campaign.units.districts[:2])
    async with database.transaction() as tx:
        one = await citizen(tx, "1", place=here)
        await citizen(tx, "2", place=there)
        await people.choose_topics(tx, one.person_id or 0, frozenset({"reminders"}))

        async def rule(**parts: object) -> Rule:
            return await audiences.expand(tx, campaign, Audience(**parts))  # type: ignore[arg-type]

        everyone, mine, theirs = await rule(), await rule(areas=(here,)), await rule(areas=(there,))
        reminded = await rule(topics=("reminders",))
        assert await audiences.meet(tx, everyone, mine)
        assert await audiences.meet(tx, mine, reminded)
        assert not await audiences.meet(tx, mine, theirs)
        assert not await audiences.meet(tx, theirs, reminded)
        assert await audiences.most(tx, everyone, [mine, theirs]) == 1
        assert await audiences.most(tx, everyone, [mine, theirs, reminded, reminded]) == 3
        assert await audiences.most(tx, theirs, [mine, reminded]) == 0
        assert await audiences.most(tx, await rule(areas=(here,), roles=("officer",)), [mine]) == 0


async def test_not_those(database: Database, campaign: Campaign) -> None:
    """Left out are those who live there, hold the role or belong to the body; who told no place stays in."""
    district = campaign.units.districts[0]
    commune, next_to = campaign.units.children(district.code)[:2]
    async with database.transaction() as tx:
        await citizen(tx, "1", place=commune.code)
        follows = await citizen(tx, "2", place=next_to.code)
        await people.follow_places(tx, follows.person_id or 0, frozenset({commune.code}))
        await citizen(tx, "3")
        await scoped(tx, "4", "health", "so_y_te", next_to.code)
        assert await counted(tx, campaign, without_areas=(commune.code,)) == 3
        assert await counted(tx, campaign, without_areas=(district.code,)) == 1
        assert await counted(tx, campaign, areas=(district.code,), without_areas=(commune.code,)) == 2
        assert await counted(tx, campaign, without_roles=("health",)) == 3
        assert await counted(tx, campaign, without_bodies=("so_y_te",)) == 3
        assert await counted(tx, campaign, without_roles=("health",), without_areas=(district.code,)) == 1


async def test_zones_by_colour_are_communes_that_have_it_now(database: Database, campaign: Campaign) -> None:
    """A colour that no commune has means nobody, and by no means everyone."""
    assert campaign.zones is not None
    known = campaign.zones.known
    green = next(code for code, colour in known.items() if colour == "xanh")
    unknown = next(unit.code for unit in campaign.units.communes if unit.code not in known)
    district = campaign.units.district_of(green)
    assert district is not None
    async with database.transaction() as tx:
        await citizen(tx, "1", place=green)
        await citizen(tx, "2", place=unknown)
        await citizen(tx, "3")
        assert await counted(tx, campaign, zones=("xanh",)) == 1
        assert await counted(tx, campaign, zones=("xanh",), areas=(district.code,)) == 1
        elsewhere = next(each for each in campaign.units.districts if each is not district)
        rule = await audiences.expand(tx, campaign, Audience(zones=("tím",)))
        assert await audiences.count(tx, rule) == 0
        assert await counted(tx, campaign, zones=("tím",), areas=(elsewhere.code,)) == 0
        with pytest.raises(ValueError, match="take in no place"):
            await bulletin(tx, audience=Audience(zones=("tím",)))
        with pytest.raises(ValueError, match="left out take in no place"):
            await bulletin(tx, audience=Audience(without_areas=(green,)))


async def test_it_is_counted_by_place(database: Database, campaign: Campaign) -> None:
    """The sum of the places is the count."""
    async with database.transaction() as tx:
        for number, place in enumerate(["31", "31", "32", None]):
            await citizen(tx, str(number), place=place)
        await citizen(tx, "9", place="31", agreed=False)
        rule = Rule(audience=Audience())
        by = await audiences.by_place(tx, rule)
        assert by == {"31": 2, "32": 1, "": 1}
        assert sum(by.values()) == await audiences.count(tx, rule)


async def test_a_channel_named_is_the_channel_it_goes_by(database: Database) -> None:
    """Somebody in two apps gets it where the audience says, not where they wrote last."""
    async with database.transaction() as tx:
        here = await citizen(tx, "1", channel="fake")
        there = await citizen(tx, "2", channel="later")
        from storage.tables import addresses

        moved = update(addresses).where(addresses.c.id == there.id).values(person_id=here.person_id)
        await tx.execute(moved)
        made = await bulletin(tx, audience=Audience(channels=("fake",)))
        await filled(tx, made.id)
        assert set(await recipients(tx, made.id)) == {here.person_id}
        (claim,) = await take(tx, made.id, rule=Rule(audience=Audience(channels=("fake",))))
        assert claim.chat == "1"
        assert NOW


async def test_any_of_several_topics_and_not_those(database: Database, campaign: Campaign) -> None:
    """One of the topics is enough; left out are those of a colour, topic, language or app, whatever else holds."""
    async with database.transaction() as tx:
        red = min((await zone_states.ledger(tx, campaign.zones)).now().items())
        an, ba, tu = [await citizen(tx, name) for name in ("an", "ba", "tu")]
        nam = await citizen(tx, "nam", channel="other", place=red[0])
        chosen = {an: ("a",), ba: ("b", "c"), tu: ("d",), nam: ("a",)}
        for who, topics in chosen.items():
            await people.choose_topics(tx, who.person_id or 0, frozenset(topics))
        mine = people_table.c.id == ba.person_id
        await tx.execute(update(people_table).where(mine).values(locale="km"))

        async def count(**rule: tuple[str, ...]) -> int:
            return await audiences.count(tx, await audiences.expand(tx, campaign, Audience(**rule)))

        assert await count(topics=("a",)) == 2
        assert await count(topics=("a", "c")) == 3
        assert await count(topics=("a", "c"), without_zones=(red[1],)) == 2
        assert await count(topics=("a", "c"), without_topics=("b",)) == 2
        assert await count(without_languages=("km",)) == 3
        assert await count(without_channels=("other",)) == 3
