"""Methods that put a message into a chat."""

import json
from functools import lru_cache
from typing import Any

from tests.simulators.telegram.entities import formatted, units
from tests.simulators.telegram.errors import bad_request
from tests.simulators.telegram.limits import CALLBACK_DATA, CAPTION, TEXT
from tests.simulators.telegram.params import Params
from tests.simulators.telegram.state import State
from tests.simulators.telegram.world import Chat, File, Json

_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
_BUTTON_KINDS = (
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)


def text_of(params: Params) -> Json:
    """The text of a message; raise 400 if it is empty, too long or wrongly formatted."""
    text, entities = formatted(params.text("text"), params.text("parse_mode"))
    if not text:
        raise bad_request("message text is empty")
    if units(text) > TEXT:
        raise bad_request("message is too long")
    entities = entities or tuple(params.json("entities") or ())
    return {"text": text} | ({"entities": list(entities)} if entities else {})


def caption_of(params: Params) -> Json:
    """The caption of a message, or nothing."""
    text, entities = formatted(params.text("caption"), params.text("parse_mode"))
    if units(text) > CAPTION:
        raise bad_request("message caption is too long")
    entities = entities or tuple(params.json("caption_entities") or ())
    caption: Json = {"caption": text} if text else {}
    return caption | ({"caption_entities": list(entities)} if entities and text else {})


def markup_of(params: Params) -> Json | None:
    """The keyboard, checked; None if there is none."""
    value = params.values.get("reply_markup")
    if not value:
        return None
    if isinstance(value, str):
        return _parsed_markup(value)
    return _checked_markup(value)


@lru_cache(maxsize=256)
def _parsed_markup(value: str) -> Json:
    try:
        return _checked_markup(json.loads(value))
    except ValueError:
        raise bad_request("can't parse reply keyboard markup JSON object") from None


def _checked_markup(markup: Any) -> Json:
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    for row in markup.get("inline_keyboard", ()):
        for button in row:
            _check_button(button)
    for row in markup.get("keyboard", ()):
        for button in row:
            if not (button if isinstance(button, str) else button.get("text")):
                raise bad_request("keyboard button text must be non-empty")
    return markup


def _check_button(button: Json) -> None:
    if "text" not in button:
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not any(kind in button for kind in _BUTTON_KINDS):
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if not button["text"]:
        raise bad_request("inline keyboard button text must be non-empty")
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= CALLBACK_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not str(button["url"]).startswith(("http://", "https://", "tg://", "t.me/")):
        raise bad_request(
            f"inline keyboard button URL '{button['url']}' is invalid: Unsupported URL protocol"
        )


def _reply_of(state: State, chat: Chat, params: Params) -> Json:
    reply = params.json("reply_parameters", "reply parameters") or {}
    number = reply.get("message_id") or params.number("reply_to_message_id")
    if not number or not state.keep_messages:
        return {}
    original = chat.messages.get(int(number))
    if original is not None and not original.deleted:
        shown = {key: value for key, value in original.data.items() if key != "reply_to_message"}
        return {"reply_to_message": shown}
    if reply.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def _send(state: State, params: Params, content: Json) -> Json:
    """Send prepared content, with its keyboard and the message it replies to."""
    markup = markup_of(params)
    chat = state.admit(params.chat)
    content = _reply_of(state, chat, params) | content
    if markup:
        if "inline_keyboard" in markup:
            content["reply_markup"] = markup
        elif markup.get("remove_keyboard"):
            chat.keyboard = []
        else:
            rows = markup.get("keyboard", ())
            chat.keyboard = [b if isinstance(b, str) else b["text"] for row in rows for b in row]
    return state.post(chat, content)


def send_message(state: State, params: Params) -> Json:
    return _send(state, params, text_of(params))


def send_location(state: State, params: Params) -> Json:
    try:
        point = {name: float(params.text(name)) for name in ("latitude", "longitude")}
    except ValueError:
        raise bad_request("wrong location specified") from None
    return _send(state, params, {"location": point})


def _file(state: State, params: Params, kind: str, value: str, field: str) -> File:
    field = value.removeprefix("attach://") if value.startswith("attach://") else field
    upload = params.uploads.get(field)
    if upload is not None:
        return state.files.add(kind, upload.content, name=upload.name, mime=upload.mime)
    if not value or value.startswith("attach://"):
        raise bad_request(f"there is no {kind} in the request")
    return state.files.known(value, kind)


def send_media(state: State, params: Params, kind: str) -> Json:
    """sendPhoto, sendVideo, ...: by file_id or by upload."""
    caption = caption_of(params)
    stored = _file(state, params, kind, params.text(kind), kind)
    return _send(state, params, {kind: stored.shown()} | caption)


def send_media_group(state: State, params: Params) -> list[Json]:
    media = params.json("media", "media")
    if not isinstance(media, list) or not media:
        raise bad_request("there are no messages to send")
    if len(media) > 10:
        raise bad_request("too many messages to send as an album")
    kinds = {item.get("type") for item in media}
    if not (kinds <= {"photo", "video"} or kinds in ({"document"}, {"audio"})):
        raise bad_request("can't use the media of the specified type in the album")
    contents = []
    for item in media:
        stored = _file(state, params, item["type"], str(item.get("media", "")), "")
        contents.append({item["type"]: stored.shown()} | caption_of(Params(values=item)))
    chat = state.admit(params.chat)
    group = {"media_group_id": str(13_000_000_000_000_000 + state.next_message_id(chat))}
    reply = _reply_of(state, chat, params)
    return [state.post(chat, reply | group | content) for content in contents]


def copy_message(state: State, params: Params, *, forward: bool) -> Json:
    """CopyMessage and forwardMessage of what the bot can see."""
    source = state.chat(params.number("from_chat_id"))
    original = source.messages.get(params.number("message_id"))
    if original is None or original.deleted:
        raise bad_request(f"message to {'forward' if forward else 'copy'} not found")
    service = {"message_id", "from", "chat", "date", "edit_date", "reply_to_message", "sender_chat"}
    content = {key: value for key, value in original.data.items() if key not in service}
    if forward:
        origin = {"type": "user", "sender_user": original.data["from"], "date": original.data["date"]}
        return _send(state, params, content | {"forward_origin": origin})
    content.pop("reply_markup", None)
    return {"message_id": _send(state, params, content)["message_id"]}


def send_chat_action(state: State, params: Params) -> bool:
    chat = state.chat(params.chat)
    chat.reachable()
    chat.writable()
    if params.text("action").lower() not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True
