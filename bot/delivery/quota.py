"""A platform's messages a month: counted where receipts are written, told of in time, and never used up by bulk."""

from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from bot.channels.base import Limits
from bot.delivery.flight import Alert
from bot.delivery.verdict import Bulk, Verdict
from storage import meta
from storage.database import Tx

WARNS = 80  # per cent of a month's messages at which the operator is told
KEPT = 90  # per cent from which only answers, alerts and what is urgent leave
_STEPS = (WARNS, KEPT)


@dataclass(kw_only=True)
class Quota:
    """What is left of this month on one platform; without a monthly limit, always enough.

    Attributes:
        zone: whose midnight ends a month.
        sent: messages this month, as the receipts say.
    """

    limits: Limits
    channel: str
    bot: str
    zone: tzinfo
    sent: int = 0
    _month: str = ""
    _told: int = 0
    _due: list[int] = field(default_factory=list)

    @property
    def _key(self) -> str:
        return f"quota.{self.channel}.{self.bot}"

    async def load(self, tx: Tx, now: datetime) -> None:
        """What was sent before the start; `now` is real time."""
        if self.limits.monthly and (kept := await meta.get(tx, self._key)):
            self._month, self.sent, self._told = kept["month"], kept["sent"], kept["told"]
        self._turn_page(now)

    async def spend(self, tx: Tx, messages: int, now: datetime) -> None:
        """Some more have left; in the transaction of their receipts. `now` is real time."""
        if not self.limits.monthly or not messages:
            return
        self._turn_page(now)
        self.sent += messages
        reached = [step for step in _STEPS if self.sent * 100 >= step * self.limits.monthly > 0]
        self._due = [step for step in reached if step > self._told]
        self._told = max([self._told, *reached])
        await meta.put(tx, self._key, {"month": self._month, "sent": self.sent, "told": self._told})

    def _turn_page(self, now: datetime) -> None:
        month = now.astimezone(self.zone).strftime("%Y-%m")
        if month != self._month:
            self._month, self.sent, self._told = month, 0, 0

    def alerts(self) -> list[Alert]:
        """What the operator must hear since the last time."""
        due, self._due = self._due, []
        return [Alert(kind="quota", text=self._words(step)) for step in due[-1:]]

    def _words(self, step: int) -> str:
        used = (
            f"Kênh {self.channel} đã gửi {self.sent} trên {self.limits.monthly} tin của tháng này ({step}%)."
        )
        if step >= KEPT:
            return f"{used} Phần còn lại chỉ dùng để trả lời và báo gấp; lời nhắc, bản tin qua kênh này chờ sang tháng."
        return f"{used} Từ {KEPT}%, lời nhắc và bản tin qua kênh này sẽ chờ. Hãy xem gói dịch vụ của bot."

    def allows(self, verdict: Verdict, now: datetime, in_flight: int) -> Verdict:
        """The verdict on what nobody asked for, as far as the month's messages reach; `now` is real time."""
        if not self.limits.monthly or not verdict.open:
            return verdict
        self._turn_page(now)
        spent = (self.sent + in_flight) * 100 >= KEPT * self.limits.monthly
        return Verdict(bulk=Bulk.QUIET, reason="quota") if spent else verdict
