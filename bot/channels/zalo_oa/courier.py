"""A process of its own that asks for new tokens and writes the answer down, whatever happens to the program.

A refresh token is good once: if the program were killed between Zalo's answer and our writing it, nobody would
hold a token any more and an administrator of the OA would have to consent anew. The courier is started for the
one request, in a session of its own, and leaves the answer encrypted in a file before it ends. The program reads
the file at once, or at its next start. It is told what to do, in JSON, on its standard input.
"""

import asyncio
import json
import os
import sys
from contextlib import suppress
from pathlib import Path

from cryptography.fernet import Fernet

from bot.channels.base import DeliveryError, Unavailable
from bot.channels.zalo_oa.oauth import TIMEOUT, Errand, exchange

PATIENCE = TIMEOUT + 15.0  # seconds after which a courier has either written or will never write
NOT_ASKED, NO_ANSWER = "not asked", "no answer"  # what it leaves if there was no answer to write


async def send(errand: Errand, key: bytes, left: Path) -> None:
    """Start a courier and wait until it has ended; the answer is in `left` then.

    `left` is absolute. May be cancelled: the courier goes on without us. Raises OSError if none could be started.
    """
    left.parent.mkdir(parents=True, exist_ok=True)
    told = {
        "root": errand.root,
        "app_id": errand.app_id,
        "app_secret": errand.app_secret,
        "refresh": errand.refresh,
        "key": key.decode(),
        "left": str(left),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        f"from {__name__} import main; main()",
        cwd=Path(__file__).parents[3],
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,  # what ends the program's group does not end it
    )
    with suppress(BrokenPipeError, ConnectionResetError):
        await process.communicate(json.dumps(told).encode())


def write(sealed: bytes, left: Path) -> None:
    """Whole or not at all, and on the disk before it can be seen."""
    partial = left.with_name(f".{left.name}")
    with os.fdopen(os.open(partial, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(left)
    folder = os.open(left.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


async def carry(told: dict[str, str]) -> None:
    """Ask once, and leave what came of it."""
    errand = Errand(
        root=told["root"], app_id=told["app_id"], app_secret=told["app_secret"], refresh=told["refresh"]
    )
    try:
        answer = {"body": (await exchange(errand)).decode(errors="replace")}
    except Unavailable as error:
        answer = {"why": NOT_ASKED, "words": str(error)}
    except DeliveryError as error:
        answer = {"why": NO_ANSWER, "words": str(error)}
    write(Fernet(told["key"].encode()).encrypt(json.dumps(answer).encode()), Path(told["left"]))


def main() -> None:
    """What the process does. Told half of it (the program died while telling), it asks for nothing."""
    try:
        told = json.loads(sys.stdin.buffer.read())
    except ValueError:
        return
    asyncio.run(carry(told))
