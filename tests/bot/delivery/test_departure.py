from dataclasses import replace

from bot.channels.leaving import left
from bot.delivery.limiter import MARGIN
from messages.content import Outbound, Receipt
from storage.database import Database
from tests.bot.delivery.sending import Sending, people_at
from tests.simulators.channel import LIMITS, FakeChannel

RATE = 20
OPENING, ANSWER = 0.45, 0.05  # seconds


class LateChannel(FakeChannel):
    """Opens connections for its first messages, and tells when each has left."""

    tells = True

    async def deliver(self, message: Outbound) -> Receipt:
        """A moment later than it was allowed to, for the first."""
        self.started = getattr(self, "started", 0) + 1
        await self._clock.sleep(OPENING if self.started <= RATE else 0.0)
        left()
        receipt = await super().deliver(message)
        await self._clock.sleep(ANSWER)
        return receipt


async def test_messages_that_leave_late_make_room_for_nobody_too_early(database: Database) -> None:
    """The platform counts what arrives: whoever follows keeps a second's distance from that."""
    sending = Sending(database, replace(LIMITS, rate=float(RATE)))
    sending.channel = LateChannel(sending.clock, sending.limits)
    for each in await people_at(database, *map(str, range(4 * RATE))):
        await sending.put(each, "x")
    await sending.run_until_sent(4 * RATE)
    times = [each.at for each in sending.channel.taken]
    gaps = [later - earlier for earlier, later in zip(times, times[RATE:], strict=False)]
    assert min(gaps) >= 1.0 + MARGIN / 2


async def test_a_message_that_never_left_is_forgotten(database: Database) -> None:
    """Nothing of it was written: it does not hold a place for ever."""
    sending = Sending(database, replace(LIMITS, rate=2.0))
    sending.channel = LateChannel(sending.clock, sending.limits)
    sending.channel.deliver = FakeChannel(sending.clock, LIMITS).deliver  # type: ignore[method-assign]
    for each in await people_at(database, *map(str, range(6))):
        await sending.put(each, "x")
    await sending.run_until_idle()
    assert await sending.states() == ["sent"] * 6
