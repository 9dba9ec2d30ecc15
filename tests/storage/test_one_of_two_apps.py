"""A bulletin comes once to a person of two apps: in the app last used, as the claims of both senders decide."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, update

from messages.content import ChatKind
from storage import people
from storage.bulletins import Rule
from storage.database import Database, Tx
from storage.records import Audience
from storage.tables import addresses
from tests.storage.world import NOW, bulletin, citizen, filled, recipients, take

HOUR = timedelta(hours=1)


async def _also(tx: Tx, person_id: int | None, channel: str, at: datetime, *, reachable: bool = True) -> int:
    """The same person in another app; returns the address's id."""
    values = {
        "person_id": person_id,
        "channel": channel,
        "bot": "1",
        "chat": f"an-{channel}",
        "kind": ChatKind.PRIVATE.value,
        "last_heard": at,
        "reachable": reachable,
    }
    made = await tx.scalar(insert(addresses).values(values).returning(addresses.c.id))
    assert made is not None
    return int(made)


async def _taken_by(tx: Tx, number: int, audience: Audience) -> list[str]:
    """The channels whose senders take it, asked in both orders; at most one may."""
    rule = Rule(audience=audience)
    return [
        channel for channel in ("fake", "other", "fake") if await take(tx, number, channel=channel, rule=rule)
    ]


@pytest.mark.parametrize(
    ("other", "reachable", "channels", "taken_by"),
    [
        (NOW + HOUR, True, (), "other"),
        (NOW - HOUR, True, (), "fake"),
        (NOW, True, (), "other"),  # heard at the same instant: the newer address, in one app all the same
        (NOW + HOUR, False, (), "fake"),
        (NOW + HOUR, True, ("fake",), "fake"),
        (NOW - HOUR, True, ("other",), "other"),
    ],
    ids=["newer", "older", "equal", "newest cannot be reached", "for one app", "for the other app"],
)
async def test_it_goes_to_the_app_last_used_and_nowhere_else(
    database: Database, other: datetime, channels: tuple[str, ...], taken_by: str, *, reachable: bool
) -> None:
    """Whichever sender asks first; what cannot be reached or is not meant is no app."""
    audience = Audience(channels=channels)
    async with database.transaction() as tx:
        an = await citizen(tx, "an")
        await _also(tx, an.person_id, "other", other, reachable=reachable)
        made = await bulletin(tx, audience=audience)
        await filled(tx, made.id)
        assert await _taken_by(tx, made.id, audience) == [taken_by]
        assert await recipients(tx, made.id) == {an.person_id: "sending"}


async def test_whoever_writes_in_the_other_app_meanwhile_gets_it_there(database: Database) -> None:
    """Between filling and sending: the app last used is that of the moment it leaves."""
    async with database.transaction() as tx:
        an = await citizen(tx, "an")
        second = await _also(tx, an.person_id, "other", NOW - HOUR)
        made = await bulletin(tx)
        await filled(tx, made.id)
        await people.heard(tx, NOW + HOUR, second)
        assert await _taken_by(tx, made.id, Audience()) == ["other"]


async def test_whoever_can_be_reached_nowhere_falls_away_once(database: Database) -> None:
    """Neither sender keeps asking for them."""
    async with database.transaction() as tx:
        an = await citizen(tx, "an")
        await _also(tx, an.person_id, "other", NOW)
        mine = addresses.c.person_id == an.person_id
        made = await bulletin(tx)
        await filled(tx, made.id)
        await tx.execute(update(addresses).where(mine).values(reachable=False))
        assert await _taken_by(tx, made.id, Audience()) == []
        assert await recipients(tx, made.id) == {an.person_id: "cancelled"}
