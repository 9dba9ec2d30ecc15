"""What was learned of an account, kept over restarts: its endpoint, and that a signature was proven once."""

from typing import Any

from bot.channels.zalo_oa.send import known_endpoint
from storage import meta
from storage.database import Database, Urgency


class Memory:
    """Facts about one account, in the database."""

    def __init__(self, database: Database, account: str) -> None:
        self._database = database
        self._name = f"zalo_oa.{account}"

    async def endpoint(self) -> str:
        """The endpoint that the account takes messages by."""
        return known_endpoint(await self._get("endpoint"))

    async def pin(self, endpoint: str) -> None:
        """From now on by this one."""
        await self._put("endpoint", endpoint)

    async def was_proven(self) -> bool:
        """Whether a push was proven once."""
        return bool(await self._get("proven"))

    async def proven(self) -> None:
        """A push was proven."""
        await self._put("proven", True)

    async def _get(self, what: str) -> Any:
        async with self._database.reading() as tx:
            return await meta.get(tx, f"{self._name}.{what}")

    async def _put(self, what: str, value: object) -> None:
        async with self._database.transaction(Urgency.RECEIPT) as tx:
            await meta.put(tx, f"{self._name}.{what}", value)
