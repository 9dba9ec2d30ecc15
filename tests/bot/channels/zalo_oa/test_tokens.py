"""The account's tokens: renewed once, written ahead, never lost to a crash of ours."""

import asyncio
import itertools
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from sqlalchemy import select

from bot.channels.base import Misconfigured, Unavailable
from bot.channels.zalo_oa import courier
from bot.channels.zalo_oa.errors import ConsentLost
from bot.channels.zalo_oa.oauth import Errand
from bot.channels.zalo_oa.tokens import TokenKeeper
from bot.channels.zalo_oa.vault import Vault
from storage.database import Database
from storage.tables import meta
from tests.bot.channels.zalo_oa import renewing
from tests.bot.channels.zalo_oa.renewing import APP, SECRET, Clock, keeper
from tests.simulators.zalo_oa import Account, ZaloOaSimulator

OAUTH = "/v4/oa/access_token"


@pytest.fixture
async def zalo() -> AsyncIterator[ZaloOaSimulator]:
    async with ZaloOaSimulator() as running:
        yield running


def in_folder(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir()]


async def inline(errand: Errand, key: bytes, left: Path) -> None:
    """The courier's work without its process."""
    left.parent.mkdir(parents=True, exist_ok=True)
    told = {"root": errand.root, "app_id": errand.app_id, "app_secret": errand.app_secret}
    await courier.carry(told | {"refresh": errand.refresh, "key": key.decode(), "left": str(left)})


async def test_many_who_ask_at_once_cause_one_renewal(
    zalo: ZaloOaSimulator, database: Database, tmp_path: Path
) -> None:
    """A refresh token is good once: a second renewal of the same would lose the account."""
    access, refresh = zalo.account.grant()
    tokens = keeper(database, tmp_path, zalo.url, access, refresh, send=inline)
    assert await tokens.current() == access
    renewed = await asyncio.gather(*(tokens.renewed(access) for _ in range(20)))
    assert len(set(renewed)) == 1
    assert zalo.account.renewals == 1
    zalo.account.admit(await tokens.current())


async def test_a_token_is_renewed_before_its_end(
    zalo: ZaloOaSimulator, database: Database, tmp_path: Path
) -> None:
    """25 hours, whatever the spelling of `expires_in`; used or not, by the keeper itself."""
    clock = Clock()
    zalo.account.now = clock
    access, refresh = zalo.account.grant()
    tokens = keeper(database, tmp_path, zalo.url, access, refresh, send=inline, wall=clock)
    await tokens.current()
    clock.go(hours=24, minutes=50)
    assert await tokens.current() != access
    assert zalo.account.renewals == 1
    assert await tokens.days_left() == 90


async def test_what_is_kept_is_encrypted_and_outlives_a_restart(
    zalo: ZaloOaSimulator, database: Database, tmp_path: Path
) -> None:
    """Neither token stands in the database or in a file; with another key nothing can be read."""
    access, refresh = zalo.account.grant()
    tokens = keeper(database, tmp_path / "left", zalo.url, access, refresh, send=inline)
    fresh = await tokens.renewed(access if await tokens.current() else "")
    async with database.reading() as tx:
        kept = str([tuple(row) for row in await tx.all(select(meta))])
    assert "zalo_oa.tokens" in kept
    assert fresh not in kept
    assert "refresh-" not in kept
    assert in_folder(tmp_path / "left") == []
    again = keeper(database, tmp_path, zalo.url, access, refresh, send=inline)
    assert await again.current() == fresh
    assert await Vault(database, b"another", APP).load() is None


async def test_a_new_pair_in_the_settings_takes_over(
    zalo: ZaloOaSimulator, database: Database, tmp_path: Path
) -> None:
    """That is how a lost account is given to us anew; the old line in .env does not undo renewals."""
    first = zalo.account.grant()
    tokens = keeper(database, tmp_path, zalo.url, *first, send=inline)
    await tokens.current()
    zalo.account.refresh.clear()  # somebody else has used it up
    told: list[str] = []

    async def tell(text: str) -> None:
        told.append(text)

    tokens = keeper(database, tmp_path, zalo.url, *first, send=inline, alert=tell)
    for _ in range(2):
        with pytest.raises(ConsentLost, match="refresh token"):
            await tokens.renewed(first[0])
    assert zalo.count(OAUTH) == 1, "a token that is not taken is not shown again and again"
    assert len(told) == 1
    second = zalo.account.grant()
    assert await keeper(database, tmp_path, zalo.url, *second, send=inline).current() == second[0]
    assert await keeper(database, tmp_path, zalo.url, send=inline).current() == second[0]


async def test_an_operator_without_tokens_is_told_which_setting(database: Database, tmp_path: Path) -> None:
    """And nothing is asked of Zalo."""
    with pytest.raises(Misconfigured, match="VUNGXANH_ZALO_OA_REFRESH_TOKEN"):
        await keeper(database, tmp_path, "http://127.0.0.1:9").current()


async def test_a_wrong_app_secret_does_not_count_as_lost(
    zalo: ZaloOaSimulator, database: Database, tmp_path: Path
) -> None:
    """Put right, the same tokens go on."""
    access, refresh = zalo.account.grant()
    zalo.account.app_secret = "another"
    tokens = keeper(database, tmp_path, zalo.url, "", refresh, send=inline)
    with pytest.raises(Misconfigured, match="APP_SECRET"):
        await tokens.current()
    zalo.account.app_secret = "app-secret"
    assert await tokens.current() != access


async def test_nobody_there_and_no_answer_lose_nothing(
    zalo: ZaloOaSimulator, database: Database, tmp_path: Path
) -> None:
    """Not asked: ask again. Asked, and an error instead of an answer: the same token is tried again."""
    _, refresh = zalo.account.grant()
    away = keeper(database, tmp_path, "http://127.0.0.1:9", "", refresh, send=inline)
    with pytest.raises(Unavailable):
        await away.current()

    async def down(path: str) -> web.Response:
        return web.Response(status=502, text="bad gateway")

    zalo.before = down
    tokens = keeper(database, tmp_path, zalo.url, "", refresh, send=inline)
    with pytest.raises(Unavailable):
        await tokens.current()
    zalo.before = None
    zalo.account.admit(await tokens.current())


async def test_the_operator_hears_in_time_that_the_refresh_token_ends(
    zalo: ZaloOaSimulator, database: Database, tmp_path: Path
) -> None:
    """Once a day from two weeks before, while renewing fails."""
    clock, told, ended = Clock(), [], asyncio.Event()

    async def tell(text: str) -> None:
        told.append((clock.now, text))
        if len(told) == 3:
            ended.set()

    zalo.account.now = clock
    access, refresh = zalo.account.grant()
    away = keeper(
        database,
        tmp_path,
        "http://127.0.0.1:9",
        access,
        refresh,
        send=inline,
        alert=tell,
        wall=clock,
        sleep=clock.sleep,
    )
    await away.current()
    clock.go(days=78)
    task = asyncio.create_task(away.keep())
    await ended.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert "còn 12 ngày" in told[0][1]
    assert [(after[0] - before[0]).days for before, after in itertools.pairwise(told)] == [1, 1]


@pytest.mark.parametrize("moment", ["before_zalo_acts", "after_zalo_acted"])
async def test_kill_9_during_a_renewal_never_loses_the_account(
    zalo: ZaloOaSimulator, tmp_path: Path, sqlite_template: Path, moment: str
) -> None:
    """Killed before Zalo acts, or between its act and its answer: the next start has a good token."""
    _, refresh = zalo.account.grant()
    file = shutil.copy(sqlite_template, tmp_path / "test.db")
    url, folder = f"sqlite+aiosqlite:///{file}", tmp_path / "left"
    asked, dead = asyncio.Event(), asyncio.Event()

    async def stand_still(path: str) -> None:
        if path == OAUTH:
            asked.set()
            await dead.wait()

    setattr(zalo, "before" if moment == "before_zalo_acts" else "after", stand_still)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        renewing.__file__,
        url,
        str(folder),
        zalo.url,
        refresh,
        env={**os.environ, "PYTHONPATH": "."},
    )
    await asyncio.wait_for(asked.wait(), 60)
    process.send_signal(signal.SIGKILL)
    assert await process.wait() == -signal.SIGKILL
    zalo.before = zalo.after = None
    dead.set()
    async with Database(url) as database:
        found = await Vault(database, SECRET, APP).load()
        assert found is not None
        assert found.attempt is not None, "what was under way was written down first"
        tokens = keeper(database, folder, zalo.url, refresh=refresh)
        zalo.account.admit(await tokens.current())
        assert zalo.account.renewals == 1
        kept = await Vault(database, SECRET, APP).load()
    assert kept is not None
    assert kept.attempt is None
    assert kept.pair.refresh in zalo.account.refresh
    assert in_folder(folder) == []


async def test_who_is_told_half_asks_for_nothing(zalo: ZaloOaSimulator) -> None:
    """The program may die while it tells the courier what to do."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "from bot.channels.zalo_oa.courier import main; main()",
        stdin=asyncio.subprocess.PIPE,
    )
    await process.communicate(b'{"root": "http')
    assert process.returncode == 0
    assert not zalo.calls


def test_secrets_do_not_show() -> None:
    """Neither tokens nor the app's secret in what a log might print."""
    errand = Errand(root="https://x", app_id="1", app_secret="hush", refresh="hush")
    assert "hush" not in repr(errand)
    assert isinstance(TokenKeeper.__doc__, str)


def test_the_account_of_the_simulator_rotates() -> None:
    """A refresh token is good once, and an access token dies with its successor."""
    account = Account()
    access, refresh = account.grant()
    account.renew(account.app_id, account.app_secret, refresh)
    for spent in (
        lambda: account.admit(access),
        lambda: account.renew(account.app_id, account.app_secret, refresh),
    ):
        with pytest.raises(Exception, match=r"[iI]nvalid"):
            spent()
