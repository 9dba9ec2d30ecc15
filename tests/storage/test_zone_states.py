"""Zone colours in store: what decisions say, day by day, and nothing lost when one is put right."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from storage import erasure, grants, people, zone_entries, zone_states
from storage.campaign import Campaign
from storage.database import Database, Tx
from storage.records import ENTRY_MOVES, IN_FORCE, EntryState, Role, ZoneEntry
from storage.zone_entries import NewEntry
from storage.zone_states import Decided, compile_ledger
from storage.zones import Colour, Zones

NOW = datetime(2021, 8, 18, 3, tzinfo=UTC)
GREEN, RED, UNKNOWN = "31537", "31569", "31498"  # of 15/8: Phong Nẫm, Châu Thành; not known


async def approved(
    tx: Tx, changes: dict[str, str], *, number: str = "95/QĐ-BCĐ", on: date = date(2021, 8, 18), at: int = 0
) -> ZoneEntry:
    """An entry that two people stand behind."""
    _, author = await people.meet(tx, "stage", "1", "binh", NOW)
    new = NewEntry(
        document=f"Quyết định số {number}",
        decided_on=on,
        entered_by="Bình (stage:binh)",
        author_id=author.id,
        changes=changes,
    )
    made = await zone_entries.create(tx, new, NOW)
    settled = {"settled_at": NOW + timedelta(minutes=at), "settled_by": "Chi (stage:chi)"}
    assert await zone_entries.move(tx, made, EntryState.APPROVED, **settled)
    found = await zone_entries.get(tx, made.id)
    assert found
    return found


async def test_what_is_approved_counts_and_the_rest_does_not(database: Database, campaign: Campaign) -> None:
    """The campaign's list stands until a decision that two people stand behind says otherwise."""
    async with database.transaction() as tx:
        before = await zone_states.ledger(tx, campaign.zones)
        assert before.of(UNKNOWN) is None
        made = await approved(tx, {UNKNOWN: "vang", RED: "cam"})
        waiting = NewEntry(
            document="Quyết định số 96/QĐ-BCĐ",
            decided_on=date(2021, 8, 18),
            entered_by="Bình",
            author_id=made.author_id or 0,
            changes={GREEN: "do"},
        )
        entry = await zone_entries.create(tx, waiting, NOW)
        assert [each.id for each in await zone_entries.undecided(tx)] == [entry.id]
        after = await zone_states.ledger(tx, campaign.zones)
        status = after.of(UNKNOWN)
        assert status
        assert (status.colour.key, status.document, status.date) == (
            "vang",
            "Quyết định số 95/QĐ-BCĐ",
            date(2021, 8, 18),
        )
        green = after.of(GREEN)
        assert green
        assert green.colour.key == "xanh"
        assert after.on(date(2021, 8, 17)) == before.now()
        assert set(after.now()) - set(before.now()) == {UNKNOWN}
        assert RED in await zone_states.places(tx, campaign.zones, {"cam"})
        assert UNKNOWN not in await zone_states.places(tx, campaign.zones, {"xanh"})


async def test_a_mistake_is_put_right_and_stays_in_the_history(
    database: Database, campaign: Campaign
) -> None:
    """The same decision entered again wins by being later; an annulled entry says nothing any more."""
    async with database.transaction() as tx:
        wrong = await approved(tx, {UNKNOWN: "do"})
        right = await approved(tx, {UNKNOWN: "vang"}, at=5)
        late = await approved(tx, {UNKNOWN: "cam"}, number="90/QĐ-BCĐ", on=date(2021, 8, 16), at=9)
        book = await zone_states.ledger(tx, campaign.zones)
        assert [line.colour for line in book.history(UNKNOWN)] == ["cam", "do", "vang"]
        assert book.now()[UNKNOWN] == "vang"
        assert book.on(date(2021, 8, 17))[UNKNOWN] == "cam"
        assert book.without(right.id).now()[UNKNOWN] == "do"
        asked = {"annul_by": "Chi (stage:chi)", "annul_author_id": right.author_id, "reason": "nhầm xã"}
        assert await zone_entries.move(tx, right, EntryState.CONTESTED, **asked)
        assert (await zone_states.ledger(tx, campaign.zones)).now()[UNKNOWN] == "vang"
        doubted = await zone_entries.get(tx, right.id)
        assert doubted
        assert await zone_entries.move(tx, doubted, EntryState.ANNULLED, annulled_by="Bình", annulled_at=NOW)
        assert (await zone_states.ledger(tx, campaign.zones)).now()[UNKNOWN] == "do"
        kept = await zone_entries.get(tx, right.id)
        assert kept
        assert (kept.state, kept.changes) == (EntryState.ANNULLED, {UNKNOWN: "vang"})
        in_force = await zone_entries.latest(tx, 5, among=IN_FORCE)
        assert [each.id for each in in_force] == [late.id, wrong.id]


async def test_of_two_who_decide_one_is_first(database: Database) -> None:
    """A move from what somebody else has moved meanwhile does nothing."""
    async with database.transaction() as tx:
        made = await approved(tx, {UNKNOWN: "do"})
        assert not await zone_entries.move(tx, made, EntryState.APPROVED)
        assert await zone_entries.move(tx, made, EntryState.CONTESTED)
        assert not await zone_entries.move(tx, made, EntryState.CONTESTED)


async def test_a_checked_file_waits_for_its_sender(database: Database) -> None:
    """What can be taken waits as a draft; a file without one good line is dropped; neither happens twice."""
    async with database.transaction() as tx:
        _, author = await people.meet(tx, "stage", "1", "binh", NOW)
        new = NewEntry(
            document="Quyết định số 95/QĐ-BCĐ",
            decided_on=date(2021, 8, 18),
            entered_by="Bình",
            author_id=author.id,
            state=EntryState.CHECKING,
            file="vung.csv",
        )
        sent = await zone_entries.create(tx, new, NOW)
        read = await zone_entries.checked(tx, sent, {UNKNOWN: "do"}, [{"line": 3, "flaw": "colour"}])
        assert read
        assert (read.state, read.changes, read.flaws) == (
            EntryState.DRAFT,
            {UNKNOWN: "do"},
            ({"line": 3, "flaw": "colour"},),
        )
        assert await zone_entries.checked(tx, sent, {UNKNOWN: "do"}, []) is None
        other = await zone_entries.checked(tx, await zone_entries.create(tx, new, NOW), {}, [])
        assert other
        assert other.state is EntryState.DROPPED


async def test_whoever_entered_is_forgotten_but_the_record_stays(database: Database) -> None:
    """The name stays beside what was done, the account goes."""
    async with database.transaction() as tx:
        made = await approved(tx, {UNKNOWN: "do"})

        await grants.grant(tx, made.author_id or 0, Role.STEERING, "ban_chi_dao", "a test", NOW)
        await erasure.erase(tx, [made.author_id or 0], NOW, NOW)
        kept = await zone_entries.get(tx, made.id)
        assert kept
        assert (kept.author_id, kept.entered_by) == (None, "Bình")


def test_every_state_has_its_moves() -> None:
    """A state without a row in the table could never be left, nor reached."""
    assert set(ENTRY_MOVES) == set(EntryState)
    reached = {state for moves in ENTRY_MOVES.values() for state in moves}
    assert reached | {EntryState.CHECKING} == set(EntryState)


SCALE = tuple(Colour(key=key, label=key, level=key, total=None) for key in ("xanh", "vang", "cam", "do"))
EVE = date(2021, 8, 15)


@hypothesis(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b", "c"]),
            st.sampled_from(["xanh", "vang", "cam", "do", "tim"]),
            st.integers(-3, 10),
        ),
        max_size=25,
    )
)
def test_a_colour_is_always_one_that_a_document_gave(told: list[tuple[str, str, int]]) -> None:
    """Whatever is decided in whatever order: the newest decision counts, none is older than the list's."""
    zones = Zones(document="Danh sách", date=EVE, colours=SCALE, by_code={"a": "do"})
    changes = [
        Decided(place=place, colour=colour, document="QĐ", decided_on=EVE + timedelta(after), entry=at)
        for at, (place, colour, after) in enumerate(told, 1)
    ]
    book = compile_ledger(zones, changes)
    for day in (EVE + timedelta(n) for n in range(12)):
        for place, colour in book.on(day).items():
            given_ = [
                change
                for change in changes
                if change.place == place and EVE <= change.decided_on <= day and change.colour != "tim"
            ]
            newest = max(given_, key=lambda each: (each.decided_on, each.entry), default=None)
            assert colour == (newest.colour if newest else zones.known[place])
    assert book.on(EVE + timedelta(12)) == book.now()
    assert book.on(EVE - timedelta(1)) == {}
