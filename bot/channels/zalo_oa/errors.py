"""What the OpenAPI answered, as a decision: its whole error table, by code. An error comes with HTTP 200.

Source: developers.zalo.me/docs/official-account/phu-luc/ma-loi, and the ZBS template codes of section "ZBS".
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.channels.base import (
    DeliveryError,
    Misconfigured,
    NotNow,
    OutcomeUnknown,
    PersonGone,
    Refused,
    Throttled,
    Unavailable,
)
from bot.channels.scrubbing import scrubbed
from storage.claims import NIGHT

RATE_WAIT = 5.0  # seconds, then as much again at random: Zalo names no wait


class TokenDead(Misconfigured):
    """The access token is over: renew it once and ask again."""


class ConsentLost(Misconfigured):
    """No token that we have is taken: an administrator of the OA must give consent anew."""


class QuotaGone(Misconfigured):
    """The account's quota or money is used up: nothing goes out until the operator buys or waits."""


class NeedsPeople(Misconfigured):
    """The account, the app or its package must be put right in Zalo's console."""


class WrongVersion(Refused):
    """This version of the endpoint is not for this kind of account (-235), or no longer for any (-240)."""


class StaleUpload(Refused):
    """What was uploaded is forgotten after seven days: upload it again."""


class TooLong(Refused):
    """Over what the parameter allows."""


class FailedOnce(Unavailable):
    """Zalo could not send it: certainly not sent."""


class StillProcessing(Unavailable):
    """An article is not ready yet."""


class NotFollower(PersonGone):
    """The person does not follow the account."""


class Blocked(PersonGone):
    """The person wants nothing from the account."""


class Inactive(PersonGone):
    """Banned, or not on Zalo for 45 days."""


class OutOfWindow(NotNow):
    """The person was not heard for too long: only an approved template may go there."""


class NightRule(NotNow):
    """Not between 22:00 and 06:00, by Zalo's own clock."""

    reason = NIGHT
    wait = 600.0


class EnoughForThem(NotNow):
    """This person may get no more of this kind for now."""


class FreeUsedUp(NotNow):
    """It would cost, and nobody agreed to pay: our own count, not an answer of Zalo's."""


class Unwanted(Refused):
    """The person, or Zalo's rules, do not let this kind of message through."""


@dataclass(frozen=True, slots=True)
class _Meaning:
    kind: type[DeliveryError]
    words: str  # for the operator; in Vietnamese, as they stand in an alert


def _wait() -> float:
    return RATE_WAIT + random.uniform(0, RATE_WAIT)


TABLE: dict[int, _Meaning] = {
    -32: _Meaning(Throttled, "quá số lượt gọi API cho phép"),
    -100: _Meaning(StaleUpload, "tệp đã tải lên quá 7 ngày"),
    -200: _Meaning(FailedOnce, "Zalo không gửi được tin"),
    -201: _Meaning(Refused, "tham số không hợp lệ"),
    -204: _Meaning(NeedsPeople, "OA đã bị khóa"),
    -205: _Meaning(NeedsPeople, "không có OA này"),
    -209: _Meaning(NeedsPeople, "ứng dụng chưa được kích hoạt"),
    -210: _Meaning(TooLong, "tham số vượt giới hạn, hoặc lời dài quá 2000"),
    -211: _Meaning(QuotaGone, "đã hết lượt gửi của gói"),
    -212: _Meaning(NeedsPeople, "ứng dụng chưa đăng ký API này"),
    -213: _Meaning(NotFollower, "người này không quan tâm OA"),
    -214: _Meaning(StillProcessing, "bài viết đang được xử lý"),
    -216: _Meaning(TokenDead, "access token không còn dùng được"),
    -217: _Meaning(Blocked, "người này chặn OA"),
    -218: _Meaning(EnoughForThem, "người này đã nhận đủ số tin"),
    -219: _Meaning(NeedsPeople, "ứng dụng bị gỡ hoặc khóa"),
    -220: _Meaning(TokenDead, "access token hết hạn"),
    -221: _Meaning(NeedsPeople, "OA chưa được xác thực"),
    -223: _Meaning(NeedsPeople, "OA chưa cấp quyền API này, hoặc hết lượt bài viết"),
    -224: _Meaning(NeedsPeople, "OA phải nâng cấp gói"),
    -227: _Meaning(Inactive, "tài khoản bị khóa hoặc không hoạt động quá 45 ngày"),
    -230: _Meaning(OutOfWindow, "người này không tương tác trong 7 ngày"),
    -232: _Meaning(OutOfWindow, "người này chưa tương tác, hoặc tương tác đã hết hạn"),
    -233: _Meaning(Refused, "loại tin không được hỗ trợ"),
    -234: _Meaning(NightRule, "không gửi loại tin này từ 22 giờ đến 6 giờ"),
    -235: _Meaning(WrongVersion, "API này không dành cho loại OA này"),
    -240: _Meaning(WrongVersion, "API bản cũ đã ngừng"),
    -242: _Meaning(NeedsPeople, "appsecret_proof không hợp lệ"),
    -244: _Meaning(Unwanted, "người này không nhận loại tin này"),
    -248: _Meaning(Unwanted, "nội dung vi phạm quy định của Zalo"),
    -249: _Meaning(Unwanted, "mẫu tin không gửi được theo UID"),
    -320: _Meaning(QuotaGone, "OA chưa liên kết tài khoản Zalo Cloud"),
    -321: _Meaning(QuotaGone, "tài khoản Zalo Cloud hết tiền"),
    # ZBS templates (ex ZNS) have a numbering of their own.
    -108: _Meaning(Refused, "số điện thoại không hợp lệ"),
    -114: _Meaning(Unwanted, "người này không nhận được tin mẫu"),
    -115: _Meaning(QuotaGone, "tài khoản ZBS hết tiền"),
    -118: _Meaning(Unwanted, "số này không dùng Zalo"),
    -119: _Meaning(Unwanted, "người này không nhận được tin mẫu"),
    -124: _Meaning(TokenDead, "access token không còn dùng được"),
    -131: _Meaning(Unwanted, "mẫu tin chưa được Zalo duyệt"),
    -133: _Meaning(NightRule, "mẫu tin này không gửi ban đêm"),
    -144: _Meaning(EnoughForThem, "đã hết lượt tin mẫu của ngày"),
    -147: _Meaning(EnoughForThem, "mẫu tin đã hết lượt của ngày"),
}

# What the OAuth server says of refresh tokens; -14014 is its "Invalid refresh token".
CONSENT_CODES = frozenset({-14014})
CONFIG_CODES = frozenset({-14002, -14003, -14004})


def refusal(answer: dict[str, Any], secrets: Sequence[str] = ()) -> DeliveryError | None:
    """What an answer means; None if it is a success. No error holds any of `secrets`."""
    code = whole(answer.get("error"))
    if code == 0:
        return None
    said = scrubbed(answer.get("message") or "", secrets)
    if code is None:
        return OutcomeUnknown("an answer without an error code")
    meaning = TABLE.get(code)
    if meaning is None:
        return Refused(f"Zalo {code}: {said or 'lỗi không có trong bảng mã'}")
    if meaning.kind is Throttled:
        return Throttled(_wait())
    return meaning.kind(f"Zalo {code}: {meaning.words}")


def whole(value: object) -> int | None:
    """A whole number that may have come as text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        return int(value)
    except ValueError:
        return None


def broken(error: Exception) -> DeliveryError:
    """What a failure below HTTP means. Names the failure only."""
    kind = type(error).__name__
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return Unavailable(f"no connection to Zalo ({kind})")
    if isinstance(error, aiohttp.InvalidURL | aiohttp.NonHttpUrlClientError):
        return Misconfigured("địa chỉ API Zalo không hợp lệ: xem VUNGXANH_ZALO_OA_API")
    return OutcomeUnknown(f"Zalo did not answer ({kind})")
