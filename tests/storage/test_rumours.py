"""Rumours in store: one item however many ask at once, told once each, found by words and by pictures."""

import asyncio
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rumours import asking, telling
from handlers.rumours.asking import Asked
from messages.claims import read
from storage import desks, outbox, people, rumours
from storage.campaign import Campaign
from storage.database import Database, Tx
from storage.records import Finding, Rumour, RumourState, Verdict
from storage.rumours import NewRumour
from storage.rumours.photos import SAME, distance, parts

NOW = datetime(2021, 8, 18, 3, tzinfo=UTC)
TEXT = "Từ 0 giờ ngày 20/8 phong tỏa toàn tỉnh 14 ngày, mỗi nhà phải trữ đủ gạo"
FINDING = Finding(
    verdict=Verdict.FALSE, claim="Phong tỏa toàn tỉnh từ 20/8", answer="Không có.", source="UBND"
)
PRINT = "a5" * 32


@dataclass(frozen=True)
class Here:
    tx: Tx
    campaign: Campaign
    now: datetime = NOW
    wall: datetime = NOW

    @property
    def token(self) -> "type[str]":
        return str


async def asks(database: Database, campaign: Campaign, name: str, text: str = TEXT, photo: str = "") -> None:
    """Somebody asks, in a transaction of their own."""
    async with database.transaction() as tx:
        address, person = await people.meet(tx, "web", "1", name, NOW)
        asked = Asked(address=address, person_id=person.id, text=text, photos=(photo,) if photo else ())
        await outbox.put(tx, await asking.check(Here(tx, campaign), asked), NOW)


async def open_items(database: Database) -> list[Rumour]:
    async with database.reading() as tx:
        return await rumours.waiting(tx, 100)


async def askers(database: Database, rumour: Rumour) -> int:
    async with database.reading() as tx:
        return (await rumours.demand(tx, [rumour.id]))[rumour.id].askers


async def answered(tx: Tx, rumour: Rumour, finding: Finding = FINDING) -> Rumour:
    proposed = await rumours.propose(tx, rumour, finding)
    assert proposed
    done = await rumours.answered(tx, proposed, "a test", NOW, proposed.version)
    assert done
    await rumours.index_claim(tx, done)
    return done


async def a_desk(database: Database) -> None:
    async with database.transaction() as tx:
        group = await people.meet_group(tx, "web", "1", "-desk", NOW)
        await desks.connect(tx, "so_tttt", group, "a test", NOW)


async def test_many_at_the_same_moment_make_one_item(database: Database, campaign: Campaign) -> None:
    """Eight transactions side by side, in eight spellings: one item, eight askers, one card."""
    await a_desk(database)
    spelt = [TEXT, TEXT.upper(), TEXT.lower(), f"{TEXT}!!!", f"Chuyển tiếp gấp: {TEXT}", f"{TEXT} 😱"]
    spelt += ["0h 20/8 phong toa toan tinh 14 ngay, moi nha phai tru du gao", f"Nghe nói {TEXT} phải không"]
    await asyncio.gather(*(asks(database, campaign, f"p{n}", text) for n, text in enumerate(spelt)))
    (rumour,) = await open_items(database)
    assert await askers(database, rumour) == 8
    async with database.reading() as tx:
        assert await outbox.row_of(tx, f"card:{rumour.code}:1") is not None


async def test_the_same_picture_at_the_same_moment_makes_one_item(
    database: Database, campaign: Campaign
) -> None:
    """Without a word."""
    await asyncio.gather(*(asks(database, campaign, f"p{n}", "", PRINT) for n in range(5)))
    (rumour,) = await open_items(database)
    assert await askers(database, rumour) == 5


async def test_asking_and_answering_at_once_leaves_nobody_untold(
    database: Database, campaign: Campaign
) -> None:
    """Whoever comes first: each is told in the end, once."""
    await asks(database, campaign, "first")
    (rumour,) = await open_items(database)

    async def answers() -> None:
        async with database.transaction() as tx:
            await rumours.lock(tx)
            await answered(tx, rumour)

    await asyncio.gather(answers(), *(asks(database, campaign, f"p{n}") for n in range(4)))
    told = 0
    for _ in range(3):
        async with database.transaction() as tx:
            told += await telling.tell(tx, campaign, NOW, NOW)
    async with database.reading() as tx:
        wanted = (await rumours.demand(tx, [rumour.id]))[rumour.id]
    assert (wanted.askers, wanted.waiting) == (5, 0)
    assert 1 <= told <= 5


async def test_two_programs_telling_at_once_tell_each_once(database: Database, campaign: Campaign) -> None:
    """The item is one teller's until it commits."""
    for number in range(6):
        await asks(database, campaign, f"p{number}")
    (rumour,) = await open_items(database)
    async with database.transaction() as tx:
        await answered(tx, rumour)

    async def tells() -> int:
        async with database.transaction() as tx:
            return await telling.tell(tx, campaign, NOW, NOW)

    assert sum(await asyncio.gather(*(tells() for _ in range(4)))) == 6
    async with database.transaction() as tx:
        assert await rumours.telling(tx) == []


@pytest.mark.parametrize("seen", [-1, 7])
async def test_an_answer_holds_only_as_it_was_seen(database: Database, seen: int) -> None:
    """Another version than the one looked at is not sent; nor is one that nobody proposed."""
    async with database.transaction() as tx:
        rumour = await rumours.add(tx, NewRumour(agency="a", words=TEXT), NOW)
        assert await rumours.answered(tx, rumour, "x", NOW, 0) is None
        proposed = await rumours.propose(tx, rumour, FINDING)
        assert proposed
        assert proposed.pending == FINDING
        assert await rumours.answered(tx, proposed, "x", NOW, seen) is None
        done = await answered(tx, rumour)
        assert (done.state, done.finding, done.pending) == (RumourState.ANSWERED, FINDING, None)
        assert await rumours.drop(tx, done) is None


async def test_a_dropped_item_is_closed_for_good(database: Database) -> None:
    """Neither answered nor found any more."""
    async with database.transaction() as tx:
        rumour = await rumours.add(tx, NewRumour(agency="a", words=TEXT), NOW)
        await rumours.index_words(tx, rumour, TEXT)
        await rumours.add_photo(tx, rumour, PRINT)
        assert len(await rumours.candidates(tx, read(TEXT))) == 1
        dropped = await rumours.drop(tx, rumour)
        assert dropped
        assert await rumours.propose(tx, dropped, FINDING) is None
        assert await rumours.candidates(tx, read(TEXT)) == []
        assert await rumours.same_photo(tx, PRINT) is None


async def test_at_most_two_hundred_are_looked_at_closely(database: Database) -> None:
    """However many share its words; the most alike among them."""
    async with database.transaction() as tx:
        for number in range(230):
            rumour = await rumours.add(tx, NewRumour(agency="a"), NOW)
            await rumours.index_words(tx, rumour, f"tỏi chữa bệnh lạ số {number}")
        wanted = await rumours.add(tx, NewRumour(agency="a"), NOW)
        await rumours.index_words(tx, wanted, "tỏi chữa bệnh lạ ở cù lao xanh")
        found = await rumours.candidates(tx, read("tỏi chữa bệnh lạ ở cù lao xanh"))
    assert len(found) == 200
    assert found[0].rumour_id == wanted.id


_BITS = st.integers(0, 255)


@given(value=st.integers(0, 2**256 - 1), flipped=st.sets(_BITS, max_size=SAME))
def test_every_picture_as_like_shares_a_part(value: int, flipped: set[int]) -> None:
    """So the index by parts misses none that is to be found."""
    other = value
    for bit in flipped:
        other ^= 1 << bit
    one, two = f"{value:064x}", f"{other:064x}"
    assert distance(one, two) == len(flipped)
    assert set(parts(one)) & set(parts(two))


async def test_a_picture_is_found_by_its_like_and_by_no_other(database: Database) -> None:
    """A few bits away: the same; further: another."""
    chance = random.Random(127)
    value = int(PRINT, 16)
    near = value ^ sum(1 << bit for bit in chance.sample(range(256), SAME))
    far = value ^ sum(1 << bit for bit in chance.sample(range(256), SAME + 1))
    async with database.transaction() as tx:
        rumour = await rumours.add(tx, NewRumour(agency="a"), NOW)
        await rumours.add_photo(tx, rumour, PRINT)
        found = await rumours.same_photo(tx, f"{near:064x}")
        assert found
        assert found.id == rumour.id
        assert await rumours.same_photo(tx, f"{far:064x}") is None
        assert await rumours.same_photo(tx, PRINT, besides=rumour.code) is None


async def test_questions_are_counted_for_an_hour_and_a_day_and_then_forgotten(database: Database) -> None:
    """Only of the person who asked."""
    async with database.transaction() as tx:

        async def may(minutes: int, person: int = 1) -> bool:
            at = NOW + timedelta(minutes=minutes)
            return await rumours.may_ask(tx, person, at, per_hour=2, per_day=3)

        assert [await may(0), await may(1), await may(2)] == [True, True, False]
        assert await may(2, person=2)
        assert await may(61)
        assert not await may(130)
        assert await may(24 * 60 + 2)
        assert await rumours.retire_tries(tx, NOW + timedelta(days=3)) == 5
