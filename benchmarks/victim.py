"""The whole program, born again and again: a parent that has imported everything forks it for each line it reads."""

import os
import signal
import sys
import traceback
from typing import Any

import uvloop

from benchmarks.living import quiet, settings, start_bulletin, unlimited
from benchmarks.pinned import CLIENT, answer, job, pin
from bot import app
from bot.calm import calm
from bot.serving import serving
from handlers.intents import sounds_like


async def live(given: dict[str, Any], *, first: bool) -> None:
    """Run as `vungxanh run` does; the first life starts the bulletin."""
    channels = unlimited if given.get("unlimited") else app.platforms
    async with app.assembled(settings(given), channels) as parts, serving(parts):
        calm()
        if first:
            await start_bulletin(parts, given["people"])
        await app.stop_asked()


def main() -> None:
    """A line "go" forks a life and tells its pid; whoever kills it is told when it is gone."""
    pin(CLIENT)
    quiet()
    sounds_like("chào")  # learnt once, for all of them
    given, first = job(), True
    for _ in sys.stdin:
        pid = os.fork()
        if not pid:
            try:
                uvloop.run(live(given, first=first))
            except BaseException:  # noqa: BLE001 - a fork must not go on as its parent, whatever happened
                traceback.print_exc()
            finally:
                os._exit(0)
        first = False
        answer(pid=pid)
        _, status = os.waitpid(pid, 0)
        answer(gone=pid, killed=os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL)


if __name__ == "__main__":
    main()
