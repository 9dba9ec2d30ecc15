"""The closing report: the final board, good deeds, duties and reach, gathered in the digest's own transaction."""

from collections.abc import Mapping
from datetime import datetime

from handlers.staff.zones import board as boards
from messages.contexts.digests import ClosingTotals
from messages.documents.closing import Closing, Commune, Figure, Reached
from messages.documents.zone_shapes import Standings
from messages.render import render, rich
from messages.vi import duties as duty_words
from messages.vi import states
from messages.vi.zones import STANDINGS
from storage import closing as counted
from storage import zone_board, zone_states
from storage.campaign import Campaign
from storage.closing import ClosingCounts
from storage.database import Tx
from storage.zone_board import Board


async def gather(tx: Tx, campaign: Campaign, until: datetime) -> Closing:
    """Everything that the closing report adds to the digest, up to this campaign instant."""
    found = await counted.counts(tx, until)
    made = zone_board.board(
        campaign, await zone_states.ledger(tx, campaign.zones), campaign.local(until).date()
    )
    day = campaign.local(until).date()
    return Closing(
        eve=made.eve if made else campaign.starts,
        day=made.day if made else day,
        districts=tuple(
            Standings(label=campaign.units[each.key].title, counts=boards.counts(each))
            for each in (made.districts if made else ())
        ),
        province=Standings(label="Toàn tỉnh", counts=boards.counts(made.total)) if made else None,
        communes=_communes(campaign, made),
        nominations=_figures(found.nominations, states.NOMINATION),
        nominations_withdrawn=found.withdrawn,
        collectives=found.collectives,
        nominations_until=campaign.nominations_until,
        directives=found.directives,
        duties=_figures(found.obligations, duty_words.STATE),
        reach=tuple(
            Reached(
                label=states.BULLETIN.get(each.kind, each.kind),
                bulletins=each.bulletins,
                arrived=each.arrived,
                missed=each.missed,
            )
            for each in found.reach
        ),
        agreed=found.agreed,
        reachable=found.reachable,
        pictures=boards.pictures(campaign, campaign.zones, made) if made and campaign.zones else None,
    )


def _figures(found: Mapping[str, int], labels: Mapping[str, str]) -> tuple[Figure, ...]:
    """In the order of the labels, then whatever has none."""
    keys = [key for key in (*labels, *sorted(set(found) - set(labels))) if found.get(key)]
    return tuple(Figure(label=labels.get(key, key), count=found[key]) for key in keys)


def _communes(campaign: Campaign, made: Board | None) -> tuple[Commune, ...]:
    def label(key: str) -> str:
        return campaign.zones.colours[key].label if campaign.zones and key else ""

    return tuple(
        Commune(
            district=district.title if (district := campaign.units.district_of(each.place)) else "",
            name=campaign.units[each.place].title,
            eve=label(each.eve),
            now=label(each.now),
            standing=STANDINGS[each.standing.value],
        )
        for each in (made.lines if made else ())
    )


async def totals_text(tx: Tx, campaign: Campaign, until: datetime) -> str:
    """The final board and the totals, on one screen."""
    found: ClosingCounts = await counted.counts(tx, until)
    made = zone_board.board(
        campaign, await zone_states.ledger(tx, campaign.zones), campaign.local(until).date()
    )
    board = boards.text(campaign, campaign.zones, made) if made and campaign.zones else ""
    return render(
        ClosingTotals(
            board=rich(board),
            nominations=sum(found.nominations.values()),
            nominations_withdrawn=found.withdrawn,
            nominations_until=campaign.nominations_until,
            directives=found.directives,
            obligations=sum(found.obligations.values()),
            done=sum(found.obligations.get(key, 0) for key in ("done", "passed")),
            bulletins=sum(each.bulletins for each in found.reach),
            arrived=sum(each.arrived for each in found.reach),
            agreed=found.agreed,
        )
    )
