import pytest
from sqlalchemy import select, update

from messages.content import Lane, Reply
from storage import bulletins, outbox, people, receipts
from storage.bulletins import CannotMove, NewBulletin, growth
from storage.claims import claim_outbox
from storage.database import Database, Tx
from storage.receipts import Outcome
from storage.records import Address, Audience, BulletinState, Consent, Pace, Rule, SendState
from storage.tables import deliveries, grants
from storage.tables import people as people_table
from tests.storage.world import (
    NOW,
    bulletin,
    citizen,
    crowd,
    erase,
    filled,
    group,
    leave,
    officer,
    recipients,
    take,
)


async def counting(tx: Tx, audience: Audience, places: tuple[str, ...] = ()) -> int:
    return await bulletins.count_audience(tx, Rule(audience=audience, places=places))


async def agree(tx: object, address: Address) -> None:
    person = await people.get(tx, address.person_id or 0)  # type: ignore[arg-type]
    assert person is not None
    await people.consented(tx, person, Consent.AGREED)  # type: ignore[arg-type]


async def test_everyone_who_agreed_is_the_audience_and_nobody_else(database: Database) -> None:
    """No area and no role means all who agreed, place chosen or not; silence and groups are not consent."""
    async with database.transaction() as tx:
        with_place = await citizen(tx, "1", place="31")
        without = await citizen(tx, "2")
        await citizen(tx, "3", agreed=False)
        await group(tx, "-4")
        lost = await citizen(tx, "5")
        await people.lost(tx, lost.id, "blocked")
        made = await bulletin(tx)
        await filled(tx, made.id)
        assert made.counted == 2
        assert set(await recipients(tx, made.id)) == {with_place.person_id, without.person_id}


async def test_areas_roles_and_topics_narrow_the_audience(database: Database) -> None:
    """A place counts as one's own or as one followed; a role until it is revoked; all must hold."""
    async with database.transaction() as tx:
        lives = await citizen(tx, "1", place="31")
        follows = await citizen(tx, "2", place="99")
        await people.follow_places(tx, follows.person_id or 0, frozenset({"31"}))
        await citizen(tx, "3", place="99")
        holds = await officer(tx, "4")
        await people.choose_topics(tx, lives.person_id or 0, frozenset({"morning"}))
        assert await counting(tx, Audience(areas=("94",)), ("31", "32")) == 2
        assert await counting(tx, Audience(roles=("officer", "head"))) == 1
        assert await counting(tx, Audience(topics=("morning",))) == 1
        assert await counting(tx, Audience(areas=("94",), roles=("officer",)), ("31",)) == 0
        for_staff = await bulletin(tx, audience=Audience(roles=("officer",)))
        await filled(tx, for_staff.id)
        assert set(await recipients(tx, for_staff.id)) == {holds.person_id}


async def test_a_body_takes_in_whoever_holds_a_role_there(database: Database) -> None:
    """Organisations matter wherever a unit does: their people, and those of an area, are one audience."""
    async with database.transaction() as tx:
        lives = await citizen(tx, "1", place="31")
        holds = await officer(tx, "2")
        await tx.execute(update(grants).values(scope="so_y_te"))
        await officer(tx, "3")
        assert await counting(tx, Audience(bodies=("so_y_te",))) == 1
        assert await counting(tx, Audience(areas=("94",), bodies=("so_y_te",)), ("31",)) == 2
        made = await bulletin(tx, audience=Audience(bodies=("so_y_te",)))
        await filled(tx, made.id)
        assert set(await recipients(tx, made.id)) == {holds.person_id}
        assert lives.person_id not in await recipients(tx, made.id)


async def test_areas_that_expand_to_nothing_do_not_mean_everyone(database: Database) -> None:
    """The worst of mistakes is refused."""
    nowhere = NewBulletin(
        kind="bulletin", title="T", reply=Reply(text="x"), audience=Audience(areas=("94",)), created_by="t"
    )
    async with database.transaction() as tx:
        with pytest.raises(ValueError, match="take in no place"):
            await bulletins.start(tx, nowhere, NOW)


async def test_slices_walk_the_people_and_make_each_delivery_once(database: Database) -> None:
    """The cursor moves by ids, a slice at a time, and a repeated slice adds nothing."""
    async with database.transaction() as tx:
        await crowd(tx, 7)
        made = await bulletin(tx)
        assert [await bulletins.fill(tx, made.id, 3) for _ in range(3)] == [False, False, True]
        assert await bulletins.fill(tx, made.id, 3)
        assert len(await recipients(tx, made.id)) == 7
        assert await bulletins.low(tx, made.id, 8)
        assert not await bulletins.low(tx, made.id, 7)


async def test_whoever_joins_before_the_end_gets_it(database: Database) -> None:
    """Behind the cursor or ahead of it, paused or not; after the end they do not."""
    async with database.transaction() as tx:
        silent = await citizen(tx, "1", agreed=False)
        late = await citizen(tx, "2", agreed=False)
        await citizen(tx, "3")
        made = await bulletin(tx)
        await filled(tx, made.id)
        await bulletins.pause(tx, made.id)
        await agree(tx, silent)
        await bulletins.joined(tx, silent.person_id or 0)
        await bulletins.joined(tx, silent.person_id or 0)
        assert len(await recipients(tx, made.id)) == 2
        await bulletins.resume(tx, made.id)
        sent = [
            Outcome(claim=each, state=SendState.SENT, messages=("1",)) for each in await take(tx, made.id)
        ]
        await receipts.store(tx, sent, NOW)
        assert await bulletins.finish(tx, made.id, NOW)
        await agree(tx, late)
        await bulletins.joined(tx, late.person_id or 0)
        assert len(await recipients(tx, made.id)) == 2


async def test_who_left_is_passed_over_and_gets_it_after_coming_back(database: Database) -> None:
    """Consent and reachability are asked again at claim; coming back before the end undoes having left."""
    async with database.transaction() as tx:
        stays, leaves, blocks, erased = await crowd(tx, 4)
        made = await bulletin(tx)
        await filled(tx, made.id)
        await leave(tx, leaves)
        await people.lost(tx, blocks.id, "blocked")
        await erase(tx, erased)
        assert [each.chat for each in await take(tx, made.id)] == [stays.chat]
        assert (await recipients(tx, made.id))[leaves.person_id or 0] == "cancelled"
        await agree(tx, leaves)
        await bulletins.joined(tx, leaves.person_id or 0)
        assert [each.chat for each in await take(tx, made.id)] == [leaves.chat]


async def test_news_waits_for_the_round_up_of_who_asked_for_that(database: Database) -> None:
    """While one is to come, nothing but what is urgent, or for holders of a role, reaches them; the others get all."""
    async with database.transaction() as tx:
        await citizen(tx, "1", pace=Pace.DAILY)
        await citizen(tx, "2")
        made = [await bulletin(tx, str(number)) for number in range(4)]
        for each in made:
            await filled(tx, each.id)
        assert [each.chat for each in await take(tx, made[0].id, withhold=True)] == ["2"]
        assert len(await take(tx, made[1].id, withhold=True, urgent=True)) == 2
        assert len(await take(tx, made[2].id, withhold=False)) == 2
        assert sorted((await recipients(tx, made[0].id)).values()) == ["cancelled", "sending"]
        staff = Rule(audience=Audience(roles=("officer",)))
        assert await take(tx, made[3].id, withhold=True, rule=staff) == []
        reasons = {row.reason for row in await tx.all(select(deliveries))}
        assert reasons == {"", "daily", "left"}


async def test_moves_are_those_of_the_table(database: Database) -> None:
    """What cannot be done is refused with the state it is in."""
    async with database.transaction() as tx:
        made = await bulletin(tx)
        assert (await bulletins.pause(tx, made.id, reason="cầu dao")).state is BulletinState.PAUSED
        with pytest.raises(CannotMove, match="đang tạm dừng"):
            await bulletins.pause(tx, made.id)
        assert await take(tx, made.id) == []
        assert (await bulletins.resume(tx, made.id)).state is BulletinState.SENDING
        assert (await bulletins.cancel(tx, made.id, NOW)).state is BulletinState.CANCELLED
        with pytest.raises(CannotMove, match="đã huỷ"):
            await bulletins.resume(tx, made.id)
        with pytest.raises(CannotMove, match="không có bản tin này"):
            await bulletins.cancel(tx, 999, NOW)


async def test_cancelling_ends_what_waits_in_slices(database: Database) -> None:
    """What is in flight is waited for; the rest says that it was cancelled, and why."""
    async with database.transaction() as tx:
        await crowd(tx, 5)
        made = await bulletin(tx)
        await filled(tx, made.id)
        (flying, *_) = await take(tx, made.id, limit=1)
        await bulletins.cancel(tx, made.id, NOW, reason="hết đợt")
        assert await bulletins.unswept(tx) == [made.id]
        assert not await bulletins.sweep(tx, made.id, NOW, 2)
        await receipts.store(tx, [Outcome(claim=flying, state=SendState.WAITING)], NOW)
        while not await bulletins.sweep(tx, made.id, NOW, 2):
            pass
        assert set((await recipients(tx, made.id)).values()) == {"cancelled"}
        assert await bulletins.unswept(tx) == []


async def test_recall_takes_back_exactly_what_arrived(database: Database) -> None:
    """A delete for each message sent, through the outbox, once; what waited is cancelled."""
    async with database.transaction() as tx:
        await crowd(tx, 5)
        made = await bulletin(tx)
        await filled(tx, made.id)
        sent = [
            Outcome(claim=each, state=SendState.SENT, messages=(f"m{each.id}", "x"))
            for each in await take(tx, made.id, limit=3)
        ]
        await receipts.store(tx, sent, NOW)
        await bulletins.recall(tx, made.id, NOW)
        while not await bulletins.sweep(tx, made.id, NOW, 2):
            pass
        deletes = await claim_outbox(tx, "fake", "1", {1: 10}, (), NOW, 100)
        assert {(each.kind, each.chat, each.messages) for each in deletes} == {
            ("delete", each.claim.chat, each.messages) for each in sent
        }
        progress = await bulletins.progress(tx, made.id)
        assert progress is not None
        assert (progress.counts[SendState.SENT], progress.counts[SendState.CANCELLED]) == (3, 2)
        with pytest.raises(CannotMove):
            await bulletins.recall(tx, made.id, NOW)


async def test_the_end_of_the_campaign_cancels_all_but_the_kinds_spared(database: Database) -> None:
    """Bulletins and reminders end, paused ones too; messages in the bulk lanes as well; answers stay."""
    async with database.transaction() as tx:
        address = await citizen(tx, "1")
        one, two, last = [await bulletin(tx, kind=kind) for kind in ("bulletin", "reminder", "closing")]
        await bulletins.pause(tx, one.id)
        assert await bulletins.close_all(tx, NOW, "hết đợt", {"closing"}) == [one.id, two.id]
        assert [row.id for row in await bulletins.live(tx)] == [last.id]
        lanes = [Lane.ANSWERS, Lane.REMINDERS]
        await outbox.put(
            tx, [outbox.Outgoing(address=address, reply=Reply(text="x"), lane=each) for each in lanes], NOW
        )
        assert await outbox.cancel_bulk(tx, NOW, "hết đợt") == 1
        assert await outbox.waiting(tx) == {0: 1}


async def test_the_latest_are_those_that_anyone_may_read(database: Database) -> None:
    """Not what was for staff, cancelled or recalled."""
    async with database.transaction() as tx:
        first, second = await bulletin(tx, "một"), await bulletin(tx, "hai")
        await bulletin(tx, "cán bộ", audience=Audience(roles=("officer",)))
        gone = await bulletin(tx, "rút")
        await bulletins.recall(tx, gone.id, NOW)
        assert [each.id for each in await bulletins.latest(tx, 5)] == [second.id, first.id]
        assert [each.title for each in await bulletins.list_recent(tx, 2)] == ["rút", "cán bộ"]
        assert (await bulletins.get(tx, first.id)) == first
        assert await bulletins.progress(tx, 999) is None


async def held(tx: Tx, number: int) -> tuple[BulletinState, str]:
    made = await bulletins.get(tx, number)
    assert made is not None
    return made.state, made.reason


@pytest.mark.parametrize(("more", "pauses"), [(19, False), (20, False), (21, True)])
async def test_growth_by_over_a_fifth_pauses_before_it_is_claimed(
    database: Database, more: int, *, pauses: bool
) -> None:
    """100 people were approved; whoever makes it over 120 waits with the others of the slice for a decision."""
    async with database.transaction() as tx:
        await crowd(tx, 100)
        made = await bulletin(tx)
        await crowd(tx, more, first=101)
        await bulletins.fill(tx, made.id, 60)
        assert await held(tx, made.id) == (BulletinState.SENDING, "")
        await bulletins.fill(tx, made.id, 500)
        wanted = (BulletinState.PAUSED, "grown") if pauses else (BulletinState.SENDING, "")
        assert await held(tx, made.id) == wanted


async def test_a_tiny_audience_may_grow_by_a_few(database: Database) -> None:
    """Nineteen more than nobody are no surprise."""
    async with database.transaction() as tx:
        made = await bulletin(tx)
        await crowd(tx, 19)
        await filled(tx, made.id)
        assert await held(tx, made.id) == (BulletinState.SENDING, "")


@pytest.mark.parametrize("kind", ["reminder", "closing", "zone"])
async def test_what_nobody_counted_never_asks(database: Database, kind: str) -> None:
    """The calendar and zones speak to whoever there is."""
    async with database.transaction() as tx:
        made = await bulletin(tx, kind=kind)
        await crowd(tx, 30)
        await bulletins.fill(tx, made.id)
        assert not await growth.watch(tx, made.id)
        assert await held(tx, made.id) == (BulletinState.SENDING, "")


async def test_growth_is_asked_about_once_and_accepted_by_going_on(database: Database) -> None:
    """What counts afterwards is the size that was shown, though not everyone had a delivery yet."""
    async with database.transaction() as tx:
        made = await bulletin(tx)
        await crowd(tx, 50)
        await bulletins.fill(tx, made.id, 30)
        (row,) = await bulletins.live(tx)
        assert growth.unasked(row)
        size = await growth.size(tx, row)
        assert size == 50
        assert await growth.note(tx, row, size)
        assert not await growth.note(tx, row, size)
        (row,) = await bulletins.live(tx)
        assert not growth.unasked(row)
        assert (await bulletins.resume(tx, made.id)).counted == 50
        await filled(tx, made.id)
        assert await held(tx, made.id) == (BulletinState.SENDING, "")
        assert (row.made, row.seen) == (30, 50)
        await crowd(tx, 40, first=51)
        assert not await growth.watch(tx, made.id)
        for person in await tx.all(select(people_table.c.id)):
            await bulletins.joined(tx, person.id)
        assert await growth.watch(tx, made.id)


async def test_a_pause_of_another_reason_accepts_no_growth(database: Database) -> None:
    """Whoever resumes that was asked nothing about it."""
    async with database.transaction() as tx:
        await crowd(tx, 30)
        made = await bulletin(tx)
        await crowd(tx, 5, first=31)
        await bulletins.fill(tx, made.id)
        await bulletins.pause(tx, made.id)
        assert (await bulletins.resume(tx, made.id)).counted == 30
