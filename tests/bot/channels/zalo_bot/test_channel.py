"""The Bot Platform's channel against its simulator: what leaves, what is refused, what comes."""

import io
from collections.abc import AsyncIterator, Sequence

import pytest
from PIL import Image
from pydantic import SecretStr

from bot.channels.base import Exhausted, Misconfigured, OutcomeUnknown, Refused, Unavailable
from bot.channels.reach import Lying
from bot.channels.zalo_bot import ZaloBotChannel
from bot.channels.zalo_bot.raw import raw
from messages import buttons
from messages.content import (
    Attachment,
    AttachmentKind,
    Choice,
    Delete,
    Edit,
    Inbound,
    InboundKind,
    Reply,
    Send,
)
from tests.simulators.zalo_bot import ZaloBotSimulator
from tests.simulators.zalo_bot.server import TOKEN, Json


async def _at_once(_seconds: float) -> None:
    return


def channel_of(
    zalo: ZaloBotSimulator, token: str = TOKEN, hosts: Sequence[str] = ("127.0.0.1",)
) -> ZaloBotChannel:
    async def address(attachment: Attachment) -> str | None:
        return attachment.ref if attachment.ref.startswith("http") else None

    lying = Lying(fetched=address, opened=address)
    return ZaloBotChannel(SecretStr(token), zalo.url, hosts=hosts, lying=lying, sleep=_at_once)


@pytest.fixture
async def zalo() -> AsyncIterator[ZaloBotSimulator]:
    async with ZaloBotSimulator() as simulator:
        simulator.known.add("a")
        yield simulator


@pytest.fixture
async def bot(zalo: ZaloBotSimulator) -> AsyncIterator[ZaloBotChannel]:
    made = channel_of(zalo)
    yield made
    await made.close()


def heard(bot: ZaloBotChannel, event: Json) -> Inbound | None:
    return bot.read(raw(event).body)


async def test_it_knows_itself(bot: ZaloBotChannel) -> None:
    """The id is the token's, so that it is known before the platform answers; getMe gives the name."""
    await bot.start()
    assert (bot.bot, bot.account) == ("12345689", "bot.VDKyGxQvc")


async def test_a_token_that_is_none_is_the_operators(zalo: ZaloBotSimulator) -> None:
    """401 stops and is told."""
    other = channel_of(zalo, "12345689:other")
    with pytest.raises(Misconfigured, match="VUNGXANH_ZALO_BOT_TOKEN"):
        await other.start()
    await other.close()


async def test_words_leave_plain_with_their_menu(bot: ZaloBotChannel, zalo: ZaloBotSimulator) -> None:
    """No styles, no buttons: text in NFC, and the choices as numbers."""
    rows = ((Choice(label="Có", data=buttons.step("co", "n")),),)
    sent = await bot.deliver(Send(chat="a", reply=Reply(text="<b>Vui</b> a\u0301?", rows=rows, first=1)))
    assert len(sent.messages) == 1
    assert zalo.sent[0].text == "Vui á?\n\n1. Có\nNhắn số để chọn."


async def test_long_texts_leave_in_parts_with_the_menu_on_the_last(
    bot: ZaloBotChannel, zalo: ZaloBotSimulator
) -> None:
    """Every part is taken, in order."""
    rows = ((Choice(label="Có", data=buttons.step("co", "n")),),)
    text = "\n\n".join(["x" * 1500, "y" * 1500, "z" * 1990])
    sent = await bot.deliver(Send(chat="a", reply=Reply(text=text, rows=rows, first=1)))
    assert len(sent.messages) == len(zalo.sent) == 4
    assert zalo.sent[-1].text.startswith("1. Có")


@pytest.mark.parametrize(
    ("code", "status", "error"),
    [
        (429, 200, Exhausted),
        (429, 429, Exhausted),
        (408, 200, OutcomeUnknown),
        (403, 200, OutcomeUnknown),
        (500, 500, OutcomeUnknown),
        (400, 200, Refused),
        (404, 404, Refused),
        (401, 200, Misconfigured),
    ],
)
async def test_each_refusal_is_a_decision(
    bot: ZaloBotChannel, zalo: ZaloBotSimulator, code: int, status: int, error: type[Exception]
) -> None:
    """The code decides, whether HTTP says 200 or not."""
    zalo.fails("sendMessage", code, status)
    with pytest.raises(error) as caught:
        await bot.deliver(Send(chat="a", reply=Reply(text="x")))
    assert type(caught.value) is not Exception
    assert zalo.sent == []


async def test_the_rest_of_a_message_that_fails_is_not_sent_twice(
    bot: ZaloBotChannel, zalo: ZaloBotSimulator
) -> None:
    """Its beginning is out: what became of the whole is unknown, and it is not tried again."""
    first = await bot.deliver(Send(chat="a", reply=Reply(text="x")))
    assert first.messages
    zalo.monthly = 2
    with pytest.raises(OutcomeUnknown, match="1 of 2"):
        await bot.deliver(Send(chat="a", reply=Reply(text="x" * 2000 + "\n\n" + "y" * 100)))
    assert bot.limits.retry_unknown == 0


async def test_nothing_of_ours_is_changed_or_taken_back(bot: ZaloBotChannel) -> None:
    """The platform has neither, and the limits say so."""
    for message in (Edit(chat="a", message="1", reply=Reply(text="x")), Delete(chat="a", messages=("1",))):
        with pytest.raises(Refused):
            await bot.deliver(message)
    assert (bot.limits.edit, bot.limits.delete, bot.limits.buttons) == (False, False, 0)


async def test_a_picture_leaves_by_its_address_with_its_words(
    bot: ZaloBotChannel, zalo: ZaloBotSimulator
) -> None:
    """One message where the words fit under it: every message counts against the month."""
    event = await zalo.sends_photo("a")
    photo = Attachment(kind=AttachmentKind.PHOTO, ref=event["message"]["photo_url"])
    await bot.deliver(Send(chat="a", reply=Reply(text="Ảnh đây.", attachments=(photo,))))
    assert [(each.text, bool(each.photo)) for each in zalo.sent] == [("Ảnh đây.", True)]


async def test_what_cannot_be_fetched_is_named(bot: ZaloBotChannel, zalo: ZaloBotSimulator) -> None:
    """A kind that the platform cannot send: its address; what has none: where to ask for it."""
    files = (
        Attachment(kind=AttachmentKind.PHOTO, ref="not-public"),
        Attachment(kind=AttachmentKind.DOCUMENT, ref="http://127.0.0.1/x?a&b", name="bảng <1>.xlsx"),
        Attachment(kind=AttachmentKind.VIDEO, ref="not-public"),
        Attachment(kind=AttachmentKind.DOCUMENT, ref="not-public", name="tờ trình.docx"),
    )
    await bot.deliver(Send(chat="a", reply=Reply(text="Có tệp.", attachments=files)))
    assert zalo.sent[0].text == (
        "Có tệp.\n\nTệp kèm theo, tải ở đường dẫn dưới đây trong 24 giờ:\n"
        "- tệp bảng <1>.xlsx: http://127.0.0.1/x?a&b\n\n"
        "(Có kèm 1 ảnh, 1 video, tệp tờ trình.docx nhưng không gửi được qua kênh này: hỏi cơ quan gửi tin này.)"
    )


async def test_a_picture_that_is_refused_does_not_cost_the_words(
    bot: ZaloBotChannel, zalo: ZaloBotSimulator
) -> None:
    """Alone or among others: what goes arrives, then the words, which name the one that did not."""
    good = Attachment(kind=AttachmentKind.PHOTO, ref=(await zalo.sends_photo("a"))["message"]["photo_url"])
    bad = Attachment(kind=AttachmentKind.PHOTO, ref=f"{zalo.url}/files/gone.jpg")
    await bot.deliver(Send(chat="a", reply=Reply(text="Tin.", attachments=(bad,))))
    assert [(each.text.startswith("Tin."), bad.ref in each.text) for each in zalo.sent] == [(True, True)]
    zalo.sent.clear()
    sent = await bot.deliver(Send(chat="a", reply=Reply(text="Tin.", attachments=(good, bad, good))))
    assert [bool(each.photo) for each in zalo.sent] == [True, True, False]
    assert bad.ref in zalo.sent[-1].text
    assert len(sent.messages) == 3


async def test_what_people_send_is_read(bot: ZaloBotChannel, zalo: ZaloBotSimulator) -> None:
    """Texts, photos under either name, voices, stickers, what is withheld, what nobody has heard of."""
    text = heard(bot, await zalo.says("a", "cha\u0300o"))
    assert text is not None
    assert (text.text, text.chat, text.sender, text.kind) == ("chào", "a", "a", InboundKind.MESSAGE)
    for name in ("photo_url", "photo"):
        photo = heard(bot, await zalo.sends_photo("a", field_name=name, caption="nè"))
        assert photo is not None
        assert (photo.text, photo.attachments[0].kind) == ("nè", AttachmentKind.PHOTO)
    kinds = {
        "message.voice.received": InboundKind.MESSAGE,
        "message.sticker.received": InboundKind.UNSUPPORTED,
        "message.unsupported.received": InboundKind.WITHHELD,
        "message.location.received": InboundKind.UNSUPPORTED,
    }
    for name, kind in kinds.items():
        got = heard(bot, await zalo.sends("a", name, voice_url="https://f.zdn.vn/a.aac"))
        assert got is not None
        assert got.kind is kind


async def test_groups_are_passed_over(bot: ZaloBotChannel, zalo: ZaloBotSimulator) -> None:
    """Groups are in beta: nobody is heard there."""
    assert heard(bot, await zalo._event("g", "message.text.received", chat_type="GROUP", text="x")) is None


async def test_a_photo_is_fetched_from_trusted_hosts_only(
    bot: ZaloBotChannel, zalo: ZaloBotSimulator
) -> None:
    """Host, type and size are looked at before a byte is kept."""
    got = heard(bot, await zalo.sends_photo("a"))
    assert got is not None
    photo = got.attachments[0]
    data = b"".join([chunk async for chunk in bot.fetch(photo)])
    assert Image.open(io.BytesIO(data)).format == "JPEG"
    for ref in (
        "a|https://evil.example/x.jpg",
        "a|https://zdn.vn.evil.example/x.jpg",
        "a|file:///etc/passwd",
        "a|",
    ):
        with pytest.raises(Refused):
            await anext(bot.fetch(Attachment(kind=AttachmentKind.PHOTO, ref=ref, origin=photo.origin)))
    other = channel_of(zalo, hosts=(".zdn.vn",))
    with pytest.raises(Refused, match="MEDIA_HOSTS"):
        await anext(other.fetch(photo))
    await other.close()


@pytest.mark.parametrize(("kind", "size"), [("text/html", 10), ("image/jpeg", (10 << 20) + 1)])
async def test_no_page_and_no_giant_is_a_photo(
    bot: ZaloBotChannel, zalo: ZaloBotSimulator, kind: str, size: int
) -> None:
    """What the host says it is, and how much comes."""
    zalo.files["x"] = (kind, b"x" * size)
    file = Attachment(kind=AttachmentKind.PHOTO, ref=f"a|{zalo.url}/files/x", origin=f"zalo_bot:{bot.bot}")
    with pytest.raises(Refused):
        async for _ in bot.fetch(file):
            pass


async def test_an_unreachable_platform_has_certainly_not_taken_it(refusing_port: int) -> None:
    """Connection refused: send again later."""
    bot = ZaloBotChannel(SecretStr(TOKEN), f"http://127.0.0.1:{refusing_port}")
    with pytest.raises(Unavailable):
        await bot.deliver(Send(chat="a", reply=Reply(text="x")))
    await bot.close()


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"event_name":1}', b'{"event_name":"x","message":{}}'])
def test_what_cannot_be_read_is_said_so(bot: ZaloBotChannel, body: bytes) -> None:
    """A value error without the words: the message is put aside, the next one goes on."""
    with pytest.raises(ValueError, match="unreadable event"):
        bot.read(body)
