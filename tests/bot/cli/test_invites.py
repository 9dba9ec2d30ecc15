"""`vungxanh invite`: a code, its link, and what fits nothing."""

import hashlib

import pytest
from sqlalchemy import select

from storage import audit
from storage.database import Database
from storage.tables import invites
from tests.bot.operating import AT, Installation
from tests.simulators.telegram import TelegramSimulator

COMMUNE = "31528"


async def test_an_invite_prints_a_code_and_keeps_its_hash(here: Installation) -> None:
    """The code works, is logged with who made it, and is nowhere in the database."""
    done = await here.run("invite", "officer", "--unit", COMMUNE, "--uses", "3", "--by", "Tư", "--json")
    assert done.data["link"] is None
    code = done.data["code"]
    async with Database(here.url) as database, database.reading() as tx:
        row = await tx.first(select(invites))
        (line,) = await audit.recent(tx)
    assert row is not None
    assert (row.role, row.scope, row.uses_left) == ("officer", COMMUNE, 3)
    assert row.code_hash == hashlib.sha256(code.encode()).hexdigest()
    assert (row.expires_at - AT).days == 7  # campaign time: the rehearsal has not begun
    assert (line.action, line.actor) == ("invite.created", "Tư (dòng lệnh)")
    assert code not in str(line)


async def test_a_desk_s_code_says_how_to_use_it(small: Installation) -> None:
    """Home Affairs' code opens its desk, a desk's code nothing else."""
    done = await small.run("invite", "home_affairs")
    assert "/ketnoi" in done.out
    assert "/start" in done.out
    assert "Sở Nội vụ" in done.out
    done = await small.run("invite", "desk", "--unit", "so_noi_vu")
    assert "/ketnoi" in done.out
    assert "/start" not in done.out


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("invite citizen", "không mời được"),
        ("invite officer", "đơn vị"),
        ("invite officer --unit 99999", "mã GSO"),
        ("invite editor", "bao_soc_trang"),
        ("invite desk --unit 941", "so_noi_vu"),
        ("invite admin --unit 941", "bỏ --unit"),
    ],
)
async def test_an_invite_that_fits_nothing_is_refused(small: Installation, line: str, says: str) -> None:
    """With what would fit."""
    (await small.run(*line.split())).refused(says, "Cách sửa")


async def test_the_link_opens_the_bot(small: Installation) -> None:
    """With a token the link names the bot; without an answer from the platform the code still works."""
    async with TelegramSimulator() as telegram:
        small.set(TELEGRAM_TOKEN=telegram.token, TELEGRAM_API=telegram.url)
        data = (await small.run("invite", "admin", "--json")).data
        assert data["link"] == f"https://t.me/{telegram.me['username']}?start={data['code']}"
        assert "Liên kết: https://t.me/" in (await small.run("invite", "admin", "--uses", "2")).out
    done = await small.run("invite", "admin", "--json")
    assert done.code == 0
    assert done.data["link"] is None
    assert "Telegram không trả lời" in done.err
    assert telegram.token not in done.err
