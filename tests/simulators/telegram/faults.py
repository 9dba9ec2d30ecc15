"""Failures on demand: what the next requests of a method meet instead of, or after, being carried out."""

import asyncio
from dataclasses import dataclass, field

HTML_502 = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"


@dataclass(kw_only=True)
class Fault:
    """One planned failure of the next `times` requests of `method` ("*": any) to `chat` (None: any).

    `accepted`: the request is carried out first, so that the client cannot know. Exactly one of `status`,
    `drop`, `retry_after`, `seconds`, `gate` says what happens.
    """

    method: str
    times: int
    chat: int | None = None
    accepted: bool = False
    status: int | None = None
    drop: bool = False
    retry_after: int | None = None
    seconds: float | None = None
    gate: asyncio.Event | None = None
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    def release(self) -> None:
        """Let requests go on that this stall holds, and those that would meet it."""
        if self.gate is not None:
            self.gate.set()


@dataclass
class Faults:
    """The plan; faults are used up in the order in which they were planned."""

    plan: list[Fault] = field(default_factory=list)

    def fail(
        self,
        method: str = "*",
        *,
        status: int = 502,
        times: int = 1,
        chat: int | None = None,
        accepted: bool = False,
    ) -> Fault:
        """Answer with a 5xx; with `accepted` only after the request was carried out."""
        return self._add(Fault(method=method, times=times, chat=chat, accepted=accepted, status=status))

    def drop(
        self, method: str = "*", *, times: int = 1, chat: int | None = None, accepted: bool = False
    ) -> Fault:
        """Cut the connection without an answer; with `accepted` only after the request was carried out."""
        return self._add(Fault(method=method, times=times, chat=chat, accepted=accepted, drop=True))

    def throttle(
        self, method: str = "*", *, retry_after: int, times: int = 1, chat: int | None = None
    ) -> Fault:
        """Answer 429 with `retry_after` seconds, whatever the windows say."""
        return self._add(Fault(method=method, times=times, chat=chat, retry_after=retry_after))

    def delay(self, method: str = "*", *, seconds: float, times: int = 1, chat: int | None = None) -> Fault:
        """Take up the request only after `seconds` of real time."""
        return self._add(Fault(method=method, times=times, chat=chat, seconds=seconds))

    def stall(
        self, method: str = "*", *, times: int = 1, chat: int | None = None, accepted: bool = False
    ) -> Fault:
        """Hold the request until `.release()`; `.reached` is set when one is held."""
        return self._add(
            Fault(method=method, times=times, chat=chat, accepted=accepted, gate=asyncio.Event())
        )

    def clear(self) -> None:
        """Forget the plan and let everything go that is held."""
        for fault in self.plan:
            fault.release()
        self.plan.clear()

    def take(self, method: str, chat: int | None) -> Fault | None:
        for fault in self.plan:
            if (
                fault.times > 0
                and fault.method.lower() in {"*", method}
                and (fault.chat is None or fault.chat == chat)
            ):
                fault.times -= 1
                return fault
        return None

    def _add(self, fault: Fault) -> Fault:
        self.plan.append(fault)
        return fault


async def hold(fault: Fault) -> None:
    """Wait as the fault says; nothing for faults of other kinds."""
    if fault.seconds is not None:
        fault.reached.set()
        await asyncio.sleep(fault.seconds)
    elif fault.gate is not None:
        fault.reached.set()
        await fault.gate.wait()
