"""News to everybody who agreed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import app
from messages.content import Reply
from storage.tables import deliveries
from tests.e2e.program import Program, running, settings
from tests.e2e.talk import agrees, hears, presses, says
from tests.simulators.telegram import TelegramSimulator

CROWD = range(100, 160)
WORDS = "Bắt đầu từ hôm nay, chợ Kế Sách mở cửa từ 5 giờ đến 10 giờ."


async def test_everybody_who_agreed_and_nobody_else(program: Program, telegram: TelegramSimulator) -> None:
    """Whoever agreed, whether a place was chosen or not; not who declined, left or blocked."""
    settled, hasty, declined, left = (telegram.user(number) for number in (11, 12, 13, 14))
    await agrees(settled)
    await says(hasty, "/start")
    await presses(hasty, "Đồng ý nhận tin")
    await says(declined, "/start")
    await presses(declined, "Không, tôi chỉ hỏi thông tin")
    await agrees(left)
    await says(left, "/ngungtin")
    await presses(left, "Đúng, ngừng nhận tin")
    await program.send_bulletin("Giờ chợ", Reply(text=WORDS))
    await hears(settled, WORDS)
    await hears(hasty, WORDS)
    assert {row.state for row in await program.rows(deliveries)} <= {"sent", "sending"}
    assert declined.hears_nothing()
    assert left.hears_nothing()


async def test_whoever_agrees_while_it_goes_out_gets_it(
    program: Program, telegram: TelegramSimulator
) -> None:
    """Nobody who joins before the end is left out."""
    first, late = telegram.user(11), telegram.user(12)
    await agrees(first)
    held = telegram.faults.stall("sendMessage", chat=11)
    await program.send_bulletin("Giờ chợ", Reply(text=WORDS))
    await held.reached.wait()
    await says(late, "/start")
    await late.presses("Đồng ý nhận tin")
    await late.sees_text(WORDS)
    held.release()
    await hears(first, WORDS)


async def test_somebody_who_blocked_does_not_hold_up_the_others(
    program: Program, telegram: TelegramSimulator
) -> None:
    """A refusal is one person's; the bulletin goes on, and they are not tried again."""
    gone, here = telegram.user(11), telegram.user(12)
    await agrees(gone)
    await agrees(here)
    gone.chat.blocked = True  # Telegram has not told us
    await program.send_bulletin("Giờ chợ", Reply(text=WORDS))
    await hears(here, WORDS)
    while (await program.address(gone.id)).reachable:  # the refusal comes by a line of its own
        await says(here, "/kehoach")


@pytest.fixture
async def strict() -> AsyncIterator[TelegramSimulator]:
    """Telegram with its limits to the letter."""
    async with TelegramSimulator() as simulator:
        yield simulator


async def test_at_telegrams_own_pace_everybody_gets_it_once(strict: TelegramSimulator, folder: Path) -> None:
    """With the real limits on both sides: everybody gets it, once, and an answer comes between.

    How near the limit it goes without a refusal is for the benchmarks: a busy machine bunches what left in time.
    """
    crowd = [strict.user(number, started=True) for number in CROWD]
    async with running(settings(strict, folder), app.platforms) as program:
        for each in crowd:
            await each.says("/start")
        for each in crowd:
            await each.sees_text("đồng ý nhận tin", timeout=60)
            await each.presses("Đồng ý nhận tin")
        for each in crowd:
            await each.sees_text("Bà con ở xã, phường nào?", timeout=60)
        await program.send_bulletin("Giờ chợ", Reply(text=WORDS))
        await crowd[0].says("/kehoach")
        await crowd[0].sees_text("127", timeout=60)
        for each in crowd:
            await each.sees_text(WORDS, timeout=60)
    for each in crowd:
        assert [message.text for message in each.sees()].count(WORDS) == 1
