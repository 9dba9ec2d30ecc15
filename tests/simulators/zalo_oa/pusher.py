"""Zalo's pushes: signed, repeated 30 s, 5 min, 15 min, 30 min and 1 h after a failure, then switched off.

A push counts as taken only if it is answered with 200 within two seconds (Zalo's webhook page).
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from hashlib import sha256
from typing import Any

from tests.simulators.zalo_oa.account import Account

RETRIES = (30.0, 300.0, 900.0, 1800.0, 3600.0)
Push = Callable[[Mapping[str, str], bytes], Awaitable[int]]


class Pusher:
    """Pushes to `take(headers, body) -> status`; waits through `sleep`.

    Attributes:
        secret: what it signs with; empty signs nothing.
        in_header: signs the time in the header X-ZEvent-Timestamp instead of the body's.
        enabled: false once a push has failed through all its repeats.
    """

    def __init__(self, account: Account, take: Push, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._account = account
        self._take = take
        self._sleep = sleep
        self._number = 0
        self.secret = "S"
        self.in_header = False
        self.enabled = True
        self.tries: list[str] = []

    async def says(self, user: str, text: str, **more: Any) -> int:
        """Somebody writes; returns the status of the last try."""
        return await self.sends(user, "user_send_text", {"text": text, **more})

    async def sends(self, user: str, event: str, message: dict[str, Any]) -> int:
        """Somebody sends something."""
        self._account.interacts(user)
        message = {"msg_id": self._id(), **message}
        return await self.push({**self._head(user), "event_name": event, "message": message})

    async def follows(self, user: str, event: str = "follow") -> int:
        """Somebody follows, or not any more."""
        self._account.interacts(user)
        self._account.person(user).follows = event == "follow"
        if event == "unfollow":  # gone until they write, or follow again
            self._account.person(user).heard = None
        head = {"oa_id": self._account.oa_id, "follower": {"id": user}, "source": "oa_profile"}
        return await self.push({"app_id": self._account.app_id, **head, "event_name": event})

    def _head(self, user: str) -> dict[str, Any]:
        return {
            "app_id": self._account.app_id,
            "sender": {"id": user},
            "recipient": {"id": self._account.oa_id},
            "user_id_by_app": f"app-{user}",
        }

    def _id(self) -> str:
        self._number += 1
        return f"96d3cdf3af15046{self._number:05}"

    async def push(self, event: dict[str, Any]) -> int:
        """Push until it is taken or the webhook is switched off."""
        stamp = str(int(self._account.now().timestamp() * 1000))
        body = json.dumps(event | {"timestamp": stamp}, ensure_ascii=False).encode()
        status = 0
        for number, wait in enumerate((0.0, *RETRIES)):
            if not self.enabled:
                return 0
            if number:
                await self._sleep(wait)
            headers = self.headers(body, stamp) | ({"num_retry": str(number)} if number else {})
            self.tries.append(headers.get("num_retry", "0"))
            status = await self._take(headers, body)
            if status == 200:
                return status
        self.enabled = False
        return status

    def headers(self, body: bytes, stamp: str) -> dict[str, str]:
        """What comes with a push."""
        if not self.secret:
            return {}
        signed = "9" + stamp if self.in_header else stamp
        mac = sha256(
            self._account.app_id.encode() + body + signed.encode() + self.secret.encode()
        ).hexdigest()
        named = {"X-ZEvent-Timestamp": signed} if self.in_header else {}
        return {"X-ZEvent-Signature": f"mac={mac}", **named}
