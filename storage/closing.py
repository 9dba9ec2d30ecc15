"""What the whole campaign came to: counts for the closing report, besides difficulties and zones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from messages.content import ChatKind
from storage.database import Tx
from storage.records import Consent, NominationState, SendState
from storage.records.duties import DirectiveState
from storage.tables import addresses, bulletins, deliveries, directives, nominations, obligations, people


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Bulletins of one kind: how many, how many deliveries of them arrived, and how many did not."""

    kind: str
    bulletins: int
    arrived: int
    missed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingCounts:
    """Everything up to one instant.

    Attributes:
        nominations: by state, those that their nominators took back left out: these are `withdrawn`.
        collectives: those of them that praise a collective.
        directives: not recalled. obligations: by state, one for each body asked.
        reach: by kind of bulletin, the most first.
        agreed: people who agreed to news now; reachable: those of them who can be reached.
    """

    nominations: Mapping[str, int]
    withdrawn: int
    collectives: int
    directives: int
    obligations: Mapping[str, int]
    reach: tuple[Reach, ...]
    agreed: int
    reachable: int


async def counts(tx: Tx, until: datetime) -> ClosingCounts:
    """The counts of what began up to this campaign instant, as it stands now."""
    told = nominations.c.created_at <= until
    kept = told & (nominations.c.state != NominationState.WITHDRAWN.value)
    given = (directives.c.created_at <= until) & (directives.c.state == DirectiveState.OPEN.value)
    agreed = people.c.consent == Consent.AGREED.value
    has_way = select(addresses.c.id).where(
        addresses.c.person_id == people.c.id,
        addresses.c.kind == ChatKind.PRIVATE.value,
        addresses.c.reachable,
    )
    by_state = select(nominations.c.state, func.count().label("n")).where(told).group_by(nominations.c.state)
    states = {row.state: int(row.n) for row in await tx.all(by_state)}
    asked = (
        select(obligations.c.state, func.count().label("n"))
        .join(directives, directives.c.id == obligations.c.directive_id)
        .where(given)
        .group_by(obligations.c.state)
    )
    everyone = select(func.count()).select_from(people).where(agreed)
    return ClosingCounts(
        withdrawn=states.pop(NominationState.WITHDRAWN.value, 0),
        nominations=states,
        collectives=int(
            await tx.scalar(select(func.count()).where(kept, nominations.c.collective.is_(True))) or 0
        ),
        directives=int(await tx.scalar(select(func.count()).where(given)) or 0),
        obligations={row.state: int(row.n) for row in await tx.all(asked)},
        reach=await _reach(tx, until),
        agreed=int(await tx.scalar(everyone) or 0),
        reachable=int(await tx.scalar(everyone.where(has_way.exists())) or 0),
    )


async def _reach(tx: Tx, until: datetime) -> tuple[Reach, ...]:
    started = bulletins.c.created_at <= until
    how_many = await tx.all(
        select(bulletins.c.kind, func.count().label("n")).where(started).group_by(bulletins.c.kind)
    )
    went = await tx.all(
        select(bulletins.c.kind, deliveries.c.state, func.count().label("n"))
        .join(deliveries, deliveries.c.bulletin_id == bulletins.c.id)
        .where(started)
        .group_by(bulletins.c.kind, deliveries.c.state)
    )
    lost = {SendState.FAILED.value, SendState.UNKNOWN.value}
    found = [
        Reach(
            kind=row.kind,
            bulletins=int(row.n),
            arrived=sum(int(e.n) for e in went if e.kind == row.kind and e.state == SendState.SENT.value),
            missed=sum(int(e.n) for e in went if e.kind == row.kind and e.state in lost),
        )
        for row in how_many
    ]
    return tuple(sorted(found, key=lambda each: (-each.arrived, each.kind)))
