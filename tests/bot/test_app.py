"""How the parts are put together."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import app
from bot.delivery.verdict import Bulk
from bot.gathering import FETCH
from bot.parts import Hold
from bot.settings import Settings
from messages.content import Lane
from storage import bulletins, grants, people
from storage.campaign import Campaign
from storage.database import Database
from storage.records import Role
from storage.tables import outbox
from tests.bot.drafting import approved
from tests.e2e.program import rows


def settings(folder: Path, **more: object) -> Settings:
    """Without a channel, with a port of the system's choice."""
    given = {"data_dir": folder, "http": "127.0.0.1:0", "clock": "2021-08-18T09:00:00+07:00", **more}
    return Settings(_env_file=None, **given)  # type: ignore[call-arg,arg-type]


@pytest.mark.parametrize(
    ("at", "bulk"),
    [
        ("2021-08-18T09:00:00+07:00", Bulk.OPEN),
        ("2021-08-18T23:30:00+07:00", Bulk.QUIET),
        ("2021-08-25T20:00:00+07:00", Bulk.OPEN),
        ("2021-08-27T09:00:00+07:00", Bulk.CLOSED),
    ],
)
def test_what_is_unasked_waits_for_its_hour(campaign: Campaign, at: str, bulk: Bulk) -> None:
    """By day it goes, at night it waits, after the campaign it ends."""
    now = datetime.fromisoformat(at).astimezone(UTC)
    assert app.verdict(campaign, now, Hold()).bulk is bulk
    assert app.verdict(campaign, now, Hold(on=True)).bulk is Bulk.HELD


async def test_without_a_token_no_channel_is_made(tmp_path: Path) -> None:
    """The rest of the program stands: `check` and the rehearsal need no Telegram."""
    async with app.assembled(settings(tmp_path)) as parts:
        assert parts.channels == ()
        assert parts.senders == ()
        assert parts.clock.rehearsal


async def test_what_people_send_is_fetched_by_a_runner_of_its_own(tmp_path: Path) -> None:
    """It waits behind no slow work; every kind of job has one runner that does it."""
    async with app.assembled(settings(tmp_path)) as parts:
        rest, fetching = parts.runners
        assert set(fetching.works) == fetching.only == rest.besides == {FETCH}
        assert FETCH not in rest.works
        assert not rest.only


async def test_the_housekeeping_runs_on_an_empty_database(tmp_path: Path) -> None:
    """Retention, expiry and the closing are wired to functions that work."""
    async with app.assembled(settings(tmp_path)) as parts:
        names = [chore.name for chore in parts.calendar._chores.chores]
        assert {"retention", "expiry", "close"} <= set(names)
        for chore in parts.calendar._chores.chores:
            async with parts.database.transaction() as tx:
                await chore.run(tx, parts.clock.now())


async def test_the_program_starts_an_approved_draft_at_its_hour(tmp_path: Path) -> None:
    """As it is put together: a rehearsal's jump stops at the hour, and the bulletin begins then and not before."""
    async with app.assembled(settings(tmp_path)) as parts:
        hour = parts.clock.now() + timedelta(hours=1)
        await approved(parts.database, parts.campaign, hour)
        await parts.calendar.tick()
        async with parts.database.reading() as tx:
            assert await bulletins.list_recent(tx) == []
        assert await parts.calendar.jump() == (None, hour)
        async with parts.database.reading() as tx:
            (made,) = await bulletins.list_recent(tx)
        assert (made.title, made.state) == ("Giữ vững vùng xanh", "sending")


async def test_a_part_that_ends_by_itself_stops_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends with an error, so that whoever keeps it running starts it again."""

    async def breaks(_self: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.conversation.Conversation.run", breaks)
    monkeypatch.setattr(app, "calm", lambda: None)  # it would hold for every test that comes after
    with pytest.raises(app.PartFailed, match="conversation"):
        await app.run(settings(tmp_path))


async def test_the_senders_alerts_reach_the_administrators(tmp_path: Path) -> None:
    """What a sender must tell goes into the outbox of those who can act."""
    token = "8000000001:AAE-a-token-of-the-tests"
    given = settings(tmp_path, telegram_token=token, telegram_api="http://127.0.0.1:9")
    async with app.assembled(given) as parts:
        database: Database = parts.database
        async with database.transaction() as tx:
            _, person = await people.meet(tx, "telegram", parts.channels[0].bot, "1001", parts.clock.now())
            await grants.grant(tx, person.id, Role.ADMIN, "", "a test", parts.clock.now())
        sender = parts.senders[0]
        await sender._flight.alert(app.Alert(kind="outage", text="Nền tảng không trả lời."))
        said = await rows(database, outbox)
        for channel in parts.channels:
            await channel.close()
    assert [(row.chat, row.lane) for row in said] == [("1001", list(Lane).index(Lane.ALERTS))]
    assert "Nền tảng không trả lời." in said[0].body
