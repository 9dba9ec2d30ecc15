"""A webhook without a web server in front: pushes go in as headers and bytes."""

from collections.abc import Sequence
from typing import Any

from bot.channels.base import Raw
from bot.channels.zalo_oa.webhook import Trust, Webhook
from tests.simulators.zalo_oa import Account, Pusher


class Inbox:
    """What was stored, once each; fails as often as told first."""

    def __init__(self, *, failures: int = 0) -> None:
        self.raws: list[Raw] = []
        self.failures = failures

    async def __call__(self, raws: Sequence[Raw]) -> None:
        if self.failures:
            self.failures -= 1
            raise RuntimeError("disk full, and here is the message: secret words")
        known = {each.key for each in self.raws}
        self.raws += [each for each in raws if each.key not in known]


def webhook(account: Account, inbox: Inbox | None, **trust: Any) -> Webhook:
    """One that listens, if there is an inbox."""
    given = {"app_id": account.app_id, "oa_id": account.oa_id, "secrets": ("S",)} | trust
    made = Webhook(Trust(**given))
    made._heard = inbox
    return made


def pusher(account: Account, to: Webhook, waits: list[float] | None = None) -> Pusher:
    """Zalo, with waits that are noted and not slept."""
    noted = waits if waits is not None else []

    async def sleep(seconds: float) -> None:
        noted.append(seconds)

    return Pusher(account, to.take, sleep)
