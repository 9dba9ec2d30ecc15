"""People and the addresses they are reached at."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, Update, bindparam, delete, func, insert, select, update

from messages.content import ChatKind
from storage.database import Tx
from storage.records import Address, Consent, Grant, Pace, Person, Role, SendState
from storage.tables import (
    addresses,
    consents,
    followed_places,
    grants,
    message_links,
    outbox,
    people,
    subscriptions,
)
from storage.upserts import insert_into


def person_of(row: Row[Any]) -> Person:
    """A person from a row of `people`."""
    return Person(
        id=row.id,
        locale=row.locale,
        consent=Consent(row.consent),
        place=row.place,
        pace=Pace(row.pace),
        name=row.name,
        blocked_until=row.blocked_until,
    )


def address_of(row: Row[Any]) -> Address:
    """An address from a row of `addresses`."""
    return Address(
        id=row.id,
        channel=row.channel,
        bot=row.bot,
        chat=row.chat,
        kind=ChatKind(row.kind),
        person_id=row.person_id,
        reachable=row.reachable,
        title=row.title,
    )


async def find_address(tx: Tx, channel: str, bot: str, chat: str) -> Address | None:
    """The address, if we know it."""
    key = (addresses.c.channel == channel) & (addresses.c.bot == bot) & (addresses.c.chat == chat)
    row = await tx.first(select(addresses).where(key))
    return None if row is None else address_of(row)


async def known_at(
    tx: Tx, channel: str, bot: str, chats: Collection[str]
) -> dict[str, tuple[Address, Person | None]]:
    """The addresses we know among these chats, each with its person, by chat, in one statement."""
    rows = await tx.all(_known(), {"at_channel": channel, "at_bot": bot, "chats": list(chats)})
    return {row.chat: (address_of(row), _joined_person(row)) for row in rows}


@cache
def _known() -> Select[Any]:
    """Built once: making a statement costs more than running it."""
    here = (addresses.c.channel == bindparam("at_channel")) & (addresses.c.bot == bindparam("at_bot"))
    joined = addresses.outerjoin(people, people.c.id == addresses.c.person_id)
    mine = [column.label(f"their_{column.name}") for column in people.c]
    theirs = addresses.c.chat.in_(bindparam("chats", expanding=True))
    return select(addresses, *mine).select_from(joined).where(here, theirs)


def _joined_person(row: Row[Any]) -> Person | None:
    if row.their_id is None:
        return None
    return Person(
        id=row.their_id,
        locale=row.their_locale,
        consent=Consent(row.their_consent),
        place=row.their_place,
        pace=Pace(row.their_pace),
        name=row.their_name,
        blocked_until=row.their_blocked_until,
    )


async def get_address(tx: Tx, address_id: int) -> Address | None:
    """The address of this id."""
    row = await tx.first(select(addresses).where(addresses.c.id == address_id))
    return None if row is None else address_of(row)


async def get(tx: Tx, person_id: int) -> Person | None:
    """The person of this id."""
    row = await tx.first(select(people).where(people.c.id == person_id))
    return None if row is None else person_of(row)


async def meet(tx: Tx, channel: str, bot: str, chat: str, at: datetime) -> tuple[Address, Person]:
    """The private address and its person, made if they are new; heard from `at`, so reachable again."""
    known = await find_address(tx, channel, bot, chat)
    if known is None:
        person_id = await _new_person(tx, at)
        row = await _new_address(tx, channel, bot, chat, ChatKind.PRIVATE, at, person_id=person_id)
        return row, Person(id=person_id)
    await heard(tx, at, known.id)
    person = await get(tx, known.person_id or 0)
    if person is None:
        raise LookupError(f"address {known.id} belongs to nobody")
    return replace(known, reachable=True), person


async def meet_group(tx: Tx, channel: str, bot: str, chat: str, at: datetime) -> Address:
    """A group's address, made if it is new."""
    known = await find_address(tx, channel, bot, chat)
    if known is None:
        return await _new_address(tx, channel, bot, chat, ChatKind.GROUP, at)
    await heard(tx, at, known.id)
    return replace(known, reachable=True)


async def newcomer(tx: Tx, at: datetime, *, blocked_until: datetime | None) -> int:
    """Somebody of whom we know nothing, but perhaps a block. Returns the id."""
    values = {"created_at": at, "blocked_until": blocked_until}
    return int(await tx.scalar(insert(people).values(values).returning(people.c.id)))


async def _new_person(tx: Tx, at: datetime) -> int:
    return int(await tx.scalar(insert(people).values(created_at=at).returning(people.c.id)))


async def _new_address(
    tx: Tx, channel: str, bot: str, chat: str, kind: ChatKind, at: datetime, *, person_id: int | None = None
) -> Address:
    values = {"channel": channel, "bot": bot, "chat": chat, "kind": kind.value, "person_id": person_id}
    row = await tx.first(insert(addresses).values(**values, last_heard=at).returning(addresses))
    if row is None:
        raise LookupError("the address was not written")
    return address_of(row)


async def heard(tx: Tx, at: datetime, *address_ids: int) -> None:
    """They wrote: they are reachable, whatever we thought."""
    await tx.execute(_hearing(), {"heard_at": at, "these": list(address_ids)})


@cache
def _hearing() -> Update:
    changes = {
        "last_heard": bindparam("heard_at"),
        "reachable": True,
        "unreachable_reason": "",
        "free_left": None,
    }
    return update(addresses).where(addresses.c.id.in_(bindparam("these", expanding=True))).values(changes)


async def lost(tx: Tx, address_id: int, reason: str) -> None:
    """They blocked us or are gone: send nothing there until they write again."""
    changes = {"reachable": False, "unreachable_reason": reason}
    await tx.execute(update(addresses).where(addresses.c.id == address_id).values(changes))


async def move(tx: Tx, address_id: int, chat: str) -> None:
    """The group goes on under another chat id; what waits for it goes there. Told twice, it moves once.

    If that id is known already, both addresses stay as they are.
    """
    row = await tx.first(select(addresses).where(addresses.c.id == address_id))
    mine = outbox.c.address_id == address_id
    if row is None:
        return
    if await find_address(tx, row.channel, row.bot, chat) is None:
        await tx.execute(update(addresses).where(addresses.c.id == address_id).values(chat=chat))
        # The new chat numbers its messages anew: an old number would name somebody else's report.
        await tx.execute(delete(message_links).where(message_links.c.address_id == address_id))
    await tx.execute(update(outbox).where(mine, outbox.c.state == SendState.WAITING.value).values(chat=chat))


async def addresses_of(tx: Tx, person_id: int) -> list[Address]:
    """Where this person is reached, the one heard from last first."""
    rows = await tx.all(
        select(addresses)
        .where(addresses.c.person_id == person_id)
        .order_by(addresses.c.reachable.desc(), addresses.c.last_heard.desc())
    )
    return [address_of(row) for row in rows]


async def consented(tx: Tx, person: Person, decision: Consent) -> Person:
    """Keep what they decided about being sent news."""
    await tx.execute(update(people).where(people.c.id == person.id).values(consent=decision.value))
    return replace(person, consent=decision)


async def prove_consent(tx: Tx, subject: str, decision: str, wording: str, at: datetime) -> None:
    """Keep the evidence: `subject` is a keyed hash of the address, `wording` names the text that was shown."""
    await tx.execute(insert(consents).values(subject=subject, decision=decision, wording=wording, at=at))


async def choose_place(tx: Tx, person: Person, place: str | None) -> Person:
    """Their commune or district; None forgets it."""
    await tx.execute(update(people).where(people.c.id == person.id).values(place=place))
    return replace(person, place=place)


async def choose_pace(tx: Tx, person: Person, pace: Pace) -> Person:
    """How often they want news."""
    await tx.execute(update(people).where(people.c.id == person.id).values(pace=pace.value))
    return replace(person, pace=pace)


async def name(tx: Tx, person: Person, name: str) -> Person:
    """A staff member's name, for the audit log."""
    await tx.execute(update(people).where(people.c.id == person.id).values(name=name))
    return replace(person, name=name)


async def topics(tx: Tx, person_id: int) -> frozenset[str]:
    """The topics they chose."""
    rows = await tx.all(select(subscriptions.c.topic).where(subscriptions.c.person_id == person_id))
    return frozenset(row.topic for row in rows)


async def choose_topics(tx: Tx, person_id: int, chosen: frozenset[str]) -> None:
    """Their topics from now on: exactly these."""
    await _replace(tx, subscriptions, "topic", person_id, chosen)


async def followed(tx: Tx, person_id: int) -> frozenset[str]:
    """Places whose news they want besides their own."""
    rows = await tx.all(select(followed_places.c.place).where(followed_places.c.person_id == person_id))
    return frozenset(row.place for row in rows)


async def follow_places(tx: Tx, person_id: int, places: frozenset[str]) -> None:
    """The other places they follow from now on: exactly these."""
    await _replace(tx, followed_places, "place", person_id, places)


async def _replace(tx: Tx, table: Any, column: str, person_id: int, values: frozenset[str]) -> None:
    await tx.execute(delete(table).where(table.c.person_id == person_id))
    if values:
        await tx.execute(
            insert_into(tx.dialect, table).values(
                [{"person_id": person_id, column: v} for v in sorted(values)]
            )
        )


async def grants_of(tx: Tx, person_id: int) -> tuple[Grant, ...]:
    """The roles they hold now."""
    return (await grants_of_many(tx, [person_id])).get(person_id, ())


async def grants_of_many(tx: Tx, person_ids: Collection[int]) -> dict[int, tuple[Grant, ...]]:
    """The roles that these people hold now, by person; people without any are left out."""
    held: dict[int, tuple[Grant, ...]] = {}
    for row in await tx.all(_held(), {"these": list(person_ids)}):
        grant = Grant(id=row.id, person_id=row.person_id, role=Role(row.role), scope=row.scope)
        held[row.person_id] = (*held.get(row.person_id, ()), grant)
    return held


@cache
def _held() -> Select[Any]:
    theirs = grants.c.person_id.in_(bindparam("these", expanding=True)) & grants.c.revoked_at.is_(None)
    return select(grants).where(theirs).order_by(grants.c.id)


async def count(tx: Tx) -> int:
    """How many people we know."""
    return int(await tx.scalar(select(func.count()).select_from(people)) or 0)


async def count_at(tx: Tx, channel: str, bot: str) -> int:
    """How many people have written to this bot."""
    here = (addresses.c.channel == channel) & (addresses.c.bot == bot)
    private = addresses.c.kind == ChatKind.PRIVATE.value
    return int(await tx.scalar(select(func.count()).select_from(addresses).where(here, private)) or 0)
