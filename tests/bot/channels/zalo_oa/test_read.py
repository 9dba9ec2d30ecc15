"""What a push says: the payloads of Zalo's webhook pages."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as limited
from hypothesis import strategies as st

from bot.channels.zalo_oa.channel import limits
from bot.channels.zalo_oa.raw import raw
from bot.channels.zalo_oa.read import PRESS, read
from bot.settings import Settings
from bot.zalo_oa import options
from messages import buttons
from messages.content import AttachmentKind, Inbound, InboundKind, Location

OA = "388613280878808645"


def event(name: str, message: dict[str, Any] | None = None, **more: Any) -> bytes:
    made: dict[str, Any] = {
        "app_id": "360846524940903967",
        "sender": {"id": "246845883529197922"},
        "recipient": {"id": OA},
        "user_id_by_app": "552177279717587730",
        "event_name": name,
        "timestamp": "1543908534740",
        **more,
    }
    if message is not None:
        made["message"] = {"msg_id": "96d3cdf3af150460909", **message}
    return json.dumps(made, ensure_ascii=False).encode()


def heard(name: str, message: dict[str, Any] | None = None, **more: Any) -> Inbound:
    found = read(event(name, message, **more), OA)
    assert found is not None
    return found


def attached(kind: str, **payload: Any) -> dict[str, Any]:
    return {"attachments": [{"type": kind, "payload": payload}]}


def test_words() -> None:
    """NFC, with whose they are and which message they answer."""
    said = heard("user_send_text", {"text": "Xin cha\u0300o", "quote_msg_id": "m1"})
    assert (said.channel, said.bot, said.chat, said.sender) == (
        "zalo_oa",
        OA,
        "246845883529197922",
        said.chat,
    )
    assert (said.text, said.message, said.reply_to) == ("Xin chào", "96d3cdf3af150460909", "m1")


def test_a_picture_with_words_under_it() -> None:
    """Its address is what it is fetched by."""
    message = {"text": "Cầu sập", **attached("image", url="https://f1.zdn.vn/a.jpg", thumbnail="https://t")}
    said = heard("user_send_image", message)
    (photo,) = said.attachments
    assert (photo.kind, photo.ref, photo.origin) == (
        AttachmentKind.PHOTO,
        "https://f1.zdn.vn/a.jpg",
        f"zalo_oa:{OA}",
    )
    assert said.text == "Cầu sập"


def test_a_place_whose_degrees_are_text() -> None:
    """As a real log has it; the words are the place's name."""
    at = {"latitude": "10.7923119", "longitude": "106.7820651"}
    said = heard("user_send_location", {"text": "Cơm Coffee New Sky", **attached("location", coordinates=at)})
    assert said.location == Location(lat=10.7923119, lon=106.7820651)
    assert said.text == "Cơm Coffee New Sky"
    for wrong in (
        {"latitude": "x", "longitude": "1"},
        {"latitude": "nan", "longitude": "1"},
        {"latitude": "91"},
        7,
    ):
        assert heard("user_send_location", attached("location", coordinates=wrong)).location is None


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("user_send_audio", "audio", AttachmentKind.VOICE),
        ("user_send_video", "video", AttachmentKind.VIDEO),
        ("user_send_file", "file", AttachmentKind.DOCUMENT),
    ],
)
def test_other_files(name: str, kind: str, expected: AttachmentKind) -> None:
    """With the name and size that Zalo states."""
    said = heard(name, attached(kind, url="https://f.zdn.vn/x", name="đơn.pdf", size="1204"))
    (file,) = said.attachments
    assert (file.kind, file.name, file.size) == (expected, "đơn.pdf", 1204)


@pytest.mark.parametrize(
    "name", ["user_send_sticker", "user_send_gif", "user_send_business_card", "user_send_new"]
)
def test_what_we_cannot_take(name: str) -> None:
    """A sticker, a card with somebody's number, what Zalo may invent: heard, so that it is answered."""
    said = heard(name, attached(name.removeprefix("user_send_"), id="1", url="https://s"))
    assert said.kind is InboundKind.UNSUPPORTED
    assert said.attachments == ()


def test_a_shared_link_is_words() -> None:
    """People share a story's address to ask whether it is true."""
    said = heard("user_send_link", {"text": "Thật không?", **attached("link", url="https://vi.du/tin")})
    assert (said.kind, said.text) == (InboundKind.MESSAGE, "Thật không? https://vi.du/tin")


def test_a_pressed_button_comes_as_words_and_is_a_press() -> None:
    """What follows the mark is as untrusted as any button's data; the mark within a sentence is a word."""
    data = buttons.command("phananh")
    said = heard("user_send_text", {"text": PRESS + data})
    assert (said.kind, said.press, said.text, said.message) == (InboundKind.PRESS, data, "", "")
    assert heard("user_send_text", {"text": f"bấm {PRESS}1"}).kind is InboundKind.MESSAGE


def test_following_and_leaving() -> None:
    """They name no sender, only the follower."""
    for name, kind in (("follow", InboundKind.ARRIVED), ("unfollow", InboundKind.LEFT)):
        body = {"event_name": name, "oa_id": OA, "follower": {"id": "77"}, "timestamp": "1", "app_id": "3"}
        found = read(json.dumps(body).encode(), OA)
        assert found is not None
        assert (found.kind, found.chat) == (kind, "77")


def test_contact_data_is_read_as_name_and_number_and_no_more() -> None:
    """Where somebody lives and when they were born was not asked for."""
    info = {
        "name": "Trần Thị Bé",
        "phone": "84912345678",
        "user_dob": "1/1/1970",
        "full_address": {"user_city": "X"},
    }
    assert heard("user_submit_info", info=info).text == "Trần Thị Bé, 0912345678"
    assert read(event("user_submit_info", info={"user_dob": "1/1/1970"}), OA) is None


def test_who_is_anonymous_cannot_be_answered() -> None:
    """A visitor without a Zalo account."""
    assert read(event("user_send_text", {"text": "Alo"}, anonymous_id="a"), OA) is None
    assert read(event("user_send_text", {"text": "Alo"}, sender={"anonymous_id": "a"}), OA) is None


def test_what_is_no_push_says_so() -> None:
    """It is put aside with a reference, and its words stay out of the error."""
    for body in (b"", b"[1]", b"\xff", b"[" * 100_000):
        with pytest.raises(ValueError, match="unreadable push"):
            read(body, OA)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["id", "text", "msg_id", "type", "payload", "url", "coordinates", "latitude", "attachments", "name"]
    ), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(
    message=_JSON, sender=_JSON, name=st.sampled_from(["user_send_text", "user_send_image", "follow", "x"])
)
@limited(max_examples=60)
def test_any_shape_is_read_or_left(message: object, sender: object, name: str) -> None:
    """Whatever stands where: no error, and nothing that a database cannot keep."""
    body = json.dumps({"event_name": name, "message": message, "sender": sender}).encode()
    found = read(body, OA)
    kept = raw(json.loads(body), body)
    assert kept is not None
    assert kept.key.isascii()
    if found is not None:
        assert "\0" not in found.text
        found.text.encode()


@pytest.mark.parametrize("tried", [False, True])
def test_whether_an_answer_names_its_message_is_the_operators_word(
    monkeypatch: pytest.MonkeyPatch, *, tried: bool
) -> None:
    """No page of Zalo's says so: off until it was tried, so that prompts ask for the code."""
    if tried:
        monkeypatch.setenv("VUNGXANH_ZALO_OA_REPLIES", "true")
    assert limits(options(Settings(zalo_oa_app_id="1", zalo_oa_app_secret="s"))).replies is tried
