"""Where something is, if its author chose to send the point along: kept apart, gone when the report closes."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import delete, insert, select, update

from messages.content import Location, Reply
from messages.encoding import dump_reply, load_reply
from messages.markup import escape
from storage.database import Tx
from storage.outbox import Outgoing
from storage.people import address_of
from storage.records import OPEN_REPORTS
from storage.tables import addresses, outbox, report_locations, reports

_OPEN = sorted(state.value for state in OPEN_REPORTS)
_SLICE = 50
GONE = "…"  # stands where the point stood


def map_link(point: Location) -> str:
    """A page that shows the point: five decimals are about a metre."""
    lat, lon = f"{point.lat:.5f}", f"{point.lon:.5f}"
    return f"https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=17/{lat}/{lon}"


async def keep(tx: Tx, report_id: int, point: Location) -> None:
    """Keep the point with its report."""
    values = {"report_id": report_id, "latitude": point.lat, "longitude": point.lon}
    await tx.execute(insert(report_locations).values(values))


async def of(tx: Tx, report_id: int) -> Location | None:
    """The point of an open report, if one was sent along."""
    row = await tx.first(select(report_locations).where(report_locations.c.report_id == report_id))
    return None if row is None else Location(lat=row.latitude, lon=row.longitude)


async def forget_location(tx: Tx, report_id: int) -> list[Outgoing]:
    """Forget the point, in messages still held too: call it whenever a report closes.

    Returns edits of desk messages that showed it, for callers that do not draw the cards anew themselves.
    """
    point = await of(tx, report_id)
    if point is None:
        return []
    await tx.execute(delete(report_locations).where(report_locations.c.report_id == report_id))
    code = str(await tx.scalar(select(reports.c.code).where(reports.c.id == report_id)))
    return await _forget_shown(tx, code, map_link(point))


async def forget(tx: Tx, person_ids: Sequence[int]) -> list[Outgoing]:
    """Forget every point that these people sent along; returns the edits of `forget_location`."""
    mine = select(report_locations.c.report_id).join(reports, reports.c.id == report_locations.c.report_id)
    found = (await tx.execute(mine.where(reports.c.person_id.in_(person_ids)))).scalars().all()
    return [edit for report_id in found for edit in await forget_location(tx, report_id)]


async def retire(tx: Tx) -> int:
    """Forget the points of reports that are closed, some at a time: the net under `forget_location`."""
    shut = select(report_locations.c.report_id).join(reports, reports.c.id == report_locations.c.report_id)
    ids = (await tx.execute(shut.where(reports.c.state.not_in(_OPEN)).limit(_SLICE))).scalars().all()
    for report_id in ids:
        await forget_location(tx, report_id)
    return len(ids)


async def _forget_shown(tx: Tx, code: str, link: str) -> list[Outgoing]:
    """Messages about this report lose the link: as words, as an address and as a button."""
    joined = select(outbox.c.id.label("row"), outbox.c.body, outbox.c.kind.label("does"), addresses).join(
        addresses, addresses.c.id == outbox.c.address_id
    )
    edits = []
    for row in await tx.all(joined.where(outbox.c.subject == code, outbox.c.body != "")):
        reply = load_reply(row.body)
        new = _without(reply, link)
        if new == reply:
            continue
        await tx.execute(update(outbox).where(outbox.c.id == row.row).values(body=dump_reply(new)))
        if row.does == "send":
            edits.append(
                Outgoing(address=address_of(row), reply=new, target=row.row, subject=code, in_place=True)
            )
    return edits


def _without(reply: Reply, link: str) -> Reply:
    words = reply.text
    for shown in (f'<a href="{escape(link)}">', f'<a href="{link}">'):
        head, found, tail = words.partition(shown)
        words = head + tail.replace("</a>", "", 1) if found else words
    words = words.replace(escape(link), GONE).replace(link, GONE)
    rows = tuple(tuple(each for each in row if each.url != link) for row in reply.rows)
    return replace(reply, text=words, rows=tuple(row for row in rows if row))
