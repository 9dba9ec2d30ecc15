"""Files: singly, in albums, from other channels; and their bytes."""

from collections.abc import AsyncIterator

import pytest

from bot.channels.base import Refused
from bot.channels.telegram.media import Ready, arranged
from messages.content import Attachment, AttachmentKind, Edit, Inbound, Reply
from messages.leaving_out import LeftOut, note
from tests.bot.channels.telegram.harness import Inbox, Waits, channel, row, say
from tests.simulators.telegram import TelegramSimulator

BOT = "telegram:8000000001"
PHOTO, VIDEO, VOICE, AUDIO, DOCUMENT = (
    AttachmentKind.PHOTO,
    AttachmentKind.VIDEO,
    AttachmentKind.VOICE,
    AttachmentKind.AUDIO,
    AttachmentKind.DOCUMENT,
)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramSimulator]:
    async with TelegramSimulator(chat_burst=None) as running:
        running.user(1001, started=True)
        yield running


def stored(telegram: TelegramSimulator, kind: AttachmentKind = PHOTO, content: bytes = b"x") -> Attachment:
    """A file that this bot has a handle for."""
    return Attachment(kind=kind, ref=telegram.files.add(kind.value, content).id, origin=BOT)


def ready(kind: AttachmentKind, mark: str = "") -> Ready:
    attachment = Attachment(kind=kind, ref=f"{mark}abc", origin=BOT)
    return Ready(source=attachment, shown=attachment)


@pytest.mark.parametrize("kind", [PHOTO, VIDEO, VOICE, AUDIO, DOCUMENT])
async def test_one_file_carries_the_words_and_the_buttons(
    telegram: TelegramSimulator, kind: AttachmentKind
) -> None:
    """One message: file, caption, buttons."""
    async with channel(telegram) as bot:
        wanted = stored(telegram, kind)
        receipt = await bot.deliver(say(1001, "<b>Xem</b>", rows=(row("Đã xem"),), attachments=(wanted,)))
    (message,) = telegram.user(1001).messages
    assert receipt.messages == (str(message.id),)
    assert (message.media, message.file_id) == (kind.value, wanted.ref)
    assert (message.text, message.styled("bold"), message.labels) == ("Xem", ["Xem"], ["Đã xem"])


async def test_words_too_long_for_a_caption_follow_the_file(telegram: TelegramSimulator) -> None:
    """1024 UTF-16 units under a file; more go into a message of their own, with the buttons."""
    async with channel(telegram, sleep=Waits()) as bot:
        await bot.deliver(say(1001, "🌊" * 512, attachments=(stored(telegram),)))
        await bot.deliver(say(1001, "🌊" * 513, rows=(row("A"),), attachments=(stored(telegram),)))
    first, second, third = telegram.user(1001).messages
    assert (first.media, first.text) == ("photo", "🌊" * 512)
    assert (second.media, second.text, second.labels) == ("photo", "", [])
    assert (third.media, third.text, third.labels) == (None, "🌊" * 513, ["A"])


async def test_several_photos_are_an_album(telegram: TelegramSimulator) -> None:
    """One album, then the words with the buttons; without buttons the words go under the first photo."""
    photos = tuple(stored(telegram, content=bytes([n])) for n in range(1, 4))
    async with channel(telegram, sleep=Waits()) as bot:
        receipt = await bot.deliver(say(1001, "Ba ảnh", attachments=photos))
        await bot.deliver(say(1001, "Ba ảnh", rows=(row("A"),), attachments=photos))
    shown = telegram.user(1001).messages
    assert receipt.messages == tuple(str(message.id) for message in shown[:3])
    assert [message.text for message in shown] == ["Ba ảnh", "", "", "", "", "", "Ba ảnh"]
    assert shown[6].labels == ["A"]
    assert len({message.data["media_group_id"] for message in shown[:3]}) == 1


async def test_buttons_without_words_hang_on_the_last_file(telegram: TelegramSimulator) -> None:
    """An album takes no buttons, so the last file leaves it."""
    photos = tuple(stored(telegram, content=bytes([n])) for n in range(1, 4))
    async with channel(telegram, sleep=Waits()) as bot:
        await bot.deliver(say(1001, "", rows=(row("A"),), attachments=photos))
    shown = telegram.user(1001).messages
    assert [message.labels for message in shown] == [[], [], ["A"]]


def test_only_files_that_may_share_an_album_do() -> None:
    """#sendmediagroup: photos with videos, audio with audio, documents with documents, at most ten."""
    files = [*map(ready, [PHOTO] * 11 + [VIDEO, VOICE, VOICE, DOCUMENT, DOCUMENT, AUDIO])]
    files += [ready(VIDEO, "video_note:"), ready(VIDEO, "animation:"), ready(VIDEO)]
    sizes = [len(group) for group in arranged(files, single_last=False)]
    assert sizes == [10, 2, 1, 1, 2, 1, 1, 1, 1]
    assert [each.method[0] for each in files[-3:]] == ["send_video_note", "send_animation", "send_video"]


async def test_a_caption_is_edited_as_a_caption(telegram: TelegramSimulator) -> None:
    """The words under a photo change like any others; what a caption cannot hold is refused."""
    async with channel(telegram) as bot:
        (sent,) = (await bot.deliver(say(1001, "Cũ", attachments=(stored(telegram),)))).messages
        await bot.deliver(Edit(chat="1001", message=sent, reply=Reply(text="<i>Mới</i>", rows=(row("A"),))))
        with pytest.raises(Refused):
            await bot.deliver(Edit(chat="1001", message=sent, reply=Reply(text="a" * 1025)))
    (message,) = telegram.user(1001).messages
    assert (message.text, message.styled("italic"), message.labels) == ("Mới", ["Mới"], ["A"])


async def foreign(attachment: Attachment) -> AsyncIterator[bytes]:
    if attachment.ref == "gone":
        raise OSError("no such file")
    yield b"\xff\xd8 " + attachment.ref.encode()
    if attachment.ref == "large":
        yield bytes(3 * 1024**2)
    if attachment.ref == "huge":
        for _ in range(11):
            yield bytes(1024**2)


async def test_another_channels_file_is_uploaded_once(telegram: TelegramSimulator) -> None:
    """The first reader's message uploads it, the others get its handle."""
    picture = Attachment(kind=PHOTO, ref="sha256/ab", origin="web:room", name="anh.jpg")
    sheet = Attachment(kind=DOCUMENT, ref="sha256/cd", origin="web:room", name='a\r\n"đơn.pdf')
    telegram.user(1002, started=True)
    async with channel(telegram, foreign=foreign, sleep=Waits()) as bot:
        for chat in (1001, 1002):
            await bot.deliver(say(chat, "Xem", attachments=(picture,)))
            await bot.deliver(say(chat, "Xem", attachments=(sheet, sheet)))
    calls = await telegram.called("sendPhoto", times=2)
    assert "photo" not in calls[0].values
    first, second = (telegram.user(chat).messages[0] for chat in (1001, 1002))
    assert first.file_id == second.file_id == calls[1].values["photo"]
    assert telegram.files.known(str(first.file_id), "photo").content == b"\xff\xd8 sha256/ab"
    assert telegram.user(1002).messages[2].data["document"]["file_name"] == "a___đơn.pdf"


async def test_a_large_file_is_uploaded_whole(telegram: TelegramSimulator) -> None:
    """Megabytes go out as they came."""
    film = Attachment(kind=VIDEO, ref="large", origin="web:room", name="a.mp4")
    async with channel(telegram, foreign=foreign) as bot:
        await bot.deliver(say(1001, "", attachments=(film,)))
    (message,) = telegram.user(1001).messages
    assert telegram.files.known(str(message.file_id), "video").content == b"\xff\xd8 large" + bytes(
        3 * 1024**2
    )


@pytest.mark.parametrize("ref", ["gone", "huge"])
async def test_a_file_that_cannot_come_is_named(telegram: TelegramSimulator, ref: str) -> None:
    """The words arrive, and say what is missing."""
    lost = (
        Attachment(kind=PHOTO, ref=ref, origin="web:room"),
        Attachment(kind=VOICE, ref="gone", origin="web:room"),
    )
    async with channel(telegram, foreign=foreign) as bot:
        await bot.deliver(say(1001, "Tin", attachments=lost))
    (message,) = telegram.user(1001).messages
    assert message.text == (
        "Tin\n\n(Có kèm 1 ảnh, 1 tin thoại nhưng không gửi được qua kênh này: hỏi cơ quan gửi tin này.)"
    )


async def test_without_a_source_other_channels_files_stay_there(telegram: TelegramSimulator) -> None:
    """A message that is only such a file says so; a path is never taken for a handle."""
    lost = (Attachment(kind=DOCUMENT, ref="/etc/hostname", origin=BOT),)
    async with channel(telegram) as bot:
        await bot.deliver(say(1001, "", attachments=lost))
    (message,) = telegram.user(1001).messages
    said = note([LeftOut(file=each) for each in lost]).removeprefix("<i>").removesuffix("</i>")
    assert (message.media, message.text) == (None, said)


async def heard(telegram: TelegramSimulator, content: bytes) -> Attachment:
    await telegram.user(1001).sends_document(content)
    inbox = Inbox()
    async with channel(telegram) as bot:
        (update,) = telegram.updates.pending
        from bot.channels.telegram.raw import raw

        await inbox([raw(update.body)])
        found = bot.read(inbox.raws[0].body)
    assert isinstance(found, Inbound)
    return found.attachments[0]


async def test_a_file_that_came_is_fetched(telegram: TelegramSimulator) -> None:
    """All its bytes, in order."""
    attachment = await heard(telegram, b"%PDF" * 50_000)
    async with channel(telegram) as bot:
        assert b"".join([chunk async for chunk in bot.fetch(attachment)]) == b"%PDF" * 50_000


async def test_files_that_cannot_be_fetched_say_why(telegram: TelegramSimulator) -> None:
    """Over 20 MB, unknown, another channel's; a failing server is worth another try."""
    big = await heard(telegram, bytes(20 * 1024**2 + 1))
    unknown = Attachment(kind=PHOTO, ref="nobody", origin=BOT)
    other = Attachment(kind=PHOTO, ref="abc", origin="web:room")
    async with channel(telegram) as bot:
        for attachment, words in ((big, "too big"), (unknown, "invalid file_id"), (other, "web:room")):
            with pytest.raises(Refused, match=words):
                await anext(aiter(bot.fetch(attachment)))
        lost = stored(telegram)
        path = telegram.files.by_id[lost.ref].path
        kept = telegram.files.by_path.pop(path)
        with pytest.raises(Refused, match="HTTP 404"):
            await anext(aiter(bot.fetch(lost)))
        telegram.files.by_path[path] = kept
        assert await anext(aiter(bot.fetch(lost))) == b"x"
