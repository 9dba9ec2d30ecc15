"""What was withheld from people who want news once a day: told in one message each, of exactly what they missed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from messages.content import Reply
from messages.encoding import load_reply
from storage import bulletins, people, roundups
from storage.bulletins import EVERYONE, ChangeKind
from storage.database import Database, Tx
from storage.drafts import NewDraft, create
from storage.records import Address, Audience, Bulletin, DraftKind, Pace, Rule
from storage.roundups import Roundup, Withheld
from storage.tables import bulletins as bulletin_table
from storage.tables import deliveries, drafts, subscriptions
from tests.storage.world import NOW, bulletin, citizen, filled, leave, take

HOUR = timedelta(hours=1)


def evening(*, hours: int = 0) -> Roundup:
    return Roundup(
        due=NOW + hours * HOUR,
        day=f"day {hours}",
        until=NOW + hours * HOUR,
        title="Điểm tin",
        words=lambda withheld: Reply(text=", ".join(each.title for each in withheld)),
    )


async def daily(tx: Tx, chat: str, *, place: str | None = None) -> Address:
    return await citizen(tx, chat, pace=Pace.DAILY, place=place)


async def withheld(tx: Tx, title: str, who: Audience = EVERYONE, places: tuple[str, ...] = ()) -> Bulletin:
    """A bulletin that everyone had their turn of."""
    made = await bulletin(tx, title, audience=who, places=places)
    await filled(tx, made.id)
    await take(tx, made.id, withhold=True, rule=Rule(audience=who, places=places))
    return made


async def told(tx: Tx, this: Roundup, *, limit: int = 1000) -> dict[str, str]:
    """Make the round-up; what each chat is sent by it."""
    seen = {row.id for row in await tx.all(select(bulletin_table.c.id))}
    while await roundups.tell(tx, this, limit):
        pass
    sent: dict[str, str] = {}
    for row in await tx.all(select(bulletin_table).where(bulletin_table.c.kind == bulletins.ROUNDUP)):
        if row.id not in seen:
            for claim in await take(tx, row.id, withhold=False):
                assert claim.chat not in sent, "one message each"
                sent[claim.chat] = load_reply(row.reply).text
    return sent


@pytest.mark.parametrize("limit", [1000, 1])
async def test_everyone_is_told_of_exactly_what_they_missed(database: Database, limit: int) -> None:
    """One message each, one bulletin for each choice of bulletins; nobody else any. In slices too."""
    async with database.transaction() as tx:
        await citizen(tx, "all", place="31")
        await daily(tx, "here", place="31")
        await daily(tx, "there", place="32")
        await daily(tx, "there too", place="32")
        await withheld(tx, "một")
        await withheld(tx, "hai", Audience(areas=("31",)), ("31",))
        await withheld(tx, "ba")
        sent = await told(tx, evening(), limit=limit)
        assert sent == {"here": "một, hai, ba", "there": "một, ba", "there too": "một, ba"}
        made = await tx.all(select(bulletin_table).where(bulletin_table.c.kind == bulletins.ROUNDUP))
        assert sorted((row.counted, row.state, row.filled) for row in made) == [
            (1, "sending", True),
            (2, "sending", True),
        ]
        assert await told(tx, evening(hours=24)) == {}, "once"


async def test_what_comes_after_the_hour_waits_for_the_next_evening(database: Database) -> None:
    """Each is told of once; whoever joins while it leaves gets nothing of it, and it cannot be read again."""
    async with database.transaction() as tx:
        an = await daily(tx, "an")
        first = await withheld(tx, "sáng")
        await tx.execute(update(deliveries).values(finished_at=NOW - HOUR))
        second = await withheld(tx, "tối")
        late = evening(hours=-1)
        assert await told(tx, late) == {"an": "sáng"}
        late_comer = await citizen(tx, "ba")
        await bulletins.joined(tx, late_comer.person_id or 0)
        listed = [each.id for each in await bulletins.latest(tx, 5)]
        assert listed == [second.id, first.id]
        number = await tx.scalar(
            select(bulletin_table.c.id).where(bulletin_table.c.kind == bulletins.ROUNDUP)
        )
        assert await bulletins.public(tx, int(number or 0)) is None
        assert await bulletins.fill(tx, int(number or 0))
        mine = select(deliveries.c.person_id).where(deliveries.c.bulletin_id == number)
        assert list((await tx.execute(mine)).scalars()) == [an.person_id]
        assert await told(tx, evening()) == {"an": "tối"}


async def test_what_is_over_or_no_longer_theirs_is_not_told(database: Database) -> None:
    """Recalled, cancelled, out of date, paused; topics given up, people who left. What is paused waits on."""
    async with database.transaction() as tx:
        an, ba, tu = [await daily(tx, name) for name in ("an", "ba", "tu")]
        for each in (an, ba):
            await tx.execute(insert(subscriptions).values(person_id=each.person_id, topic="x"))
        kept, gone, old, held = [await withheld(tx, name) for name in ("còn", "thu hồi", "hết hạn", "dừng")]
        topic = await withheld(tx, "chủ đề", Audience(topics=("x",)))
        await bulletins.recall(tx, gone.id, NOW)
        await tx.execute(
            update(bulletin_table).where(bulletin_table.c.id == old.id).values(valid_until=NOW - HOUR)
        )
        await bulletins.pause(tx, held.id)
        await people.choose_topics(tx, ba.person_id or 0, frozenset())
        await leave(tx, tu)
        assert await told(tx, evening()) == {"an": "còn, chủ đề", "ba": "còn"}
        reasons = {
            (row.bulletin_id, row.reason)
            for row in await tx.all(select(deliveries).where(deliveries.c.person_id == ba.person_id))
        }
        assert {
            (gone.id, "withdrawn"),
            (old.id, "withdrawn"),
            (topic.id, "left"),
            (kept.id, "daily"),
        } <= reasons
        await bulletins.resume(tx, held.id)
        assert await told(tx, evening(hours=24)) == {"an": "dừng", "ba": "dừng"}


async def test_nothing_leaves_before_all_of_it_stands(database: Database) -> None:
    """Cut short between two slices it goes on where it was: nobody twice, nobody left out, nothing before the end."""
    async with database.transaction() as tx:
        for name in ("an", "ba", "tu"):
            await daily(tx, name)
        await withheld(tx, "một")
        assert await roundups.tell(tx, evening(), 2)
        (row,) = await tx.all(select(bulletin_table).where(bulletin_table.c.kind == bulletins.ROUNDUP))
        assert (row.state, row.reason) == ("paused", roundups.MAKING)
        assert await take(tx, row.id) == []
        while await roundups.tell(tx, evening(), 2):
            pass
        assert sorted(each.chat for each in await take(tx, row.id)) == ["an", "ba", "tu"]


async def test_a_corrected_bulletin_is_told_of_again(database: Database) -> None:
    """With its newest words, the source and the agency of its draft; the other bulletins of that evening are not."""
    told_of: list[Withheld] = []

    def listen(withheld: Sequence[Withheld]) -> Reply:
        told_of.extend(withheld)
        return Reply(text="Điểm tin")

    async with database.transaction() as tx:
        await daily(tx, "an")
        made, _ = [await withheld(tx, name) for name in ("cũ", "khác")]
        new = NewDraft(
            kind=DraftKind.BULLETIN,
            agency="dai",
            title="t",
            text="t",
            created_by="lan",
            author_id=None,
            source="Đài",
        )
        draft = await create(tx, new, NOW)
        await tx.execute(update(drafts).where(drafts.c.id == draft.id).values(bulletin_id=made.id))
        await told(tx, evening())
        change = await bulletins.propose(tx, made.id, ChangeKind.CORRECT, Reply(text="mới"), "lan", NOW)
        await bulletins.approve(tx, made.id, "tam", NOW)
        while await bulletins.carry(tx, change.id, NOW + HOUR):
            pass
        again = replace(evening(hours=24), words=listen)
        while await roundups.tell(tx, again):
            pass
        assert [(each.id, each.reply.text, each.corrected, each.source, each.agency) for each in told_of] == [
            (made.id, "mới", True, "Đài", "dai")
        ]
