"""check and check --live for an Official Account."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.zalo_oa.memory import Memory
from bot.cli import live
from storage.database import Database
from tests.bot.operating import Installation, installation
from tests.simulators.zalo_oa import ZaloOaSimulator


@pytest.fixture
async def zalo() -> AsyncIterator[ZaloOaSimulator]:
    async with ZaloOaSimulator() as running:
        yield running


@pytest.fixture
def here(
    tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Installation:
    return installation(tmp_path, f"sqlite+aiosqlite:///{tmp_path}/test.db", monkeypatch, capsys)


def turned_on(here: Installation, zalo: ZaloOaSimulator) -> None:
    access, refresh = zalo.account.grant()
    here.set(
        ZALO_OA_APP_ID=zalo.account.app_id,
        ZALO_OA_APP_SECRET="app-secret",
        ZALO_OA_ID=zalo.account.oa_id,
        ZALO_OA_ACCESS_TOKEN=access,
        ZALO_OA_REFRESH_TOKEN=refresh,
        ZALO_OA_API=zalo.url,
        ZALO_OA_OAUTH_API=zalo.url,
        PUBLIC_URL="https://bot.example.org",
    )


async def test_check_looks_at_the_account_and_spends_nothing(
    here: Installation, zalo: ZaloOaSimulator
) -> None:
    """What Zalo says of it, where its pushes go, that no signature was proven yet; no token is renewed."""
    turned_on(here, zalo)
    zalo.account.government = True
    done = await here.run("check")
    assert "OA cơ quan nhà nước “OA thử”" in done.out
    assert "https://bot.example.org/zalo/oa" in done.out
    assert "chưa thấy chữ ký nào đúng" in done.out
    zalo.account.access.clear()
    assert "chương trình đang chạy sẽ tự đổi" in (await here.run("check")).out
    assert set(zalo.calls) == {"/v2.0/oa/getoa"}


async def test_check_says_that_signatures_are_proven(here: Installation, zalo: ZaloOaSimulator) -> None:
    """And warns whoever still takes everything."""
    turned_on(here, zalo)
    await here.run("migrate")
    async with Database(here.url) as database:
        await Memory(database, zalo.account.oa_id).proven()
    assert "chỉ nhận tin có chữ ký đúng" in (await here.run("check")).out
    here.set(ZALO_OA_SIGNATURE="log")
    assert "dù chữ ký đã khớp" in (await here.run("check")).out


async def test_an_account_half_set_up_is_told_what_is_missing(
    here: Installation, zalo: ZaloOaSimulator
) -> None:
    """No id, no public address, no token."""
    here.set(ZALO_OA_APP_ID="1", ZALO_OA_APP_SECRET="x", ZALO_OA_API=zalo.url)
    done = await here.run("check")
    assert done.code == 1
    for cure in ("VUNGXANH_ZALO_OA_ID", "VUNGXANH_PUBLIC_URL=https", "VUNGXANH_ZALO_OA_REFRESH_TOKEN"):
        assert cure in done.out


async def test_live_says_what_to_try_in_order_and_sends_nothing(
    here: Installation, zalo: ZaloOaSimulator
) -> None:
    """The government account first; without a terminal nothing is sent, whoever is named."""
    turned_on(here, zalo)
    done = await here.run("check", "--live", "--to", "1")
    starts = [line for line in done.out.splitlines() if line[:2] in {f"{n}." for n in range(1, 8)}]
    assert [line[0] for line in starts] == list("1234567")
    assert "-235" in starts[0]
    assert "Chưa gửi gì" in done.out
    assert zalo.calls == []
    assert [each["number"] for each in (await here.run("check", "--live", "--json")).data] == [
        1,
        2,
        3,
        4,
        5,
        6,
        7,
    ]
    assert "VUNGXANH_ZALO_OA_REPLIES" in done.out


async def test_live_asks_before_each_message(
    here: Installation, zalo: ZaloOaSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Yes to the first and the last only: only these leave, and what came of each is told."""
    turned_on(here, zalo)
    zalo.account.interacts("1")
    zalo.account.needs_button_type = True
    asked: list[str] = []

    def confirm(question: str, *, default: bool) -> bool:
        assert not default
        asked.append(question)
        return len(asked) in {1, 4}

    monkeypatch.setattr(live.typer, "confirm", confirm)
    monkeypatch.setattr(live.sys.stdin, "isatty", lambda: True, raising=False)
    done = await here.run("check", "--live", "--to", "1")
    assert len(asked) == 4
    assert "tin v3: Zalo đã nhận" in done.out
    assert "tin có nút: Zalo -201" in done.out
    assert len(zalo.account.people["1"].got) == 1
