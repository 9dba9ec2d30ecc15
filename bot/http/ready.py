"""Whether everything that the program leans on answers."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

Check = Callable[[], Awaitable[str | None]]
"""Returns None (or nothing to say) if all is well, else the reason in words; may raise."""

CHECK_SECONDS = 3.0


async def faults(checks: Mapping[str, Check]) -> dict[str, str]:
    """The reasons of the checks that fail, by name; they run side by side, each for at most 3 seconds."""
    reasons = await asyncio.gather(*map(_reason, checks.values()))
    return {name: reason for name, reason in zip(checks, reasons, strict=True) if reason}


async def _reason(check: Check) -> str:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            return await check() or ""
    except TimeoutError:
        return f"no answer within {CHECK_SECONDS:g} s"
    except Exception as error:  # noqa: BLE001 - a failing check is the answer; its message may hold a secret
        return type(error).__name__
