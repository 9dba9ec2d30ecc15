"""The simulator: the HTTP face of a State, its life, and what a test can do to it."""

import asyncio
import inspect
import json
import secrets
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote

from aiohttp import web
from aiohttp.http_exceptions import PayloadEncodingError

from tests.simulators.telegram import params
from tests.simulators.telegram.errors import ApiError, too_many
from tests.simulators.telegram.faults import HTML_502, Fault, hold
from tests.simulators.telegram.limits import IN_FLIGHT, UPLOAD
from tests.simulators.telegram.methods import table
from tests.simulators.telegram.people import Group, User, tell_membership
from tests.simulators.telegram.state import Call, State
from tests.simulators.telegram.webhook import Webhook
from tests.simulators.telegram.world import Chat, Json

NOT_FOUND = {"ok": False, "error_code": 404, "description": "Not Found"}


class TelegramSimulator(State):
    """A Bot API server for one bot on 127.0.0.1, used as `async with TelegramSimulator() as telegram`.

    rate: messages a second, whole bot; chat_burst: that many messages in as many seconds to one chat (1 is a
    strict 1/s); group_per_minute; None turns a limit off. least_pause: the smallest retry_after told, seconds.
    monotonic: seconds for flood control; now: Unix seconds for dates, the 48 and the 24 hours.
    keep_messages=False: no memory of messages and calls, for benchmarks; edits and deletions then succeed blindly.
    everyone_started: any positive chat id is a person who pressed Start.
    privacy_mode: in groups the bot hears only commands, replies to it and service messages.
    hot_loop_rule: the real server's brake on an unmoved offset. webhook_retry: seconds to the first repetition.
    """

    def __init__(self, *, port: int = 0, webhook_retry: float = 0.1, **settings: Any) -> None:
        super().__init__(**settings)
        self._port = port
        self.webhook = Webhook(self.updates, call=self._called_by_webhook, first_wait=webhook_retry)
        self._methods = table(self.webhook)
        self._people: dict[int, User] = {}
        self._groups: dict[int, Group] = {}
        self._runner: web.ServerRunner | None = None
        self.crashes: list[Exception] = []
        self.url = ""

    async def __aenter__(self) -> Self:
        await self.comes_back()
        return self

    async def comes_back(self) -> None:
        """Listen, on the same port as before if there was one."""
        loop = asyncio.get_running_loop()

        def request(message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
            # A body may be an upload of 50 MB and its form.
            most = UPLOAD + 1024**2
            return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=most)

        server = web.Server(self._handle, request_factory=request, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self._port}"

    async def goes_down(self) -> None:
        """Stop listening: connections are cut, new ones refused, until `comes_back`; nothing is forgotten."""
        self.updates.end_poll()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.faults.clear()
        await self.webhook.close()
        await self.goes_down()
        if self.crashes and kind is None:
            raise ExceptionGroup("the simulator itself failed", self.crashes)

    # The world, as a test sets it up and breaks it.

    def user(self, number: int, *, started: bool = False, **names: str) -> User:
        """The person with that id (first_name, last_name, username, language_code); the same one each time."""
        if number not in self._people:
            names.setdefault("first_name", f"Bà con {number}")
            chat = self.chats.setdefault(number, Chat(id=number, names=dict(names)))
            self._people[number] = User(self, chat)
        person = self._people[number]
        person.chat.started |= started or self.everyone_started
        person.chat.names.update(names)
        return person

    def group(
        self, number: int, title: str = "Nhóm", *, members: list[User] | tuple[User, ...] = ()
    ) -> Group:
        """The group (id below 0; a supergroup below -10**12) with the bot in it; the same one each time."""
        if number >= 0:
            raise ValueError(f"a group's id is negative, not {number}")
        if number not in self._groups:
            self.chats[number] = Chat(id=number, names={"title": title})
            self._groups[number] = Group(self, self.chats[number])
        for member in members:
            self._groups[number].adds(member)
        return self._groups[number]

    def block(self, user: User) -> None:
        """As `await user.blocks()`."""
        user._block(blocked=True)

    def deactivate(self, user: User) -> None:
        """Delete the person's account; the bot is not told."""
        user.chat.deactivated = True

    def kick_from_group(self, group: Group, *, by: User | None = None) -> None:
        """Remove the bot from a group."""
        old, group.chat.bot_status = group.chat.bot_status, "kicked"
        sender = by.chat.sender if by else {"id": 1, "is_bot": False, "first_name": "Quản trị"}
        tell_membership(self, group.chat, sender, old, "kicked")

    def migrate_group(self, group: Group) -> int:
        """Turn a group into a supergroup; returns its new id, and `group` is the new one."""
        old = group.chat
        new = Chat(id=-(10**12) + old.id, names=dict(old.names), members=dict(old.members))
        self.chats[new.id] = new
        self._groups[new.id] = group
        sender = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
        self.hear(old, sender, {"migrate_to_chat_id": new.id})
        old.migrated_to, group.chat = new.id, new
        group._heard = 0
        self.hear(new, sender, {"migrate_from_chat_id": old.id, "sender_chat": new.card})
        return new.id

    def inject(self, update: Json) -> int:
        """Queue an update as it is, however malformed; without `update_id` it gets the next one."""
        return self.updates.put_raw(update)

    def revoke_token(self) -> str:
        """Make the token invalid, as @BotFather's /revoke does; returns the new one."""
        self.token = f"{self.me['id']}:AAR-{secrets.token_urlsafe(24)}"
        self.updates.end_poll(ApiError(401, "Unauthorized"))
        return self.token

    async def settled(self, *, timeout: float = 30.0) -> None:  # noqa: ASYNC109
        """Wait until the bot has taken every update (confirmed by offset, or 2xx from its webhook)."""
        what = f"the bot to take {len(self.updates.pending)} updates"
        await self.until(lambda: not self.updates.pending, timeout, what)

    async def called(self, method: str, *, times: int = 1, timeout: float = 30.0) -> list[Call]:  # noqa: ASYNC109
        """Wait until the bot has called a method so often; returns all its calls of it."""

        def find() -> list[Call]:
            found = [call for call in self.calls if call.method == method.lower()]
            return found if len(found) >= times else []

        found: list[Call] = await self.until(find, timeout, f"{times} calls of {method}")
        return found

    # The server.

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.raw_path.partition("?")[0]
        if "%" in path:
            path = unquote(path)
        _, bot, *rest = path.split("/")
        if bot == "file" and len(rest) > 1:
            return self._file(rest[0], "/".join(rest[1:]))
        if not bot.startswith("bot") or len(rest) != 1:
            return _answer(404, NOT_FOUND)
        if problem := self._wrong(bot[3:]):
            return _answer(problem["error_code"], problem)
        return await self._call(request, rest[0].lower())

    async def _call(self, request: web.BaseRequest, method: str) -> web.StreamResponse:
        fault: Fault | None = None
        stats = self.stats
        stats.in_flight += 1
        stats.peak_in_flight = max(stats.peak_in_flight, stats.in_flight)
        try:
            given = await params.read(request)
            fault = self.faults.take(method, given.chat) if self.faults.plan else None
            if self.latency and method != "getupdates":
                await asyncio.sleep(self.latency)
            if fault is not None and not fault.accepted and (early := await _meet(fault, request)):
                return early
            result = await self._run(method, given)
        except ApiError as error:
            stats.refused[error.kind] += 1
            return _answer(error.code, error.body())
        except web.HTTPRequestEntityTooLarge:
            return _answer(413, {"ok": False, "error_code": 413, "description": "Request Entity Too Large"})
        except (ConnectionError, PayloadEncodingError, web.RequestPayloadError):
            raise  # whoever asked was cut off in the middle
        except Exception as error:
            self.crashes.append(error)
            raise
        finally:
            stats.in_flight -= 1
            if self.keep_messages:
                self.ring()
        if fault is not None and fault.accepted and (late := await _meet(fault, request)):
            return late
        return _answer(200, {"ok": True, "result": result})

    async def _run(self, method: str, given: params.Params) -> Any:
        self.stats.calls[method] += 1
        if self.keep_messages:
            self.calls.append(Call(method=method, values=given.values, at=self.monotonic()))
        if self.stats.in_flight > IN_FLIGHT:
            raise too_many(60, "in_flight")
        try:
            run = self._methods[method]
        except KeyError:
            raise ApiError(404, "Not Found: method not found") from None
        result = run(self, given)
        return await result if inspect.isawaitable(result) else result

    async def _called_by_webhook(self, method: str, values: Json) -> None:
        try:
            await self._run(method.lower(), params.Params(values=values))
        except ApiError as error:
            self.stats.refused[error.kind] += 1
        self.ring()

    def _wrong(self, token: str) -> Json | None:
        if token == self.token:
            return None
        number, colon, secret = token.partition(":")
        if not (number.isdigit() and colon and secret):
            return NOT_FOUND
        return {"ok": False, "error_code": 401, "description": "Unauthorized"}

    def _file(self, bot: str, path: str) -> web.StreamResponse:
        if problem := self._wrong(bot.removeprefix("bot")):
            return _answer(problem["error_code"], problem)
        found = self.files.by_path.get(path)
        if found is None:
            return _answer(404, NOT_FOUND)
        return web.Response(body=found.content, content_type="application/octet-stream")


def _answer(status: int, body: Json) -> web.Response:
    headers = {}
    if status == 429:
        headers["Retry-After"] = str(body["parameters"]["retry_after"])
    # Half a surrogate pair leaves as the escape that JSON has for it.
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(errors="backslashreplace")
    return web.Response(body=text, status=status, headers=headers, content_type="application/json")


async def _meet(fault: Fault, request: web.BaseRequest) -> web.Response | None:
    """What a planned failure does to a request; None lets it go on."""
    await hold(fault)
    if fault.retry_after is not None:
        raise too_many(fault.retry_after, "fault")
    if fault.drop:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()
    if fault.status == 500:
        return _answer(500, {"ok": False, "error_code": 500, "description": "Internal Server Error"})
    if fault.status is not None:
        return web.Response(status=fault.status, body=HTML_502, content_type="text/html")
    return None
