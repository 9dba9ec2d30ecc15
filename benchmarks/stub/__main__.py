"""Serve: python -m benchmarks.stub SECONDS."""

import asyncio
import gc
import sys

import uvloop

from benchmarks.pinned import STUB, pin
from benchmarks.stub.exchange import Exchange


async def serve(seconds: float) -> None:
    """Serve on a free port, told on the first line, until the time is over or the runner ends us."""
    Exchange.loop = asyncio.get_running_loop()
    server = await Exchange.loop.create_server(Exchange, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    async with server:
        await asyncio.sleep(seconds)


if __name__ == "__main__":
    pin(STUB)
    gc.disable()  # its pauses would be taken for the client's unevenness; nothing here lives in circles
    uvloop.run(serve(float(sys.argv[1])))
