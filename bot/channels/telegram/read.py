"""An update as something heard; https://core.telegram.org/bots/api#update."""

import json
import re
import unicodedata
from dataclasses import replace

from telegram import CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Message, Update, User
from telegram.constants import ChatType

from bot.channels.telegram.attachments import attachments
from bot.channels.telegram.marks import marked
from messages.content import ChatKind, Inbound, InboundKind, Location

_ADDRESSED = re.compile(r"\A(/\w+)@(\w+)(?!\S)")
_HERE = (ChatType.PRIVATE, ChatType.GROUP, ChatType.SUPERGROUP)
_AWAY = (ChatMember.LEFT, ChatMember.BANNED)
# Contents that we cannot take. In a private chat anything else unknown counts as one of them; in a group it is
# the talk of others and passes.
_UNSUPPORTED = ("sticker", "contact", "poll", "dice", "game", "story", "paid_media", "invoice", "checklist")
_SERVICE = frozenset(
    "pinned_message message_auto_delete_timer_changed write_access_allowed users_shared "  # noqa: SIM905 - a list fills a page
    "chat_shared connected_website successful_payment refunded_payment passport_data proximity_alert_triggered "
    "chat_background_set web_app_data gift unique_gift gift_upgrade_sent new_chat_members left_chat_member "
    "new_chat_title new_chat_photo delete_chat_photo group_chat_created supergroup_chat_created "
    "channel_chat_created migrate_from_chat_id boost_added forum_topic_created forum_topic_edited "
    "forum_topic_closed forum_topic_reopened general_forum_topic_hidden general_forum_topic_unhidden "
    "giveaway giveaway_created giveaway_winners giveaway_completed video_chat_scheduled video_chat_started "
    "video_chat_ended video_chat_participants_invited checklist_tasks_done checklist_tasks_added "
    "direct_message_price_changed paid_message_price_changed suggested_post_approved "
    "suggested_post_approval_failed suggested_post_declined suggested_post_paid suggested_post_refunded".split()
)


def read(body: bytes, bot: str, username: str) -> Inbound | None:
    """What the update says to the bot with that id and name; None if it concerns nobody.

    Raises:
        ValueError: it is no update that can be read.
    """
    try:
        data = json.loads(body)
        if not isinstance(data, dict):
            raise TypeError("no JSON object")  # noqa: TRY301 - told below like every other malformation
        update = Update.de_json(data)
        heard = _heard(update, bot)
    except (
        LookupError,
        TypeError,
        ValueError,
        AttributeError,
        ArithmeticError,
        OSError,
        RecursionError,
    ) as error:
        # The update's own words stay out of logs.
        raise ValueError(f"unreadable update ({type(error).__name__})") from None
    return heard and _addressed(heard, username)


def _heard(update: Update, bot: str) -> Inbound | None:
    if update.message:
        return _message(update.message, bot)
    if update.edited_message:
        return _edit(update.edited_message, bot)
    if update.callback_query:
        return _press(update.callback_query, bot)
    if update.my_chat_member:
        return _membership(update.my_chat_member, bot)
    return None


def _where(chat: Chat, bot: str) -> Inbound | None:
    """The beginning of every Inbound; None for broadcast channels, which nobody answers in."""
    if chat.type not in _HERE:
        return None
    kind = ChatKind.PRIVATE if chat.type == ChatType.PRIVATE else ChatKind.GROUP
    return Inbound(channel="telegram", bot=bot, chat=str(chat.id), chat_kind=kind)


def _message(message: Message, bot: str) -> Inbound | None:
    here = _where(message.chat, bot)
    if here is None:
        return None
    here = replace(here, message=str(message.message_id))
    if message.migrate_to_chat_id:
        return replace(here, kind=InboundKind.MIGRATED, migrated_to=str(message.migrate_to_chat_id))
    here = _sent_by(message, here)
    if here is None or message.is_automatic_forward:
        return None
    return _content(message, here)


def _content(message: Message, here: Inbound) -> Inbound | None:
    point = message.location
    reply_to, quoted = _answered(message)
    said = replace(
        here,
        text=_clean(message.text or message.caption or ""),
        marked=_clean(
            marked(message.text or message.caption or "", message.entities or message.caption_entities)
        ),
        attachments=attachments(message, f"telegram:{here.bot}"),
        location=Location(lat=point.latitude, lon=point.longitude) if point else None,
        album=message.media_group_id or "",
        forwarded=message.forward_origin is not None,
        reply_to=reply_to,
        quoted=quoted,
    )
    if any(getattr(message, name, None) for name in _UNSUPPORTED):
        return replace(said, kind=InboundKind.UNSUPPORTED)
    if said.text or said.attachments or said.location:
        return said
    if here.chat_kind is ChatKind.GROUP or any(getattr(message, name, None) for name in _SERVICE):
        return None
    return replace(said, kind=InboundKind.UNSUPPORTED)


def _answered(message: Message) -> tuple[str, str]:
    answered = message.reply_to_message
    # In a forum every message "answers" the one that opened its topic.
    if answered is None or answered.forum_topic_created:
        return "", ""
    return str(answered.message_id), _clean(answered.text or answered.caption or "")


def _edit(message: Message, bot: str) -> Inbound | None:
    # A live location is an edit every few seconds; the point shared first is the answer that counts.
    heard = None if message.location else _message(message, bot)
    if heard is None or heard.kind is not InboundKind.MESSAGE:
        return None
    return replace(heard, kind=InboundKind.EDIT)


def _press(press: CallbackQuery, bot: str) -> Inbound | None:
    # Without a message it came from an inline result, without data from a game: we send neither.
    here = _where(press.message.chat, bot) if press.message and press.data else None
    if here is None or press.message is None:
        return None
    pressed = replace(here, kind=InboundKind.PRESS, press=_clean(press.data or ""))
    return _person(press.from_user, replace(pressed, message=str(press.message.message_id)))


def _membership(event: ChatMemberUpdated, bot: str) -> Inbound | None:
    here = _where(event.chat, bot)
    before, after = (_present(member) for member in (event.old_chat_member, event.new_chat_member))
    if here is None or (here.chat_kind is ChatKind.GROUP and before == after):
        return None  # a change of rights only
    kind = InboundKind.ARRIVED if after else InboundKind.LEFT
    return _person(event.from_user, replace(here, kind=kind))


def _present(member: ChatMember) -> bool:
    if member.status == ChatMember.RESTRICTED:
        return bool(getattr(member, "is_member", False))
    return member.status not in _AWAY


def _sent_by(message: Message, here: Inbound) -> Inbound | None:
    """Who wrote it; None for other bots."""
    if message.sender_chat is not None:
        # An anonymous administrator, or somebody who writes as a channel: no person can be named.
        name = message.sender_chat.title or message.sender_chat.full_name or ""
        return replace(here, anonymous=True, sender_name=_clean(name))
    author = message.from_user
    if author is not None and author.is_bot:
        return replace(here, anonymous=True) if author.id == _GROUP_ANONYMOUS_BOT else None
    return _person(author, here) if author else here


_GROUP_ANONYMOUS_BOT = 1087968824  # https://core.telegram.org/bots/api#message, `from`


def _person(person: User, here: Inbound) -> Inbound:
    return replace(
        here,
        sender=str(person.id),
        sender_name=_clean(person.full_name),
        language=_clean(person.language_code or ""),
    )


def _addressed(heard: Inbound, username: str) -> Inbound | None:
    """`/cmd@us` as `/cmd`; None for a command that names another bot of the group."""
    found = _ADDRESSED.match(heard.text)
    if found is None:
        return heard
    if found[2].lower() == username.lower():
        return replace(heard, text=found[1] + heard.text[found.end() :])
    return None if heard.chat_kind is ChatKind.GROUP else heard


def _clean(text: str) -> str:
    """NFC, and only what a database can keep: no NUL, no half of a surrogate pair."""
    whole = text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", whole)
