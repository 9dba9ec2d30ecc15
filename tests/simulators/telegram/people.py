"""The people's side: they speak, press, send, block, and say what they see."""

import itertools

from tests.simulators.telegram.entities import units
from tests.simulators.telegram.limits import TEXT
from tests.simulators.telegram.screen import Screen
from tests.simulators.telegram.state import Press, State, text_content
from tests.simulators.telegram.world import ANONYMOUS, Chat, Json, Message

_albums = itertools.count(14_000_000_000_000_000)


class Group(Screen):
    """A group or supergroup; after a migration it is the new one."""

    def adds(self, user: "User", *, status: str = "member") -> None:
        """Make someone a member (or administrator, creator); the bot is not told."""
        self.chat.members[user.id] = status
        user.chat.known = True

    async def adds_bot(self, by: "User") -> None:
        """Bring the bot in (again): a my_chat_member update and the service message."""
        self.membership("member", by)
        me = self._state.me
        content = {"new_chat_members": [me], "new_chat_member": me, "new_chat_participant": me}
        self._state.hear(self.chat, by.chat.sender, content)

    def membership(self, status: str, by: "User") -> None:
        """Change what the bot is here (member, administrator, kicked, left) and tell it."""
        old, self.chat.bot_status = self.chat.bot_status, status
        tell_membership(self._state, self.chat, by.chat.sender, old, status)


class User(Screen):
    """A person with a private chat with the bot, who may also be a member of groups."""

    @property
    def name(self) -> str:
        return str(self.chat.names["first_name"])

    async def says(self, text: str, *, chat: Group | None = None, anonymous: bool = False) -> Message:
        """Write a text; one that is too long leaves in several messages, as the apps do. The last is returned."""
        said = None
        for part in _parts(text):
            said = self._write(text_content(part), chat, anonymous=anonymous)
        assert said is not None
        return said

    async def replies(self, to: Message, text: str, *, anonymous: bool = False) -> Message:
        """Write a text as a reply, in the chat of the message replied to."""
        original = {key: value for key, value in to.data.items() if key != "reply_to_message"}
        content = text_content(text) | {"reply_to_message": original}
        return self._write(content, to.chat, anonymous=anonymous)

    async def forwards(self, text: str, *, origin: str = "Người quen", chat: Group | None = None) -> Message:
        """Forward a text of someone who hides their account."""
        hidden = {"type": "hidden_user", "sender_user_name": origin, "date": int(self._state.now()) - 60}
        return self._write(text_content(text) | {"forward_origin": hidden}, chat)

    async def edits(self, message: Message, text: str) -> None:
        """Change the text (or caption) of an own message; the bot gets edited_message."""
        content = text_content(text)
        if "text" not in message.data:
            content = {"caption": content["text"]}
        message.data = message.data | content | {"edit_date": int(self._state.now())}
        self._state.updates.put("edited_message", message.data, key=message.chat.id)

    async def sends_photo(
        self,
        content: bytes,
        *,
        caption: str | None = None,
        media_group_id: str | None = None,
        chat: Group | None = None,
    ) -> Message:
        """Send a photo; `media_group_id` makes it part of an album."""
        return self._send("photo", content, "anh.jpg", "image/jpeg", caption, chat, media_group_id)

    async def sends_album(
        self, photos: list[bytes], *, caption: str | None = None, chat: Group | None = None
    ) -> list[Message]:
        """Send photos as one album, the caption on the first: one update each, as Telegram does."""
        album = str(next(_albums))
        return [
            await self.sends_photo(photo, caption=None if i else caption, media_group_id=album, chat=chat)
            for i, photo in enumerate(photos)
        ]

    async def sends_voice(
        self, content: bytes = b"OggS voice", *, caption: str | None = None, chat: Group | None = None
    ) -> Message:
        return self._send("voice", content, "voice.oga", "audio/ogg", caption, chat)

    async def sends_video(
        self, content: bytes = b"ftyp video", *, caption: str | None = None, chat: Group | None = None
    ) -> Message:
        return self._send("video", content, "video.mp4", "video/mp4", caption, chat)

    async def sends_document(
        self,
        content: bytes,
        *,
        name: str = "tep.pdf",
        mime: str = "application/pdf",
        caption: str | None = None,
        chat: Group | None = None,
    ) -> Message:
        return self._send("document", content, name, mime, caption, chat)

    async def sends_location(
        self, latitude: float, longitude: float, *, chat: Group | None = None
    ) -> Message:
        return self._write({"location": {"latitude": latitude, "longitude": longitude}}, chat)

    async def sends_sticker(self, *, chat: Group | None = None) -> Message:
        """Send something that the bot has no use for."""
        sticker = {
            "file_id": "CAACAgUAAxkBAAsticker",
            "file_unique_id": "AgADsticker",
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": "👍",
        }
        return self._write({"sticker": sticker}, chat)

    async def presses(
        self, label_or_data: str, *, on: Message | None = None, chat: Group | None = None
    ) -> Press:
        """Press a button: on a message, or on the newest one shown here that has it.

        A button of the reply keyboard is pressed by its label and says it; nobody answers such a press. Returns
        once the update is queued; AssertionError if the chat shows no such button.
        """
        place = on.chat if on else (chat or self).chat
        shown = [on] if on else [m for m in reversed(place.messages.values()) if m.from_bot]
        for message in shown:
            for button in () if message.deleted else message.buttons:
                if label_or_data in {button.label, button.data} and button.data:
                    return self._press(button.data, message)
        if on is None and label_or_data in place.keyboard:
            said = self._write(text_content(label_or_data), place)
            return Press(id="", data="", message=said, _until=self._state.until)
        visible = [label for m in shown if not m.deleted for label in m.labels] + place.keyboard
        raise AssertionError(
            f"{self.name} sees no button {label_or_data!r} in chat {place.id}, only {visible}"
        )

    async def forges(self, data: str, *, on: Message) -> Press:
        """Press a button that is not there (any more), as a changed app or an old screen does."""
        return self._press(data, on)

    async def blocks(self) -> None:
        """Block the bot: it is told, and its next message is refused with 403."""
        self._block(blocked=True)

    async def unblocks(self) -> None:
        self._block(blocked=False)

    def _block(self, *, blocked: bool) -> None:
        if self.chat.blocked != blocked:
            self.chat.blocked = blocked
            old, new = ("member", "kicked") if blocked else ("kicked", "member")
            tell_membership(self._state, self.chat, self.chat.sender, old, new)

    def _press(self, data: str, message: Message) -> Press:
        state = self._state
        press = Press(
            id=str(4_000_000_000 + len(state.presses)), data=data, message=message, _until=state.until
        )
        state.presses[press.id] = press
        shown: Json = message.data
        if message.deleted:
            shown = {"chat": message.chat.card, "message_id": message.id, "date": 0}
        query = {
            "id": press.id,
            "from": self.chat.sender,
            "message": shown,
            "chat_instance": str(abs(message.chat.id) * 7919),
            "data": data,
        }
        state.updates.put("callback_query", query, key=message.chat.id)
        return press

    def _send(
        self,
        kind: str,
        content: bytes,
        name: str,
        mime: str,
        caption: str | None,
        chat: Group | None,
        album: str | None = None,
    ) -> Message:
        stored = self._state.files.add(kind, content, name=name, mime=mime)
        extra: Json = {"caption": caption.strip()} if caption else {}
        extra |= {"media_group_id": album} if album else {}
        return self._write({kind: stored.shown()} | extra, chat)

    def _write(self, content: Json, place: "Group | Chat | None", *, anonymous: bool = False) -> Message:
        chat = place.chat if isinstance(place, Group) else place or self.chat
        if chat is self.chat:
            if chat.blocked or chat.deactivated:
                raise AssertionError(f"{self.name} has blocked the bot or is gone: nothing can be written")
            chat.started = True
            return self._state.hear(chat, chat.sender, content)
        chat.members.setdefault(self.id, "member")
        self.chat.known = True
        if anonymous:
            return self._state.hear(chat, ANONYMOUS, {"sender_chat": chat.card} | content)
        return self._state.hear(chat, self.chat.sender, content)


def tell_membership(state: State, chat: Chat, by: Json, old: str, new: str) -> None:
    """Queue the my_chat_member update of a change in what the bot is in a chat."""

    def member(status: str) -> Json:
        return {"user": state.me, "status": status} | ({"until_date": 0} if status == "kicked" else {})

    change = {
        "chat": chat.card,
        "from": by,
        "date": int(state.now()),
        "old_chat_member": member(old),
        "new_chat_member": member(new),
    }
    state.updates.put("my_chat_member", change, key=chat.id)
    state.ring()


def _parts(text: str) -> list[str]:
    parts, size = [""], 0
    for letter in text:
        size += units(letter)
        if size > TEXT:
            parts.append("")
            size = units(letter)
        parts[-1] += letter
    return parts
