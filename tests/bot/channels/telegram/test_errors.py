"""Answers become decisions; wordings from tdlib/telegram-bot-api, Client.cpp and Query.cpp."""

import json
from typing import Any

import pytest
from telegram.error import NetworkError

from bot.channels.base import (
    DeliveryError,
    Misconfigured,
    Moved,
    OutcomeUnknown,
    PersonGone,
    Refused,
    Throttled,
    Unavailable,
)
from bot.channels.telegram.errors import Carried, Contested, NoText, NotModified, result, unwrapped

TABLE: list[tuple[int, str, dict[str, Any], type[DeliveryError]]] = [
    (429, "Too Many Requests: retry after 7", {"retry_after": 7}, Throttled),
    (403, "Forbidden: bot was blocked by the user", {}, PersonGone),
    (403, "Forbidden: user is deactivated", {}, PersonGone),
    (403, "Forbidden: bot was kicked from the group chat", {}, PersonGone),
    (403, "Forbidden: bot is not a member of the supergroup chat", {}, PersonGone),
    (403, "Forbidden: bot can't initiate conversation with a user", {}, PersonGone),
    (400, "Bad Request: chat not found", {}, PersonGone),
    (403, "Forbidden: something else", {}, Refused),
    (400, "Bad Request: group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": -1009}, Moved),
    (401, "Unauthorized", {}, Misconfigured),
    (404, "Not Found", {}, Misconfigured),
    (409, "Conflict: terminated by other getUpdates request", {}, Contested),
    (400, "Bad Request: message is not modified: specified new message content", {}, NotModified),
    (400, "Bad Request: there is no text in the message to edit", {}, NoText),
    (400, "Bad Request: message to edit not found", {}, Refused),
    (400, "Bad Request: message can't be deleted for everyone", {}, Refused),
    (400, "Bad Request: not enough rights to send text messages to the chat", {}, Refused),
    (400, "Bad Request: can't parse entities", {}, Refused),
    (413, "Request Entity Too Large", {}, Refused),
    (500, "Internal Server Error: restart", {}, OutcomeUnknown),
    (502, "Bad Gateway", {}, OutcomeUnknown),
    (504, "Gateway Timeout", {}, OutcomeUnknown),
]


def refusal(code: int, description: str, parameters: dict[str, Any]) -> bytes:
    answer: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    return json.dumps(answer | ({"parameters": parameters} if parameters else {})).encode()


@pytest.mark.parametrize(
    ("code", "words", "parameters", "kind"), TABLE, ids=[f"{r[0]} {r[1]}" for r in TABLE]
)
def test_an_answer_is_a_decision(
    code: int, words: str, parameters: dict[str, Any], kind: type[DeliveryError]
) -> None:
    """The class says what to do, whichever way the call went."""
    with pytest.raises(DeliveryError) as caught:
        result(code, refusal(code, words, parameters))
    assert type(caught.value) is kind


def test_a_refusal_carries_its_number() -> None:
    """How long to wait, and where the group went, are exact."""
    with pytest.raises(Throttled) as throttled:
        result(429, refusal(429, "Too Many Requests: retry after 7", {"retry_after": 7}))
    assert throttled.value.wait == 7
    with pytest.raises(Throttled) as worded:
        result(429, refusal(429, "Too Many Requests: retry after 35", {}))
    assert worded.value.wait == 35
    with pytest.raises(Moved) as moved:
        result(400, refusal(400, "upgraded", {"migrate_to_chat_id": -1009}))
    assert moved.value.chat == "-1009"


@pytest.mark.parametrize(
    "payload",
    [b"", b"<html>502</html>", b"[]", b"null", b'{"ok":true}', b"\xff", b"[" * 100_000, b'{"ok":true,'],
)
@pytest.mark.parametrize("status", [200, 502])
def test_what_is_no_answer_is_an_unknown_outcome(status: int, payload: bytes) -> None:
    """A proxy's page or a cut body says nothing about the message."""
    with pytest.raises(OutcomeUnknown):
        result(status, payload)


def test_a_result_is_given_back() -> None:
    """False and empty lists are results too."""
    assert result(200, b'{"ok":true,"result":[]}') == []


def test_decisions_pass_through_the_library() -> None:
    """Whatever python-telegram-bot raises comes out as a decision."""
    wanted = Throttled(3.0)
    with pytest.raises(Throttled) as caught, unwrapped():
        raise Carried(wanted)
    assert caught.value is wanted
    with pytest.raises(Refused), unwrapped():
        raise NetworkError("x")
    with pytest.raises(OutcomeUnknown), unwrapped():
        raise KeyError("message_id")
    assert issubclass(Contested, Unavailable)
