"""The files of a dossier reach whoever asked for them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.jobs.honours import HonourFiles
from bot.jobs.press import Press
from bot.jobs.runner import Runner
from bot.media import MediaStore
from handlers.staff.commending.dossier import JOB, gather
from messages.encoding import load_reply
from storage import jobs, nominations, people
from storage.campaign import Campaign
from storage.database import Database, Tx
from storage.records import NominationEvent, NominationState
from storage.tables import outbox
from tests.storage.test_nomination_moves import told

NOW = datetime(2021, 8, 26, 3, tzinfo=UTC)
WAY = (NominationState.VERIFIED, NominationState.CONSIDERED, NominationState.PROPOSED)


async def proposed(tx: Tx, who: str) -> str:
    made = await told(tx, who)
    for state in WAY:
        assert await nominations.move(tx, made, state, form="Bằng khen")
        await nominations.note(
            tx, made, NominationEvent(at=NOW, kind=state.value, actor="Lan", words="Đã hỏi")
        )
    return made.code


@pytest.mark.timeout(180)
async def test_four_papers_in_one_message(database: Database, campaign: Campaign, tmp_path: Path) -> None:
    """Drawn in another process; only what is proposed is in it, with the locality's words and the zones."""
    store = MediaStore(tmp_path / "media", database)
    press = Press(store=store, wall=lambda: NOW)
    honours = HonourFiles(database=database, campaign=campaign, press=press)
    async with database.transaction() as tx:
        codes = [await proposed(tx, name) for name in ("an", "binh")]
        await told(tx, "chi")
        address, _ = await people.meet(tx, "stage", "1", "yen", NOW)
        await jobs.put(tx, JOB, {"addresses": [address.id], "until": NOW.isoformat()}, NOW)
    async with database.reading() as tx:
        found = await gather(tx, campaign, NOW)
    assert [each.code for each in found.entries] == codes
    assert found.entries[0].confirmed == "Đã hỏi"
    assert found.letterhead.agency == "Sở Y tế"
    assert found.through == "Ban Thi đua - Khen thưởng, Sở Nội vụ"

    async def alert(_tx: Tx, what: str) -> None:
        raise AssertionError(what)

    runner = Runner(database=database, works={JOB: honours.send_files}, wall=lambda: NOW, alert=alert)
    try:
        while await runner.step():
            pass
    finally:
        press.close()
    async with database.reading() as tx:
        (said,) = [load_reply(row.body) for row in await tx.all(outbox.select())]
    assert [each.name.rsplit(".", 1)[-1] for each in said.attachments] == ["docx", "docx", "xlsx", "docx"]
    assert "0 tập thể, 2 cá nhân" in said.text
    assert all(store.path(each.ref) for each in said.attachments)
