"""Digests that somebody asks for: as of now, of whole days, or of the whole campaign, in chat and on a command line."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from handlers.dates import Span, read_span
from handlers.registry import Command
from handlers.running import roles_here
from handlers.staff import closing
from handlers.staff.digests import beginning, gather, see_all, want_files, with_files
from handlers.turn import Turn
from messages.contexts.digests import BadPeriod, WholeCampaign
from messages.folding import phrase
from messages.render import render, rich
from storage import statistics
from storage.campaign import Campaign
from storage.database import Tx
from storage.records import Role
from storage.statistics import DigestData

_CLOSING = frozenset({"tong ket", "ca dot", "tong ket ca dot", "ca dot thi dua"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A digest that was asked for.

    Attributes:
        text, totals: rich; what is said of it in chat. `totals` is empty but for the whole campaign's.
        final: whether its files are the closing report.
    """

    data: DigestData
    text: str
    totals: str = ""
    final: bool = False

    @property
    def has_files(self) -> bool:
        """Whether there is anything to draw: an empty period is told in a line."""
        return self.final or not self.data.empty


async def asked(tx: Tx, campaign: Campaign, now: datetime, span: Span | None = None) -> Asked:
    """From the last daily digest until now; with `span` those days from midnight to midnight, never beyond now."""
    if span is None:
        data = await gather(tx, campaign, now)
    else:
        since, until = _midnight(campaign, span.first), _midnight(campaign, span.last + timedelta(days=1))
        data = await statistics.digest(tx, campaign, min(since, now), min(until, now))
    return Asked(data=data, text=with_files(data))


async def whole(tx: Tx, campaign: Campaign, now: datetime) -> Asked:
    """The whole campaign, with the closing report: up to the closing, or up to now while it is still to come."""
    data = await statistics.digest(
        tx, campaign, min(beginning(campaign), now), until := min(_end(campaign), now)
    )
    return Asked(
        data=data,
        text=render(WholeCampaign(text=rich(with_files(data)))),
        totals=await closing.totals_text(tx, campaign, until),
        final=True,
    )


def _end(campaign: Campaign) -> datetime:
    """When the closing is due; the last day's midnight if the calendar has none."""
    dues = [firing.due for firing in campaign.firings if firing.entry.kind == "closing"]
    return max(dues).astimezone(UTC) if dues else _midnight(campaign, campaign.ends + timedelta(days=1))


def _midnight(campaign: Campaign, day: date) -> datetime:
    return datetime.combine(day, time.min, campaign.zone_info).astimezone(UTC)


async def tonghop(turn: Turn, argument: str) -> None:
    """/tonghop: as of now, of a day or days, or "tổng kết"; what goes out by itself is not touched by it."""
    campaign = turn.campaign
    if phrase(argument) in _CLOSING:
        found = await whole(turn.tx, campaign, turn.now)
    elif argument.strip():
        span = read_span(argument, turn.local.date(), (campaign.starts, campaign.ends))
        if span is None or span.first > span.last or span.first > turn.local.date():
            day = min(turn.local.date(), campaign.ends)
            turn.say(BadPeriod(starts=campaign.starts, ends=campaign.ends, day=day))
            return
        found = await asked(turn.tx, campaign, turn.now, span)
    else:
        found = await asked(turn.tx, campaign, turn.now)
    turn.say(found.text, see_all(found.data))
    if found.totals:
        turn.say(found.totals)
    here, office = [turn.address.id], Role.HOME_AFFAIRS in await roles_here(turn)
    whole_to, text_to = (here, []) if office else ([], here)
    await want_files(turn.tx, found.data, whole_to, turn.wall, readers=text_to, final=found.final)


COMMANDS = (
    Command(
        name="tonghop",
        title="Tổng hợp ngay",
        run=tonghop,
        roles=frozenset({Role.HOME_AFFAIRS, Role.COMMITTEE}),
        words=("tong hop", "ban tong hop"),
        groups=True,
    ),
)
