"""The runner's side: the stub as a process, measured programs as processes; everything ends with the runner."""

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).parents[1]
PEERS = ROOT / ".venv-peers" / "bin" / "python"
_LONGEST = 3600.0  # seconds after which a forgotten stub ends by itself


class Stub:
    """The stub in a process of its own, used as `with Stub() as stub`."""

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "benchmarks.stub", str(_LONGEST)]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())
        self.url = f"http://127.0.0.1:{self.port}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()

    def reset(self, **config: Any) -> None:
        """Forget everything.

        Args:
            config: rate (messages a second, whole bot), chat_burst (messages in as many seconds to one chat),
                latency (seconds before each answer), faults (share of requests by kind), blocked_every (chats
                divisible by it have blocked the bot), remember (who was served how often), seed.
        """
        self._ask("reset", **config)

    def stats(self, **window: float) -> dict[str, Any]:
        """What arrived; with `after` and `seconds`, how much was taken in that window from the first arrival."""
        return self._ask("stats", **window)

    def feed(self, text: str, *, first: int, count: int, every: float = 0.0) -> None:
        """Let `count` people write `text`, each from a chat of their own."""
        self._ask("feed", text=text, first=first, count=count, every=every)

    def latencies(self) -> list[float]:
        """Seconds from each person's message to its answer, since the last time this was asked."""
        found: list[float] = self._ask("latencies")["latencies"]
        return found

    def served(self, first: int, count: int) -> dict[str, int]:
        """Who of these chats was served, and how often."""
        return self._ask("served", first=first, count=count)

    def killed(self) -> None:
        """The program under test has just been killed."""
        self._ask("kill")

    def until(self, found: Any, seconds: float) -> dict[str, Any]:
        """Wait until the statistics are as wanted; returns them. Raises TimeoutError."""
        end = time.monotonic() + seconds
        while not found(stats := self.stats()):
            if time.monotonic() > end:
                raise TimeoutError(f"waited {seconds} s: {stats}")
            time.sleep(0.02)
        return stats

    def _ask(self, verb: str, **given: Any) -> dict[str, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("POST", f"/control/{verb}", json.dumps(given))
            answer: dict[str, Any] = json.loads(connection.getresponse().read())
        finally:
            connection.close()
        return answer


class Program:
    """A measured program: module and job go in, lines of JSON come out."""

    def __init__(self, module: str, *, peers: bool = False, **job: Any) -> None:
        """Start it."""
        command = [str(PEERS) if peers else sys.executable, "-m", f"benchmarks.{module}", json.dumps(job)]
        self.process = subprocess.Popen(  # noqa: S603
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def line(self) -> dict[str, Any]:
        """The next line of its answer. Raises RuntimeError if it ended without one."""
        assert self.process.stdout is not None
        while text := self.process.stdout.readline():
            if text.startswith("{"):
                found: dict[str, Any] = json.loads(text)
                return found
        raise RuntimeError(f"{self.process.args} ended with {self.process.wait()} and no answer")

    def tell(self, text: str = "") -> None:
        """Write a line to it."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{text}\n")
        self.process.stdin.flush()

    def end(self) -> None:
        """Kill it if it still runs."""
        self.process.kill()
        self.process.communicate()


@contextmanager
def program(module: str, *, peers: bool = False, **job: Any) -> Iterator[Program]:
    """A program that ends with the block."""
    started = Program(module, peers=peers, **job)
    try:
        yield started
    finally:
        started.end()


def run(module: str, *, peers: bool = False, **job: Any) -> dict[str, Any]:
    """Run a program to its end; its (first) answer."""
    with program(module, peers=peers, **job) as started:
        return started.line()
