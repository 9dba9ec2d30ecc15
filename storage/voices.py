"""Several people report the same matter: one report, a voice for each of them, counted once."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import insert, select, update

from storage.choir import Choir
from storage.database import Tx
from storage.records import OPEN_REPORTS, Report
from storage.reports import report_of
from storage.tables import anonymous_reports, report_voices, reports

_OPEN = sorted(state.value for state in OPEN_REPORTS)
_CHOIR = Choir(report_voices, report_voices.c.report_id)


class Joined(StrEnum):
    """What became of a wish to join."""

    JOINED = "joined"
    ALREADY = "already"  # had joined before
    OWN = "own"  # it is their own report
    CLOSED = "closed"  # nothing will happen to it any more


async def join(tx: Tx, report: Report, person_id: int, at: datetime) -> Joined:
    """One more voice, that hears what its author hears. However often somebody joins, they count once."""
    if report.person_id == person_id:
        return Joined.OWN
    here = (reports.c.id == report.id) & reports.c.state.in_(_OPEN)
    # The state is read and locked first: of joining and closing at once, one sees what the other did.
    locked = select(reports.c.id).where(here).with_for_update()
    if await tx.scalar(locked) is None:
        return Joined.CLOSED
    if await _CHOIR.add(tx, report.id, person_id, at):
        return Joined.JOINED
    await _follow(tx, report.id, person_id, follows=True)
    return Joined.ALREADY


async def carry_over(tx: Tx, report: Report, into: Report, at: datetime) -> None:
    """The author and the voices of `report` become voices of `into`, each person once, the erased ones too.

    Its author hears of `into` from now on. A voice hears of it if it heard of `report`, and has not asked to hear no
    more of `into`.
    """
    if report.person_id is None:
        await _CHOIR.add_nobody(tx, into.id, at, follows=False)
    elif report.person_id != into.person_id and not await _CHOIR.add(tx, into.id, report.person_id, at):
        await _follow(tx, into.id, report.person_id, follows=True)
    voice = report_voices.c
    for row in await tx.all(select(report_voices).where(voice.report_id == report.id).order_by(voice.at)):
        if row.person_id < 0:
            await _CHOIR.add_nobody(tx, into.id, row.at, follows=False)
        elif row.person_id != into.person_id:
            await _CHOIR.add(tx, into.id, row.person_id, at, follows=row.follows)


async def leave(tx: Tx, report_id: int, person_id: int) -> bool:
    """Hear of it no more; the voice still counts. False if they did not follow it."""
    return await _follow(tx, report_id, person_id, follows=False)


async def _follow(tx: Tx, report_id: int, person_id: int, *, follows: bool) -> bool:
    mine = (report_voices.c.report_id == report_id) & (report_voices.c.person_id == person_id)
    changed = update(report_voices).where(mine, report_voices.c.follows != follows).values(follows=follows)
    return bool((await tx.execute(changed)).rowcount)


async def followers(tx: Tx, report_id: int) -> list[int]:
    """People besides its author who get every push that the author gets, the earliest first."""
    who = select(report_voices.c.person_id).where(
        report_voices.c.report_id == report_id, report_voices.c.follows, report_voices.c.person_id > 0
    )
    ordered = who.order_by(report_voices.c.at, report_voices.c.person_id)
    return list((await tx.execute(ordered)).scalars())


async def count(tx: Tx, report_id: int) -> int:
    """How many people said so, its author among them."""
    return (await counts(tx, [report_id]))[report_id]


async def counts(tx: Tx, report_ids: Sequence[int]) -> dict[int, int]:
    """`count` of each of these reports, in one statement."""
    return await _CHOIR.counts(tx, report_ids)


async def joined_by(tx: Tx, person_id: int, *, only_followed: bool = True) -> list[Report]:
    """Reports of others that this person joined, the newest first."""
    mine = select(reports).join(report_voices, report_voices.c.report_id == reports.c.id)
    mine = mine.where(report_voices.c.person_id == person_id)
    if only_followed:
        mine = mine.where(report_voices.c.follows)
    return [report_of(row) for row in await tx.all(mine.order_by(reports.c.id.desc()))]


async def joined(tx: Tx, report_id: int, person_id: int) -> bool:
    """Whether somebody is a voice of this report, besides its author."""
    voice = report_voices.c
    mine = select(voice.report_id).where(voice.report_id == report_id, voice.person_id == person_id)
    return await tx.scalar(mine) is not None


async def follows(tx: Tx, report_id: int, person_id: int) -> bool:
    """Whether somebody joined this report and hears of it."""
    mine = (report_voices.c.report_id == report_id) & (report_voices.c.person_id == person_id)
    return bool(await tx.scalar(select(report_voices.c.follows).where(mine)))


async def keep_unnamed(tx: Tx, report_id: int) -> None:
    """Its author asked to stay unnamed: the desk is told not to ask who they are."""
    await tx.execute(insert(anonymous_reports).values(report_id=report_id))


async def unnamed(tx: Tx, report_id: int) -> bool:
    """Whether its author asked to stay unnamed."""
    row = select(anonymous_reports.c.report_id).where(anonymous_reports.c.report_id == report_id)
    return await tx.scalar(row) is not None


async def forget(tx: Tx, person_ids: Sequence[int]) -> None:
    """Erased people's voices stay as a count: a number of nobody's, and still one for each voice of a report."""
    await _CHOIR.forget(tx, person_ids, follows=False)
