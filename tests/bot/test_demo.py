"""The rehearsal: everybody stands ready on the page."""

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import demo
from bot.channels.web import Room, cast
from bot.channels.web.cast import EDITOR, OFFICER
from bot.jobs.mail import post_of
from bot.parts import Parts
from bot.settings import Settings
from storage.campaign import load_campaign
from storage.tables import addresses, positions


async def asked(parts: Parts) -> dict[str, str]:
    """Who stands in which dialog, by chat."""
    where = select(addresses.c.chat, positions.c.flow).join_from(
        positions, addresses, positions.c.address_id == addresses.c.id
    )
    async with parts.database.reading() as tx:
        rows = await tx.all(where.where(positions.c.flow != ""))
    return {row.chat: row.flow for row in rows}


def test_nothing_of_a_rehearsal_can_leave(tmp_path: Path) -> None:
    """However full the environment is: no token, no mail server, no public address, no other database."""
    server = Settings(
        _env_file=None,
        clock_speed=60,
        log="json",
        telegram_token="123:abc",
        telegram_webhook_url="https://bot.example.vn/telegram/x",
        telegram_webhook_secret="a-secret",
        zalo_bot_token="456:def",
        zalo_bot_webhook_secret="another-secret",
        zalo_oa_app_id="1",
        zalo_oa_app_secret="s",
        zalo_oa_webhook_secret="w",
        zalo_oa_access_token="a",
        zalo_oa_refresh_token="r",
        database="postgresql+asyncpg://u:p@db/vungxanh",
        metrics_token="m" * 8,
        secret_key="k" * 32,
        smtp_host="mail.example.vn",
        smtp_user="u",
        smtp_password="p",
        smtp_sender="vungxanh@example.vn",
        public_url="https://bot.example.vn",
        admins="telegram:1001",
    )
    assert all(getattr(server, name) for name in Settings.SECRETS)
    made = demo.rehearsal_settings(server, tmp_path, 8080, load_campaign(None))
    assert {name for name in Settings.SECRETS if getattr(made, name)} == set()
    assert (post_of(made), made.zalo_oa_app_id, made.public_url, made.admins) == (None, None, None, ())
    assert (made.data_dir, made.clock_speed, made.log, made.http.host) == (tmp_path, 60, "json", "127.0.0.1")


async def test_staff_stand_at_their_desks_before_the_crowd_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They have said where they live by then; in the end nobody is left in a question."""
    first: list[set[str]] = []
    over, settle = asyncio.Event(), demo.settle

    async def watched(parts: Parts, room: Room) -> None:
        assert parts.campaign.deadlines == demo.REHEARSED
        says = room.all_say

        async def all_say(chats: Sequence[str], text: str, *, sender: str = "") -> None:
            if len(chats) > 1:
                first.append(
                    {flow for chat, flow in (await asked(parts)).items() if chat in {OFFICER, EDITOR}}
                )
            await says(chats, text, sender=sender)

        monkeypatch.setattr(Room, "all_say", staticmethod(all_say))
        try:
            await settle(parts, room)
            while True:
                news = room.channel.next_delivery()
                if not await asked(parts):
                    break
                await news.wait()
        finally:
            over.set()

    monkeypatch.setattr(demo, "settle", watched)
    monkeypatch.setattr(demo, "cast", partial(cast, crowd=2))
    await demo.rehearse(Settings(), 0, tmp_path, lambda _url: None, over.wait)
    assert first
    assert first[0] <= {"chude"}


def test_a_rehearsal_has_promises_and_says_that_they_are_none() -> None:
    """So that what is late can be seen; an office's own promises are rehearsed as they are."""
    shipped = load_campaign()
    assert shipped.deadlines == ()
    made = demo.promising(shipped)
    assert {each.urgency for each in made.deadlines} == {"urgent", "normal"}
    assert "chỉ để diễn tập" in demo.title(made)
    own = shipped.model_copy(update={"deadlines": demo.REHEARSED[:1]})
    assert demo.promising(own) is own
    assert "diễn tập" not in demo.title(own)
