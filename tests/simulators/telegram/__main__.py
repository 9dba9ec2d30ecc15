"""Run the simulator alone on loopback: python -m tests.simulators.telegram --port 8081."""

import argparse
import asyncio
import json
import sys

from tests.simulators.telegram.server import TelegramSimulator


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulators.telegram", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--rate", type=int, default=30, help="messages a second, whole bot; 0: no limit")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument(
        "--chat-burst", type=int, default=3, help="messages in as many seconds to one chat; 0: no limit"
    )
    parser.add_argument("--group-per-minute", type=int, default=20, help="0: no limit")
    parser.add_argument("--seconds", type=float, default=600.0, help="stops by itself after this long")
    parser.add_argument("--keep-messages", action="store_true", help="remember messages; slower")
    return parser.parse_args()


async def main(given: argparse.Namespace) -> None:
    """Serve until the time is over; prints the address and token first and the statistics last."""
    simulator = TelegramSimulator(
        port=given.port,
        rate=given.rate or None,
        chat_burst=given.chat_burst or None,
        group_per_minute=given.group_per_minute or None,
        keep_messages=given.keep_messages,
        everyone_started=True,
    )
    simulator.latency = given.latency
    async with simulator as telegram:
        _print(url=telegram.url, token=telegram.token)
        await asyncio.sleep(given.seconds)
        stats = telegram.stats
        share = round(stats.share_of(given.rate), 4) if given.rate else None
        _print(arrived=stats.arrived, accepted=stats.accepted, refused=dict(stats.refused), share=share)


def _print(**facts: object) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        import uvloop
    except ImportError:  # not on this platform
        run = asyncio.run
    else:
        run = uvloop.run
    arguments = _arguments()
    try:
        run(main(arguments))
    except KeyboardInterrupt:
        sys.exit(0)
