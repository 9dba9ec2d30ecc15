"""Whatever writers and approvers try, in whatever order, a bulletin has two people behind exactly its words."""

import asyncio
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from messages.content import Attachment, AttachmentKind, Reply
from storage import bulletins, drafts, people
from storage.bulletins import NewBulletin
from storage.database import Database, Tx
from storage.drafts import NewDraft, NotNow, OwnWork
from storage.records import CHANGEABLE, DRAFT_MOVES, Audience, Draft, DraftKind, DraftState
from tests.storage.world import NOW

ACTS = ("change", "submit", "give_back", "approve", "start", "drop", "look")
acts = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(ACTS), st.booleans()), max_size=25)


async def three(tx: Tx) -> list[int]:
    return [(await people.meet(tx, "fake", "1", chat, NOW))[1].id for chat in ("lan", "tam", "tu")]


async def begun(tx: Tx, author: int | None, **more: object) -> Draft:
    fields = {"kind": DraftKind.BULLETIN, "agency": "so_tttt", "title": "T", "text": "0", "created_by": "Lan"}
    return await drafts.create(tx, NewDraft(**(fields | {"author_id": author} | more)), NOW)  # type: ignore[arg-type]


def new(draft: Draft) -> NewBulletin:
    return NewBulletin(kind="bulletin", title="T", reply=Reply(text=draft.text), created_by="Tam", counted=1)


def test_the_table_is_whole() -> None:
    """Every state has its row; what is started or dropped never moves; only an approval leads to a start."""
    assert set(DRAFT_MOVES) == set(DraftState)
    assert {state for state, moves in DRAFT_MOVES.items() if not moves} == {
        DraftState.STARTED,
        DraftState.DROPPED,
    }
    assert [state for state, moves in DRAFT_MOVES.items() if DraftState.STARTED in moves] == [
        DraftState.APPROVED
    ]
    assert [state for state, moves in DRAFT_MOVES.items() if DraftState.APPROVED in moves] == [
        DraftState.SUBMITTED
    ]
    assert set(DraftState) - {DraftState.STARTED, DraftState.DROPPED} == CHANGEABLE


class _Story:
    """What the three have seen and done, told beside the database."""

    def __init__(self, draft: Draft) -> None:
        self.seen = [draft] * 3
        self.hands = {1}
        self.approved: tuple[int, str] | None = None
        self.submitted = ""

    def wrote(self, who: int) -> None:
        self.hands.add(who)
        self.approved = None
        self.submitted = ""


async def _act(tx: Tx, story: _Story, who: int, act: str, *, fresh: bool) -> None:
    """Somebody acts on what they saw last, or on what it says now."""
    now = await drafts.get(tx, 1)
    assert now is not None
    if fresh or act == "look":
        story.seen[who] = now
    seen, me = story.seen[who], who + 1
    try:
        if act == "change":
            if await drafts.change(tx, 1, me, NOW, text=f"{seen.text}{me}"):
                story.wrote(me)
            else:
                assert not DRAFT_MOVES[now.state]
        elif act == "submit":
            await drafts.submit(tx, seen, me, str(me), seen.text, NOW)
            story.wrote(me)
            story.submitted = seen.text
        elif act == "approve":
            await drafts.approve(tx, seen, me, str(me), seen.text, NOW)
            assert me not in story.hands
            assert seen.text == now.text == story.submitted
            story.approved = (me, now.text)
        elif act == "start":
            started, made = await drafts.start(tx, seen, new(now), NOW)
            assert story.approved is not None
            assert story.approved[1] == now.text
            assert started.bulletin_id == made.id
        elif act in {"give_back", "drop"}:
            await (
                drafts.drop(tx, seen, NOW)
                if act == "drop"
                else drafts.give_back(tx, seen, str(me), "vì sao", NOW)
            )
    except NotNow:
        assert await drafts.get(tx, 1) == now
    except OwnWork:
        assert me in story.hands


async def _play(path: Path, done: list[tuple[int, str, bool]]) -> None:
    async with Database(f"sqlite+aiosqlite:///{path}") as database, database.transaction() as tx:
        assert await three(tx) == [1, 2, 3]
        story = _Story(await begun(tx, 1))
        for who, act, fresh in done:
            before = await drafts.get(tx, 1)
            await _act(tx, story, who, act, fresh=fresh)
            after = await drafts.get(tx, 1)
            assert before is not None
            assert after is not None
            assert after.state is before.state or after.state in DRAFT_MOVES[before.state]
            assert after.writers == story.hands
            number = len(await bulletins.list_recent(tx))
            assert number == (after.state is DraftState.STARTED)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=acts)
def test_no_order_of_events_sends_what_one_person_wrote_alone(
    done: list[tuple[int, str, bool]], tmp_path: Path, sqlite_template: Path
) -> None:
    """Old views, changes in between, repeats: moves follow the table, and at most one bulletin begins."""
    path = tmp_path / "drafts.db"
    path.unlink(missing_ok=True)
    shutil.copy(sqlite_template, path)
    asyncio.run(_play(path, done))


async def test_a_draft_is_kept_whole(database: Database) -> None:
    """Every part comes back, changed ones too; what is no part cannot be written."""
    photo = Attachment(kind=AttachmentKind.PHOTO, ref="p", origin="stage:1")
    async with database.transaction() as tx:
        (lan, tam, _) = await three(tx)
        made = await begun(
            tx, lan, audience=Audience(areas=("31",)), source="SYT", attachments=(photo,), subject="GT-AAAAA"
        )
        assert await drafts.get(tx, made.id) == made
        assert (made.version, made.writers, made.author_id) == (1, {lan}, lan)
        changed = await drafts.change(
            tx, made.id, tam, NOW, audience=Audience(roles=("officer",)), attachments=(), valid_until=NOW
        )
        assert changed is not None
        assert (changed.version, changed.writers) == (2, {lan, tam})
        assert (changed.audience, changed.attachments) == (Audience(roles=("officer",)), ())
        assert changed.valid_until == NOW
        with pytest.raises(ValueError, match="no part"):
            await drafts.change(tx, made.id, tam, NOW, state="approved")
        assert await drafts.get(tx, 99) is None


async def test_drafts_are_found_by_agency_state_and_subject(database: Database) -> None:
    """What is over is not open; a bulletin leads back to its draft."""
    async with database.transaction() as tx:
        (lan, tam, _) = await three(tx)
        one, two = await begun(tx, lan, subject="TD-AAAAA"), await begun(tx, lan)
        other = await begun(tx, None, agency="bao_soc_trang")
        waits = await drafts.submit(tx, one, lan, "Lan", "hash", NOW)
        assert await drafts.open_ids(tx, ["so_tttt"]) == [two.id, one.id]
        assert await drafts.waiting_ids(tx, ["so_tttt"]) == [waits.id]
        assert await drafts.waiting_ids(tx, ["bao_soc_trang"], ["so_tttt"]) == [], "no alert"
        assert await drafts.open_ids(tx, ["bao_soc_trang"]) == [other.id]
        passed = await drafts.approve(tx, waits, tam, "Tam", "hash", NOW)
        started, made = await drafts.start(tx, passed, new(passed), NOW)
        await drafts.drop(tx, two, NOW)
        assert await drafts.open_ids(tx, ["so_tttt"]) == []
        assert await drafts.of_bulletin(tx, made.id) == started
        assert await drafts.of_subject(tx, "TD-AAAAA") == [started]
        assert await drafts.of_subject(tx, "") == []


async def test_one_person_is_enough_only_where_the_caller_says_so(database: Database) -> None:
    """The setting of an agency; the caller writes it into the log."""
    async with database.transaction() as tx:
        (lan, _, _) = await three(tx)
        waits = await drafts.submit(tx, await begun(tx, lan), lan, "Lan", "hash", NOW)
        with pytest.raises(OwnWork):
            await drafts.approve(tx, waits, lan, "Lan", "hash", NOW)
        passed = await drafts.approve(tx, waits, lan, "Lan", "hash", NOW, alone=True)
        assert passed.state is DraftState.APPROVED


async def test_of_two_approvers_at_once_one_is_told_that_it_is_done(database: Database) -> None:
    """In transactions of their own: the second finds it approved, and there is one bulletin."""
    async with database.transaction() as tx:
        (lan, tam, tu) = await three(tx)
        waits = await drafts.submit(tx, await begun(tx, lan), lan, "Lan", "hash", NOW)

    async def sends(who: int) -> bool:
        async with database.transaction() as tx:
            try:
                passed = await drafts.approve(tx, waits, who, str(who), "hash", NOW)
                await drafts.start(tx, passed, new(passed), NOW)
            except NotNow:
                return False
            return True

    assert sorted(await asyncio.gather(sends(tam), sends(tu))) == [False, True]
    async with database.reading() as tx:
        assert len(await bulletins.list_recent(tx)) == 1
