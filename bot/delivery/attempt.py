"""One try at one message: what to ask of the platform, and what its answer means."""

import math
import secrets
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from bot.channels.base import (
    DeliveryError,
    Exhausted,
    Limits,
    Misconfigured,
    Moved,
    NotNow,
    OutcomeUnknown,
    PartSent,
    PersonGone,
    Refused,
    Throttled,
    Unavailable,
)
from bot.delivery import trouble
from bot.delivery.flight import Alert, Flight
from messages.content import Delete, Edit, Outbound, Receipt, Send
from storage import faults
from storage.claims import Claim, Source
from storage.receipts import Outcome
from storage.records import SendState

log = structlog.get_logger(__name__)

_MOVES = 3  # times that a chat is followed
_BUGS = 3  # tries at a message on which our own code fails
_LONGEST_WAIT = 60.0  # seconds between two tries at one message
_QUOTA_WAIT = 3600.0  # seconds between two tries once a quota is used up
_TOLD_EVERY = 3600.0  # seconds between two words to the operator about what is held back
_OUTAGE_REPEATS = 10  # most tries of unknown outcome while the platform answers nobody
_REASON = 200  # characters kept of why
_WRONG = "Không gửi được gì qua {channel}: {why}. Hãy kiểm tra mã bot và quyền."
_USED_UP = (
    "Kênh {channel}: nền tảng báo đã hết hạn mức gửi tin. Mọi tin qua kênh này dừng lại; cứ một giờ thử lại một tin."
    " Hãy xem gói dịch vụ của bot."
)

_HELD = (
    "Kênh {channel}: nền tảng chưa cho gửi tới một người dù chương trình tính là gửi được ({why}). Câu trả lời được giữ"
    " lại, gửi khi người đó nhắn lại; bản tin thì bỏ qua người đó. Báo nhiều lần thì xem các hạn giờ ở docs/zalo.md."
)


@dataclass
class _Tries:
    waits: int = 0
    bugs: int = 0
    moves: int = 0
    reference: str = ""


@dataclass(kw_only=True)
class Attempts:
    """Sends claims and reads the platform's answers."""

    flight: Flight
    _tries: dict[tuple[Source, int], _Tries] = field(default_factory=dict)
    _told_again: float = -math.inf  # until when the operator is not told again of what is held back

    async def make(self, claim: Claim) -> Outcome:
        """Send it, once. Whatever the channel raises becomes an outcome."""
        message, nothing = outbound(claim, self.flight.channel.limits)
        if message is None:
            return nothing
        try:
            faults.point("deliver.before")
            receipt = await self.flight.channel.deliver(message)
            faults.point("deliver.after")
        except NotNow as error:
            outcome = await self._held(claim, error)
        except PartSent as error:
            outcome = self._partly(claim, error)
        except DeliveryError as error:
            outcome = await self._refused(claim, error)
        except Exception as error:  # noqa: BLE001 - a bug in a channel must not stop the others' messages
            outcome = await self._bug(claim, error)
        else:
            outcome = self._sent(claim, receipt)
        if outcome.state is not SendState.WAITING:
            self._tries.pop(claim.key, None)
        return outcome

    def _sent(self, claim: Claim, receipt: Receipt) -> Outcome:
        flight = self.flight
        flight.outage.worked()
        if claim.bulletin_id:
            flight.fuse.took(claim.bulletin_id)
        flight.limiter.charge(claim.chat, len(receipt.messages), self._now(), group=claim.group)
        return Outcome(claim=claim, state=SendState.SENT, messages=receipt.messages, left=receipt.left)

    async def _refused(self, claim: Claim, error: DeliveryError) -> Outcome:
        match error:
            case Throttled():
                return self._throttled(claim, error.wait)
            case Unavailable() | OutcomeUnknown():
                return await self._lost(claim, error)
            case Moved():
                return self._moved(claim, error.chat)
            case Misconfigured() | Exhausted():
                return await self._stopped(claim, error)
            case PersonGone() | Refused():
                return self._final(claim, error)
        return await self._bug(claim, error)

    def _partly(self, claim: Claim, error: PartSent) -> Outcome:
        """Its beginning was taken: it is never tried again, whatever the rest met."""
        flight = self.flight
        flight.outage.worked()
        flight.limiter.charge(claim.chat, len(error.messages), self._now(), group=claim.group)
        return Outcome(
            claim=claim,
            state=SendState.UNKNOWN,
            reason=_why(error),
            messages=error.messages,
            left=error.left,
        )

    def _final(self, claim: Claim, error: PersonGone | Refused) -> Outcome:
        self.flight.outage.worked()
        if claim.kind == "edit" and claim.change and isinstance(error, Refused):
            # A correction must be read: where the old words cannot be changed, new ones follow them.
            return self._again(claim, 0.0, _why(error), anew=True)
        gone = isinstance(error, PersonGone)
        return Outcome(claim=claim, state=SendState.FAILED, reason=_why(error), gone=gone)

    def _throttled(self, claim: Claim, seconds: float) -> Outcome:
        self.flight.counters.throttled += 1
        self.flight.outage.worked()
        if self.flight.limiter.refused(claim.chat, seconds, self._now()):
            log.warning("bot_throttled", seconds=seconds)
        return self._again(claim, seconds, "throttled")

    def _moved(self, claim: Claim, chat: str) -> Outcome:
        tries = self._tries.setdefault(claim.key, _Tries())
        tries.moves += 1
        state = SendState.WAITING if tries.moves <= _MOVES else SendState.FAILED
        return Outcome(claim=claim, state=state, reason="moved", moved_to=chat)

    async def _lost(self, claim: Claim, error: DeliveryError) -> Outcome:
        flight = self.flight
        unknown = isinstance(error, OutcomeUnknown) and claim.kind == "send"
        if flight.outage.failed(claim.chat, self._now()):
            log.warning("outage", why=type(error).__name__)
            await self._tell(Alert(kind="outage", text=f"Nền tảng không trả lời ({flight.channel.name})."))
        allowed = flight.channel.limits.retry_unknown
        if allowed and flight.outage.on:
            # While the platform answers nobody, a message is not given up for that.
            allowed = max(allowed, _OUTAGE_REPEATS)
        if unknown and claim.repeats >= allowed:
            return Outcome(claim=claim, state=SendState.UNKNOWN, reason=_why(error))
        return self._again(claim, self._growing(claim), _why(error), repeated=unknown)

    async def _stopped(self, claim: Claim, error: Misconfigured | Exhausted) -> Outcome:
        """The breaker of the whole channel: the operator is told, and now and then one message asks again."""
        used_up = isinstance(error, Exhausted)
        kind, longest = ("quota", _QUOTA_WAIT) if used_up else ("misconfigured", _LONGEST_WAIT)
        if self.flight.outage.failed(claim.chat, self._now(), stop=True, longest=longest):
            log.error(kind, why=_why(error))
            told = _USED_UP if used_up else _WRONG
            text = told.format(channel=self.flight.channel.name, why=_why(error))
            await self._tell(Alert(kind=kind, text=text))
        return Outcome(claim=claim, state=SendState.WAITING, reason=_why(error))

    async def _held(self, claim: Claim, error: NotNow) -> Outcome:
        """It waits alone; what was learnt decides when it is looked at again (bot.delivery.permits)."""
        self.flight.outage.worked()
        if self._now() >= self._told_again:
            self._told_again = self._now() + _TOLD_EVERY
            log.warning("held_back", why=_why(error))
            text = _HELD.format(channel=self.flight.channel.name, why=_why(error))
            await self._tell(Alert(kind="held", text=text))
        at = self.flight.steady() + timedelta(seconds=error.wait)
        return Outcome(claim=claim, state=SendState.WAITING, reason=error.reason, not_before=at)

    async def _bug(self, claim: Claim, error: Exception) -> Outcome:
        tries = self._tries.setdefault(claim.key, _Tries())
        tries.bugs += 1
        if not tries.reference:
            tries.reference = f"L-{secrets.token_hex(4).upper()}"
            trouble.tell("delivery_bug", error, reference=tries.reference)
            text = f"Lỗi khi gửi tin, mã nhật ký {tries.reference}."
            await self._tell(Alert(kind="bug", text=text, reference=tries.reference))
        if tries.bugs >= _BUGS:
            return Outcome(claim=claim, state=SendState.FAILED, reason=f"bug {tries.reference}")
        return self._again(claim, float(tries.bugs), f"bug {tries.reference}")

    def _again(
        self, claim: Claim, seconds: float, reason: str, *, repeated: bool = False, anew: bool = False
    ) -> Outcome:
        """Later, and nothing else to this chat before: the order within a chat is kept."""
        flight = self.flight
        flight.limiter.block(claim.chat, self._now() + seconds)
        at = flight.steady() + timedelta(seconds=seconds)
        return Outcome(
            claim=claim,
            state=SendState.WAITING,
            reason=reason,
            not_before=at,
            repeated=repeated,
            anew=anew,
        )

    def _growing(self, claim: Claim) -> float:
        tries = self._tries.setdefault(claim.key, _Tries())
        tries.waits += 1
        return min(_LONGEST_WAIT, 2.0 ** (tries.waits - 1))

    async def _tell(self, alert: Alert) -> None:
        await self.flight.alert(alert)

    def _now(self) -> float:
        return self.flight.steady.monotonic()


def outbound(claim: Claim, limits: Limits) -> tuple[Outbound | None, Outcome]:
    """What to ask of the platform; None if nothing, and then what becomes of the claim."""
    if claim.kind == "delete":
        return _taken_back(claim, limits)
    nothing = Outcome(claim=claim, state=SendState.CANCELLED, reason="its words were erased")
    if claim.reply is None:
        return None, nothing
    if claim.kind == "edit" and claim.messages and limits.edit:
        # Of a message that left in parts, the last has the choices.
        return Edit(chat=claim.chat, message=claim.messages[-1], reply=claim.reply), nothing
    if claim.in_place and not limits.edit:
        return None, Outcome(claim=claim, state=SendState.CANCELLED, reason="cannot be changed here")
    send = Send(
        chat=claim.chat,
        reply=claim.reply,
        quoting=claim.quoting,
        paid=claim.paid,
        template=claim.template,
        may_cost=claim.may_cost,
    )
    return send, nothing


def _taken_back(claim: Claim, limits: Limits) -> tuple[Outbound | None, Outcome]:
    if claim.messages and not limits.delete:
        return None, Outcome(claim=claim, state=SendState.FAILED, reason="cannot be taken back here")
    nothing = Outcome(claim=claim, state=SendState.CANCELLED, reason="nothing to take back")
    return (Delete(chat=claim.chat, messages=claim.messages) if claim.messages else None), nothing


def _why(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:_REASON]
