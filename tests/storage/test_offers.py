"""Offers move along their table only, whatever is tried; both engines; erasure leaves no way back."""

import shutil
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import erasure, limits, offers, people
from storage.campaign import Campaign
from storage.campaign.contents import Limits
from storage.database import Database, Tx
from storage.offers import NewOffer
from storage.records import OFFER_MOVES, OPEN_OFFERS, Offer, OfferEvent, OfferKind, OfferState
from tests.storage.world import NOW

STATES = list(OfferState)


def test_the_table_is_whole() -> None:
    """Every state has its row; what is open can be withdrawn; thanks come after handing over only."""
    assert set(OFFER_MOVES) == set(OfferState)
    assert all(OfferState.WITHDRAWN in OFFER_MOVES[state] for state in OPEN_OFFERS)
    assert [s for s in STATES if OfferState.THANKED in OFFER_MOVES[s]] == [OfferState.DELIVERED]
    assert {s for s in STATES if not OFFER_MOVES[s]} == {
        OfferState.THANKED,
        OfferState.DECLINED,
        OfferState.WITHDRAWN,
    }


async def offered(tx: Tx, chat: str = "an", **more: object) -> Offer:
    _, person = await people.meet(tx, "fake", "1", chat, NOW)
    values: dict[str, object] = {
        "person_id": person.id,
        "kind": OfferKind.GOODS,
        "place": "31558",
        "words": "LOICUATOI gạo",
        "when": "",
        "contact": "0987654321",
        "shared": False,
    }
    return await offers.add(tx, NewOffer(**{**values, **more}), NOW)  # type: ignore[arg-type]


async def _play(path: Path, moves: list[OfferState]) -> None:
    async with Database(f"sqlite+aiosqlite:///{path}") as database, database.transaction() as tx:
        made = await offered(tx)
        model, done = OfferState.OFFERED, 1
        for step, to in enumerate(moves):
            event = OfferEvent(at=NOW + timedelta(minutes=step), kind=to.value, actor="x")
            after = await offers.move(tx, made, to, event)
            assert (after is not None) == (to in OFFER_MOVES[model])
            if after is not None:
                model, done = to, done + 1
        found = await offers.get(tx, made.code)
        assert found
        assert (found.state, found.version) == (model, done - 1)
        assert len(await offers.story(tx, made)) == done
        assert await offers.count_waiting(tx, None) == int(model in OPEN_OFFERS)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.sampled_from(STATES), max_size=12))
async def test_offers_move_along_their_table_only(
    sqlite_template: Path, tmp_path: Path, moves: list[OfferState]
) -> None:
    """Whatever is tried in whatever order."""
    shutil.copy(sqlite_template, tmp_path / "play.db")
    await _play(tmp_path / "play.db", moves)


async def test_found_counted_and_erased(database: Database, campaign: Campaign) -> None:
    """By code, by giver, by place; offers count against the limits; erased ones keep neither words nor number."""
    async with database.transaction() as tx:
        made = await offered(tx)
        kept = await offered(tx, "binh")
        assert made.person_id
        assert kept.person_id
        assert await offers.get(tx, made.code) == made
        assert [each.code for each in await offers.of_person(tx, made.person_id)] == [made.code]
        assert await offers.count_waiting(tx, ["31558"]) == 2
        assert await offers.count_waiting(tx, []) == 0
        assert await offers.needs(tx, campaign, made, 5) == []
        tight = Limits(per_hour=1, per_day=1)
        assert await limits.may_file_from(tx, made.person_id, tight, NOW + timedelta(minutes=1))
        gone = await erasure.erase(tx, [made.person_id], NOW, NOW)
        assert gone.sent.withdrawn == (made.code,)
        after = await offers.get(tx, made.code)
        assert after
        assert (after.person_id, after.words, after.contact, after.state) == (
            None,
            "",
            "",
            OfferState.WITHDRAWN,
        )
        left = await erasure.erase(tx, [kept.person_id], NOW, NOW, keep_sent=True)
        assert left.sent.kept == (kept.code,)
        still = await offers.get(tx, kept.code)
        assert still
        assert (still.person_id, still.contact, still.state) == (None, "", OfferState.OFFERED)
        assert "gạo" in still.words
