"""Administrative units: the tree a campaign runs in, found by code, by place and by what people call them."""

from storage.units.reading import UnitsError, read_successors, read_units
from storage.units.tree import Units
from storage.units.unit import Hints, Level, Successor, Unit

__all__ = ["Hints", "Level", "Successor", "Unit", "Units", "UnitsError", "read_successors", "read_units"]
