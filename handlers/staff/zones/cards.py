"""An entry of zone changes as those who decide about it see it: a card in each of their chats, kept up to date."""

from collections.abc import Mapping, Sequence

from handlers.turn import Rows, Turn
from messages import buttons
from messages.buttons import Press, Pressed
from messages.content import Choice, Lane, Reply
from messages.contexts import zone_entries as words
from storage import bodies, desks, people, zone_states
from storage.campaign import Campaign
from storage.outbox import Outgoing
from storage.records import Address, EntryState, Role, ZoneEntry
from storage.zone_states import Ledger

SEND, DROP, APPROVE, RETURN, ANNUL, AGREE, KEEP = "gui", "bo", "duyet", "tra", "huy", "dongy", "giu"
_LABELS = {
    SEND: "Gửi duyệt",
    DROP: "Bỏ lần nhập này",
    APPROVE: "Duyệt",
    RETURN: "Trả lại",
    ANNUL: "Xin hủy vì nhập nhầm",
    AGREE: "Đồng ý hủy",
    KEEP: "Không hủy",
}
_FOR_AUTHOR: Mapping[EntryState, tuple[str, ...]] = {
    EntryState.DRAFT: (SEND, DROP),
    EntryState.WAITING: (DROP,),
    EntryState.APPROVED: (ANNUL,),
}
_FOR_OTHERS: Mapping[EntryState, tuple[str, ...]] = {
    EntryState.WAITING: (APPROVE, RETURN),
    EntryState.APPROVED: (ANNUL,),
    EntryState.CONTESTED: (AGREE, KEEP),
}


def choice(entry: ZoneEntry, action: str, label: str = "") -> Choice:
    """A button that does this to the entry."""
    press = Press(kind=Pressed.ZONE, ref=str(entry.id), choice=action)
    return Choice(label=label or _LABELS[action], data=buttons.encode(press))


def name(entry: ZoneEntry) -> str:
    """How the outbox names of its cards begin."""
    return f"zone:{entry.id}"


def who(actor: str) -> str:
    """A name as the log has it, without the account."""
    return actor.partition(" (")[0]


def card(campaign: Campaign, entry: ZoneEntry, book: Ledger) -> words.Card:
    """What the card says, against the colours as they stand without this entry."""
    before = book.without(entry.id)
    now = before.now()
    newer = [
        place
        for place in entry.changes
        if any(line.decided_on > entry.decided_on for line in before.history(place))
    ]
    return words.Card(
        number=entry.id,
        document=entry.document,
        date=entry.decided_on,
        by=who(entry.entered_by),
        file=entry.file,
        state=entry.state.value,
        total=len(entry.changes),
        areas=_areas(campaign, entry.changes, now),
        same=sum(now.get(place) == colour for place, colour in entry.changes.items()),
        older=len(newer),
        bad=len(entry.flaws),
        settled=who(entry.settled_by),
        reason=entry.reason,
        annul=who(entry.annul_by),
        annulled=who(entry.annulled_by),
    )


def _areas(
    campaign: Campaign, changes: Mapping[str, str], before: Mapping[str, str]
) -> tuple[words.Area, ...]:
    units = campaign.units
    grouped: dict[str, list[words.Move]] = {}
    for place, colour in changes.items():
        district = units.district_of(place) if place in units else None
        grouped.setdefault(district.title if district else campaign.units.province.title, []).append(
            words.Move(
                place=units[place].label if place in units else place,
                before=label(campaign, before.get(place, "")),
                after=label(campaign, colour),
            )
        )
    return tuple(words.Area(name=area, moves=tuple(moves)) for area, moves in grouped.items())


def label(campaign: Campaign, key: str) -> str:
    """A colour as people read it; empty for none."""
    colour = campaign.zones.colours.get(key) if campaign.zones else None
    return colour.label if colour else key


def rows(entry: ZoneEntry, *, author: bool) -> Rows:
    """What its reader may do about it now; permission is asked again of each press."""
    actions = (_FOR_AUTHOR if author else _FOR_OTHERS).get(entry.state, ())
    return [[choice(entry, action)] for action in actions]


async def others(turn: Turn, besides: int | None) -> list[Address]:
    """The private chats of everyone who may decide, but for one person."""
    return [each for each in await desks.holders(turn.tx, Role.STEERING) if each.person_id != (besides or -1)]


async def put(turn: Turn, entry: ZoneEntry, where: Sequence[Address], *, anew: bool = False) -> None:
    """Put its card into these chats; `anew` where one may be already."""
    said = turn.words(card(turn.campaign, entry, await _book(turn)))
    for address in where:
        reply = Reply(text=said, rows=_rows(entry, address))
        named = f"{name(entry)}:{address.id}" + (f":{turn.token()}" if anew else "")
        turn.out.append(Outgoing(address=address, reply=reply, lane=_lane(turn, address), dedupe=named))


async def refresh(turn: Turn, entry: ZoneEntry, *, quietly: bool = False) -> None:
    """Bring every card of this entry up to date; `quietly`: with no new message where none can be changed."""
    said = turn.words(card(turn.campaign, entry, await _book(turn)))
    for row, address_id in await bodies.shown(turn.tx, name(entry)):
        address = await people.get_address(turn.tx, address_id)
        if address is not None and address.reachable:
            reply = Reply(text=said, rows=_rows(entry, address))
            changed = Outgoing(address=address, reply=reply, lane=Lane.ALERTS, target=row, in_place=quietly)
            turn.out.append(changed)


def _rows(entry: ZoneEntry, address: Address) -> tuple[tuple[Choice, ...], ...]:
    asked = entry.annul_author_id if entry.state is EntryState.CONTESTED else entry.author_id
    mine = asked is not None and address.person_id == asked
    return tuple(map(tuple, rows(entry, author=mine)))


def _lane(turn: Turn, address: Address) -> Lane:
    return Lane.ANSWERS if address.id == turn.address.id else Lane.ALERTS


async def _book(turn: Turn) -> Ledger:
    return await zone_states.ledger(turn.tx, turn.campaign.zones)
