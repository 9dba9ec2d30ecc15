"""The table of methods, and those about the bot, its updates, chats and files."""

import json
import re
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from tests.simulators.telegram import editing, sending
from tests.simulators.telegram.errors import ApiError, bad_request, forbidden
from tests.simulators.telegram.limits import DOWNLOAD
from tests.simulators.telegram.params import Params
from tests.simulators.telegram.state import State
from tests.simulators.telegram.webhook import Webhook
from tests.simulators.telegram.world import MEDIA, Json

Method = Callable[[State, Params], Any]
_RIGHTS = [
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
]
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def get_me(state: State, _params: Params) -> Json:
    abilities = {"can_join_groups": True, "can_read_all_group_messages": not state.privacy_mode}
    return (
        state.me
        | abilities
        | dict.fromkeys(("supports_inline_queries", "can_connect_to_business", "has_main_web_app"), False)
    )


def allowed_updates(params: Params) -> frozenset[str] | None:
    """None keeps what was asked for last."""
    value = params.json("allowed_updates", "allowed updates")
    return None if value is None else frozenset(map(str, value))


async def get_updates(state: State, params: Params) -> list[Json]:
    return await state.updates.poll(
        params.number("offset"),
        params.number("limit", 100),
        params.number("timeout"),
        allowed_updates(params),
    )


async def set_webhook(webhook: Webhook, state: State, params: Params) -> bool:
    url = params.text("url")
    if not url:
        return await delete_webhook(webhook, state, params)
    if params.flag("drop_pending_updates"):
        state.updates.pending.clear()
    webhook.set(
        url,
        secret=params.text("secret_token"),
        max_connections=params.number("max_connections", 40),
        allowed=allowed_updates(params),
    )
    state.updates.end_poll(ApiError(409, "Conflict: terminated by setWebhook request"))
    return True


async def delete_webhook(webhook: Webhook, state: State, params: Params) -> bool:
    await webhook.close()
    if params.flag("drop_pending_updates"):
        state.updates.pending.clear()
    return True


def get_file(state: State, params: Params) -> Json:
    file_id = params.text("file_id")
    found = state.files.by_id.get(file_id) or state.files.by_id.get(file_id.removesuffix("s"))
    if found is None:
        raise bad_request("invalid file_id" if file_id else "file_id not specified")
    if len(found.content) > DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": file_id,
        "file_unique_id": found.unique,
        "file_size": len(found.content),
        "file_path": found.path,
    }


def _scope(state: State, params: Params) -> tuple[str, str]:
    scope = params.json("scope", "BotCommandScope") or {"type": "default"}
    if "chat_id" in scope:
        state.chat(Params(values=scope).chat).reachable()
    return json.dumps(scope, sort_keys=True), params.text("language_code")


def set_commands(state: State, params: Params) -> bool:
    commands = params.json("commands", "commands") or []
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", str(command.get("command", "")).removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    state.commands[_scope(state, params)] = commands
    return True


def delete_commands(state: State, params: Params) -> bool:
    state.commands.pop(_scope(state, params), None)
    return True


def get_commands(state: State, params: Params) -> list[Json]:
    return state.commands.get(_scope(state, params), [])


def set_profile(state: State, params: Params, field: str, longest: int) -> bool:
    value = params.text(field)
    if len(value) > longest:
        raise bad_request(f"bot {field.replace('_', ' ')} is too long")
    state.profile[field, params.text("language_code")] = value
    return True


def get_profile(state: State, params: Params, field: str) -> Json:
    default = state.me["first_name"] if field == "name" else ""
    return {field: state.profile.get((field, params.text("language_code")), default)}


def get_chat(state: State, params: Params) -> Json:
    chat = state.chat(params.chat)
    chat.reachable()
    gifts = dict.fromkeys(_GIFTS, False)
    return chat.card | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


def _member(state: State, user: int, status: str) -> Json:
    card = state.me if user == state.me["id"] else state.chat(user).sender
    member: Json = {"user": card, "status": status}
    if status == "creator":
        return member | {"is_anonymous": False}
    if status == "administrator":
        return member | dict.fromkeys(_RIGHTS, False) | {"can_manage_chat": True, "can_delete_messages": True}
    return member | ({"until_date": 0} if status == "kicked" else {})


def get_chat_member(state: State, params: Params) -> Json:
    chat = state.chat(params.chat)
    chat.reachable()
    user = params.number("user_id")
    if user == state.me["id"]:
        return _member(state, user, chat.bot_status)
    if user not in state.chats:
        raise bad_request("user not found")
    return _member(state, user, chat.members.get(user, "left") if chat.id < 0 else "member")


def get_administrators(state: State, params: Params) -> list[Json]:
    chat = state.chat(params.chat)
    chat.reachable()
    if chat.id > 0:
        raise bad_request("there are no administrators in the private chat")
    return [_member(state, u, s) for u, s in chat.members.items() if s in {"creator", "administrator"}]


def count_members(state: State, params: Params) -> int:
    chat = state.chat(params.chat)
    chat.reachable()
    return len(chat.members) + 1 if chat.id < 0 else 2


def leave_chat(state: State, params: Params) -> bool:
    chat = state.chat(params.chat)
    chat.reachable()
    if chat.id > 0:
        raise forbidden("chat member status can't be changed in private chats")
    chat.bot_status = "left"
    return True


def table(webhook: Webhook) -> dict[str, Method | Callable[[State, Params], Awaitable[Any]]]:
    """Every method by its name in lower case: the server does not mind the case."""
    media = {f"send{kind}": partial(sending.send_media, kind=kind) for kind in MEDIA}
    profile: dict[str, Method] = {}
    for field, longest in (("name", 64), ("description", 512), ("short_description", 120)):
        suffix = field.replace("_", "")
        profile[f"setmy{suffix}"] = partial(set_profile, field=field, longest=longest)
        profile[f"getmy{suffix}"] = partial(get_profile, field=field)
    return {
        "getme": get_me,
        "getupdates": get_updates,
        "setwebhook": partial(set_webhook, webhook),
        "deletewebhook": partial(delete_webhook, webhook),
        "getwebhookinfo": lambda _state, _params: webhook.info(),
        "sendmessage": sending.send_message,
        "sendlocation": sending.send_location,
        "sendmediagroup": sending.send_media_group,
        "copymessage": partial(sending.copy_message, forward=False),
        "forwardmessage": partial(sending.copy_message, forward=True),
        "sendchataction": sending.send_chat_action,
        "editmessagetext": editing.edit_text,
        "editmessagecaption": editing.edit_caption,
        "editmessagereplymarkup": editing.edit_markup,
        "deletemessage": editing.delete_message,
        "deletemessages": editing.delete_messages,
        "answercallbackquery": editing.answer_callback,
        "getfile": get_file,
        "setmycommands": set_commands,
        "deletemycommands": delete_commands,
        "getmycommands": get_commands,
        "getchat": get_chat,
        "getchatmember": get_chat_member,
        "getchatadministrators": get_administrators,
        "getchatmembercount": count_members,
        "leavechat": leave_chat,
        "setchatmenubutton": lambda _state, _params: True,
        **media,
        **profile,
    }
