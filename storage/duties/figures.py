"""What a digest says of directives: those in play in its period, as they stood at its end."""

from dataclasses import dataclass, field
from datetime import datetime

from storage.campaign import Campaign
from storage.database import Tx
from storage.duties.board import Place, Tally, live, places, standing, tally


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyFigures:
    """How many directives were in play, all that was owed for them, and the same by district."""

    directives: int = 0
    total: Tally = field(default_factory=Tally)
    places: tuple[Place, ...] = ()


async def figures(tx: Tx, campaign: Campaign, since: datetime, until: datetime) -> DutyFigures:
    """For directives given by `until` and due after `since`, recalled ones left out."""
    ids = await live(tx, since, until)
    found = await standing(tx, ids, until) if ids else []
    return DutyFigures(directives=len(ids), total=tally(found), places=places(campaign, found))
