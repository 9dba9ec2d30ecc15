"""Counting: the figures of digests and of `stats`, each set from one transaction so that they agree."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, case, cast, func, select, union_all
from sqlalchemy.sql import ColumnExpressionArgument

from messages.content import ChatKind
from storage import ratings
from storage.campaign import Campaign
from storage.database import Rows, Tx
from storage.digest_cases import Case, cases, kind_label, open_at, standing
from storage.duties.figures import DutyFigures, figures
from storage.lateness import Late, district_of, late
from storage.people import address_of
from storage.records import OPEN_NOMINATIONS, OPEN_REPORTS, REPLIED, Address, Consent, ReportState
from storage.tables import addresses, deliveries, inbox, nominations, outbox, people, report_events, reports

KINDS = 2  # named of each district
ANSWERS = (ReportState.ANSWERED.value, REPLIED)  # events that brought the person an answer
_OPEN = tuple(sorted(OPEN_REPORTS))
_PRIVATE = addresses.c.kind == ChatKind.PRIVATE.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One district or one kind: how many came in the period, how many are open at its end.

    `kinds`: of a district the kinds with most open, each with how many; at most KINDS.
    """

    key: str
    label: str
    new: int
    open: int
    kinds: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestData:
    """The figures of a digest, for the period after `since` up to `until` (both in the campaign's zone).

    Attributes:
        number: the plan's number.
        new: came in the period; new_before: in the same span before it.
        open, open_before: open at `until`, at `since`. urgent_open: those of `open` that cannot wait.
        answered, resolved, withdrawn: reports to which that happened in the period.
        content, discontent: how many of those who reported said in the period how a closed matter went.
        districts, kinds: every one with something new or open, the fullest first.
        urgent: open and urgent; oldest: open and not urgent; the oldest first, at most CASES each.
        late: promises of an answer that had passed, by the body that owes it and the district, the most first.
        duties: what units were asked to do, and who has not.
    """

    number: str
    since: datetime
    until: datetime
    new: int
    new_before: int
    open: int
    open_before: int
    urgent_open: int
    answered: int
    resolved: int
    withdrawn: int
    content: int = 0
    discontent: int = 0
    districts: tuple[Line, ...]
    kinds: tuple[Line, ...]
    urgent: tuple[Case, ...]
    oldest: tuple[Case, ...]
    late: tuple[Late, ...] = ()
    duties: DutyFigures = field(default_factory=DutyFigures)

    @property
    def overdue(self) -> int:
        """How many promises of an answer had passed."""
        return sum(each.count for each in self.late)

    @property
    def quiet(self) -> bool:
        """Whether nothing came, nothing happened and nothing waits."""
        happened = self.answered or self.resolved or self.withdrawn or self.content or self.discontent
        return not (self.new or self.open or happened)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show at all."""
        return self.quiet and not self.duties.directives


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """How the whole stands.

    Attributes:
        people: everyone we know; agreed: those who agreed to news; reachable: those of them who can be reached.
        reports, nominations, deliveries: how many in each state.
        inbox_waiting, outbox_waiting: not yet handled, not yet sent.
    """

    people: int
    agreed: int
    reachable: int
    reports: Mapping[str, int]
    nominations: Mapping[str, int]
    deliveries: Mapping[str, int]
    inbox_waiting: int
    outbox_waiting: int


async def digest(tx: Tx, campaign: Campaign, since: datetime, until: datetime) -> DigestData:
    """The figures of the period after `since` up to `until`, as they stood at `until`."""
    rows = await _by_place_and_kind(tx, since, until)
    said = (await ratings.between(tx, since, until)).values()
    total = {name: sum(getattr(row, name) for row in rows) for name in _COUNTED}
    return DigestData(
        number=campaign.number,
        since=campaign.local(since),
        until=campaign.local(until),
        **total,
        answered=await _answered(tx, since, until),
        content=sum(each.content for each in said),
        discontent=sum(each.discontent for each in said),
        districts=_with_kinds(campaign, rows, _lines(rows, lambda row: district_of(campaign, row.place))),
        kinds=_lines(rows, lambda row: (row.kind, kind_label(campaign, row.kind))),
        urgent=await cases(tx, campaign, until, urgent=True),
        oldest=await cases(tx, campaign, until, urgent=False),
        late=await late(tx, campaign, until),
        duties=await figures(tx, campaign, since, until),
    )


_COUNTED = ("new", "new_before", "open", "open_before", "urgent_open", "resolved", "withdrawn")


def _ended_in(since: datetime, until: datetime, state: ReportState) -> ColumnElement[bool]:
    stood, from_ = standing(until, report_events.c.kind), standing(until, report_events.c.at)
    return (stood == state.value) & (from_ > since)


async def _by_place_and_kind(tx: Tx, since: datetime, until: datetime) -> Rows:
    came = reports.c.created_at
    counted: Mapping[str, ColumnElement[bool]] = {
        "new": came > since,
        "new_before": (came > since - (until - since)) & (came <= since),
        "open": open_at(until),
        "open_before": open_at(since),
        "urgent_open": open_at(until) & reports.c.urgent,
        "resolved": _ended_in(since, until, ReportState.RESOLVED),
        "withdrawn": _ended_in(since, until, ReportState.WITHDRAWN),
    }
    sums = [cast(func.sum(case((test, 1), else_=0)), Integer).label(name) for name, test in counted.items()]
    known = select(reports.c.place, reports.c.kind, *sums).where(came <= until)
    return await tx.all(known.group_by(reports.c.place, reports.c.kind))


async def _answered(tx: Tx, since: datetime, until: datetime) -> int:
    events = report_events.c
    return await _count(
        tx,
        select(func.count(events.report_id.distinct())).where(
            events.kind.in_(ANSWERS), events.at > since, events.at <= until
        ),
    )


def _lines(rows: Rows, named: Any) -> tuple[Line, ...]:
    new: Counter[tuple[str, str]] = Counter()
    still: Counter[tuple[str, str]] = Counter()
    for row in rows:
        new[named(row)] += row.new
        still[named(row)] += row.open
    lines = [
        Line(key=name[0], label=name[1], new=new[name], open=still[name])
        for name in new
        if new[name] or still[name]
    ]
    return tuple(sorted(lines, key=lambda line: (-line.open, -line.new, line.label)))


def _with_kinds(campaign: Campaign, rows: Rows, lines: Iterable[Line]) -> tuple[Line, ...]:
    """Each district with what waits there most."""
    still: dict[str, Counter[str]] = {line.key: Counter() for line in lines}
    for row in rows:
        if row.open:
            still[district_of(campaign, row.place)[0]][kind_label(campaign, row.kind)] += row.open
    ranked = {
        key: sorted(kinds.items(), key=lambda kind: (-kind[1], kind[0])) for key, kinds in still.items()
    }
    return tuple(replace(line, kinds=tuple(ranked[line.key][:KINDS])) for line in lines)


async def stats(tx: Tx) -> Stats:
    """How the whole stands now."""
    agreed = people.c.consent == Consent.AGREED.value
    has_way = select(addresses.c.id).where(
        addresses.c.person_id == people.c.id, _PRIVATE, addresses.c.reachable
    )
    return Stats(
        people=await _count(tx, select(func.count()).select_from(people)),
        agreed=await _count(tx, select(func.count()).select_from(people).where(agreed)),
        reachable=await _count(tx, select(func.count()).select_from(people).where(agreed, has_way.exists())),
        reports=await _by_state(tx, reports.c.state),
        nominations=await _by_state(tx, nominations.c.state),
        deliveries=await _by_state(tx, deliveries.c.state),
        inbox_waiting=await _count(tx, select(func.count()).where(inbox.c.state == "new")),
        outbox_waiting=await _count(tx, select(func.count()).where(outbox.c.state == "waiting")),
    )


async def open_reports(tx: Tx) -> int:
    """How many reports nobody has finished yet."""
    return await _count(tx, select(func.count()).where(reports.c.state.in_(_OPEN)))


async def _count(tx: Tx, query: Select[Any]) -> int:
    return int(await tx.scalar(query) or 0)


async def _by_state(tx: Tx, state: ColumnElement[str]) -> dict[str, int]:
    rows = await tx.all(select(state.label("state"), func.count().label("n")).group_by(state).order_by(state))
    return {row.state: int(row.n) for row in rows}


async def open_matters(tx: Tx) -> list[tuple[Address, int]]:
    """Everyone who agreed to news and has open reports or nominations: where they are reached, and how many."""
    mine = union_all(
        _authors(reports.c.person_id, reports.c.state.in_(_OPEN)),
        _authors(nominations.c.person_id, nominations.c.state.in_(sorted(OPEN_NOMINATIONS))),
    ).subquery()
    counted = select(mine.c.person_id, func.count().label("matters")).group_by(mine.c.person_id).subquery()
    rows = await tx.all(
        select(addresses, counted.c.matters)
        .join(counted, counted.c.person_id == addresses.c.person_id)
        .join(people, people.c.id == addresses.c.person_id)
        .where(_PRIVATE, addresses.c.reachable, people.c.consent == Consent.AGREED.value)
        .order_by(addresses.c.person_id, addresses.c.last_heard.desc())
    )
    return list(_one_each(rows))


def _authors(person: ColumnElement[Any], is_open: ColumnExpressionArgument[bool]) -> Select[Any]:
    return select(person.label("person_id")).where(person.is_not(None), is_open)


def _one_each(rows: Rows) -> Iterable[tuple[Address, int]]:
    """The address heard from last of each person."""
    known: set[int] = set()
    for row in rows:
        if row.person_id not in known:
            known.add(row.person_id)
            yield address_of(row), int(row.matters)
