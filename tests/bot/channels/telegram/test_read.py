"""What each kind of update says; every case is a section of https://core.telegram.org/bots/api."""

import json
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.read import read
from messages.content import Attachment, AttachmentKind, ChatKind, Inbound, InboundKind, Location
from tests.bot.channels.telegram.updates import (
    ANONYMOUS,
    BOT,
    CHANNEL,
    FILE,
    FORWARDED,
    GROUP,
    LAN,
    ME,
    PRIVATE,
    SUPERGROUP,
    USERNAME,
    Json,
    membership,
    message,
    press,
    update,
)

ORIGIN = f"telegram:{BOT}"
SAID = Inbound(
    channel="telegram",
    bot=BOT,
    chat="1001",
    sender="1001",
    sender_name="Lan Trần",
    message="7",
    language="vi",
)
IN_GROUP = replace(SAID, chat="-500", chat_kind=ChatKind.GROUP)
IN_SUPERGROUP = replace(IN_GROUP, chat="-1001234567890")


def heard(kind: str, event: Json) -> Inbound | None:
    return read(update(kind, event), BOT, USERNAME)


def file(kind: AttachmentKind, *, mark: str = "", **known: Any) -> tuple[Attachment, ...]:
    return (Attachment(kind=kind, ref=f"{mark}AgAC-x_1", origin=ORIGIN, size=1000, **known),)


def sized(file_id: str, width: int) -> Json:
    return {
        "file_id": file_id,
        "file_unique_id": file_id,
        "width": width,
        "height": width,
        "file_size": width,
    }


LONG = {"duration": 3}
WIDE = {"width": 640, "height": 480, "duration": 3}
STICKER = FILE | {
    "type": "regular",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
    "emoji": "👍",
}
POLL = {
    "id": "1",
    "question": "?",
    "options": [],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
POINT = {"latitude": 9.6, "longitude": 105.97}

CONTENTS: dict[str, tuple[Json, Inbound]] = {
    "text": ({"text": "Nhà tôi hết gạo"}, replace(SAID, text="Nhà tôi hết gạo")),
    "text as typed": ({"text": " a \n"}, replace(SAID, text=" a \n")),
    "decomposed letters": (
        {"text": unicodedata.normalize("NFD", "Vĩnh Châu")},
        replace(SAID, text="Vĩnh Châu"),
    ),
    "deep link": ({"text": "/start moi_ABC"}, replace(SAID, text="/start moi_ABC")),
    "another bot's command in private": ({"text": "/start@khac_bot"}, replace(SAID, text="/start@khac_bot")),
    "photo, the largest": (
        {"photo": [sized("small", 90), sized("large", 1280), sized("mid", 320)], "caption": "Chốt"},
        replace(
            SAID,
            text="Chốt",
            attachments=(
                Attachment(
                    kind=AttachmentKind.PHOTO, ref="large", origin=ORIGIN, mime="image/jpeg", size=1280
                ),
            ),
        ),
    ),
    "part of an album": (
        {"photo": [sized("p", 90)], "media_group_id": "14001"},
        replace(
            SAID,
            album="14001",
            attachments=(
                Attachment(kind=AttachmentKind.PHOTO, ref="p", origin=ORIGIN, mime="image/jpeg", size=90),
            ),
        ),
    ),
    "voice": (
        {"voice": FILE | LONG | {"mime_type": "audio/ogg"}},
        replace(SAID, attachments=file(AttachmentKind.VOICE, mime="audio/ogg")),
    ),
    "audio": (
        {"audio": FILE | LONG | {"file_name": "loa.mp3"}},
        replace(SAID, attachments=file(AttachmentKind.AUDIO, name="loa.mp3")),
    ),
    "video": ({"video": FILE | WIDE}, replace(SAID, attachments=file(AttachmentKind.VIDEO))),
    "video note": (
        {"video_note": FILE | LONG | {"length": 240}},
        replace(SAID, attachments=file(AttachmentKind.VIDEO, mark="video_note:")),
    ),
    "animation, described twice": (
        {"animation": FILE | WIDE, "document": FILE},
        replace(SAID, attachments=file(AttachmentKind.VIDEO, mark="animation:")),
    ),
    "document": (
        {"document": FILE | {"file_name": "don.pdf", "mime_type": "application/pdf"}},
        replace(SAID, attachments=file(AttachmentKind.DOCUMENT, name="don.pdf", mime="application/pdf")),
    ),
    "location": ({"location": POINT}, replace(SAID, location=Location(lat=9.6, lon=105.97))),
    "venue": (
        {"location": POINT, "venue": {"location": POINT, "title": "Chợ", "address": "Phường 1"}},
        replace(SAID, location=Location(lat=9.6, lon=105.97)),
    ),
    "forwarded": ({"text": "Tin", "forward_origin": FORWARDED}, replace(SAID, text="Tin", forwarded=True)),
    "a reply": (
        {"text": "Đã nhận", "reply_to_message": message(sender=ME, text="KK-7M2QX") | {"message_id": 5}},
        replace(SAID, text="Đã nhận", reply_to="5", quoted="KK-7M2QX"),
    ),
    "a reply to a caption": (
        {
            "text": "Đã nhận",
            "reply_to_message": message(sender=ME, caption="KK-7M2QX", photo=[sized("p", 9)]),
        },
        replace(SAID, text="Đã nhận", reply_to="7", quoted="KK-7M2QX"),
    ),
    "a NUL": ({"text": "a\0b"}, replace(SAID, text="ab")),
    "half a surrogate pair": ({"text": "a\ud83d"}, replace(SAID, text="a�")),
}


@pytest.mark.parametrize("case", CONTENTS)
def test_a_message_is_read(case: str) -> None:
    """Each content of #message reaches the dialog with its words, files and point."""
    content, expected = CONTENTS[case]
    body = json.dumps({"update_id": 1, "message": message(**content)}).encode()
    assert read(body, BOT, USERNAME) == expected


@pytest.mark.parametrize(
    "content",
    [
        {"sticker": STICKER},
        {"contact": {"phone_number": "0900", "first_name": "A"}},
        {"poll": POLL},
        {"dice": {"emoji": "🎲", "value": 3}},
        {"story": {"chat": PRIVATE, "id": 1}},
        {"something_new": {"x": 1}},
    ],
    ids=lambda content: next(iter(content)),
)
def test_what_we_cannot_take_is_answered(content: Json) -> None:
    """Stickers, contacts and kinds that nobody knows yet are UNSUPPORTED in private, without words."""
    assert heard("message", message(**content)) == replace(SAID, kind=InboundKind.UNSUPPORTED)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/ketnoi@vungxanh_bot SNV-1", "/ketnoi SNV-1"),
        ("/KETNOI@VungXanh_Bot", "/KETNOI"),
        ("/ketnoi@vungxanh_bot\nSNV-1", "/ketnoi\nSNV-1"),
        ("/ketnoi SNV-1", "/ketnoi SNV-1"),
        ("/a@vungxanh_bot.", "/a@vungxanh_bot."),
        ("/ketnoi@khac_bot SNV-1", None),
        ("thư gửi a@b", "thư gửi a@b"),
    ],
)
def test_a_command_in_a_group_names_its_bot(text: str, expected: str | None) -> None:
    """`/cmd@us` is `/cmd` (#commands in bots/features); a command for another bot is not ours."""
    found = heard("message", message(chat=GROUP, text=text))
    assert found == (expected and replace(IN_GROUP, text=expected))


@pytest.mark.parametrize(
    ("chat", "content"),
    [
        (CHANNEL, {"text": "Tin"}),
        (GROUP, {"new_chat_title": "Tên"}),
        (GROUP, {"new_chat_members": [ME]}),
        (GROUP, {"something_new": 1}),
        (SUPERGROUP, {"migrate_from_chat_id": -500}),
        (SUPERGROUP, {"text": "Tin", "sender_chat": CHANNEL, "is_automatic_forward": True}),
        (GROUP, {"text": "Tôi là máy", "from": ME}),
        (PRIVATE, {"pinned_message": message(text="x")}),
        (PRIVATE, {"write_access_allowed": {}}),
    ],
)
def test_what_concerns_nobody_is_none(chat: Json, content: Json) -> None:
    """Service messages, channel posts, other bots and the new side of a migration need no turn."""
    assert heard("message", message(chat=chat, **content)) is None


@pytest.mark.parametrize("kind", ["channel_post", "inline_query", "message_reaction", "nobody_knows"])
def test_other_kinds_of_update_are_none(kind: str) -> None:
    """Kinds that we did not ask for pass without an error."""
    known = {
        "channel_post": message(chat=CHANNEL, sender=None, text="Tin"),
        "inline_query": {"id": "1", "from": LAN, "query": "x", "offset": ""},
    }
    body = json.dumps({"update_id": 1} | ({kind: known[kind]} if kind in known else {"new": 1})).encode()
    assert read(body, BOT, USERNAME) is None


def test_an_anonymous_administrator_has_no_name() -> None:
    """`sender_chat` equal to the chat: nobody can be named in the audit log."""
    found = heard(
        "message", message(chat=SUPERGROUP, sender=ANONYMOUS, sender_chat=SUPERGROUP, text="/tonghop")
    )
    expected = replace(IN_SUPERGROUP, sender="", sender_name="Sở Nội vụ", language="", anonymous=True)
    assert found == replace(expected, text="/tonghop")


def test_whoever_writes_as_a_channel_has_no_name() -> None:
    """`sender_chat` is a channel: as anonymous as an administrator who hides."""
    found = heard("message", message(chat=SUPERGROUP, sender=ANONYMOUS, sender_chat=CHANNEL, text="a"))
    assert found is not None
    assert (found.anonymous, found.sender) == (True, "")


def test_a_group_that_becomes_a_supergroup_says_where_it_went() -> None:
    """`migrate_to_chat_id` is MIGRATED with the new id."""
    found = heard("message", message(chat=GROUP, sender=ANONYMOUS, migrate_to_chat_id=-1001234567890))
    assert found is not None
    assert (found.kind, found.chat, found.migrated_to) == (InboundKind.MIGRATED, "-500", "-1001234567890")


def test_a_topic_is_no_reply() -> None:
    """In a forum every message refers to the one that opened its topic; that is no reply to us."""
    opened = message(chat=SUPERGROUP, forum_topic_created={"name": "Chung", "icon_color": 1})
    found = heard("message", message(chat=SUPERGROUP, text="a", reply_to_message=opened))
    assert found == replace(IN_SUPERGROUP, text="a")


def test_an_edit_is_an_edit() -> None:
    """edited_message carries the new words."""
    found = heard("edited_message", message(text="Sửa lại", edit_date=1629100100))
    assert found == replace(SAID, kind=InboundKind.EDIT, text="Sửa lại")


def test_a_moving_point_is_heard_once() -> None:
    """A live location edits its message every few seconds; the first point counts."""
    assert heard("edited_message", message(location=POINT | {"live_period": 900})) is None


def test_a_press_names_its_button_and_its_message() -> None:
    """#callbackquery: data, who pressed, on which message."""
    expected = replace(SAID, kind=InboundKind.PRESS, press="1|s||a|n")
    assert heard("callback_query", press()) == expected


def test_a_press_on_an_old_message_counts() -> None:
    """#inaccessiblemessage: date 0, no words, but the chat and the id are there."""
    old = {"chat": PRIVATE, "message_id": 7, "date": 0}
    assert heard("callback_query", press(message=old)) == replace(
        SAID, kind=InboundKind.PRESS, press="1|s||a|n"
    )


@pytest.mark.parametrize("missing", ["message", "data"])
def test_a_press_from_elsewhere_is_none(missing: str) -> None:
    """Inline results and games are not ours."""
    extra: Json = {"inline_message_id": "x"} if missing == "message" else {"game_short_name": "g"}
    assert heard("callback_query", press(**{missing: None}, **extra)) is None


@pytest.mark.parametrize(
    ("chat", "old", "new", "kind"),
    [
        (PRIVATE, "member", "kicked", InboundKind.LEFT),
        (PRIVATE, "kicked", "member", InboundKind.ARRIVED),
        (GROUP, "left", "member", InboundKind.ARRIVED),
        (GROUP, "kicked", "administrator", InboundKind.ARRIVED),
        (GROUP, "member", "kicked", InboundKind.LEFT),
        (GROUP, "administrator", "left", InboundKind.LEFT),
        (GROUP, "member", "administrator", None),
        (GROUP, "member", "restricted", InboundKind.LEFT),
        (CHANNEL, "left", "administrator", None),
    ],
)
def test_membership_tells_who_can_be_reached(
    chat: Json, old: str, new: str, kind: InboundKind | None
) -> None:
    """#chatmemberupdated: a block or a removal is LEFT, the return ARRIVED; a change of rights is nothing."""
    found = heard("my_chat_member", membership(old, new, chat=chat))
    assert (found and found.kind) == kind
    assert found is None or (found.sender, found.chat) == ("1001", str(chat["id"]))


SAMPLES = [
    update("message", message(**content))
    for content, _ in (
        CONTENTS["photo, the largest"],
        CONTENTS["a reply"],
        CONTENTS["voice"],
        CONTENTS["venue"],
    )
] + [
    update("callback_query", press()),
    update("my_chat_member", membership("member", "kicked")),
    update("message", message(chat=SUPERGROUP, sender=ANONYMOUS, sender_chat=SUPERGROUP, text="a")),
]
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(st.characters(exclude_categories=())),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.sampled_from(["id", "type", "file_id", "chat"]), st.integers(), max_size=2),
)


def bend(value: Any, data: st.DataObject) -> Any:
    """The same with one thing replaced, removed or left as it is, wherever in it."""
    choice = data.draw(st.sampled_from(["in", "in", "in", "junk", "drop"]))
    if not isinstance(value, dict | list) or not value or choice == "junk":
        return data.draw(JUNK)
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    key = data.draw(st.sampled_from(keys))
    bent = value.copy()
    if choice == "drop":
        del bent[key]
    else:
        bent[key] = bend(value[key], data)
    return bent


def read_or_told(body: bytes) -> Inbound | None:
    """What is read; None also for a failure, once it is told as it should be."""
    problem = None
    try:
        return read(body, BOT, USERNAME)
    except ValueError as error:
        problem = error
    assert str(problem).startswith("unreadable update (")
    assert problem.__suppress_context__
    return None


@given(st.sampled_from(SAMPLES), st.data())
def test_no_update_breaks_the_reader(sample: bytes, data: st.DataObject) -> None:
    """Whatever an update looks like, it is read, or it is a ValueError without its words; texts can be stored."""
    found = read_or_told(json.dumps(bend(json.loads(sample), data)).encode())
    if found is not None:
        for text in (found.text, found.sender_name, found.quoted, found.press):
            assert text == unicodedata.normalize("NFC", text)
            assert "\0" not in text
            text.encode()


@given(st.binary(max_size=60))
def test_bytes_that_are_no_json_are_a_value_error(body: bytes) -> None:
    """What is no update at all is told as such."""
    assert read_or_told(body) is None
