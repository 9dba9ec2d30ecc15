"""What nobody should have sent: it is kept, put aside with a reason, and the next message is answered."""

import json
from typing import Any

import pytest

from bot import conversation
from handlers.turn import Turn
from storage.tables import inbox
from tests.e2e.program import ADMIN, Program
from tests.e2e.talk import hears, says
from tests.simulators.telegram import TelegramSimulator

PRIVATE = {"id": 11, "type": "private", "first_name": "An"}
AN = {"id": 11, "is_bot": False, "first_name": "An"}


def message(**content: Any) -> dict[str, Any]:
    """A message from An, as Telegram might tell it on a bad day."""
    return {"message": {"message_id": 7, "date": 1_629_252_000, "chat": PRIVATE, "from": AN} | content}


BROKEN = {
    "no chat": {"message": {"message_id": 7, "date": 1, "text": "?"}},
    "chat is a word": {"message": {"message_id": 7, "date": 1, "chat": "An", "text": "?"}},
    "date out of range": message(date=10**18, text="/kehoach"),
    "text is a list": message(text=["a", "b"]),
    "photo without sizes": message(photo=[{"file_id": "x"}]),
    "300 kB": message(text="a" * 300_000),
    "press of nothing": {"callback_query": {"id": "1"}},
    "null message": {"message": None},
    "unknown kind": {"chat_boost": {"chat": PRIVATE}},
}


@pytest.mark.parametrize("update", BROKEN.values(), ids=BROKEN.keys())
async def test_a_malformed_update_is_closed_with_a_reason(
    program: Program, telegram: TelegramSimulator, update: dict[str, Any]
) -> None:
    """Never a crash, never lost without a trace, never in the way of the next message."""
    an, binh = telegram.user(11, started=True), telegram.user(12)
    telegram.inject(update)
    await says(binh, "/kehoach", "127")
    await an.says("/kehoach")
    await an.sees_text("127")
    rows = await program.rows(inbox)
    broken = rows[0]
    assert broken.state in {"handled", "ignored", "parked"}
    assert broken.state == "handled" or broken.reason
    assert [row.state for row in rows[1:]] == ["handled", "handled"]


async def test_halves_of_letters_do_not_stop_anybody(program: Program, telegram: TelegramSimulator) -> None:
    """A lone surrogate, a NUL, a right-to-left mark: words like any other, as far as they can be kept."""
    an = telegram.user(11, started=True)
    telegram.inject(message(text="nhà tôi \ud83d hết gạo \x00 ba ngày \u202e nay"))
    await hears(an, "Lời vừa nhắn sẽ được giữ lại")
    await telegram.settled()
    assert [row.state for row in await program.rows(inbox)] == ["handled"]


async def test_a_poison_message_is_put_aside_and_told(
    program: Program, telegram: TelegramSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three tries, then: one apology with a reference, the same reference to the administrator, and on."""
    boss, an, binh = telegram.user(ADMIN), telegram.user(11), telegram.user(12)
    await says(boss, "/start")
    converse, tries = conversation.converse, []

    async def allergic(turn: Turn) -> str:
        if "đậu phộng" in turn.inbound.text:
            tries.append(turn.inbound.text)
            raise ZeroDivisionError("a bug")
        return await converse(turn)

    monkeypatch.setattr(conversation, "converse", allergic)
    await an.says("Tôi muốn hỏi về đậu phộng")
    await an.says("/kehoach")
    await says(binh, "/kehoach", "127")
    sorry = await hears(an, "trục trặc")
    await hears(an, "127")
    assert len(tries) == 3
    reference = sorry.styled("bold")[0]
    await boss.sees_text(reference)
    assert an.hears_nothing()
    parked = [row for row in await program.rows(inbox) if row.state == "parked"]
    assert [row.reference for row in parked] == [reference]
    assert "đậu phộng" in json.loads(parked[0].body)["message"]["text"]


async def test_two_people_at_once_each_get_their_own(program: Program, telegram: TelegramSimulator) -> None:
    """Side by side, each in their order."""
    an, binh = telegram.user(11), telegram.user(12)
    for _ in range(3):
        await an.says("/kehoach")
        await binh.says("/huongdan")
        await an.says("/trogiup")
        await binh.says("/kehoach")
    for _ in range(3):
        await hears(an, "Phương châm")
        await hears(an, "/huongdan")
        await hears(binh, "cho nơi nào")
        await hears(binh, "Phương châm")
