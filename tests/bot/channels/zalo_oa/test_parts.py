"""Messages of several parts on an Official Account: what is out never comes twice."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.base import NotNow, OutcomeUnknown, PartSent
from bot.channels.reach import Ask
from storage.database import Database
from tests.bot.channels.zalo_oa.account import USER, opened, say
from tests.simulators.zalo_oa import Person, ZaloOaSimulator

LONG = "Đoạn văn dài. " * 300  # three parts


@pytest.fixture
async def zalo() -> AsyncIterator[ZaloOaSimulator]:
    async with ZaloOaSimulator() as running:
        running.account.interacts(USER)
        yield running


@pytest.fixture
def an(zalo: ZaloOaSimulator) -> Person:
    return zalo.account.people[USER]


@pytest.mark.parametrize("code", [-32, -200, -201, -211, -213, -218, -230, -234])
async def test_a_later_part_that_fails_never_sends_the_first_again(
    zalo: ZaloOaSimulator, an: Person, database: Database, tmp_path: Path, code: int
) -> None:
    """Whatever the reason: the outcome is unknown, which nobody repeats; and what the refusal taught is kept."""
    an.refuses, an.after = code, 1
    async with opened(zalo, database, tmp_path) as channel:
        with pytest.raises(OutcomeUnknown, match="1 of 3") as caught:
            await channel.deliver(say(LONG))
        asks = Ask(chat=USER, heard=zalo.account.now(), now=zalo.account.now())
        assert channel.can_send(asks).allowed == (code not in {-230, -218})
    assert len(an.got) == 1
    assert isinstance(caught.value, PartSent)
    assert caught.value.messages == (an.got[0]["id"],)


@pytest.mark.parametrize("code", [-32, -200])
async def test_the_rest_waits_for_what_passes(
    zalo: ZaloOaSimulator, an: Person, database: Database, tmp_path: Path, code: int
) -> None:
    """A part that was certainly not sent is tried again: the whole arrives, once."""
    an.refuses, an.after = code, 1
    async with opened(zalo, database, tmp_path) as channel:
        waits = channel._sender._sleep

        async def passes(seconds: float) -> None:
            await waits(seconds)
            if seconds > 1:  # more than the pause between two parts
                an.refuses = 0

        channel._sender._sleep = passes
        receipt = await channel.deliver(say(LONG))
    assert len(receipt.messages) == len(set(an.texts)) == len(an.got) == 3


async def test_nothing_is_billed_for_a_later_part_without_a_yes(
    zalo: ZaloOaSimulator, an: Person, database: Database, tmp_path: Path
) -> None:
    """One free message, three parts: the first leaves, the rest does not, and the next message waits for them."""
    zalo.account.free_each = 1
    async with opened(zalo, database, tmp_path) as channel:
        with pytest.raises(PartSent, match="1 of 3") as caught:
            await channel.deliver(say(LONG))
        with pytest.raises(NotNow):
            await channel.deliver(say("Một"))
    assert caught.value.left == 0
    assert (len(an.got), zalo.account.billed) == (1, [])


async def test_a_message_that_does_not_fit_what_is_free_waits_whole(
    zalo: ZaloOaSimulator, an: Person, database: Database, tmp_path: Path
) -> None:
    """Two are left and it has three parts: none leaves until they write again; then all do."""
    zalo.account.free_each = 3
    async with opened(zalo, database, tmp_path) as channel:
        receipt = await channel.deliver(say("Một"))
        assert receipt.left == 2
        with pytest.raises(NotNow, match="3 phần"):
            await channel.deliver(say(LONG))
        asks = Ask(chat=USER, heard=zalo.account.now(), now=zalo.account.now())
        assert not channel.can_send(asks).allowed, "it is not tried again and again"
        zalo.account.interacts(USER)
        channel.windows.heard(USER)
        assert channel.can_send(asks).allowed
        receipt = await channel.deliver(say(LONG))
    assert (len(receipt.messages), receipt.left, zalo.account.billed) == (3, 0, [])
    assert len(an.got) == 4


async def test_what_somebody_pays_for_leaves_whole(
    zalo: ZaloOaSimulator, an: Person, database: Database, tmp_path: Path
) -> None:
    """The operator agreed: the parts beyond the free one are billed."""
    zalo.account.free_each = 1
    async with opened(zalo, database, tmp_path) as channel:
        await channel.deliver(say(LONG, may_cost=True))
    assert (len(an.got), zalo.account.billed) == (3, [USER, USER])
