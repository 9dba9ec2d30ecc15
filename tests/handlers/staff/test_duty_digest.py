"""The digest tells of what units were asked to do: chat, report, table and board have the same figures."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

from handlers.staff import digest_files, digests
from messages.documents.duties import SHEET
from messages.markup import plain
from messages.render import number
from storage import duties
from storage.campaign import Campaign
from storage.database import Database, Tx
from storage.duties import NewDirective, bodies_of
from storage.records import Addressees, Directive, Need, ObligationEvent, ObligationState
from tests.messages.documents.reading import document, sheets, table, words_of

AT = datetime(2021, 8, 18, 1, tzinfo=UTC)
UNTIL = AT + timedelta(hours=8)


async def given(tx: Tx, campaign: Campaign, title: str, due: datetime, *levels: str) -> Directive:
    to = Addressees(levels=levels)
    new = NewDirective(
        title=title, text="Làm", need=Need.WORDS, due_at=due, addressees=to, created_by="Thu (fake:1)"
    )
    made, _ = await duties.give(tx, new, bodies_of(campaign, to), AT)
    return made


async def act(tx: Tx, directive: Directive, many: int, state: ObligationState, at: datetime) -> None:
    for each in (await duties.obligations_of(tx, directive.id))[:many]:
        event = ObligationEvent(at=at, kind=state.value, actor="Ba (fake:2)")
        assert await duties.move(tx, each, state, event)


async def test_every_form_of_the_digest_agrees(
    database: Database, campaign: Campaign, tmp_path: Path
) -> None:
    """Two directives in play, one recalled, one of last week: counted once each, as they stood at the end."""
    async with database.transaction() as tx:
        first = await given(tx, campaign, "Rà soát", AT + timedelta(hours=4), "commune")
        await given(tx, campaign, "Báo cáo", UNTIL + timedelta(hours=1), "district", "organisation")
        gone = await given(tx, campaign, "Nhầm", UNTIL, "district")
        await given(tx, campaign, "Tuần trước", AT - timedelta(days=3), "district")
        await duties.recall(tx, gone, "nhầm", AT + timedelta(hours=1))
        await act(tx, first, 60, ObligationState.ACKNOWLEDGED, AT + timedelta(hours=1))
        await act(tx, first, 40, ObligationState.DONE, AT + timedelta(hours=2))
        data = await digests.gather(tx, campaign, UNTIL)
        files = await digest_files.build(tx, campaign, data)
    total = data.duties.total
    assert data.duties.directives == 2
    assert (total.given, total.unacknowledged, total.undone, total.late) == (109 + 18, 49 + 18, 69 + 18, 69)
    places = data.duties.places
    for name in ("given", "unacknowledged", "undone", "late"):
        assert sum(getattr(place.tally, name) for place in places) == getattr(total, name)
    assert not data.empty
    assert data.quiet
    text = plain(digests.digest_text(data))
    assert "2 việc, 127 lượt giao. Chưa xác nhận: 67; chưa thực hiện: 87, quá hạn 69" in text
    made, book = document(files.docx), sheets(files.xlsx)
    words = "\n".join(words_of(made))
    assert "V. ĐÔN ĐỐC, KIỂM TRA VIỆC TRIỂN KHAI" in words
    assert "còn 67 lượt chưa xác nhận đã nhận, 87 lượt chưa báo thực hiện, trong đó quá hạn 69." in words
    rows = table(made, "Lượt giao")
    expected = [
        [p.label, *(number(n) for n in (p.tally.given, p.tally.unacknowledged, p.tally.undone, p.tally.late))]
        for p in places
    ]
    assert [row[1:6] for row in rows[:-1]] == expected
    assert rows[-1][1:6] == ["Tổng cộng", "127", "67", "87", "69"]
    last = book[SHEET].rows[-1]
    assert [last[c] for c in "ABCDE"] == ["Tổng cộng", 127, 67, 87, 69]
    _, listed = digests.write_files(data, tmp_path)
    with listed.open(encoding="utf-8-sig", newline="") as lines:
        undone = [int(row[4]) for row in csv.reader(lines) if row[0] == "Việc giao đơn vị"]
    assert sum(undone) == 87


async def test_a_past_digest_is_judged_by_events(database: Database, campaign: Campaign) -> None:
    """What was done after its end does not change it; a period without directives says nothing of them."""
    async with database.transaction() as tx:
        made = await given(tx, campaign, "Rà soát", AT + timedelta(hours=4), "district")
        before = await duties.figures(tx, campaign, AT - timedelta(hours=1), UNTIL)
        await act(tx, made, 11, ObligationState.DONE, UNTIL + timedelta(hours=1))
        after = await duties.figures(tx, campaign, AT - timedelta(hours=1), UNTIL)
        later = await duties.figures(tx, campaign, AT - timedelta(hours=1), UNTIL + timedelta(hours=2))
        none = await digests.gather(tx, campaign, AT - timedelta(hours=2))
    assert before == after
    assert (before.total.undone, later.total.undone) == (11, 0)
    assert none.empty
    assert "Việc giao" not in digests.digest_text(none)
