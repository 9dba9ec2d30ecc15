"""Documents made of a digest's figures: the report for signature, the table of every report, charts for a phone.

Pure functions from a `Dossier` to bytes. They take up to seconds of a processor: run `draw` in a worker process.
"""

from messages.documents.dossier import (
    Bulk,
    Day,
    Dossier,
    Duties,
    DutyRow,
    Letterhead,
    Matter,
    Overdue,
    Stage,
    Tally,
)
from messages.documents.drawing import Chart, DigestFiles, draw
from messages.documents.tile import Tile

__all__ = [
    "Bulk",
    "Chart",
    "Day",
    "DigestFiles",
    "Dossier",
    "Duties",
    "DutyRow",
    "Letterhead",
    "Matter",
    "Overdue",
    "Stage",
    "Tally",
    "Tile",
    "draw",
]
