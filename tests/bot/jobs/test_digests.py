"""The files of a digest reach the desk, and the office's mailbox."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.jobs.digests import Digests, recipients
from bot.jobs.mail import Post
from bot.jobs.runner import Runner
from bot.jobs.works import PATIENCE
from bot.media import MediaStore
from handlers.staff.digests import gather, want_files
from messages.encoding import load_reply
from storage import desks, people, reports
from storage.campaign import Campaign
from storage.database import Database, Tx
from storage.reports import NewReport
from storage.tables import outbox
from tests.bot.timing import Wall
from tests.simulators.smtp import MailServer

NOW = datetime(2021, 8, 18, 9, tzinfo=UTC)


async def one_report_and_a_desk(tx: Tx) -> int:
    """The address of Home Affairs' group."""
    _, an = await people.meet(tx, "stage", "1", "an", NOW)
    new = NewReport(person_id=an.id, kind="an_sinh", place="31558", words="Nhà tôi hết gạo")
    await reports.add(tx, new, NOW.replace(hour=2))
    group = await people.meet_group(tx, "stage", "1", "-100", NOW)
    await desks.connect(tx, "so_noi_vu", group, "a test", NOW)
    return group.id


def runner_of(digests: Digests, wall: Callable[[], datetime] = lambda: NOW) -> Runner:
    async def alert(_tx: Tx, what: str) -> None:
        raise AssertionError(what)

    works = {"digest_files": digests.send_files, "digest_email": digests.send_email}
    return Runner(database=digests.database, works=works, wall=wall, alert=alert, patience=PATIENCE)


@pytest.mark.timeout(180)
async def test_the_desk_gets_charts_a_report_and_a_table(
    database: Database, campaign: Campaign, tmp_path: Path
) -> None:
    """Two messages: pictures, then papers; from the same figures, drawn in another process.

    Who only reads gets the same without the table.
    """
    store = MediaStore(tmp_path / "media", database)
    digests = Digests(database=database, campaign=campaign, store=store, wall=lambda: NOW)
    async with database.transaction() as tx:
        desk = await one_report_and_a_desk(tx)
        office = await people.meet_group(tx, "stage", "1", "-300", NOW)
        data = await gather(tx, campaign, NOW)
        for _ in range(2):
            await want_files(tx, data, [desk], NOW, readers=[office.id], dedupe="a")
    runner = runner_of(digests)
    try:
        while await runner.step():
            pass
    finally:
        digests.close()
    async with database.reading() as tx:
        rows = await tx.all(outbox.select().order_by(outbox.c.id))
        said, read = [[load_reply(row.body) for row in rows if row.chat == chat] for chat in ("-100", "-300")]
    kinds = [[each.kind.value for each in reply.attachments] for reply in said]
    assert kinds == [["photo", "photo"], ["document", "document"]]
    assert [each.name.rsplit(".", 1)[-1] for each in said[1].attachments] == ["docx", "xlsx"]
    assert all(store.path(each.ref) for reply in said for each in reply.attachments)
    assert "người ký để trống" in said[1].text
    assert [each.name.rsplit(".", 1)[-1] for each in read[1].attachments] == ["docx"]
    assert "Dự thảo báo cáo của Sở Nội vụ" in read[1].text


@pytest.mark.parametrize("engine_name", ["sqlite"])  # jobs run on both in test_runner.py
@pytest.mark.timeout(180)
async def test_the_office_gets_it_by_email_too(
    database: Database, campaign: Campaign, tmp_path: Path
) -> None:
    """Where the campaign file names a mailbox and the settings a server; a server that takes it later loses nothing."""
    agencies = tuple(
        agency.model_copy(update={"email": "noivu@example.org"}) if agency.key == "so_noi_vu" else agency
        for agency in campaign.agencies
    )
    with_mail = campaign.model_copy(update={"agencies": agencies})
    assert recipients(with_mail) == ("noivu@example.org",)
    wall = Wall(NOW)
    async with MailServer(refuse=True) as mail:
        digests = Digests(
            database=database,
            campaign=with_mail,
            store=MediaStore(tmp_path / "media", database),
            wall=lambda: NOW,
            post=Post(host="127.0.0.1", port=mail.port, sender="bot@example.org"),
        )
        async with database.transaction() as tx:
            await one_report_and_a_desk(tx)
            await want_files(tx, await gather(tx, with_mail, NOW), [], NOW, dedupe="a", email=True)
        runner = runner_of(digests, wall)
        try:
            for hours in (1, 6, 1):  # greylisted at first
                while await runner.step():
                    pass
                wall.passes(hours=hours)
                mail.refuse = False
        finally:
            digests.close()
    (letter,) = mail.letters
    assert "Tổng hợp khó khăn" in letter["Subject"]
    assert len(list(letter.iter_attachments())) == 4
