"""The real program on an Official Account: pushes over HTTP, answers by the API."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot import app
from bot.serving import serving
from bot.settings import Settings
from messages.content import Reply
from storage import people
from tests.e2e.program import Program, brisk, until
from tests.simulators.zalo_oa import Person, Pusher, ZaloOaSimulator

USER = "2512523625412515"
MORNING = "2021-08-18T09:00:00+07:00"


def settings(zalo: ZaloOaSimulator, folder: Path) -> Settings:
    access, refresh = zalo.account.grant()
    return Settings(
        _env_file=None,
        data_dir=folder,
        http="127.0.0.1:0",
        clock=MORNING,
        zalo_oa_app_id=zalo.account.app_id,
        zalo_oa_app_secret="app-secret",
        zalo_oa_id=zalo.account.oa_id,
        zalo_oa_webhook_secret="S",
        zalo_oa_access_token=access,
        zalo_oa_refresh_token=refresh,
        zalo_oa_api=zalo.url,
        zalo_oa_oauth_api=zalo.url,
        zalo_oa_rate=1000,
    )


class Citizen:
    """Somebody with a phone: writes, presses, reads."""

    def __init__(self, zalo: ZaloOaSimulator, pusher: Pusher) -> None:
        self.zalo = zalo
        self.pusher = pusher

    @property
    def phone(self) -> Person:
        return self.zalo.account.person(USER)

    async def says(self, text: str) -> str:
        """Write; returns what is answered."""
        return await self._after(self.pusher.says(USER, text))

    async def follows(self) -> str:
        return await self._after(self.pusher.follows(USER))

    async def presses(self, label: str) -> str:
        """What the phone does: it sends the button's payload as words."""
        (payload,) = (each["payload"] for each in self.buttons if each["title"] == label)
        return await self.says(payload)

    async def _after(self, push: Any) -> str:
        before = len(self.phone.got)
        assert await push == 200
        await until("an answer", lambda: len(self.phone.got) > before)
        return "\n".join(self.phone.texts[before:])

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """Those of the newest message."""
        found: list[dict[str, Any]] = self.phone.got[-1]["message"].get("attachment", {}).get("payload", {})
        return found.get("buttons", [])  # type: ignore[attr-defined]


@asynccontextmanager
async def running(
    zalo: ZaloOaSimulator, folder: Path, *, dead: bool = False
) -> AsyncIterator[tuple[Program, Citizen]]:
    """`dead`: Zalo takes neither of the tokens in the settings."""
    given = settings(zalo, folder)
    if dead:
        zalo.account.access.clear()
        zalo.account.refresh.clear()

    async def later(_: float) -> None:
        """No push fails here."""

    async with (
        app.assembled(given, brisk) as parts,
        serving(parts) as http,
        aiohttp.ClientSession() as session,
    ):

        async def take(headers: Mapping[str, str], body: bytes) -> int:
            async with session.post(f"{http.url}/zalo/oa", data=body, headers=headers) as answer:
                return answer.status

        await until("the channel", lambda: parts.channels[0].webhook_state._heard)  # type: ignore[attr-defined]
        yield Program(parts=parts, http=http), Citizen(zalo, Pusher(zalo.account, take, later))


@pytest.fixture
async def zalo() -> AsyncIterator[ZaloOaSimulator]:
    async with ZaloOaSimulator() as made:
        yield made


async def test_from_following_to_a_report(zalo: ZaloOaSimulator, tmp_path: Path) -> None:
    """Follow, agree by a button, tell of a difficulty, be given a code and the news: no line is for this platform."""
    async with running(zalo, tmp_path) as (program, an):
        assert "kênh thông tin tự động" in await an.follows(), "a machine says so before it is asked"
        await an.presses("Đồng ý nhận tin")
        async with program.database.reading() as tx:
            address = await people.find_address(tx, "zalo_oa", zalo.account.oa_id, USER)
        assert address is not None
        await an.says("Phường 1, thành phố Sóc Trăng")
        await an.says("/phananh")
        await an.says("Thiếu gạo ở ấp Tâm Thọ, mấy nhà chưa có ăn")
        await an.presses("An sinh - lương thực")
        assert "ảnh hoặc video" in await an.says("1"), (
            "the long list is numbered: where they live comes first"
        )
        await an.presses("Bỏ qua")
        await an.says("1")
        assert "1. Gửi" in await an.presses("Không cần gọi lại"), "six choices are numbers again"
        assert "KK-" in await an.says("1")
        await program.send_bulletin("Giờ chợ", Reply(text="Chợ mở cửa từ <b>5 giờ</b>"))
        await until("the news", lambda: "Chợ mở cửa từ 5 giờ" in an.phone.texts[-1])
    assert zalo.account.billed == []
    assert zalo.count("/v3.0/oa/message/cs") == len(an.phone.got)


async def test_unproven_pushes_are_turned_away_once_one_was_proven(
    zalo: ZaloOaSimulator, tmp_path: Path
) -> None:
    """After a restart too."""
    async with running(zalo, tmp_path) as (_, an):
        await an.says("chào")
    async with running(zalo, tmp_path) as (_, an):
        an.pusher.secret = "stranger"
        assert await an.pusher.push({"event_name": "user_send_text", "sender": {"id": "1"}}) == 403
        an.pusher.secret = ""
        an.pusher.enabled = True
        assert await an.pusher._take({}, b"{}") == 200


async def test_pushes_are_stored_while_the_tokens_are_dead(zalo: ZaloOaSimulator, tmp_path: Path) -> None:
    """A restart with lost tokens: Zalo is answered, so that it goes on pushing; once they are good people are."""
    async with running(zalo, tmp_path, dead=True) as (_, an):
        assert await an.pusher.says(USER, "chào") == 200
    assert an.phone.got == []
    async with running(zalo, tmp_path) as (_, an):
        await until("an answer", lambda: an.phone.got)
    assert "kênh thông tin tự động" in "\n".join(an.phone.texts)
