"""What the platform's refusals mean. The code decides; a failure may come as HTTP 200 with `ok` false.

https://docs.zaloplatforms.com/docs/BOT (error codes): 400 wrong call, 401 token, 403 "internal server error", 404
invalid access, 408 time-out, 429 quota exceeded, without a time until which to wait.
"""

import json
from collections.abc import Sequence
from typing import Any

import aiohttp

from bot.channels.base import (
    DeliveryError,
    Exhausted,
    Misconfigured,
    OutcomeUnknown,
    Refused,
    Unavailable,
)
from bot.channels.scrubbing import scrubbed


class TimedOut(OutcomeUnknown):
    """408: nothing came while a poll waited; for a message, nobody knows."""


def result(status: int, payload: bytes, secrets: Sequence[str] = ()) -> Any:
    """The `result` of an answer; None where it has none, as for "typing". No error holds any of `secrets`.

    Raises:
        DeliveryError: the answer is a refusal, or cannot be read.
    """
    try:
        answer = json.loads(payload)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise _by_code(status if status >= 400 else 500, f"HTTP {status} whose body is no answer")
    if answer.get("ok") is True and status < 300:
        return answer.get("result")
    code = answer.get("error_code")
    reason = scrubbed(answer.get("description") or f"HTTP {status}", secrets)
    raise _by_code(code if isinstance(code, int) else status, reason)


def _by_code(code: int, reason: str) -> DeliveryError:
    told = f"{code}: {reason}"
    if code == 401:
        return Misconfigured(f"Zalo does not know this bot token ({told}): check VUNGXANH_ZALO_BOT_TOKEN")
    if code == 408:
        return TimedOut(told)
    if code == 429:
        return Exhausted(told)
    if code in {400, 404, 413, 426}:
        return Refused(told)
    # 403 reads "internal server error": nobody says whether the message went out before it.
    return OutcomeUnknown(told)


def broken(error: Exception) -> DeliveryError:
    """What a failure below HTTP means. Names the failure only: its own words may hold the address, token and all."""
    kind = type(error).__name__
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return Unavailable(f"no connection to the Bot Platform ({kind})")
    if isinstance(error, aiohttp.InvalidURL | aiohttp.NonHttpUrlClientError):
        return Misconfigured("the Bot Platform's root is no web address: check VUNGXANH_ZALO_BOT_API")
    return OutcomeUnknown(f"the Bot Platform did not answer ({kind})")
