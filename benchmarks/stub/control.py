"""The runner's side of the stand-in."""

import asyncio
from typing import Any, Protocol

from benchmarks.stub.world import World


class Server(Protocol):
    """Where the world of now is kept."""

    world: World
    loop: asyncio.AbstractEventLoop


def control(server: Server, verb: str, given: dict[str, Any]) -> Any:
    """What the runner asks for."""
    world = server.world
    if verb == "reset":
        if world.waiting is not None:
            world.waiting.result(b"[]")
        server.world = World(**given)
    elif verb == "feed":
        _feed(server, given)
    elif verb == "kill":  # the program has just been killed: a new life begins
        world.life += 1
        world.life_arrivals = 0
    elif verb == "stats":
        return _stats(world, **given)
    elif verb == "latencies":
        found, world.latencies = world.latencies, []
        return {"latencies": found}
    elif verb == "served":
        return _served(world, **given)
    return {}


def _feed(server: Server, given: dict[str, Any]) -> None:
    """Somebody writes every `every` seconds (0: all at once), each from a chat of their own."""
    world = server.world
    every, began = given["every"], server.loop.time()
    world.expected += given["count"]

    def write(number: int) -> None:
        if server.world is world:
            world.put(given["first"] + number, given["text"])

    for number in range(given["count"]):
        if every:
            server.loop.call_at(began + number * every, write, number)
        else:
            write(number)


def _stats(world: World, after: float = 0.0, seconds: float = 0.0) -> dict[str, Any]:
    stats = world.stats
    began = stats.arrivals[0] + after if stats.arrivals else 0.0
    return {
        "arrived": stats.arrived,
        "accepted": stats.accepted,
        "in_window": sum(began <= at < began + seconds for at in stats.acceptances) if seconds else 0,
        "refused": dict(stats.refused),
        "flooded": stats.flooded,
        "busiest": stats.busiest() if seconds else 0,
        "first": stats.arrivals[0] if stats.arrivals else 0.0,
        "last": stats.arrivals[-1] if stats.arrivals else 0.0,
        "life_arrivals": world.life_arrivals,
        "first_given": world.first_given,
        "last_answered": world.last_answered,
        "unanswered": world.expected,
        "pending": len(world.pending),
        "repeats": dict(world.repeats),
        "life": world.life,
    }


def _served(world: World, first: int, count: int) -> dict[str, Any]:
    chats = range(first, first + count)
    reachable = [chat for chat in chats if not (world.blocked_every and chat % world.blocked_every == 0)]
    extra = {chat: taken[0] - 1 for chat, taken in world.taken.items() if taken[0] > 1 and chat in chats}
    return {
        "reachable": len(reachable),
        "missing": sum(chat not in world.taken for chat in reachable),
        "repeats": sum(extra.values()),
        "unexcused": sum(max(0, times - world.excused[chat]) for chat, times in extra.items()),
        "dropped": sum(world.excused[chat] for chat in chats),
    }
