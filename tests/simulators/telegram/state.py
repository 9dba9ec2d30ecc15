"""One bot and its world: what the methods read and change, and what the people see."""

import asyncio
import itertools
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.simulators.telegram.entities import units
from tests.simulators.telegram.errors import bad_request
from tests.simulators.telegram.faults import Faults
from tests.simulators.telegram.limits import Flood, Stats
from tests.simulators.telegram.updates import Updates
from tests.simulators.telegram.world import Chat, Files, Json, Message

TOKEN = "8000000001:AAE-simulated-token-for-tests-only-0001"
_COMMAND = re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(@\w+)?")


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request that the bot made, with its parameters as sent."""

    method: str
    values: Json
    at: float


@dataclass(eq=False, kw_only=True)
class Press:
    """A pressed button; `answer` holds the parameters of answerCallbackQuery once it came."""

    id: str
    data: str
    message: Message | None
    answer: Json | None = None
    _until: Callable[..., Any]

    @property
    def answered(self) -> bool:
        return self.answer is not None

    async def is_answered(self, *, timeout: float = 30.0) -> Json:  # noqa: ASYNC109 - a test's patience
        """Wait for answerCallbackQuery and return its parameters."""
        await self._until(lambda: self.answered, timeout, f"an answer to the press of {self.data!r}")
        return self.answer or {}


class State:
    """See TelegramSimulator for the parameters."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        username: str = "vungxanh_bot",
        rate: int | None = 30,
        chat_burst: int | None = 3,
        group_per_minute: int | None = 20,
        least_pause: int = 1,
        monotonic: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
        keep_messages: bool = True,
        everyone_started: bool = False,
        privacy_mode: bool = False,
        hot_loop_rule: bool = False,
    ) -> None:
        self.token = token
        self.me: Json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Vùng xanh",
            "username": username,
        }
        self.now, self.monotonic = now, monotonic
        self.keep_messages, self.everyone_started = keep_messages, everyone_started
        self.privacy_mode = privacy_mode
        self.stats = Stats()
        self.flood = Flood(
            rate=rate,
            chat_burst=chat_burst,
            group_per_minute=group_per_minute,
            least_pause=least_pause,
            clock=monotonic,
            stats=self.stats,
        )
        self.faults = Faults()
        self.files = Files()
        self.updates = Updates(now=now, monotonic=monotonic, ring=self.ring, hot_loop_rule=hot_loop_rule)
        self.chats: dict[int, Chat] = {}
        self.calls: list[Call] = []
        self.presses: dict[str, Press] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.latency = 0.0
        self._message_ids = itertools.count(1)
        self._own_ids: dict[int, itertools.count[int]] = {}
        self._changed = asyncio.Event()

    def ring(self) -> None:
        """Wake everyone who waits for a change."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, found: Callable[[], Any], timeout: float, what: str) -> Any:  # noqa: ASYNC109
        """Return what `found` returns once it is true; AssertionError saying `what` was awaited otherwise."""
        try:
            async with asyncio.timeout(timeout):
                while not (value := found()):
                    await self._changed.wait()
                return value
        except TimeoutError:
            raise AssertionError(f"waited {timeout} s for {what}") from None

    def chat(self, number: int | None) -> Chat:
        """The chat with that id; raise 400 if the bot cannot know it."""
        if number is None:
            raise bad_request("chat_id is empty")
        found = self.chats.get(number)
        if found is not None:
            return found
        if self.everyone_started and number > 0:
            made = Chat(id=number, names={"first_name": "Bà con"}, started=True)
            if self.keep_messages:
                self.chats[number] = made
            return made
        raise bad_request("chat not found")

    def next_message_id(self, chat: Chat) -> int:
        """Private chats and groups share one count, each supergroup has its own."""
        if chat.kind == "supergroup":
            return next(self._own_ids.setdefault(chat.id, itertools.count(1)))
        return next(self._message_ids)

    def admit(self, number: int | None) -> Chat:
        """The chat to write to, after flood control has counted the request; raise the refusal otherwise."""
        chat = self.chat(number)
        chat.reachable()
        self.flood.admit(chat.id)
        chat.writable()
        return chat

    def post(self, chat: Chat, content: Json) -> Json:
        """Put a message of the bot into a chat and return it as the API's Message."""
        data: Json = {
            "message_id": self.next_message_id(chat),
            "from": self.me,
            "chat": chat.card,
            "date": int(self.now()),
            **content,
        }
        if self.keep_messages:
            message = Message(chat=chat, data=data, from_bot=True)
            chat.messages[message.id] = message
            chat.shown.append(message)
        return data

    def hear(self, chat: Chat, sender: Json, content: Json, *, heard: bool = True) -> Message:
        """Put a person's message into a chat and queue its update, unless the bot is not to hear it."""
        data: Json = {
            "message_id": self.next_message_id(chat),
            "from": sender,
            "chat": chat.card,
            "date": int(self.now()),
            **content,
        }
        message = Message(chat=chat, data=data, from_bot=False)
        chat.messages[message.id] = message
        if heard and chat.bot_status in {"member", "administrator"} and self._hears(chat, data):
            self.updates.put("message", data, key=chat.id)
        self.ring()
        return message

    def _hears(self, chat: Chat, data: Json) -> bool:
        # core.telegram.org/bots/features#privacy-mode: commands, replies to the bot, service messages.
        if not self.privacy_mode or chat.id > 0 or chat.bot_status == "administrator":
            return True
        replied = data.get("reply_to_message", {}).get("from", {}).get("id") == self.me["id"]
        text = data.get("text", data.get("caption"))
        spoken = (
            text is not None or "photo" in data or "document" in data or "voice" in data or "video" in data
        )
        return replied or not spoken or str(text).startswith("/") or f"@{self.me['username']}" in str(text)


def text_content(text: str) -> Json:
    """A person's text as the API carries it, commands marked."""
    text = text.strip()
    marks = [
        {"type": "bot_command", "offset": units(text[: m.start()]), "length": units(m[0])}
        for m in _COMMAND.finditer(text)
    ]
    return {"text": text} | ({"entities": marks} if marks else {})
