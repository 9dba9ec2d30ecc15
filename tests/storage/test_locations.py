"""A point sent along: there while the report is open, and nowhere afterwards."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from messages.content import Choice, Location, Reply
from messages.markup import escape
from storage import desks, erasure, likeness, locations, outbox, people, reports
from storage.campaign.contents import Retention
from storage.database import Database, Tx
from storage.locations import map_link
from storage.outbox import Outgoing
from storage.records import Report, ReportState
from storage.reports import NewReport
from storage.tables import outbox as outbox_table
from storage.tables import report_locations, report_shingles

NOW = datetime(2021, 8, 18, 3, tzinfo=UTC)
POINT = Location(lat=9.61234, lon=105.98765)
RETENTION = Retention(raw_chat_days=30, unconsented_days=2)


async def located(tx: Tx) -> Report:
    """A report with a point, and its card at a desk that shows it thrice."""
    _, author = await people.meet(tx, "web", "1", "author", NOW)
    desk = await people.meet_group(tx, "web", "1", "-desk", NOW)
    await desks.connect(tx, "so_noi_vu", desk, "a test", NOW)
    new = NewReport(
        person_id=author.id, kind="di_lai", place="31558", words="cầu sập ở ấp ba", contact="0987654321"
    )
    report = await reports.add(tx, new, NOW)
    await locations.keep(tx, report.id, POINT)
    await likeness.index(tx, report, "943")
    link = map_link(POINT)
    text = f'<b>{report.code}</b> <a href="{escape(link)}">Xem vị trí</a> {escape(link)}\nXin gọi lại: 0987654321'
    card = Reply(text=text, rows=((Choice(label="Vị trí", url=link), Choice(label="Xong", data="1|r|x|y|")),))
    await outbox.put(tx, [Outgoing(address=desk, reply=card, subject=report.code)], NOW)
    await tx.execute(update(outbox_table).values(state="sent", receipt=["m1"], finished_at=NOW))
    return report


def shows(text: str) -> bool:
    return "9.61234" in text or "105.98765" in text


async def test_it_goes_with_the_report_and_from_the_card(database: Database) -> None:
    """The row, the words, the link and the button; everything else of the card stays."""
    async with database.transaction() as tx:
        report = await located(tx)
        assert await locations.of(tx, report.id) == POINT
        [edit] = await locations.forget_location(tx, report.id)
        assert await locations.of(tx, report.id) is None
        body = str(await tx.scalar(select(outbox_table.c.body)))
        assert await locations.forget_location(tx, report.id) == []
    assert edit.reply
    assert edit.kind == "edit"
    assert not shows(edit.reply.text)
    assert not shows(body)
    assert [choice.label for choice in edit.reply.choices] == ["Xong"]
    assert f"<b>{report.code}</b> Xem vị trí {locations.GONE}" in edit.reply.text


@pytest.mark.parametrize("keep", [True, False])
async def test_it_goes_with_its_author(database: Database, keep: bool) -> None:
    """Also where the report is worked on further without them; the desk's message loses number and point at once."""
    async with database.transaction() as tx:
        report = await located(tx)
        erased = await erasure.erase(tx, [report.person_id or 0], NOW, NOW, keep_sent=keep)
        assert await tx.all(select(report_locations)) == []
        bodies = [row.body for row in await tx.all(select(outbox_table))]
        left = await tx.all(select(report_shingles))
    assert not any(shows(body) or "0987654321" in body for body in bodies)
    assert bool(left) is keep
    assert len(erased.sent.changed) == (1 if keep else 0)
    for edit in erased.sent.changed:
        assert edit.reply
        assert not shows(edit.reply.text)
        assert "0987654321" not in edit.reply.text


@pytest.mark.parametrize("state", [ReportState.RESOLVED, ReportState.WITHDRAWN, None])
async def test_what_was_forgotten_to_be_forgotten_goes_by_itself(
    database: Database, state: ReportState | None
) -> None:
    """Retention takes points and hashes of closed reports; an open one keeps its point, and its hashes 7 days."""
    async with database.transaction() as tx:
        report = await located(tx)
        if state is not None:
            await reports.move(tx, report, state, NOW)
    done = 1
    while done:
        async with database.transaction() as tx:
            done = await erasure.retention(tx, RETENTION, NOW + timedelta(hours=1), NOW)
    async with database.transaction() as tx:
        assert (await locations.of(tx, report.id) is None) is (state is not None)
        assert bool(await tx.all(select(report_shingles))) is (state is None)
        while await likeness.retire(tx, NOW + likeness.LOOKED_AT + timedelta(seconds=1)):
            pass
        assert await tx.all(select(report_shingles)) == []
