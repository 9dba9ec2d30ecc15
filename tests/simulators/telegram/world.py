"""What exists on the simulated Telegram: chats, their messages, files."""

import hashlib
import itertools
from dataclasses import dataclass, field
from typing import Any

from tests.simulators.telegram.entities import cut
from tests.simulators.telegram.errors import bad_request, forbidden
from tests.simulators.telegram.limits import PHOTO

Json = dict[str, Any]
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
MEDIA = {
    "photo": "Photo",
    "video": "Video",
    "voice": "VoiceNote",
    "audio": "Audio",
    "document": "Document",
    "animation": "Animation",
}


@dataclass(frozen=True, kw_only=True)
class Button:
    """One button as the chat shows it; `data` is empty for links and reply keyboards."""

    label: str
    data: str = ""
    url: str = ""


@dataclass(eq=False, kw_only=True)
class Message:
    """A message in a chat, as the API describes it (`data`) and as a person sees it."""

    chat: "Chat"
    data: Json
    from_bot: bool
    deleted: bool = False

    @property
    def id(self) -> int:
        return int(self.data["message_id"])

    @property
    def text(self) -> str:
        """The text or the caption, after entity parsing."""
        return str(self.data.get("text", self.data.get("caption", "")))

    @property
    def edited(self) -> bool:
        return "edit_date" in self.data

    @property
    def media(self) -> str | None:
        """photo, video, voice, audio, document, animation, location or None."""
        return next((kind for kind in (*MEDIA, "location") if kind in self.data), None)

    @property
    def file_id(self) -> str | None:
        """The file's id (of a photo: its largest size)."""
        shown = self.data.get(self.media or "")
        if isinstance(shown, list):
            shown = shown[-1]
        return shown.get("file_id") if shown else None

    @property
    def rows(self) -> list[list[Button]]:
        """The inline buttons, row by row."""
        keyboard = self.data.get("reply_markup", {}).get("inline_keyboard", [])
        return [
            [Button(label=b["text"], data=b.get("callback_data", ""), url=b.get("url", "")) for b in row]
            for row in keyboard
        ]

    @property
    def buttons(self) -> list[Button]:
        return list(itertools.chain.from_iterable(self.rows))

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.buttons]

    @property
    def entities(self) -> list[Json]:
        found: list[Json] = self.data.get("entities") or self.data.get("caption_entities") or []
        return found

    def styled(self, kind: str) -> list[str]:
        """The parts of the text shown in one style, as bold or text_link."""
        return [cut(self.text, e["offset"], e["length"]) for e in self.entities if e["type"] == kind]

    def __str__(self) -> str:
        who = "bot" if self.from_bot else self.data.get("from", {}).get("first_name", "?")
        marks = " (deleted)" if self.deleted else " (edited)" if self.edited else ""
        buttons = "".join(f" [{label}]" for label in self.labels)
        return f"{who}{marks}: {self.media + ' ' if self.media else ''}{self.text}{buttons}"


@dataclass(eq=False, kw_only=True)
class Chat:
    """A private chat (its id is the person's), a group or a supergroup (id below -10**12)."""

    id: int
    names: Json
    started: bool = False
    """Private: the person has written, so the bot may write."""
    known: bool = False
    """Private: the bot has met the person somewhere."""
    blocked: bool = False
    deactivated: bool = False
    bot_status: str = "member"
    migrated_to: int | None = None
    members: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    shown: list[Message] = field(default_factory=list)
    """Every message of the bot once for each time it was sent or edited, in order."""
    keyboard: list[str] = field(default_factory=list)
    """Labels of the reply keyboard now shown."""

    @property
    def kind(self) -> str:
        return "private" if self.id > 0 else "supergroup" if self.id < -(10**12) else "group"

    @property
    def card(self) -> Json:
        """The API's Chat."""
        return {"id": self.id, "type": self.kind} | {
            name: value for name, value in self.names.items() if name != "language_code"
        }

    @property
    def sender(self) -> Json:
        """The API's User of a private chat's person."""
        return {"id": self.id, "is_bot": False} | self.names

    def reachable(self) -> None:
        """Raise the refusal that the API server knows before it asks Telegram."""
        if self.migrated_to is not None:
            raise bad_request(
                "group chat was upgraded to a supergroup chat", migrate_to_chat_id=self.migrated_to
            )
        if self.id > 0 and not (self.started or self.known):
            raise bad_request("chat not found")
        if self.id < 0 and self.bot_status in {"kicked", "left"}:
            done = "kicked from" if self.bot_status == "kicked" else "not a member of"
            raise forbidden(
                f"bot {'was ' if self.bot_status == 'kicked' else 'is '}{done} the {self.kind} chat"
            )

    def writable(self) -> None:
        """Raise the refusal that comes from Telegram itself."""
        if self.deactivated:
            raise forbidden("user is deactivated")
        if self.blocked:
            raise forbidden("bot was blocked by the user")
        if self.id > 0 and not self.started:
            raise forbidden("bot can't initiate conversation with a user")


@dataclass(frozen=True, kw_only=True)
class File:
    """A stored file; `kind` as in MEDIA."""

    id: str
    kind: str
    content: bytes
    name: str
    mime: str

    @property
    def unique(self) -> str:
        return f"AQAD{hashlib.sha256(self.content).hexdigest()[:16]}"

    @property
    def path(self) -> str:
        suffix = {"photo": "jpg", "video": "mp4", "voice": "oga"}.get(self.kind, self.name.rpartition(".")[2])
        return f"{self.kind}s/{self.unique}.{suffix}"

    def shown(self) -> Any:
        """The file as a message of the API carries it."""
        base: Json = {"file_id": self.id, "file_unique_id": self.unique, "file_size": len(self.content)}
        if self.kind == "photo":
            small = {"file_id": f"{self.id}s", "file_unique_id": f"{self.unique}s", "file_size": 1024}
            return [small | {"width": 90, "height": 68}, base | {"width": 1280, "height": 960}]
        extra: Json = {"mime_type": self.mime}
        if self.kind in {"video", "animation"}:
            extra |= {"width": 640, "height": 480, "duration": 3}
        elif self.kind in {"voice", "audio"}:
            extra |= {"duration": 3}
        if self.kind in {"document", "audio", "video", "animation"}:
            extra |= {"file_name": self.name}
        return base | extra


@dataclass
class Files:
    """Every file this bot knows, by the ids that only this bot can use."""

    by_id: dict[str, File] = field(default_factory=dict)
    by_path: dict[str, File] = field(default_factory=dict)

    def add(
        self, kind: str, content: bytes, *, name: str = "", mime: str = "application/octet-stream"
    ) -> File:
        """Store a file; raise 400 for a photo over 10 MB or an empty file."""
        if not content:
            raise bad_request("file must be non-empty")
        if kind == "photo" and len(content) > PHOTO:
            raise bad_request(
                f"file of size {len(content)} bytes is too big for a photo; the maximum size is {PHOTO} bytes"
            )
        digest = hashlib.sha256(content).hexdigest()[:24]
        made = File(
            id=f"AgACAgUAAxkBAA{len(self.by_id):08d}{digest}",
            kind=kind,
            content=content,
            name=name or f"{kind}.bin",
            mime=mime,
        )
        self.by_id[made.id] = self.by_path[made.path] = made
        return made

    def known(self, file_id: str, kind: str) -> File:
        """The file to send again; raise 400 for an unknown id or a file of another kind."""
        if file_id.startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")
        found = self.by_id.get(file_id) or self.by_id.get(file_id.removesuffix("s"))
        if found is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if found.kind != kind:
            raise bad_request(f"can't use file of type {MEDIA[found.kind]} as {MEDIA[kind]}")
        return found

    def forget(self, file_id: str) -> None:
        """Make an id invalid, as after a bot's move to another token."""
        self.by_id.pop(file_id)
