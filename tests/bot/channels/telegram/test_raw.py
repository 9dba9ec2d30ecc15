"""What the inbox keeps of an update."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.raw import from_webhook, raw
from bot.channels.telegram.read import read
from tests.bot.channels.telegram.updates import (
    BOT,
    GROUP,
    USERNAME,
    membership,
    message,
    press,
    update,
)


@pytest.mark.parametrize(
    ("body", "chat"),
    [
        (update("message", message(text="a")), "1001"),
        (update("edited_message", message(chat=GROUP, text="a")), "-500"),
        (update("callback_query", press()), "1001"),
        (update("callback_query", press(message=message(chat=GROUP, text="a"))), "-500"),
        (update("my_chat_member", membership("member", "kicked")), "1001"),
        (update("message", {"text": "a"}), "?900"),
    ],
)
def test_the_chat_orders_and_the_number_identifies(body: bytes, chat: str) -> None:
    """Everything of one chat has its id; what names none stands alone."""
    _, kept = from_webhook(body)
    assert (kept.key, kept.chat, kept.body) == ("900", chat, body)
    found = read(body, BOT, USERNAME) if chat[0] != "?" else None
    assert found is None or found.chat == chat


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=())), st.lists
    )
)
def test_whatever_came_is_kept_and_comes_back(value: Any) -> None:
    """Numbers, lists and halves of surrogate pairs included; a repeat has the same key."""
    kept = raw({"message": value})
    assert json.loads(kept.body) == {"message": value}
    assert raw({"message": value}) == kept
    assert raw(value).key.startswith("sha256:")
