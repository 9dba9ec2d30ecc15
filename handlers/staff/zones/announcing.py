"""Telling the people of a commune that its colour has changed, or was told by mistake."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handlers.staff.zones.cards import label
from handlers.turn import Turn
from messages import buttons
from messages.content import Choice, Lane, Reply
from messages.contexts import zone_entries as words
from messages.render import Words, render
from storage import bulletins, zone_entries
from storage.bulletins import CannotMove, NewBulletin
from storage.campaign import Campaign
from storage.campaign.filling import conditions_of
from storage.records import Audience, ZoneEntry
from storage.zone_states import Ledger

KIND = "zone"
SUPERSEDED = "a newer decision"  # why one that was still being sent is not sent on
_BUTTONS = ("huongdan", "phananh", "vungxanh")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What people are told: of how many communes, and how many people are in them."""

    changed: int
    people: int = 0
    over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    title: str
    what: Words
    places: tuple[str, ...]


def changed(before: Ledger, after: Ledger) -> tuple[str, ...]:
    """The communes that have another colour, or none any more."""
    was, now = before.now(), after.now()
    return tuple(place for place in {**was, **now} if was.get(place) != now.get(place))


async def approved(turn: Turn, entry: ZoneEntry, before: Ledger, after: Ledger) -> Told:
    """A decision has come into force."""
    return await _tell(turn, entry, list(_news(turn.campaign, before, after)), changed(before, after))


async def annulled(turn: Turn, entry: ZoneEntry, before: Ledger, after: Ledger) -> Told:
    """An entry was a mistake: what is still being sent of it stops, what was told is put right."""
    await _stop(turn, entry.told)
    moved = changed(before, after)
    return await _tell(turn, entry, list(_corrections(turn.campaign, entry, after, moved)), moved)


async def _tell(turn: Turn, entry: ZoneEntry, pieces: list[_Piece], moved: tuple[str, ...]) -> Told:
    if turn.campaign.phase(turn.now) == "closed":
        return Told(changed=len(moved), over=True)
    await _stop(turn, await _outdated(turn, moved))
    ids, people = list(entry.told), 0
    for piece in pieces:
        made = await bulletins.start(
            turn.tx,
            NewBulletin(
                kind=KIND,
                title=piece.title,
                lane=Lane.BULLETINS,
                reply=Reply(text=render(piece.what), rows=_rows(turn)),
                audience=Audience(areas=piece.places),
                places=piece.places,
                created_by=turn.actor,
            ),
            turn.now,
        )
        ids.append(made.id)
        people += made.counted
    await zone_entries.told(turn.tx, entry, ids)
    return Told(changed=len(moved), people=people)


async def _outdated(turn: Turn, moved: tuple[str, ...]) -> list[int]:
    """Zone news still being sent about nothing but communes that have changed again."""
    return [
        row.id
        for row in await bulletins.live(turn.tx)
        if row.kind == KIND and set(bulletins.rule(row).places) <= set(moved)
    ]


async def _stop(turn: Turn, ids: list[int] | tuple[int, ...]) -> None:
    live = {row.id for row in await bulletins.live(turn.tx)}
    for each in ids:
        if each in live:
            try:
                await bulletins.cancel(turn.tx, each, turn.now, reason=SUPERSEDED)
            except CannotMove:
                continue  # it has just been finished


def _rows(turn: Turn) -> tuple[tuple[Choice, ...], ...]:
    """One button a row: side by side a phone cuts their labels."""
    labels = {"huongdan": "Hướng dẫn “4 tại chỗ”", "phananh": "Báo khó khăn", "vungxanh": "Tra vùng"}
    return tuple(
        (Choice(label=labels[each], data=buttons.command(each)),)
        for each in _BUTTONS
        if turn.registry.offers(each)
    )


def _news(campaign: Campaign, before: Ledger, after: Ledger) -> Iterator[_Piece]:
    """A piece for each district and new colour, so that nobody reads of the whole province."""
    for (district, colour, document), places in _grouped(campaign, after, changed(before, after)).items():
        status = after.of(places[0])
        if status is None:
            continue
        yield _Piece(
            title=f"Vùng {status.colour.label}: {district or campaign.province} ({document})",
            what=words.News(
                district=district,
                places=tuple(
                    words.Move(
                        place=campaign.units.full_label(place)
                        if len(places) == 1
                        else campaign.units[place].title,
                        before=label(campaign, before.now().get(place, "")),
                        after=status.colour.label,
                    )
                    for place in places
                ),
                colour=status.colour.label,
                level=status.colour.level,
                document=status.document,
                date=status.date,
                advice=_advice(campaign, colour),
            ),
            places=tuple(places),
        )


def _grouped(
    campaign: Campaign, after: Ledger, moved: tuple[str, ...]
) -> Mapping[tuple[str, str, str], list[str]]:
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for place in moved:
        status = after.of(place)
        if status is None or place not in campaign.units:
            continue
        district = campaign.units.district_of(place)
        key = (district.label if district else "", status.colour.key, status.document)
        grouped.setdefault(key, []).append(place)
    return grouped


def _advice(campaign: Campaign, colour: str) -> str:
    text = campaign.zones.colours[colour].advice if campaign.zones else ""
    return campaign.fill(text, **{f"if_{name}": "yes" for name in conditions_of(text)}) if text else ""


def _corrections(
    campaign: Campaign, entry: ZoneEntry, after: Ledger, moved: tuple[str, ...]
) -> Iterator[_Piece]:
    grouped: dict[str, list[str]] = {}
    for place in (each for each in moved if each in campaign.units):
        district = campaign.units.district_of(place)
        grouped.setdefault(district.label if district else campaign.province, []).append(place)
    for area, places in grouped.items():
        yield _Piece(
            title=f"Đính chính vùng: {area}",
            what=words.PutRight(
                document=entry.document,
                date=entry.decided_on,
                places=tuple(_standing(campaign, after, place) for place in places),
            ),
            places=tuple(places),
        )


def _standing(campaign: Campaign, book: Ledger, place: str) -> words.Standing:
    status = book.of(place)
    return words.Standing(
        place=campaign.units.full_label(place),
        colour=status.colour.label if status else "",
        level=status.colour.level if status else "",
        document=status.document if status else "",
        date=status.date if status else None,
    )
