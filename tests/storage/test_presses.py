"""What people press under a bulletin, and the day's figures: once each, signed or not there, erased without a trace."""

from datetime import date, timedelta

from sqlalchemy import select

from storage import figures, people, presses
from storage.database import Database
from storage.erasure import erase
from storage.tables import bulletin_presses
from tests.storage.world import NOW, bulletin, citizen


async def test_a_press_counts_once_and_a_polls_last_answer(database: Database) -> None:
    """Pressed again nothing changes, not even when; another answer takes the place of the first."""
    async with database.transaction() as tx:
        an = (await citizen(tx, "1")).person_id or 0
        made = await bulletin(tx)
        for minutes, (asked, choice) in enumerate(
            [("seen", "dadoc"), ("seen", "dadoc"), ("poll", "y1"), ("poll", "y3"), ("poll", "y3")]
        ):
            await presses.keep(tx, made.id, an, asked, choice, NOW + timedelta(minutes=minutes))
        rows = await tx.all(select(bulletin_presses).order_by(bulletin_presses.c.id))
    assert [(row.asked, row.choice, row.at) for row in rows] == [
        ("seen", "dadoc", NOW),
        ("poll", "y3", NOW + timedelta(minutes=3)),
    ]


async def test_the_count_outlives_the_person(database: Database) -> None:
    """Erased, their presses are nobody's, each of another nobody: they lead nowhere and not to each other."""
    async with database.transaction() as tx:
        an, ba = [(await citizen(tx, chat)).person_id or 0 for chat in ("1", "2")]
        for made in (await bulletin(tx), await bulletin(tx)):
            for person_id in (an, ba):
                await presses.keep(tx, made.id, person_id, "seen", "dadoc", NOW)
        await erase(tx, [an], NOW, NOW)
        rows = await tx.all(select(bulletin_presses.c.person_id))
        assert await people.get(tx, an) is None
    found = [row.person_id for row in rows]
    assert len(found) == len([each for each in found if each != an]) == 4
    assert sorted(each for each in found if each > 0) == [ba, ba]
    assert len({each for each in found if each < 0}) == 2


async def test_only_signed_figures_are_the_days_and_the_last_signed_ones(database: Database) -> None:
    """Whatever was entered later but not signed is not quoted; nothing is signed twice."""
    day = date(2021, 8, 18)
    async with database.transaction() as tx:
        one = await figures.enter(tx, day, {"ca": 1}, "BC 1", "My (web:1)", NOW)
        two = await figures.enter(tx, day, {"ca": 2}, "BC 2", "My (web:1)", NOW)
        assert await figures.signed(tx, day) is None
        signed = await figures.sign(tx, one.id, "Ba (web:2)", NOW)
        assert signed is not None
        assert (signed.signed_by, signed.values) == ("Ba (web:2)", {"ca": 1})
        assert await figures.signed(tx, day) == signed
        assert await figures.sign(tx, one.id, "My (web:1)", NOW) is None
        assert await figures.sign(tx, 99, "My (web:1)", NOW) is None
        again = await figures.sign(tx, two.id, "My (web:1)", NOW)
        assert await figures.signed(tx, day) == again
        assert await figures.get(tx, one.id) == signed
        assert await figures.signed(tx, day + timedelta(days=1)) is None
