"""Methods that change or remove a message, and the answer to a pressed button."""

from typing import Any

from tests.simulators.telegram.errors import NOT_MODIFIED, bad_request
from tests.simulators.telegram.limits import DELETE_WINDOW
from tests.simulators.telegram.params import Params
from tests.simulators.telegram.sending import caption_of, markup_of, text_of
from tests.simulators.telegram.state import State
from tests.simulators.telegram.world import MEDIA, Chat, Json, Message

_MISSING = object()


def _own(state: State, chat: Chat, params: Params) -> Message:
    number = params.number("message_id")
    if not number:
        raise bad_request("message identifier is not specified")
    if not state.keep_messages:
        # Without a memory every message counts as a text of the bot's that differs from the edit.
        data: Json = {"message_id": number, "from": state.me, "chat": chat.card, "date": int(state.now())}
        return Message(chat=chat, data=data | {"text": ""}, from_bot=True)
    found = chat.messages.get(number)
    if found is None or found.deleted:
        raise bad_request("message to edit not found")
    if not found.from_bot:
        raise bad_request("message can't be edited")
    return found


def _change(state: State, message: Message, changes: Json) -> Json:
    """Put `changes` into the message; a value of `_MISSING` removes the field."""
    old = message.data
    new = {key: value for key, value in (old | changes).items() if value is not _MISSING}
    if new == old and state.keep_messages:
        raise bad_request(NOT_MODIFIED)
    message.data = new | {"edit_date": int(state.now())}
    if state.keep_messages:
        message.chat.shown.append(message)
    return message.data


def _markup(params: Params) -> Any:
    """An edit without a keyboard takes the old one away."""
    markup = markup_of(params) or {}
    return markup if markup.get("inline_keyboard") else _MISSING


def edit_text(state: State, params: Params) -> Json:
    content, markup = text_of(params), _markup(params)
    chat = state.admit(params.chat)
    message = _own(state, chat, params)
    if "text" not in message.data:
        raise bad_request("there is no text in the message to edit")
    return _change(state, message, {"entities": _MISSING} | content | {"reply_markup": markup})


def edit_caption(state: State, params: Params) -> Json:
    content, markup = caption_of(params), _markup(params)
    chat = state.admit(params.chat)
    message = _own(state, chat, params)
    if state.keep_messages and not any(kind in message.data for kind in MEDIA):
        raise bad_request("there is no caption in the message to edit")
    empty = {"caption": _MISSING, "caption_entities": _MISSING}
    return _change(state, message, empty | content | {"reply_markup": markup})


def edit_markup(state: State, params: Params) -> Json:
    markup = _markup(params)
    chat = state.admit(params.chat)
    return _change(state, _own(state, chat, params), {"reply_markup": markup})


def delete_message(state: State, params: Params) -> bool:
    number = params.number("message_id")
    if not number:
        raise bad_request("message identifier is not specified")
    chat = state.admit(params.chat)
    _delete(state, chat, number)
    return True


def delete_messages(state: State, params: Params) -> bool:
    """Those that cannot be found are skipped, as on the real server."""
    numbers = params.json("message_ids", "message identifiers") or []
    if not 1 <= len(numbers) <= 100:
        raise bad_request("message identifiers are not specified" if not numbers else "too many messages")
    chat = state.admit(params.chat)
    for number in numbers:
        if number in chat.messages and not chat.messages[number].deleted:
            _delete(state, chat, number)
    return True


def _delete(state: State, chat: Chat, number: int) -> None:
    if not state.keep_messages:
        return
    message = chat.messages.get(number)
    if message is None or message.deleted:
        raise bad_request("message to delete not found")
    if state.now() - message.data["date"] >= DELETE_WINDOW:
        raise bad_request("message can't be deleted for everyone")
    if not message.from_bot and chat.id < 0 and chat.bot_status != "administrator":
        raise bad_request("message can't be deleted")
    message.deleted = True


def answer_callback(state: State, params: Params) -> bool:
    if len(params.text("text")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    press = state.presses.get(params.text("callback_query_id"))
    if press is None:
        if not state.keep_messages:
            return True
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    press.answer = dict(params.values)
    return True
