"""Limits and blocks: said politely to who meets them, and to the staff who set them."""

from datetime import datetime
from typing import ClassVar

from messages.render import Words, context


@context
class Blocked(Words):
    """Nothing new is taken until then; `ask` is whom to ask about it, `health_line` works in any case."""

    template: ClassVar[str] = "blocking/blocked"
    until: datetime
    ask: str
    health_line: str


@context
class TooMany(Words):
    """As much as one person may send; again from `at` on."""

    template: ClassVar[str] = "blocking/too_many"
    at: datetime
    per_hour: int
    per_day: int
    health_line: str


@context
class BlockedMore(Words):
    """Nothing is added to what was sent until then; see `Blocked`."""

    template: ClassVar[str] = "blocking/blocked_more"
    until: datetime
    ask: str
    health_line: str


@context
class TooMuchMore(Words):
    """As much as one person may add in an hour; again from `at` on."""

    template: ClassVar[str] = "blocking/too_much_more"
    at: datetime
    per_hour: int
    health_line: str


@context
class NeedReason(Words):
    """How /chan is written."""

    template: ClassVar[str] = "blocking/need_reason"
    hours: int


@context
class NobodyToBlock(Words):
    """No such code, or its author has been erased; a rumour that `several` asked about; a `duty` of a body."""

    template: ClassVar[str] = "blocking/nobody_to_block"
    code: str
    several: int
    duty: bool


@context
class BlockSet(Words):
    template: ClassVar[str] = "blocking/block_set"
    code: str
    until: datetime
    reason: str


@context
class BlockEnded(Words):
    """`before`: the author was blocked until now."""

    template: ClassVar[str] = "blocking/block_ended"
    code: str
    before: bool
