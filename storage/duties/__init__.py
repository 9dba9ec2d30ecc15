"""Directives (việc cần thực hiện) and what each unit or organisation owes for one."""

from storage.duties.addressees import bodies_of, place_label, place_of
from storage.duties.board import Place, Standing, Tally, live, places, standing, tally
from storage.duties.figures import DutyFigures, figures
from storage.duties.store import (
    NewDirective,
    change,
    count,
    extend,
    get,
    get_directive,
    give,
    list_directives,
    move,
    obligations_of,
    owed_by,
    recall,
    story,
    to_check,
)

__all__ = [
    "DutyFigures",
    "NewDirective",
    "Place",
    "Standing",
    "Tally",
    "bodies_of",
    "change",
    "count",
    "extend",
    "figures",
    "get",
    "get_directive",
    "give",
    "list_directives",
    "live",
    "move",
    "obligations_of",
    "owed_by",
    "place_label",
    "place_of",
    "places",
    "recall",
    "standing",
    "story",
    "tally",
    "to_check",
]
