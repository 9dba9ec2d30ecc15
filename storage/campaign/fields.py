"""What fields of a campaign file are made of."""

import re
import unicodedata
from datetime import time, timedelta
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

_SPAN = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


class Part(BaseModel):
    """A frozen part of the campaign file; a field that it does not know is an error, not a silence."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def wrong(why: str, cure: str) -> PydanticCustomError:
    """An error that already carries its Vietnamese reason and cure."""
    return PydanticCustomError("campaign", "{why}", {"why": why, "cure": cure})


def _nfc(value: str) -> str:
    return unicodedata.normalize("NFC", value)


def _clock(value: object) -> object:
    if isinstance(value, time):
        return value
    match = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise wrong("không phải là giờ", 'ghi giờ và phút, như "07:00"')
    return time(int(match[1]), int(match[2]))


def _span(value: object) -> object:
    if isinstance(value, timedelta):
        return value
    match = _SPAN.fullmatch(value.strip()) if isinstance(value, str) else None
    span = timedelta(hours=int(match[1] or 0), minutes=int(match[2] or 0)) if match else timedelta()
    if not timedelta() < span <= timedelta(days=1):
        raise wrong("không phải là khoảng thời gian trong một ngày", 'ghi như "3h", "90m" hoặc "1h30m"')
    return span


Blank = Annotated[str, AfterValidator(_nfc)]  # may stay empty until the office fills it
Text = Annotated[str, StringConstraints(min_length=1), AfterValidator(_nfc)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_]*$", max_length=32)]
Clock = Annotated[time, BeforeValidator(_clock)]
Span = Annotated[timedelta, BeforeValidator(_span)]
