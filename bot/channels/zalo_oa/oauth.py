"""Renewing a pair of tokens: POST /v4/oa/access_token, form-encoded, the app's secret in a header.

A refresh token is good once, for three months; the answer brings the next one. `expires_in` may be text.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import aiohttp

from bot.channels.base import DeliveryError, Misconfigured, OutcomeUnknown
from bot.channels.zalo_oa.errors import CONFIG_CODES, ConsentLost, broken, whole

PATH = "/v4/oa/access_token"
TIMEOUT = 20.0  # seconds; then nobody knows whether the refresh token was spent
ACCESS_LASTS = timedelta(hours=25)  # what Zalo documents, where an answer does not say
REFRESH_LASTS = timedelta(days=90)
_SHORTEST, _LONGEST = 60, 366 * 86_400  # seconds that an answer is believed


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One renewal to be asked for. Never shown: it holds secrets."""

    root: str
    app_id: str
    app_secret: str
    refresh: str

    def __repr__(self) -> str:
        return "Errand()"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two tokens and how long they are good: real time."""

    access: str
    refresh: str
    access_until: datetime
    refresh_until: datetime

    def __repr__(self) -> str:
        return f"Pair(access_until={self.access_until}, refresh_until={self.refresh_until})"


async def exchange(errand: Errand) -> bytes:
    """Ask, once. Returns the answer's body as it came.

    Raises:
        Unavailable: certainly not asked.
        OutcomeUnknown: the refresh token may be spent.
        Misconfigured: the address is none.
    """
    form = {"refresh_token": errand.refresh, "app_id": errand.app_id, "grant_type": "refresh_token"}
    limits = aiohttp.ClientTimeout(total=TIMEOUT, connect=10.0)
    try:
        async with (
            aiohttp.ClientSession(timeout=limits) as session,
            session.post(
                errand.root.rstrip("/") + PATH,
                data=form,
                headers={"secret_key": errand.app_secret},
                allow_redirects=False,
            ) as answer,
        ):
            body = await answer.read()
            if answer.status >= 500:
                raise OutcomeUnknown(f"HTTP {answer.status} from Zalo's OAuth server")
            return body
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        decision = broken(error)
    raise decision


def pair(body: bytes, at: datetime) -> Pair:
    """The new pair that an answer brings; `at` is real time.

    Raises:
        ConsentLost: the refresh token is not taken.
        Misconfigured: the app's id or secret is not taken.
        OutcomeUnknown: the answer cannot be read.
    """
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise OutcomeUnknown("an answer of Zalo's OAuth server that cannot be read")
    access, refresh = answer.get("access_token"), answer.get("refresh_token")
    if not (isinstance(access, str) and isinstance(refresh, str) and access and refresh):
        raise _refused(answer)
    return Pair(
        access=access,
        refresh=refresh,
        access_until=at + _span(answer.get("expires_in"), ACCESS_LASTS),
        refresh_until=at + _span(answer.get("refresh_token_expires_in"), REFRESH_LASTS),
    )


def _refused(answer: dict[str, Any]) -> DeliveryError:
    code = whole(answer.get("error"))
    if code is None or code == 0:
        return OutcomeUnknown("an answer of Zalo's OAuth server without tokens")
    if code in CONFIG_CODES:
        return Misconfigured(
            f"Zalo {code}: sai app id hoặc app secret: xem VUNGXANH_ZALO_OA_APP_ID, VUNGXANH_ZALO_OA_APP_SECRET"
        )
    return ConsentLost(
        f"Zalo {code}: refresh token không còn dùng được: quản trị OA lấy cặp token mới (docs/zalo.md)"
    )


def _span(value: object, otherwise: timedelta) -> timedelta:
    seconds = whole(value)
    if seconds is None or not _SHORTEST <= seconds <= _LONGEST:
        return otherwise
    return timedelta(seconds=seconds)
