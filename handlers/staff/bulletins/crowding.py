"""What the same people get besides: close to a bulletin, and on the same day. Warned about before it is approved."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from handlers.readers import readers
from handlers.staff.bulletins.composing import View
from handlers.staff.bulletins.hours import hours_of, reaches
from handlers.turn import Turn
from messages.render import short_day
from messages.vi import states
from storage import audience, bulletins, drafts
from storage.campaign import Campaign
from storage.database import Tx
from storage.records import Audience, Draft, DraftKind, Rule

CLOSE = timedelta(minutes=30)
# What is no agency's and no operator's: it is not counted among a day's bulletins.
_BY_ITSELF = frozenset({"reminder", "closing", "zone", "roundup"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Other:
    """Something else that goes out. `counts`: it is one of a day's bulletins."""

    name: str
    at: datetime
    rule: Rule
    counts: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Met:
    """Which other audiences somebody of this one belongs to; each is looked up once."""

    tx: Tx
    rule: Rule
    known: dict[Rule, bool] = field(default_factory=dict)

    async def by(self, other: Rule) -> bool:
        if other not in self.known:
            self.known[other] = await audience.meet(self.tx, self.rule, other)
        return self.known[other]


async def around(turn: Turn, view: View) -> tuple[tuple[str, ...], int]:
    """What the same people, or some of them, get close to it; and how many bulletins on one of its days besides.

    The number is 0 unless it is more than the campaign file calls enough. What its hour holds back until the quiet
    hours end counts as of then.
    """
    mine = _arrivals(turn, view.draft)
    others = [*await _planned(turn, view.draft), *await _begun(turn, mine), *await _firings(turn, view)]
    met = _Met(tx=turn.tx, rule=view.rule)
    return await _clashes(turn, met, mine, others), await _crowded(turn, met, mine, others)


async def _planned(turn: Turn, draft: Draft) -> list[_Other]:
    """Each hour of the other approved drafts."""
    found = []
    for each in await drafts.waiting_for_hours(turn.tx):
        if each.id == draft.id:
            continue
        rule = await audience.expand(turn.tx, turn.campaign, each.audience)
        found += [_Other(name=f"bản nháp số {each.id}", at=at, rule=rule) for at in _arrivals(turn, each)]
    return found


async def _begun(turn: Turn, mine: Sequence[datetime]) -> list[_Other]:
    """What has begun on the first of its days, or shortly before."""
    since = min(_midnight(turn.campaign, mine[0]), mine[0] - CLOSE)
    return [
        _Other(
            name=f"{_lower(states.BULLETIN.get(each.kind, states.BULLETIN['bulletin']))} số {each.id} đã gửi",
            at=each.at,
            rule=each.rule,
            counts=each.kind not in _BY_ITSELF,
        )
        for each in await bulletins.begun(turn.tx, since, turn.now)
    ]


async def _firings(turn: Turn, view: View) -> list[_Other]:
    """What the calendar says by itself. A round-up is read in the place of what is not urgent, not besides."""
    urgent = view.draft.kind is DraftKind.ALERT
    daily = urgent and await audience.once_a_day(turn.tx, view.rule) > 0
    return [
        _Other(
            name=_lower(states.EVENT_NAME[each.entry.kind]),
            at=each.due,
            rule=Rule(audience=readers(turn.campaign, each.entry)),
            counts=False,
        )
        for each in turn.campaign.firings
        if each.due > turn.now and each.entry.public and (each.entry.kind != "roundup" or daily)
    ]


async def _clashes(
    turn: Turn, met: _Met, mine: Sequence[datetime], others: Sequence[_Other]
) -> tuple[str, ...]:
    found: dict[str, str] = {}
    close = [each for each in others if any(abs(each.at - at) <= CLOSE for at in mine)]
    for each in sorted(close, key=lambda other: other.at):
        if await met.by(each.rule):
            found.setdefault(each.name, f"{each.name} ({_when(turn.campaign, each.at, mine[0])})")
    return tuple(found.values())


def _when(campaign: Campaign, at: datetime, first: datetime) -> str:
    """Its hour, and its day where that is not the first one."""
    local = campaign.local(at)
    return (
        f"{local:%H:%M}"
        if local.date() == campaign.local(first).date()
        else f"{local:%H:%M} {short_day(local)}"
    )


async def _crowded(turn: Turn, met: _Met, mine: Sequence[datetime], others: Sequence[_Other]) -> int:
    enough, most = turn.campaign.limits.bulletins_a_day, 0
    for day in dict.fromkeys(turn.campaign.local(each).date() for each in mine):
        rules = [each.rule for each in others if each.counts and turn.campaign.local(each.at).date() == day]
        if len(rules) >= max(enough, most + 1):
            most = max(most, await _most(met, rules, enough))
    return most if most >= enough else 0


async def _most(met: _Met, others: Sequence[Rule], enough: int) -> int:
    """How many of the others reach the same one of its people, at most; less than `enough` need not be exact."""
    same = {met.rule, Rule(audience=Audience())}
    parts = [each for each in others if each not in same and await met.by(each)]
    whole = sum(each in same for each in others)
    if not parts or whole + len(parts) < enough:
        return whole
    return whole + await audience.most(met.tx, met.rule, parts)


def _arrivals(turn: Turn, draft: Draft) -> tuple[datetime, ...]:
    """When people get it, each time that it goes out."""
    return tuple(reaches(turn.campaign, draft, each) for each in hours_of(turn.campaign, draft, turn.now))


def _midnight(campaign: Campaign, at: datetime) -> datetime:
    return datetime.combine(campaign.local(at).date(), time.min, campaign.zone_info)


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
