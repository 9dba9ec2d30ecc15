"""Whose promises of an answer have passed, and where."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from storage.campaign import Campaign
from storage.database import Tx
from storage.records import Role
from storage.reports import overdue_counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """How many promises of an answer one body has let pass in one district."""

    body: str
    district: str
    count: int


async def late(tx: Tx, campaign: Campaign, until: datetime) -> tuple[Late, ...]:
    collector = next((agency.name for agency in campaign.agencies_with(Role.HOME_AFFAIRS)), campaign.issuer)
    counts: Counter[tuple[str, str]] = Counter()
    for each in await overdue_counts(tx, until):
        scope = campaign.scope(each.handler) if each.handler else None
        body = scope.name if scope else each.handler or collector
        counts[body, district_of(campaign, each.place)[1]] += each.count
    found = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Late(body=body, district=district, count=count) for (body, district), count in found)


def district_of(campaign: Campaign, place: str) -> tuple[str, str]:
    """Code and name of the district that a place lies in; the bare code if the campaign no longer knows it."""
    if place not in campaign.units:
        return place, place
    unit = campaign.units.district_of(place) or campaign.units[place]
    return unit.code, unit.title
