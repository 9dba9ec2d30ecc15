"""The sender alone, as a measured process: one bulletin over the Telegram channel, receipts and all."""

import asyncio
import logging
import math
import time
from dataclasses import replace
from typing import Any

import structlog
import uvloop

from benchmarks.pinned import CLIENT, TOKEN, WORDS, Meter, answer, job, pin, resident
from bot.calm import calm
from bot.channels.telegram import TelegramChannel
from bot.delivery.flight import Settings, in_flight
from bot.delivery.metrics import Counters
from bot.delivery.sender import Sender
from messages.content import Attachment, AttachmentKind, Lane, Reply
from storage import bulletins
from storage.bulletins import NewBulletin
from storage.database import Database
from storage.outbox import LANE_ORDER
from storage.records import BulletinState

_LANE = LANE_ORDER[Lane.BULLETINS]
_LOOK = 0.005
PICTURE = Attachment(
    kind=AttachmentKind.PHOTO, ref="AgACAgUAAxkBAAbench", origin=f"telegram:{TOKEN.partition(':')[0]}"
)


class Subject:
    """A sender at work."""

    def __init__(self, database: Database, given: dict[str, Any]) -> None:
        self.database = database
        rate = given.get("rate") or math.inf
        self.channel = TelegramChannel(TOKEN, given["url"], rate)
        if math.isinf(rate):  # the limiter is off altogether
            self.channel.limits = replace(self.channel.limits, chat_interval=0.0)
        self.counters = Counters()
        pace = Settings(**({"in_flight": in_flight(rate)} | given.get("settings", {})))
        self.sender = Sender(database, self.channel, settings=pace, counters=self.counters)
        self.given = given

    @property
    def done(self) -> int:
        """Messages whose receipts are written."""
        counters = self.counters
        return counters.sent[_LANE] + counters.failed[_LANE] + counters.unknown[_LANE]

    async def start_bulletin(self) -> tuple[int, float]:
        """A bulletin to everyone; its id, and the moment at which it was committed."""
        picture = (PICTURE,) if self.given.get("media") else ()
        new = NewBulletin(
            kind="bulletin",
            title="Đo tốc độ",
            reply=Reply(text=WORDS, attachments=picture),
            created_by="benchmark",
            counted=self.given["people"],
            paid=True,  # or it would keep to the free pace
        )
        async with self.database.transaction() as tx:
            made = await bulletins.start(tx, new, self.sender._flight.steady())  # noqa: SLF001
        return made.id, time.monotonic()

    async def reach(self, messages: int, until: float = math.inf) -> bool:
        """Wait for so many receipts; False if the time was over before."""
        while self.done < messages:
            if time.monotonic() > until:
                return False
            await asyncio.sleep(_LOOK)
        return True

    async def finished(self, bulletin: int, seconds: float) -> bool:
        """Wait for the bulletin to be done; False if it was not in time."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            async with self.database.reading() as tx:
                found = await bulletins.get(tx, bulletin)
            if found and found.state is not BulletinState.SENDING:
                return found.state is BulletinState.DONE
            await asyncio.sleep(0.1)
        return False


async def measure(given: dict[str, Any]) -> dict[str, Any]:
    """Send as the job says.

    database, url, rate (none: the limiter is off), people, media; then either `seconds` to send, or `count`
    messages of which the first `warm` are not measured; `whole`: until the bulletin is done, at most so many
    seconds. `bulletin`: go on with this one instead of a new one.
    """
    async with Database(given["database"]) as database:
        subject = Subject(database, given)
        await subject.channel.start()
        number, committed = given.get("bulletin"), time.monotonic()
        working = asyncio.create_task(subject.sender.run())
        if number is None:
            await asyncio.sleep(0.7)
        calm()
        before = resident()
        if number is None:
            number, committed = await subject.start_bulletin()
        found = await _sent(subject, given, number)
        found |= {
            "bulletin": number,
            "committed": committed,
            "rss": resident() - before,
            "peak": resident(peak=True),
        }
        subject.sender.stop()
        await working
        await subject.channel.close()
        counters = subject.counters
        found |= {
            "throttled": counters.throttled,
            "repeats": counters.repeats,
            "unknown": counters.unknown[_LANE],
        }
        return found | {"sent": counters.sent[_LANE], "failed": counters.failed[_LANE]}


async def _sent(subject: Subject, given: dict[str, Any], number: int) -> dict[str, Any]:
    if "whole" in given:
        meter = Meter()
        finished = await subject.finished(number, given["whole"])
        return {"finished": finished, **meter.per(max(1, subject.done))}
    if "seconds" in given:
        await subject.reach(1, time.monotonic() + 30)
        meter, before = Meter(), subject.done
        await asyncio.sleep(given["seconds"])
        return meter.per(max(1, subject.done - before))
    warm, count = given.get("warm", 0), given["count"]
    await subject.reach(warm, time.monotonic() + 120)
    meter, before = Meter(), subject.done
    await subject.reach(count, time.monotonic() + 1200)
    return meter.per(max(1, subject.done - before))


def main() -> None:
    """Run the job."""
    pin(CLIENT)
    logging.disable(logging.CRITICAL)
    structlog.configure(processors=[_silent])
    given = job()
    if given.get("profile"):
        _profiled(given)
    else:
        answer(**uvloop.run(measure(given)))


def _silent(_logger: object, _method: str, _event: object) -> Any:
    raise structlog.DropEvent


def _profiled(given: dict[str, Any]) -> None:
    import cProfile  # noqa: PLC0415 - rarely wanted

    profiler = cProfile.Profile()
    found = profiler.runcall(uvloop.run, measure(given))
    profiler.dump_stats(given["profile"])
    answer(**found)


if __name__ == "__main__":
    main()
