import asyncio
from pathlib import Path

import pytest

from bot.channels.base import Channel, PersonGone, Raw, Refused
from bot.channels.web import wire
from bot.channels.web.channel import Closed
from bot.channels.web.taking import Impossible
from bot.channels.web.wire import Said
from messages import buttons
from messages.content import (
    Attachment,
    AttachmentKind,
    ChatKind,
    Choice,
    Delete,
    Edit,
    InboundKind,
    Location,
    Reply,
    Send,
)
from messages.length import utf16
from storage.database import Database
from tests.bot.channels.web.stage import Stage, listening, make, photo

KEY = "11111111-2222"


def say(text: str = "Nhà tôi hết gạo", *, key: str = KEY, chat: str = "citizen", **more: object) -> Said:
    return Said(chat=chat, key=key, sender=str(more.pop("sender", chat)), text=text, **more)  # type: ignore[arg-type]


def test_it_is_a_channel(database: Database, tmp_path: Path) -> None:
    """The type checker holds the web channel to the protocol that every platform keeps."""
    channel: Channel = make(database, tmp_path).channel
    assert (channel.name, channel.bot) == ("web", "room")


async def test_what_is_typed_is_heard_and_shown(stage: Stage) -> None:
    """One act in the page is one update, with the id of the message that the phone shows."""
    await stage.channel.take([say()])
    (inbound,) = stage.inbound
    (shown,) = await stage.shown("citizen")
    assert (inbound.text, inbound.sender, inbound.chat_kind) == (
        "Nhà tôi hết gạo",
        "citizen",
        ChatKind.PRIVATE,
    )
    assert inbound.message == str(shown["id"])
    assert (shown["mine"], shown["time"], shown["day"]) == (True, "07:05", "Thứ Tư, 18/8/2021")


async def test_a_double_submit_is_one_message(stage: Stage) -> None:
    """The page repeats what was not acknowledged under the same key: shown once, one key for the inbox."""
    await stage.channel.take([say()])
    await stage.channel.take([say()])
    assert len(await stage.shown("citizen")) == 1
    assert len({raw.key for raw in stage.raws}) == 1
    assert len({raw.body for raw in stage.raws}) == 1


async def test_side_by_side_submits_of_one_key_are_one_message(stage: Stage) -> None:
    """Two clicks at once race to the database, and still the phone shows one message."""
    await asyncio.gather(*(stage.channel.take([say()]) for _ in range(5)))
    assert len(await stage.shown("citizen")) == 1


async def test_somebody_elses_words_cannot_pose_as_a_key(stage: Stage) -> None:
    """A message that quotes the form of a stored key does not swallow the message with that key."""
    await stage.channel.take([say(f'"key":"{KEY}"', key="99999999")])
    await stage.channel.take([say("thật")])
    assert [each.text for each in stage.inbound] == [f'"key":"{KEY}"', "thật"]


async def test_nothing_is_taken_before_somebody_listens(database: Database, tmp_path: Path) -> None:
    """A message is acknowledged only once it is stored: without an inbox it is refused, and not shown."""
    stage = make(database, tmp_path)
    with pytest.raises(Closed):
        await stage.channel.take([say()])
    assert await stage.shown("citizen") == []


async def test_what_a_crash_cut_short_is_heard_at_the_next_start(database: Database, tmp_path: Path) -> None:
    """Shown but not in the inbox: the next listen hands it over, once, word for word."""

    async def crash(_: object) -> None:
        raise ConnectionError

    async with listening(make(database, tmp_path)) as before:
        before.heard = crash  # type: ignore[method-assign, assignment]
        before.channel._heard = crash
        with pytest.raises(ConnectionError):
            await before.channel.take([say('lời có "unheard":true')])
    async with listening(make(database, tmp_path)) as after:
        assert [each.text for each in after.inbound] == ['lời có "unheard":true']
    async with listening(make(database, tmp_path)) as later:
        assert later.raws == []


async def test_a_photo_a_place_and_a_reply_arrive(stage: Stage) -> None:
    """What a phone can send is what the conversation hears, with what was quoted."""
    asked = await stage.bot_says("citizen", "Bà con ở <b>đâu</b>?")
    ref = await stage.channel.media.keep(photo())
    await stage.channel.take([say("", photo=ref, photo_bytes=9, reply_to=asked)])
    await stage.channel.take([say("", key="22222222", location=Location(lat=9.6, lon=105.9))])
    first, second = stage.inbound
    assert first.attachments == (
        Attachment(kind=AttachmentKind.PHOTO, ref=ref, origin="web:room", mime="image/jpeg", size=9),
    )
    assert (first.reply_to, first.quoted) == (asked, "Bà con ở đâu?")
    assert second.location == Location(lat=9.6, lon=105.9)
    sent = b"".join([chunk async for chunk in stage.channel.fetch(first.attachments[0])])
    assert sent[:3] == b"\xff\xd8\xff"


async def test_a_group_names_who_speaks(stage: Stage) -> None:
    """A desk's member is known by id and name, for the audit log."""
    await stage.channel.take([say(chat="home-affairs", sender="desk-2")])
    (inbound,) = stage.inbound
    assert (inbound.chat_kind, inbound.sender, inbound.sender_name) == (ChatKind.GROUP, "desk-2", "Hai")


async def test_a_press_must_be_on_a_button_that_is_there(stage: Stage) -> None:
    """A phone presses only what it shows; the press carries the button's data and message."""
    message = await stage.bot_says("citizen", "Chọn", "Có")
    press = Said(
        chat="citizen",
        key=KEY,
        sender="citizen",
        kind=InboundKind.PRESS,
        message=message,
        press=buttons.step("0", "n"),
    )
    await stage.channel.take([press])
    (inbound,) = stage.inbound
    assert (inbound.kind, inbound.press, inbound.message) == (InboundKind.PRESS, "1|s||0|n", message)
    await stage.channel.deliver(Edit(chat="citizen", message=message, reply=Reply(text="Xong")))
    with pytest.raises(Impossible):
        await stage.channel.take([press])


async def test_people_change_only_their_own_messages(stage: Stage) -> None:
    """An edit is shown as one and heard as one; the bot's messages and others' stay as they are."""
    await stage.channel.take([say("mot")])
    (shown,) = await stage.shown("citizen")
    edit = say("một", key="33333333", kind=InboundKind.EDIT, message=str(shown["id"]))
    await stage.channel.take([edit])
    assert (await stage.shown("citizen"))[0]["edited"] is True
    assert (stage.inbound[-1].kind, stage.inbound[-1].text) == (InboundKind.EDIT, "một")
    ours = await stage.bot_says("citizen")
    with pytest.raises(Impossible):
        await stage.channel.take([say("x", key="44444444", kind=InboundKind.EDIT, message=ours)])


async def test_an_edit_and_a_delete_reach_the_phone(stage: Stage) -> None:
    """Our own messages are replaced in place and taken back; neither touches a person's."""
    await stage.channel.take([say()])
    first, second = await stage.bot_says("citizen", "một"), await stage.bot_says("citizen", "hai")
    await stage.channel.deliver(Edit(chat="citizen", message=first, reply=Reply(text="một <b>mới</b>")))
    mine = str((await stage.shown("citizen"))[0]["id"])
    await stage.channel.deliver(Delete(chat="citizen", messages=(second, mine, "x")))
    texts = [message["runs"] for message in await stage.shown("citizen")]
    assert texts == [
        [{"text": "Nhà tôi hết gạo"}],
        [{"text": "một "}, {"text": "mới", "styles": ["b"]}],
    ]


async def test_long_words_go_in_parts_with_the_buttons_last(stage: Stage) -> None:
    """Every part keeps to the declared limit, and the receipt names them in order."""
    rows = ((Choice(label="Xem", data="1|c|kehoach||"),),)
    long = Send(chat="citizen", reply=Reply(text="lời nhắc " * 1000, rows=rows))
    receipt = await stage.channel.deliver(long)
    shown = await stage.shown("citizen")
    assert [str(each["id"]) for each in shown] == list(receipt.messages)
    sizes = [utf16("".join(run["text"] for run in each["runs"])) for each in shown]  # type: ignore[attr-defined]
    assert len(sizes) > 1
    assert max(sizes) <= stage.channel.limits.text
    assert [bool(each["rows"]) for each in shown] == [False] * (len(shown) - 1) + [True]


@pytest.mark.parametrize(
    "reply",
    [
        Reply(text=" "),
        Reply(text="x", rows=(tuple(Choice(label=str(i), data="d") for i in range(101)),)),
        Reply(
            text="x", attachments=(Attachment(kind=AttachmentKind.PHOTO, ref="0" * 64, origin="web:room"),)
        ),
    ],
)
async def test_what_the_platform_cannot_show_is_refused(stage: Stage, reply: Reply) -> None:
    """Empty, over the limit of buttons, or a file that is not there: the message is at fault, not the person."""
    with pytest.raises(Refused):
        await stage.channel.deliver(Send(chat="citizen", reply=reply))


async def test_unknown_people_and_messages_are_told_apart(stage: Stage) -> None:
    """Outside the cast nobody can be reached; inside it, only what is there can be edited."""
    with pytest.raises(PersonGone):
        await stage.channel.deliver(Send(chat="citizen-101", reply=Reply(text="x")))
    for message in ("999999", "x", "9" * 40):
        with pytest.raises(Refused):
            await stage.channel.deliver(Edit(chat="citizen", message=message, reply=Reply(text="x")))


async def test_a_body_that_is_no_update_raises_and_a_foreign_chat_is_nobody(stage: Stage) -> None:
    """Unparsable bodies are for the conversation to park; a chat of an earlier cast concerns nobody."""
    for body in (b"", b"[]", b"{}", b'{"chat": 1}', b"\xff"):
        with pytest.raises(ValueError):  # noqa: PT011 - any unreadable body
            stage.channel.read(body)
    said = wire.raw_body("gone", "gone", "1", say().body())
    assert stage.channel.read(said) is None


async def test_control_characters_do_not_reach_the_database(stage: Stage) -> None:
    """A lone surrogate or a NUL would fail in the database or the encoder; they are left out."""
    await stage.channel.take([say("a\x00b\ud800c")])
    assert stage.inbound[0].text == "abc"
    assert isinstance(stage.raws[0], Raw)
