"""How directives stand: who has not acknowledged, who has not done, who has nobody here, by district."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from storage.campaign import Campaign
from storage.database import Tx
from storage.duties.addressees import COMMUNE, place_label, place_of
from storage.records import ObligationState, Role
from storage.records.duties import DONE, UNACKNOWLEDGED
from storage.tables import directives, grants, obligation_events, obligations

ACTING = (Role.OFFICER, Role.HEAD)  # who may act for a body


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one body stood with one directive at an instant.

    Attributes:
        code: the obligation's. body: GSO code or key.
        staffed: whether somebody is registered for the body (now: registrations are not kept by time).
        late: due and not done.
    """

    code: str
    directive_id: int
    body: str
    state: ObligationState
    due_at: datetime
    staffed: bool
    late: bool

    @property
    def acknowledged(self) -> bool:
        return self.state not in UNACKNOWLEDGED

    @property
    def done(self) -> bool:
        return self.state in DONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Counts of standings. `unstaffed`: bodies with nobody registered, each once."""

    given: int = 0
    unacknowledged: int = 0
    undone: int = 0
    late: int = 0
    to_check: int = 0
    unstaffed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One district, or the province's own organisations (key empty)."""

    key: str
    label: str
    tally: Tally


async def standing(tx: Tx, directive_ids: Collection[int], at: datetime) -> list[Standing]:
    """How everything owed for these directives stood at `at`, judged by its events."""
    mine = obligations.c.directive_id.in_(sorted(directive_ids))
    joined = select(obligations, directives.c.due_at).join(
        directives, directives.c.id == obligations.c.directive_id
    )
    rows = await tx.all(joined.where(mine).order_by(obligations.c.id))
    states = await _states(tx, directive_ids, at)
    staffed = await _staffed(tx)
    found = []
    for row in rows:
        state = states.get(row.id, ObligationState.WAITING)
        late = row.due_at < at and state not in DONE
        found.append(
            Standing(
                code=row.code,
                directive_id=row.directive_id,
                body=row.body,
                state=state,
                due_at=row.due_at,
                staffed=row.body in staffed,
                late=late,
            )
        )
    return found


async def _states(tx: Tx, directive_ids: Collection[int], at: datetime) -> Mapping[int, ObligationState]:
    events = obligation_events.c
    rows = await tx.all(
        select(events.obligation_id, events.kind)
        .join(obligations, obligations.c.id == events.obligation_id)
        .where(obligations.c.directive_id.in_(sorted(directive_ids)), events.at <= at)
        .order_by(events.id)
    )
    return {row.obligation_id: ObligationState(row.kind) for row in rows}


async def _staffed(tx: Tx) -> frozenset[str]:
    acting = grants.c.role.in_([role.value for role in ACTING]) & grants.c.revoked_at.is_(None)
    return frozenset((await tx.execute(select(grants.c.scope).where(acting).distinct())).scalars())


def tally(standings: Iterable[Standing]) -> Tally:
    """Count them."""
    found = list(standings)
    return Tally(
        given=len(found),
        unacknowledged=sum(not each.acknowledged for each in found),
        undone=sum(not each.done for each in found),
        late=sum(each.late for each in found),
        to_check=sum(each.state is ObligationState.DONE for each in found),
        unstaffed=len({each.body for each in found if not each.staffed}),
    )


def places(campaign: Campaign, standings: Iterable[Standing]) -> tuple[Place, ...]:
    """By district, in the campaign's order, the province's organisations last."""
    by: dict[str, list[Standing]] = {unit.code: [] for unit in campaign.units.districts}
    by |= {COMMUNE: [], "": []}
    for each in standings:
        by.setdefault(place_of(campaign, each.body), []).append(each)
    return tuple(
        Place(key=key, label=place_label(campaign, key), tally=tally(own)) for key, own in by.items() if own
    )


async def live(tx: Tx, since: datetime, until: datetime) -> list[int]:
    """Directives in play in the period: given by its end, not recalled by then, due after its beginning."""
    stands = directives.c.recalled_at.is_(None) | (directives.c.recalled_at > until)
    found = select(directives.c.id).where(
        directives.c.created_at <= until, directives.c.due_at > since, stands
    )
    return list((await tx.execute(found.order_by(directives.c.id))).scalars())
