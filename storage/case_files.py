"""What the documents of a digest show of each report, and the days' counts; nothing of who sent them or is named.

The figures agree with `storage.statistics.digest` of the same period: a test holds one against the other.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, func, select

from messages.documents.dossier import Day, Matter, Stage
from messages.documents.wording import SENT_BY_CITIZEN, UNVERIFIED
from messages.render import day
from messages.vi.states import REPORT
from storage import ratings
from storage.campaign import Campaign
from storage.database import Tx
from storage.quoting import hidden, quoted
from storage.ratings import Ratings
from storage.records import OPEN_REPORTS, PROPOSED, REPLIED, ReportState
from storage.statistics import ANSWERS
from storage.tables import report_events, report_voices, reports

DAYS = 14  # days counted one by one; more do not fit a phone's screen
_OPEN = frozenset(state.value for state in OPEN_REPORTS)
_STATES = [state.value for state in ReportState]
_TELLING = [
    ReportState.ANSWERED.value,
    ReportState.RESOLVED.value,
    ReportState.DECIDED.value,
    REPLIED,
    PROPOSED,
]
_STAGES: Mapping[str, Stage] = {
    ReportState.NEW: Stage.WAITING,
    ReportState.REOPENED: Stage.WAITING,
    ReportState.ANSWERED: Stage.ANSWERED,
    ReportState.SUBMITTED: Stage.SUBMITTED,
    ReportState.DECIDED: Stage.SUBMITTED,
    ReportState.RESOLVED: Stage.RESOLVED,
    ReportState.WITHDRAWN: Stage.WITHDRAWN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFiles:
    """See `Dossier` for both."""

    matters: tuple[Matter, ...]
    days: tuple[Day, ...]


class _Standing(NamedTuple):
    """The state of a report at an instant, and since when."""

    state: str
    since: datetime


class _Said(NamedTuple):
    """What the office said to a report up to an instant."""

    answered: datetime | None = None
    decided: bool = False
    answer: str = ""
    result: str = ""
    proposal: str = ""


_NOTHING, _UNRATED = _Said(), Ratings()


async def case_files(tx: Tx, campaign: Campaign, since: datetime, until: datetime) -> CaseFiles:
    """Every report that came or changed in the period after `since` up to `until`, or waits at its end.

    All as it stood at `until`. Times of what is returned are the campaign's.
    """
    earlier = await _earlier_standings(tx, until)
    rows = await tx.all(select(reports).where(_concerned(since, until)))
    said = await _said(tx, since, until)
    joined = await _voices(tx, since, until)
    rated = await ratings.between(tx, since, until)
    matters = [
        _matter(
            campaign,
            row,
            _standing(row, earlier),
            said.get(row.id, _NOTHING),
            since,
            1 + joined.get(row.id, 0),
            rated.get(row.id, _UNRATED),
        )
        for row in rows
    ]
    return CaseFiles(
        matters=tuple(sorted(matters, key=_rank)),
        days=await _days(tx, campaign, until, earlier),
    )


def _rank(matter: Matter) -> tuple[bool, bool, datetime, str]:
    return not matter.open, not matter.urgent, matter.sent_at, matter.code


def _concerned(since: datetime, until: datetime) -> ColumnElement[bool]:
    """Whatever may show in the period: a report that changed after it is taken too, and judged by its events."""
    still = reports.c.state.in_(_OPEN)
    touched = (reports.c.created_at > since) | (reports.c.updated_at > since)
    answered = reports.c.id.in_(_answered_in(since, until))
    rated = reports.c.id.in_(ratings.rated(since, until))
    return (reports.c.created_at <= until) & (still | touched | answered | rated)


def _answered_in(since: datetime, until: datetime) -> Select[Any]:
    events = report_events.c
    return select(events.report_id).where(events.kind.in_(ANSWERS), events.at > since, events.at <= until)


async def _earlier_standings(tx: Tx, until: datetime) -> dict[int, _Standing]:
    """How those stood at `until` that have changed since."""
    events = report_events.c
    rows = await tx.all(
        select(events.report_id, events.kind, events.at)
        .join(reports, reports.c.id == events.report_id)
        .where(reports.c.updated_at > until, events.at <= until, events.kind.in_(_STATES))
        .order_by(events.id)
    )
    return {row.report_id: _Standing(row.kind, row.at) for row in rows}


def _standing(row: Row[Any], earlier: Mapping[int, _Standing]) -> _Standing:
    return earlier.get(row.id) or _Standing(row.state, row.updated_at)


async def _voices(tx: Tx, since: datetime, until: datetime) -> dict[int, int]:
    """How many joined each report by `until`, besides its author."""
    voice = report_voices.c
    mine = select(reports.c.id).where(_concerned(since, until))
    joined = select(voice.report_id, func.count().label("n")).where(
        voice.at <= until, voice.report_id.in_(mine)
    )
    return {row.report_id: int(row.n) for row in await tx.all(joined.group_by(voice.report_id))}


async def _said(tx: Tx, since: datetime, until: datetime) -> dict[int, _Said]:
    events = report_events.c
    mine = select(reports.c.id).where(_concerned(since, until))
    rows = await tx.all(
        select(events.report_id, events.kind, events.at, events.words)
        .where(events.kind.in_(_TELLING))
        .where(events.at <= until, events.report_id.in_(mine))
        .order_by(events.id)
    )
    found: dict[int, _Said] = {}
    for row in rows:
        found[row.report_id] = _after(found.get(row.report_id, _Said()), row)
    return found


def _after(said: _Said, event: Row[Any]) -> _Said:
    match event.kind:
        case ReportState.ANSWERED:
            return said._replace(answered=event.at, answer=event.words)
        case ReportState.RESOLVED:
            return said._replace(result=event.words)
        case ReportState.DECIDED:
            return said._replace(decided=True)
        case _ if event.kind == PROPOSED:
            return said._replace(proposal=event.words)
        case _:  # a reply that was no move
            return said._replace(answered=event.at, answer=event.words)


def _matter(
    campaign: Campaign,
    row: Row[Any],
    standing: _Standing,
    said: _Said,
    since: datetime,
    voices: int,
    rated: Ratings,
) -> Matter:
    fresh = standing.since > since
    kind = campaign.kind(row.kind)
    return Matter(
        code=row.code,
        kind=kind.label if kind else row.kind,
        district=_district(campaign, row.place),
        place=campaign.units.full_label(row.place) if row.place in campaign.units else row.place,
        words=quoted(campaign, row.kind, row.words),
        files=len(row.attachments),
        urgent=row.urgent,
        sender=_sender(campaign, row),
        state=REPORT.get(standing.state, standing.state),
        stage=_stage(standing.state),
        sent_at=campaign.local(row.created_at),
        changed_at=campaign.local(standing.since),
        new=row.created_at > since,
        open=_is_open(standing.state),
        answered=said.answered is not None and said.answered > since,
        resolved=fresh and standing.state == ReportState.RESOLVED.value,
        withdrawn=fresh and standing.state == ReportState.WITHDRAWN.value,
        answer=hidden(campaign, said.answer),
        result=hidden(campaign, said.result),
        proposal=said.proposal if row.proposal else "",  # erased from the row with its author's words
        decision=_decision(row) if said.decided else "",
        agency=_named(campaign, row.handler),
        voices=voices,
        content=rated.content,
        discontent=rated.discontent,
    )


def _decision(row: Row[Any]) -> str:
    number = f"số {row.decision_number}" if row.decision_number else ""
    dated = f"ngày {day(row.decision_date)}" if row.decision_date else ""
    paper = " ".join(filter(None, ("Văn bản", number, dated))) if number or dated else ""
    return ": ".join(filter(None, (paper, row.decision)))


def _named(campaign: Campaign, key: str) -> str:
    body = campaign.scope(key) if key else None
    return body.name if body else key


def _is_open(state: str) -> bool:
    return state in _OPEN


def _stage(state: str) -> Stage:
    return _STAGES.get(state) or (Stage.WORKING if _is_open(state) else Stage.CLOSED)


def _district(campaign: Campaign, place: str) -> str:
    if place not in campaign.units:
        return place
    return (campaign.units.district_of(place) or campaign.units[place]).title


def _sender(campaign: Campaign, row: Row[Any]) -> str:
    """A body by its name where its registered officer speaks for it; a citizen is nobody."""
    if not row.on_behalf:
        return SENT_BY_CITIZEN
    body = campaign.scope(row.on_behalf)
    return body.name if body and row.verified else UNVERIFIED


async def _days(
    tx: Tx, campaign: Campaign, until: datetime, earlier: Mapping[int, _Standing]
) -> tuple[Day, ...]:
    last = campaign.local(until).date()
    first = max(last - timedelta(days=DAYS - 1), min(campaign.starts, last))
    midnight = datetime.combine(first, time.min, campaign.zone_info)
    columns = (reports.c.id, reports.c.created_at, reports.c.state, reports.c.updated_at)
    rows = await tx.all(
        select(*columns).where(reports.c.created_at >= midnight, reports.c.created_at <= until)
    )
    counts: dict[date, Counter[Stage]] = {each: Counter() for each in _each(first, last)}
    for row in rows:
        counts[campaign.local(row.created_at).date()][_stage(_standing(row, earlier).state)] += 1
    return tuple(Day(date=each, stages=dict(stages)) for each, stages in counts.items())


def _each(first: date, last: date) -> Iterator[date]:
    for days in range((last - first).days + 1):
        yield first + timedelta(days=days)
