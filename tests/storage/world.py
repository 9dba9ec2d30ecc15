"""People, addresses and bulletins for tests of sending."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Table, insert, select

from messages.content import ChatKind, Lane, Reply
from storage import bulletins, people
from storage.bulletins import NewBulletin
from storage.claims import Claim
from storage.database import Tx, as_dict
from storage.deliveries import Taken, Wanted, claim_deliveries
from storage.records import Address, Audience, Bulletin, Consent, Pace
from storage.tables import addresses, deliveries, grants
from storage.tables import people as people_table

NOW = datetime(2021, 8, 18, 1, tzinfo=UTC)  # 08:00 in Sóc Trăng
DAY = "2021-08-18"


async def citizen(
    tx: Tx,
    chat: str,
    *,
    channel: str = "fake",
    agreed: bool = True,
    place: str | None = None,
    pace: Pace = Pace.ALL,
) -> Address:
    """Somebody with one private address."""
    address, person = await people.meet(tx, channel, "1", chat, NOW)
    if agreed:
        await people.consented(tx, person, Consent.AGREED)
    if place:
        await people.choose_place(tx, person, place)
    if pace is not Pace.ALL:
        await people.choose_pace(tx, person, pace)
    return address


async def crowd(tx: Tx, count: int, *, first: int = 1) -> list[Address]:
    """Citizens in the chats c1, c2 ... who agreed."""
    return await alike(tx, [f"c{number}" for number in range(first, first + count)])


async def alike(tx: Tx, chats: Sequence[str], *, agreed: bool = True) -> list[Address]:
    """Citizens in these chats: one as she really comes, and others just like her."""
    if not chats:
        return []
    one = await citizen(tx, chats[0], agreed=agreed)
    person, address = await _values(tx, people_table, one.person_id), await _values(tx, addresses, one.id)
    others = await _copies(tx, people_table, [person] * (len(chats) - 1))
    rows = [address | {"person_id": each, "chat": chat} for each, chat in zip(others, chats[1:], strict=True)]
    ids = await _copies(tx, addresses, rows)
    return [one] + [
        replace(one, id=each, person_id=row["person_id"], chat=row["chat"])
        for each, row in zip(ids, rows, strict=True)
    ]


async def _values(tx: Tx, table: Table, row_id: int | None) -> dict[str, Any]:
    """A row but for its id."""
    row = await tx.first(select(table).where(table.c.id == row_id))
    assert row is not None
    return {name: value for name, value in as_dict(row).items() if name != "id"}


async def _copies(tx: Tx, table: Table, rows: list[dict[str, Any]]) -> list[int]:
    """The ids of new rows, in their order."""
    if not rows:
        return []
    made = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return [row.id for row in await tx.all(made, rows)]


async def officer(tx: Tx, chat: str, role: str = "officer") -> Address:
    """A citizen who agreed and holds a role."""
    address = await citizen(tx, chat)
    values = {"person_id": address.person_id, "role": role, "granted_at": NOW, "granted_by": "test"}
    await tx.execute(insert(grants).values(values))
    return address


async def group(tx: Tx, chat: str) -> Address:
    """A group, as a desk has it."""
    address = await people.meet_group(tx, "fake", "1", chat, NOW)
    assert address.kind is ChatKind.GROUP
    return address


async def leave(tx: Tx, address: Address) -> None:
    """They stop bulletins."""
    person = await people.get(tx, address.person_id or 0)
    assert person is not None
    await people.consented(tx, person, Consent.DECLINED)


async def bulletin(
    tx: Tx,
    text: str = "Bản tin",
    *,
    audience: Audience | None = None,
    places: Sequence[str] = (),
    kind: str = "bulletin",
    lane: Lane = Lane.BULLETINS,
    urgent: bool = False,
    topics: tuple[str, ...] = (),
) -> Bulletin:
    """A bulletin, started."""
    new = NewBulletin(
        kind=kind,
        title=text,
        reply=Reply(text=text),
        audience=audience or Audience(),
        places=tuple(places),
        lane=lane,
        urgent=urgent,
        topics=topics,
        created_by="test",
    )
    return await bulletins.start(tx, new, NOW)


async def filled(tx: Tx, number: int) -> None:
    """Make all its deliveries."""
    while not await bulletins.fill(tx, number):
        pass


async def recipients(tx: Tx, number: int) -> dict[int, str]:
    """The state of each person's delivery."""
    rows = await tx.all(select(deliveries).where(deliveries.c.bulletin_id == number))
    return {row.person_id: row.state for row in rows}


def wanted(number: int, *, after: int = 0, limit: int = 100, seconds: float = 0, **more: object) -> Wanted:
    """What a sender of (fake, 1) asks for."""
    fields: dict[str, object] = {
        "channel": "fake",
        "bot": "1",
        "bulletin_id": number,
        "lane": 3,
        "urgent": False,
        "version": 1,
        "reply": Reply(text="Bản tin"),
        "rule": bulletins.Rule(audience=Audience()),
        "after": after,
        "limit": limit,
        "busy": (),
        "day": DAY,
        "at": NOW + timedelta(seconds=seconds),
    }
    return Wanted(**(fields | more))  # type: ignore[arg-type]


async def take(tx: Tx, number: int, **more: object) -> list[Claim]:
    """Claim deliveries."""
    taken: Taken = await claim_deliveries(tx, wanted(number, **more))  # type: ignore[arg-type]
    return taken.claims


async def erase(tx: Tx, address: Address) -> None:
    """Nothing of them is left but the delivery."""
    from storage.tables import addresses

    await tx.execute(addresses.delete().where(addresses.c.id == address.id))
    await tx.execute(people_table.delete().where(people_table.c.id == address.person_id))
