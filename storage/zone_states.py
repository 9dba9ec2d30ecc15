"""The colour of each commune now and on any day: the campaign file's list, and what was decided since.

Nothing here computes a colour: each one is what a document says, and a commune that none names is unknown.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from storage.database import Tx
from storage.records import IN_FORCE
from storage.tables import zone_changes, zone_entries
from storage.zones import Zones, ZoneStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What one decision says of one commune. `entry`: where it was entered; 0 for the campaign file's list."""

    place: str
    colour: str
    document: str
    decided_on: date
    entry: int = 0


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every colour in force and before, commune by commune, oldest first.

    Of two decisions of one day the one approved later counts: that is how a mistake is put right.
    """

    zones: Zones | None
    _lines: Mapping[str, tuple[Decided, ...]] = field(default_factory=dict)

    def of(self, place: str) -> ZoneStatus | None:
        """The colour of a commune now; None = not known to us."""
        lines = self._lines.get(place)
        return self._status(lines[-1]) if lines else None

    def before(self, place: str) -> ZoneStatus | None:
        """The last other colour that a commune had before the one it has now; None if none is known."""
        lines = self._lines.get(place, ())
        other = next((line for line in reversed(lines) if line.colour != lines[-1].colour), None)
        return self._status(other) if other else None

    def on(self, day: date) -> dict[str, str]:
        """The colour's key of every commune known, as decisions dated up to this day have it."""
        found = ((place, self._last(lines, day)) for place, lines in self._lines.items())
        return {place: line.colour for place, line in found if line is not None}

    @staticmethod
    def _last(lines: Sequence[Decided], day: date) -> Decided | None:
        return next((line for line in reversed(lines) if line.decided_on <= day), None)

    def now(self) -> dict[str, str]:
        """The colour's key of every commune known."""
        return {place: lines[-1].colour for place, lines in self._lines.items()}

    def history(self, place: str) -> tuple[Decided, ...]:
        """All that was decided about a commune, oldest first; what was put right is still there."""
        return self._lines.get(place, ())

    def without(self, entry: int) -> "Ledger":
        """As it would be had this entry never been made."""
        kept = {
            place: tuple(line for line in lines if line.entry != entry)
            for place, lines in self._lines.items()
        }
        return Ledger(self.zones, {place: lines for place, lines in kept.items() if lines})

    def _status(self, line: Decided) -> ZoneStatus | None:
        colour = self.zones.colours.get(line.colour) if self.zones else None
        if colour is None:
            return None
        return ZoneStatus(code=line.place, colour=colour, document=line.document, date=line.decided_on)


def compile_ledger(zones: Zones | None, changes: Iterable[Decided]) -> Ledger:
    """The ledger of the campaign file's list and these changes, which come in the order of their approval.

    Changes to a colour that the campaign's scale does not have, or older than the list, are left out.
    """
    if zones is None:
        return Ledger(None)
    lines: dict[str, list[Decided]] = {code: [_shipped(zones, code)] for code in zones.known}
    for change in sorted(changes, key=lambda each: each.decided_on):  # stable: the order of approval stays
        if change.colour in zones.colours and change.decided_on >= zones.date:
            lines.setdefault(change.place, []).append(change)
    return Ledger(zones, {place: tuple(each) for place, each in lines.items()})


def _shipped(zones: Zones, code: str) -> Decided:
    return Decided(
        place=code, colour=zones.known[code], document=zones.document, decided_on=zones.date, entry=0
    )


async def ledger(tx: Tx, zones: Zones | None) -> Ledger:
    """The colours as they stand; `zones` is the campaign's own list and scale."""
    return compile_ledger(zones, await _in_force(tx))


async def _in_force(tx: Tx) -> list[Decided]:
    states = sorted(state.value for state in IN_FORCE)
    rows = await tx.all(
        select(
            zone_changes.c.place,
            zone_changes.c.colour,
            zone_changes.c.entry_id,
            zone_entries.c.document,
            zone_entries.c.decided_on,
        )
        .join(zone_entries, zone_entries.c.id == zone_changes.c.entry_id)
        .where(zone_entries.c.state.in_(states))
        .order_by(zone_entries.c.settled_at, zone_entries.c.id, zone_changes.c.id)
    )
    return [
        Decided(
            place=row.place,
            colour=row.colour,
            document=row.document,
            decided_on=row.decided_on,
            entry=row.entry_id,
        )
        for row in rows
    ]


async def places(tx: Tx, zones: Zones | None, colours: Collection[str]) -> tuple[str, ...]:
    """Codes of the communes that have one of these colours (keys) now, in order of code."""
    return tuple(
        sorted(place for place, colour in (await ledger(tx, zones)).now().items() if colour in colours)
    )
