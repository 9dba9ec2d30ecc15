"""What the Bot API answered, as a decision. The only place where Telegram's words are read.

Wordings: tdlib/telegram-bot-api, Client.cpp and Query.cpp; the classes: bot.channels.base.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import aiohttp
from telegram.error import TelegramError

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

_GONE = re.compile(
    r"blocked by the user|deactivated|was kicked|not a member|can't initiate conversation|can't send messages to"
    r"|chat not found|user not found|chat was deleted|PEER_ID_INVALID|USER_IS_BLOCKED",
    re.IGNORECASE,
)
_WRONG_FILE = re.compile(r"wrong (remote )?file (identifier|id)|FILE_REFERENCE_", re.IGNORECASE)
_SENT = re.compile(rb'\{"ok":true,"result":\{"message_id":(\d+)[,}]')
_RETRY = re.compile(r"retry after (\d+)")
_LONGEST_REASON = 200


class NotModified(Refused):
    """The edit would change nothing: the message already says so."""


class NoText(Refused):
    """The message to edit is a file with a caption."""


class WrongFile(Refused):
    """The handle of a file is good no more, or never was: it must be uploaded anew."""


class Contested(Unavailable):
    """Somebody else receives this bot's updates: a webhook, or a second program that polls."""


class Carried(TelegramError):
    """A decision on its way through python-telegram-bot, which passes its own errors on untouched."""

    def __init__(self, decision: DeliveryError) -> None:
        """Carry `decision`."""
        super().__init__(str(decision))
        self.decision = decision


def result(status: int, payload: bytes) -> Any:
    """The `result` of an answer.

    Raises:
        DeliveryError: the answer is a refusal, or cannot be read.
    """
    try:
        answer = json.loads(payload)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise OutcomeUnknown(f"HTTP {status} whose body is no Bot API answer")
    if answer.get("ok") is True and status < 300 and "result" in answer:
        return answer["result"]
    raise refusal(status, answer)


def sent_id(status: int, payload: bytes) -> str:
    """The id of the message that was sent; raises what `result` raises.

    The server writes it first (tdlib/telegram-bot-api, Client.cpp, JsonMessage): a broadcast reads no further.
    """
    if status == 200 and (found := _SENT.match(payload)):
        return found[1].decode()
    try:
        return str(result(status, payload)["message_id"])
    except (LookupError, TypeError):
        pass
    raise OutcomeUnknown("a message was sent, and answered without its message_id")


def refusal(status: int, answer: dict[str, Any]) -> DeliveryError:
    """What an answer with `ok` false means for the message that was sent."""
    code, reason, parameters = _parts(status, answer)
    moved, wait = parameters.get("migrate_to_chat_id"), parameters.get("retry_after")
    if isinstance(moved, int):
        return Moved(str(moved))
    if code == 429:
        found = _RETRY.search(reason)
        return Throttled(float(wait if isinstance(wait, int | float) else found[1] if found else 1))
    if code in {401, 404}:
        return Misconfigured(
            f"Telegram does not know this bot token ({reason}): check VUNGXANH_TELEGRAM_TOKEN"
        )
    if code == 409:
        return Contested(reason)
    if not 400 <= code < 500:
        return OutcomeUnknown(reason)
    return _lasting(code, reason)


def _parts(status: int, answer: dict[str, Any]) -> tuple[int, str, dict[str, Any]]:
    code, parameters = answer.get("error_code"), answer.get("parameters")
    code = code if isinstance(code, int) else status
    reason = str(answer.get("description") or f"HTTP {status}")[:_LONGEST_REASON]
    return code, reason, parameters if isinstance(parameters, dict) else {}


def _lasting(code: int, reason: str) -> DeliveryError:
    """A 4xx that waiting will not cure."""
    if code in {400, 403} and _GONE.search(reason):
        return PersonGone(reason)
    if "message is not modified" in reason:
        return NotModified(reason)
    if _WRONG_FILE.search(reason):
        return WrongFile(reason)
    if "there is no text in the message to edit" in reason:
        return NoText(reason)
    return Refused(reason)


def broken(error: Exception) -> DeliveryError:
    """What a failure below HTTP means. Names the failure only: its own words may hold the address."""
    kind = type(error).__name__
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return Unavailable(f"no connection to the Bot API ({kind})")
    if isinstance(error, aiohttp.InvalidURL | aiohttp.NonHttpUrlClientError):
        return Misconfigured("the Bot API root is no web address: check VUNGXANH_TELEGRAM_API")
    return OutcomeUnknown(f"the Bot API did not answer ({kind})")


@contextmanager
def unwrapped() -> Iterator[None]:
    """Turn whatever python-telegram-bot raises into the decision that it carries."""
    decision: DeliveryError
    try:
        yield
    except Carried as carried:
        decision = carried.decision
    except TelegramError as error:
        decision = Refused(f"python-telegram-bot refused ({type(error).__name__})")
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        # It was answered with ok, but python-telegram-bot could not read the answer.
        decision = OutcomeUnknown(f"an answer that cannot be read ({type(error).__name__})")
    else:
        return
    raise decision from None
