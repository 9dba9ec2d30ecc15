"""Limits hold for one person and never for another; a block ends by itself."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from messages.content import Attachment, AttachmentKind
from storage import likeness, limits, nominations, people, reports, voices
from storage.campaign.contents import Limits
from storage.database import Database, Tx
from storage.nominations import NewNomination
from storage.records import PERSON_WROTE, NominationEvent, ReportEvent, ReportState
from storage.reports import NewReport

NOW = datetime(2021, 8, 18, 3, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FEW = Limits(per_hour=2, per_day=3)


async def files(tx: Tx, person_id: int, at: datetime, kind: str = "report") -> None:
    """One report, good deed or voice of this person."""
    if kind == "nomination":
        words = dict.fromkeys(("name", "unit", "deed", "happened", "result", "known_how"), "x")
        new = NewNomination(
            person_id=person_id,
            collective=False,
            place="31558",
            helped="other",
            name_withheld=False,
            nominee_knows=None,
            **words,
        )
        await nominations.add(tx, new, at)
        return
    other = (await people.meet(tx, "web", "1", "other", at))[1].id if kind == "voice" else person_id
    report = await reports.add(tx, NewReport(person_id=other, kind="k", place="31558", words="x"), at)
    if kind == "voice":
        await voices.join(tx, report, person_id, at)


@pytest.mark.parametrize("kinds", [("report",) * 2, ("report", "nomination"), ("voice", "voice")])
async def test_everything_filed_counts_together(database: Database, kinds: tuple[str, str]) -> None:
    """Two an hour, of whatever kind; an hour after the first the next may come."""
    async with database.transaction() as tx:
        who = (await people.meet(tx, "web", "1", "an", NOW))[1].id
        for minutes, kind in zip((0, 10), kinds, strict=True):
            await files(tx, who, NOW + timedelta(minutes=minutes), kind)
        half = NOW + timedelta(minutes=30)
        assert await limits.may_file_from(tx, who, FEW, half) == NOW + timedelta(hours=1)
        assert await limits.may_file_from(tx, who, FEW, NOW + timedelta(hours=1)) is None


async def test_withdrawing_frees_nothing(database: Database) -> None:
    """What was filed and taken back was filed."""
    async with database.transaction() as tx:
        who = (await people.meet(tx, "web", "1", "an", NOW))[1].id
        for _ in range(2):
            await files(tx, who, NOW)
        for report in await reports.of_person(tx, who):
            await reports.move(tx, report, ReportState.WITHDRAWN, NOW)
        assert await limits.may_file_from(tx, who, FEW, NOW) is not None


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(minutes=st.lists(st.integers(0, 3 * 24 * 60), max_size=40).map(sorted))
async def test_limits_hold_and_lock_nobody_else_out(database: Database, minutes: list[int]) -> None:
    """Who files when allowed never files more than allowed; somebody else, whatever happens, may."""
    async with database.transaction() as tx:
        who = (await people.meet(tx, "web", "1", f"an{minutes}", NOW))[1].id
        other = (await people.meet(tx, "web", "1", f"binh{minutes}", NOW))[1].id
        filed: list[datetime] = []
        for each in minutes:
            at = NOW + timedelta(minutes=each)
            again = await limits.may_file_from(tx, who, FEW, at)
            assert again is None or at < again <= at + timedelta(days=1)
            if again is None:
                await files(tx, who, at)
                filed.append(at)
            assert await limits.may_file_from(tx, other, FEW, at) is None
        for at in filed:
            assert sum(at - timedelta(hours=1) < each <= at for each in filed) <= FEW.per_hour
            assert sum(at - timedelta(days=1) < each <= at for each in filed) <= FEW.per_day


async def test_a_block_is_one_persons_and_ends(database: Database) -> None:
    """Kept with the person; ended once, or by time."""
    async with database.transaction() as tx:
        who = (await people.meet(tx, "web", "1", "an", NOW))[1].id
        other = (await people.meet(tx, "web", "1", "binh", NOW))[1].id
        await limits.block(tx, who, NOW + timedelta(hours=1))
        blocked = await people.get(tx, who)
        free = await people.get(tx, other)
        assert blocked
        assert blocked.blocked_until == NOW + timedelta(hours=1)
        assert free
        assert free.blocked_until is None
        assert not await limits.unblock(tx, who, NOW + timedelta(hours=1))
        assert await limits.unblock(tx, who, NOW)
        assert not await limits.unblock(tx, who, NOW)


async def test_likeness_is_looked_up_by_words_area_time_and_state(database: Database) -> None:
    """The most pairs of words first, on both engines."""
    async with database.transaction() as tx:
        who = (await people.meet(tx, "web", "1", "an", NOW))[1].id
        said = ("hết gạo ba ngày", "het gao roi", "mất điện", "", "hết gạo ba ngày nay ở đây")
        for number, words in enumerate(said):
            new = NewReport(person_id=who, kind="k", place="31558", words=words)
            await likeness.index(tx, await reports.add(tx, new, NOW), "945" if number == 4 else "943")
        found = await likeness.candidates(tx, "Hết gạo, ba ngày!", "943", NOW)
        assert [report.words for report in found] == ["hết gạo ba ngày", "het gao roi"]
        assert await likeness.candidates(tx, "", "943", NOW) == []
        assert await likeness.candidates(tx, "hết gạo", "943", NOW + timedelta(days=7, seconds=1)) == []
        newest = await reports.get(tx, found[0].code)
        assert newest
        await reports.move(tx, newest, ReportState.RESOLVED, NOW)
        assert [each.words for each in await likeness.candidates(tx, "hết gạo", "943", NOW)] == [
            "het gao roi"
        ]
        await likeness.forget_report(tx, found[1].id)
        assert await likeness.candidates(tx, "hết gạo", "943", NOW) == []
        assert likeness.shingles("a " * 5000)
        assert len(likeness.shingles(" ".join(map(str, range(5000))))) == 200


async def test_what_is_added_counts_by_messages_and_files(database: Database) -> None:
    """To reports and good deeds together, within the hour; each file as one message; nobody else's."""
    limit = Limits(follow_ups_per_hour=4)
    photo = Attachment(kind=AttachmentKind.PHOTO, ref="f", origin="web:1")

    def wrote(at: datetime) -> ReportEvent:
        return ReportEvent(at=at, kind=PERSON_WROTE, words="x")

    async with database.transaction() as tx:
        who = (await people.meet(tx, "web", "1", "an", NOW))[1].id
        other = (await people.meet(tx, "web", "1", "binh", NOW))[1].id
        report = await reports.add(tx, NewReport(person_id=who, kind="k", place="31558", words="x"), NOW)
        await files(tx, who, NOW, "nomination")
        [deed] = await nominations.of_person(tx, who)
        await reports.note(tx, report, wrote(NOW))
        await nominations.note(tx, deed, NominationEvent(at=NOW + MINUTE, kind=PERSON_WROTE, words="x"))
        assert await limits.may_write_from(tx, who, limit, NOW + 2 * MINUTE) is None
        await reports.note(tx, report, wrote(NOW + 2 * MINUTE), (photo, photo))
        assert await limits.may_write_from(tx, who, limit, NOW + 3 * MINUTE) == NOW + timedelta(hours=1)
        assert await limits.may_write_from(tx, other, limit, NOW + 3 * MINUTE) is None
        assert await limits.may_write_from(tx, who, limit, NOW + timedelta(hours=1)) is None
