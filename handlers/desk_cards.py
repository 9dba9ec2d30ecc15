"""One message for one matter in each chat that works on it, kept up to date: whatever the matter is."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeVar

from handlers.turn import Turn
from messages.content import Attachment, Lane, Reply
from messages.render import Words
from storage import bodies
from storage.outbox import Outgoing
from storage.records import Address

S = TypeVar("S")  # the seat that a chat has in the matter: it sees the card accordingly


def name_of(code: str, address: Address) -> str:
    """The outbox name of the card of this code in this chat."""
    return f"card:{code}:{address.id}"


async def put(
    turn: Turn,
    code: str,
    where: Sequence[tuple[Address, S]],
    made: Callable[[S], Awaitable[Reply]],
    *,
    files: Sequence[Attachment] = (),
    told: Words,
    lane: Lane = Lane.ANSWERS,
    anew: bool = False,
) -> None:
    """Put the card, as each chat's seat sees it, and the files below it, with `told`; `anew` where one may be."""
    under = turn.words(told)
    for address, seat in where:
        name = name_of(code, address) + (f":{turn.token()}" if anew else "")
        card = await made(seat)
        turn.out.append(Outgoing(address=address, reply=card, lane=lane, subject=code, dedupe=name))
        if files:  # apart from the card: the words under a photo are fewer than a card may grow to
            turn.send(address, Reply(text=under, attachments=tuple(files)), lane=lane, subject=code)


async def refresh(
    turn: Turn,
    code: str,
    where: Mapping[int, tuple[Address, S]],
    made: Callable[[S], Awaitable[Reply]],
    *,
    quietly: bool = False,
) -> list[tuple[int, int]]:
    """Bring every card up to date; `where` is by address id. Returns (outbox row, address) of all that are shown.

    `quietly`: what changed is worth no new message where a card cannot be changed (a count, a rating).
    """
    rows = await bodies.shown(turn.tx, f"card:{code}")
    drawn: dict[S, Reply] = {}
    for row, address_id in rows:
        if address_id in where:
            address, seat = where[address_id]
            drawn[seat] = drawn.get(seat) or await made(seat)
            changed = Outgoing(address=address, reply=drawn[seat], target=row, subject=code, in_place=quietly)
            turn.out.append(changed)
    return rows


async def newest(turn: Turn, code: str, address: Address) -> int | None:
    """The outbox row of the newest card of this code in this chat."""
    rows = await bodies.shown(turn.tx, name_of(code, address))
    return max((row for row, address_id in rows if address_id == address.id), default=None)
