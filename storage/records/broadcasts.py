"""One message to all who follow an account, in the place of one to each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class BroadcastState(StrEnum):
    EACH = "each"  # decided: this bulletin goes to each person by themselves
    WAITING = "waiting"
    MAKING = "making"  # being handed in; a second one that a crash leaves behind reaches nobody
    MADE = "made"  # handed in, not ready yet
    READY = "ready"
    SENDING = "sending"  # asked for: whoever finds it so after a crash does not know whether it was
    SENT = "sent"
    WITHDRAWN = "withdrawn"  # its bulletin was recalled, and the article is gone
    STUCK = "stuck"  # the same, but the platform did not take it away: a person must
    UNKNOWN = "unknown"  # a person must look, and say
    FAILED = "failed"
    CANCELLED = "cancelled"


_S = BroadcastState
BROADCAST_MOVES: Mapping[BroadcastState, frozenset[BroadcastState]] = {
    _S.EACH: frozenset(),
    _S.WAITING: frozenset({_S.WAITING, _S.MAKING, _S.CANCELLED, _S.FAILED}),
    _S.MAKING: frozenset({_S.WAITING, _S.MADE, _S.FAILED}),
    _S.MADE: frozenset({_S.MADE, _S.READY, _S.WAITING, _S.CANCELLED, _S.FAILED}),
    _S.READY: frozenset({_S.READY, _S.SENDING, _S.WAITING, _S.CANCELLED}),
    _S.SENDING: frozenset({_S.READY, _S.SENT, _S.UNKNOWN, _S.FAILED}),
    _S.UNKNOWN: frozenset({_S.READY, _S.SENT, _S.UNKNOWN, _S.WITHDRAWN, _S.STUCK}),
    _S.SENT: frozenset({_S.SENT, _S.WITHDRAWN, _S.STUCK}),
    _S.WITHDRAWN: frozenset(),
    _S.STUCK: frozenset(),
    _S.FAILED: frozenset(),
    _S.CANCELLED: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcast:
    """How one bulletin goes out on one account.

    Attributes:
        token: what the platform calls the article while it is being made.
        article: its id once it is ready.
        version: of the bulletin's words that it was made of.
        tries: at the step that it stands at.
        not_before: real time before which the step is not tried again.
        reason: why it failed or waits.
    """

    id: int
    bulletin_id: int
    channel: str
    bot: str
    state: BroadcastState
    token: str = ""
    article: str = ""
    version: int = 0
    tries: int = 0
    not_before: datetime | None = None
    reason: str = ""
