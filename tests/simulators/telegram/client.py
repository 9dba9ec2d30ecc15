"""The barest Bot API client, for tests of the simulator itself."""

from types import TracebackType
from typing import Any, Self

import aiohttp

from tests.simulators.telegram.server import TelegramSimulator


class Api:
    """Calls methods with JSON bodies and returns status and answer."""

    def __init__(self, telegram: TelegramSimulator) -> None:
        self._telegram = telegram
        self.headers: dict[str, str] = {}

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def __call__(self, method: str, **values: Any) -> Any:
        """The result; AssertionError if the server refused."""
        status, answer = await self.raw(method, json=values)
        assert status == 200, answer
        return answer["result"]

    async def refused(self, method: str, **values: Any) -> tuple[int, str]:
        """Error code and description; AssertionError if the server agreed."""
        status, answer = await self.raw(method, json=values)
        assert answer["ok"] is False, answer
        assert answer["error_code"] == status
        return status, answer["description"]

    async def raw(self, method: str, *, token: str | None = None, **request: Any) -> tuple[int, Any]:
        """Status and JSON (or text) of a request made as the keywords of aiohttp say."""
        url = f"{self._telegram.url}/bot{token or self._telegram.token}/{method}"
        async with self._session.post(url, **request) as answer:
            self.headers = dict(answer.headers)
            if answer.content_type == "application/json":
                return answer.status, await answer.json()
            return answer.status, await answer.text()

    async def file(self, path: str) -> tuple[int, bytes]:
        url = f"{self._telegram.url}/file/bot{self._telegram.token}/{path}"
        async with self._session.get(url) as answer:
            return answer.status, await answer.read()
