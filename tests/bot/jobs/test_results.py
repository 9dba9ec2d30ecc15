"""What became of a bulletin reaches whoever asked, as a chart and a table."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.jobs.digests import Digests
from bot.jobs.results import Results
from bot.jobs.runner import Runner
from bot.media import MediaStore
from handlers.staff.pushing.results import JOB
from messages.content import Reply
from messages.encoding import load_reply
from storage import bulletins, jobs, people
from storage.bulletins import NewBulletin
from storage.campaign import Campaign
from storage.database import Database, Tx
from storage.records import Audience
from storage.tables import addresses, outbox

NOW = datetime(2021, 8, 18, 9, tzinfo=UTC)


async def asked(tx: Tx, name: str, *bulletin_ids: int) -> int:
    """Somebody's address, who asked for the results of these."""
    address, _ = await people.meet(tx, "stage", "1", name, NOW)
    for each in bulletin_ids:
        await jobs.put(tx, JOB, {"bulletin": each, "address": address.id}, NOW)
    return address.id


@pytest.mark.timeout(180)
@pytest.mark.parametrize("engine_name", ["sqlite"])
async def test_who_asked_gets_a_chart_and_a_table(
    database: Database, campaign: Campaign, tmp_path: Path
) -> None:
    """Not who blocked the bot meanwhile; and a bulletin that is not there is no reason to try for ever."""
    store = MediaStore(tmp_path / "media", database)
    digests = Digests(database=database, campaign=campaign, store=store, wall=lambda: NOW)
    new = NewBulletin(
        kind="bulletin",
        title="Giờ chợ",
        reply=Reply(text="Chợ mở cửa từ 5 giờ."),
        audience=Audience(),
        created_by="a test",
        counted=0,
    )
    async with database.transaction() as tx:
        made = await bulletins.start(tx, new, NOW)
        lan, gone = await asked(tx, "lan", made.id, made.id + 1), await asked(tx, "tam", made.id)
        await tx.execute(addresses.update().where(addresses.c.id == gone).values(reachable=False))

    async def alert(_tx: Tx, what: str) -> None:
        raise AssertionError(what)

    works = {JOB: Results(digests=digests, now=lambda: NOW).send}
    runner = Runner(database=database, works=works, wall=lambda: NOW, alert=alert)
    try:
        while await runner.step():
            pass
    finally:
        digests.close()
    async with database.reading() as tx:
        rows = await tx.all(outbox.select().order_by(outbox.c.id))
        assert await jobs.next_due(tx, NOW) is None
    assert {row.address_id for row in rows} == {lan}
    chart, table = [load_reply(row.body) for row in rows]
    assert f"Bản tin số {made.id}: đã tới 0 người" in chart.text
    assert [each.attachments[0].name for each in (chart, table)] == [
        f"ban-tin-{made.id}.png",
        f"ban-tin-{made.id}.xlsx",
    ]
    assert all(store.path(each.attachments[0].ref) for each in (chart, table))
