"""Zalo's error table as decisions."""

import json

import aiohttp
import pytest

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
from bot.channels.zalo_oa import errors
from bot.channels.zalo_oa.errors import TABLE, broken, refusal

# Section "Error codes" of the reference, by what is to be done.
WHAT_TO_DO: dict[type[DeliveryError], tuple[int, ...]] = {
    Throttled: (-32,),
    Unavailable: (-200, -214),
    PersonGone: (-213, -217, -227),
    Misconfigured: (
        *(-204, -205, -209, -211, -212, -216, -219, -220, -221, -223, -224, -242, -320, -321),
        *(-115, -124),
    ),
    Refused: (
        *(-100, -201, -210, -233, -235, -240, -244, -248, -249),
        *(-108, -114, -118, -119, -131),
    ),
    NotNow: (-218, -230, -232, -234, -133, -144, -147),
}


def test_the_whole_table_is_there() -> None:
    """Each code of the reference, and no other."""
    assert sorted(TABLE) == sorted(code for codes in WHAT_TO_DO.values() for code in codes)


@pytest.mark.parametrize("kind", WHAT_TO_DO)
def test_each_code_is_its_decision(kind: type[DeliveryError]) -> None:
    """Whether the code comes as a number or as text."""
    for code in WHAT_TO_DO[kind]:
        for written in (code, str(code)):
            assert isinstance(refusal({"error": written, "message": "x"}), kind), code


def test_what_must_be_told_apart_is() -> None:
    """Renewed, uploaded anew, sent by the other endpoint, tried once more."""
    for code, kind in {
        -216: errors.TokenDead,
        -220: errors.TokenDead,
        -100: errors.StaleUpload,
        -235: errors.WrongVersion,
        -240: errors.WrongVersion,
        -200: errors.FailedOnce,
        -214: errors.StillProcessing,
        -230: errors.OutOfWindow,
        -211: errors.QuotaGone,
        -234: errors.NightRule,
    }.items():
        assert type(refusal({"error": code})) is kind


def test_success_and_what_is_no_answer() -> None:
    """0 in any spelling; without a code nobody knows; an unknown code is about this message."""
    assert refusal({"error": 0}) is None
    assert refusal({"error": "0"}) is None
    assert isinstance(refusal({"message": "?"}), OutcomeUnknown)
    assert isinstance(refusal({"error": True}), OutcomeUnknown)
    unknown = refusal({"error": -9999, "message": "new " * 500})
    assert isinstance(unknown, Refused)
    assert len(str(unknown)) < 300


def test_waits_differ_so_that_nobody_comes_back_together() -> None:
    """-32 names no wait."""
    waits = {refusal({"error": -32}).wait for _ in range(5)}  # type: ignore[union-attr]
    assert len(waits) == 5
    assert all(5 <= wait <= 10 for wait in waits)


def test_below_http() -> None:
    """Only what was certainly not sent is sent again."""
    assert isinstance(broken(TimeoutError()), OutcomeUnknown)
    assert isinstance(broken(aiohttp.ServerDisconnectedError()), OutcomeUnknown)
    assert isinstance(broken(aiohttp.InvalidURL("x")), Misconfigured)
    assert isinstance(broken(json.JSONDecodeError("", "", 0)), OutcomeUnknown)


def test_no_refusal_tells_a_token_or_an_address() -> None:
    """A gateway may echo what it was asked: of an unknown code Zalo's words stand in the error, and nothing else."""
    said = {
        "error": -999,
        "message": "no route https://openapi.zalo.me/v3?access_token=abc-def\n for abc-def",
    }
    error = refusal(said, ["abc-def"])
    assert "abc-def" not in str(error)
    assert "openapi" not in str(error)
    assert "no route" in str(error)
