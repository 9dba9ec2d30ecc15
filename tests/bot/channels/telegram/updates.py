"""Updates as https://core.telegram.org/bots/api#update describes them, to be bent by tests."""

import json
from typing import Any

Json = dict[str, Any]

BOT, USERNAME = "8000000001", "vungxanh_bot"
LAN: Json = {"id": 1001, "is_bot": False, "first_name": "Lan", "last_name": "Trần", "language_code": "vi"}
PRIVATE: Json = {"id": 1001, "type": "private", "first_name": "Lan"}
GROUP: Json = {"id": -500, "type": "group", "title": "Tổ tiếp nhận"}
SUPERGROUP: Json = {"id": -1001234567890, "type": "supergroup", "title": "Sở Nội vụ"}
CHANNEL: Json = {"id": -1009999999999, "type": "channel", "title": "Tin Sóc Trăng"}
ANONYMOUS: Json = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
ME: Json = {"id": int(BOT), "is_bot": True, "first_name": "Vùng xanh", "username": USERNAME}
FILE: Json = {"file_id": "AgAC-x_1", "file_unique_id": "AQAD1", "file_size": 1000}
FORWARDED: Json = {"type": "hidden_user", "sender_user_name": "Ai đó", "date": 1629000000}


def message(*, chat: Json = PRIVATE, sender: Json | None = LAN, **content: Any) -> Json:
    """A Message with that content."""
    made: Json = {"message_id": 7, "date": 1629100000, "chat": chat}
    return made | ({"from": sender} if sender else {}) | content


def update(kind: str, event: Json, number: Any = 900) -> bytes:
    """An Update with one event, as bytes."""
    return json.dumps({"update_id": number, kind: event}, ensure_ascii=False).encode()


def press(**changes: Any) -> Json:
    """A CallbackQuery on a message of ours."""
    shown = message(sender=ME, text="Chọn xã")
    query: Json = {"id": "42", "from": LAN, "message": shown, "chat_instance": "1", "data": "1|s||a|n"}
    return {key: value for key, value in (query | changes).items() if value is not None}


def membership(old: str, new: str, *, chat: Json = PRIVATE, **extra: Any) -> Json:
    """A ChatMemberUpdated about the bot."""
    return {
        "chat": chat,
        "from": LAN,
        "date": 1629100000,
        "old_chat_member": _member(old),
        "new_chat_member": _member(new) | extra,
    }


def _member(status: str) -> Json:
    member: Json = {"user": ME, "status": status}
    if status == "kicked":
        member["until_date"] = 0
    if status == "administrator":
        names = (
            "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats "
            "can_restrict_members can_promote_members can_change_info can_invite_users can_post_stories "
            "can_edit_stories can_delete_stories"
        )
        member |= dict.fromkeys(names.split(), False)
    if status == "restricted":
        names = (
            "is_member can_change_info can_invite_users can_pin_messages can_send_messages can_send_polls "
            "can_send_other_messages can_add_web_page_previews can_manage_topics can_send_audios "
            "can_send_documents can_send_photos can_send_videos can_send_video_notes can_send_voice_notes "
            "can_edit_tag can_react_to_messages"
        )
        member |= dict.fromkeys(names.split(), False) | {"until_date": 0}
    return member
