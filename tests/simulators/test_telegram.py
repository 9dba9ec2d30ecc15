"""The simulated Bot API refuses what the real one refuses, in its words.

Each test names what it rests on: A1 the published limits (core.telegram.org/bots/faq, /bots/api and the constants of
python-telegram-bot), A2 the server's source (tdlib/telegram-bot-api and tdlib/td), A3 python-telegram-bot 22.8.
"""

import io
from collections.abc import AsyncIterator

import aiohttp
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter

from tests.simulators.telegram import TelegramSimulator
from tests.simulators.telegram.client import Api


class Hands:
    """A clock that moves only when told."""

    def __init__(self) -> None:
        self.time = 1_629_100_000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
async def telegram(clock: Hands) -> AsyncIterator[TelegramSimulator]:
    async with TelegramSimulator(rate=None, chat_burst=None, group_per_minute=None, now=clock) as running:
        running.user(1, first_name="An", started=True)
        yield running


@pytest.fixture
async def api(telegram: TelegramSimulator) -> AsyncIterator[Api]:
    async with Api(telegram) as client:
        yield client


def keyboard(text: str = "Y tế", **kind: str) -> dict[str, object]:
    return {"inline_keyboard": [[{"text": text, **kind}]]}


async def test_a_wrong_token_is_401_and_a_malformed_one_404(telegram: TelegramSimulator, api: Api) -> None:
    """A2: 401/404 for a bad token; after a revocation only the new token works."""
    assert (await api.raw("getMe", token="123:abc"))[0] == 401
    assert (await api.raw("getMe", token="rubbish"))[0] == 404
    old = telegram.token
    new = telegram.revoke_token()
    assert (await api.raw("getMe", token=old))[1]["description"] == "Unauthorized"
    assert (await api.raw("getMe", token=new))[1]["result"]["username"] == "vungxanh_bot"


async def test_an_unknown_method_is_404(api: Api) -> None:
    """A2: Client.cpp answers 404 for a method that it does not have; the case of a name does not matter."""
    assert await api.refused("sendTelegram") == (404, "Not Found: method not found")
    assert await api("GETME")


@pytest.mark.parametrize("form", ["json", "data", "params"])
async def test_parameters_come_as_json_form_or_query(
    telegram: TelegramSimulator, api: Api, form: str
) -> None:
    """A2: the server takes JSON, forms and queries alike."""
    status, _ = await api.raw("sendMessage", token=None, **{form: {"chat_id": 1, "text": "Chào bà con"}})
    assert status == 200
    assert telegram.user(1).sees()[0].text == "Chào bà con"


async def test_a_body_that_is_no_json_is_400(api: Api) -> None:
    """A2: a broken body is the caller's fault and no crash."""
    headers = {"Content-Type": "application/json"}
    status, answer = await api.raw("sendMessage", data=b"{", headers=headers)
    assert (status, answer["description"]) == (400, "Bad Request: can't parse JSON encoded request")


async def test_a_text_has_1_to_4096_utf16_units_after_parsing(api: Api) -> None:
    """A1: text 1-4096 after entity parsing, counted in UTF-16 units; tags are free, an emoji counts twice."""
    await api("sendMessage", chat_id=1, text=f"<b>{'ế' * 4096}</b>", parse_mode="HTML")
    await api("sendMessage", chat_id=1, text="🌱" * 2048)
    too_long = (400, "Bad Request: message is too long")
    assert await api.refused("sendMessage", chat_id=1, text="ế" * 4097) == too_long
    assert await api.refused("sendMessage", chat_id=1, text="🌱" * 2048 + "a") == too_long
    for text in ("", "  \n", "<b></b>"):
        refusal = await api.refused("sendMessage", chat_id=1, text=text, parse_mode="HTML")
        assert refusal == (400, "Bad Request: message text is empty")


async def test_a_caption_has_at_most_1024_units(telegram: TelegramSimulator, api: Api) -> None:
    """A1: caption 0-1024 after entity parsing."""
    photo = telegram.files.add("photo", b"jpeg").id
    await api("sendPhoto", chat_id=1, photo=photo, caption="ế" * 1024)
    refusal = await api.refused("sendPhoto", chat_id=1, photo=photo, caption="ế" * 1025)
    assert refusal == (400, "Bad Request: message caption is too long")


async def test_button_data_has_1_to_64_bytes(api: Api) -> None:
    """A1: callback_data 1-64 bytes; Vietnamese letters take two or three."""
    await api("sendMessage", chat_id=1, text="x", reply_markup=keyboard(callback_data="ế" * 21))
    for data in ("", "ế" * 22, "a" * 65):
        markup = keyboard(callback_data=data)
        refusal = await api.refused("sendMessage", chat_id=1, text="x", reply_markup=markup)
        assert refusal == (400, "Bad Request: BUTTON_DATA_INVALID")


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (keyboard("", callback_data="a"), "inline keyboard button text must be non-empty"),
        (keyboard("Y tế"), "Text buttons are unallowed in the inline keyboard"),
        ({"inline_keyboard": [[{"callback_data": "a"}]]}, 'Can\'t find field "text"'),
        ("{", "can't parse reply keyboard markup JSON object"),
    ],
)
async def test_a_keyboard_that_cannot_be_shown_is_400(api: Api, markup: object, words: str) -> None:
    """A2: the server checks each button (tdlib ReplyMarkup.cpp)."""
    status, description = await api.refused("sendMessage", chat_id=1, text="x", reply_markup=markup)
    assert status == 400
    assert words in description


async def test_an_edit_that_changes_nothing_is_400(telegram: TelegramSimulator, api: Api) -> None:
    """A1 edits: the same content is refused; another keyboard or text is a change."""
    sent = await api("sendMessage", chat_id=1, text="Một", reply_markup=keyboard(callback_data="a"))
    where = {"chat_id": 1, "message_id": sent["message_id"]}
    same = await api.refused("editMessageText", **where, text="Một", reply_markup=keyboard(callback_data="a"))
    assert same[1].startswith("Bad Request: message is not modified: specified new message content")
    await api("editMessageText", **where, text="Một")
    assert telegram.user(1).sees()[0].buttons == []
    await api("editMessageReplyMarkup", **where, reply_markup=keyboard(callback_data="b"))
    shown = telegram.user(1).sees()[0]
    assert (shown.edited, shown.labels) == (True, ["Y tế"])


async def test_only_what_is_there_and_ones_own_can_be_edited(telegram: TelegramSimulator, api: Api) -> None:
    """A2: wordings of failed edits."""
    theirs = await telegram.user(1).says("Chào")
    refusal = await api.refused("editMessageText", chat_id=1, message_id=999, text="x")
    assert refusal == (400, "Bad Request: message to edit not found")
    refusal = await api.refused("editMessageText", chat_id=1, message_id=theirs.id, text="x")
    assert refusal == (400, "Bad Request: message can't be edited")


async def test_a_caption_is_edited_as_a_caption(telegram: TelegramSimulator, api: Api) -> None:
    """A2: a text has no caption and a photo no text."""
    photo = telegram.files.add("photo", b"jpeg").id
    sent = await api("sendPhoto", chat_id=1, photo=photo, caption="Cũ")
    await api(
        "editMessageCaption",
        chat_id=1,
        message_id=sent["message_id"],
        caption="<i>Mới</i>",
        parse_mode="HTML",
    )
    assert telegram.user(1).sees()[0].styled("italic") == ["Mới"]
    status, words = await api.refused("editMessageText", chat_id=1, message_id=sent["message_id"], text="x")
    assert (status, words) == (400, "Bad Request: there is no text in the message to edit")


async def test_a_message_can_be_deleted_for_48_hours(
    telegram: TelegramSimulator, api: Api, clock: Hands
) -> None:
    """A1: deleteMessage only under 48 h."""
    first = (await api("sendMessage", chat_id=1, text="Một"))["message_id"]
    second = (await api("sendMessage", chat_id=1, text="Hai"))["message_id"]
    clock.time += 48 * 3600 - 1
    assert await api("deleteMessage", chat_id=1, message_id=first) is True
    assert [m.text for m in telegram.user(1).sees()] == ["Hai"]
    clock.time += 1
    refusal = await api.refused("deleteMessage", chat_id=1, message_id=second)
    assert refusal == (400, "Bad Request: message can't be deleted for everyone")
    refusal = await api.refused("deleteMessage", chat_id=1, message_id=first)
    assert refusal == (400, "Bad Request: message to delete not found")


async def test_a_reply_needs_its_message_unless_told_otherwise(api: Api) -> None:
    """A2: reply to a message that is not there."""
    lost = {"message_id": 999}
    refusal = await api.refused("sendMessage", chat_id=1, text="x", reply_parameters=lost)
    assert refusal == (400, "Bad Request: message to be replied not found")
    lenient = lost | {"allow_sending_without_reply": True}
    assert "reply_to_message" not in await api("sendMessage", chat_id=1, text="x", reply_parameters=lenient)


async def test_files_are_uploaded_once_and_sent_by_id(telegram: TelegramSimulator, api: Api) -> None:
    """A1: a file_id is persistent and of one kind; an unknown one is a wrong file identifier."""
    form = aiohttp.FormData({"chat_id": "1"})
    form.add_field("photo", b"jpeg bytes", filename="a.jpg", content_type="image/jpeg")
    _, answer = await api.raw("sendPhoto", data=form)
    file_id = answer["result"]["photo"][-1]["file_id"]
    await api("sendPhoto", chat_id=1, photo=file_id)
    assert [m.file_id for m in telegram.user(1).sees()] == [file_id, file_id]
    told = await api("getFile", file_id=file_id)
    assert await api.file(told["file_path"]) == (200, b"jpeg bytes")
    status, words = await api.refused("sendDocument", chat_id=1, document=file_id)
    assert (status, words) == (400, "Bad Request: can't use file of type Photo as Document")
    telegram.files.forget(file_id)
    status, words = await api.refused("sendPhoto", chat_id=1, photo=file_id)
    assert (status, words) == (400, "Bad Request: wrong file identifier/HTTP URL specified")


async def test_a_photo_has_10_mb_and_getfile_serves_20(telegram: TelegramSimulator, api: Api) -> None:
    """A1: photo 10 MB up, getFile 20 MB down."""
    form = aiohttp.FormData({"chat_id": "1"})
    form.add_field("photo", io.BytesIO(bytes(10 * 1024**2 + 1)), filename="a.jpg", content_type="image/jpeg")
    status, answer = await api.raw("sendPhoto", data=form)
    assert status == 400
    assert "too big for a photo" in answer["description"]
    large = await telegram.user(1).sends_video(bytes(20 * 1024**2 + 1))
    served = await telegram.user(1).sends_video(bytes(5 * 1024**2))
    told = await api("getFile", file_id=served.file_id)
    assert len((await api.file(told["file_path"]))[1]) == 5 * 1024**2
    assert await api.refused("getFile", file_id=large.file_id) == (400, "Bad Request: file is too big")


async def test_a_press_can_be_answered_and_a_made_up_one_not(telegram: TelegramSimulator, api: Api) -> None:
    """A2: an unknown query is too old or invalid."""
    an = telegram.user(1)
    await api("sendMessage", chat_id=1, text="Chọn", reply_markup=keyboard(callback_data="yte"))
    press = await an.presses("Y tế")
    update = (await api("getUpdates"))[-1]["callback_query"]
    assert (update["data"], press.answered) == ("yte", False)
    await api("answerCallbackQuery", callback_query_id=update["id"], text="Xong")
    assert (await press.is_answered())["text"] == "Xong"
    status, words = await api.refused("answerCallbackQuery", callback_query_id="7")
    assert status == 400
    assert words.startswith("Bad Request: query is too old")


async def test_the_menu_is_kept_by_scope_and_checked(telegram: TelegramSimulator, api: Api) -> None:
    """A1: commands of 1-32 small letters, digits, underscores, per scope."""
    scope = {"type": "chat", "chat_id": 1}
    menu = [{"command": "phananh", "description": "Báo khó khăn, vướng mắc"}]
    await api("setMyCommands", commands=menu, scope=scope)
    assert await api("getMyCommands", scope=scope) == menu
    assert await api("getMyCommands") == []
    await api("deleteMyCommands", scope=scope)
    assert await api("getMyCommands", scope=scope) == []
    wrong = [{"command": "Phản ánh", "description": "x"}]
    assert await api.refused("setMyCommands", commands=wrong) == (400, "Bad Request: BOT_COMMAND_INVALID")


async def test_python_telegram_bot_talks_to_it(
    telegram: TelegramSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A3: the library's own Bot reads every answer: messages, media, albums, chats, members, errors."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # without it the library warns of its own RetryAfter
    an, desk = telegram.user(1), telegram.group(-1001, "Sở Nội vụ")
    desk.adds(an, status="administrator")
    async with Bot(telegram.token, f"{telegram.url}/bot", f"{telegram.url}/file/bot") as bot:
        assert bot.username == "vungxanh_bot"
        button = InlineKeyboardMarkup([[InlineKeyboardButton("Đồng ý", callback_data="yes")]])
        sent = await bot.send_message(1, "<b>Chào</b> &amp; mừng", parse_mode="HTML", reply_markup=button)
        assert (sent.text, sent.entities[0].type) == ("Chào & mừng", "bold")
        assert (await sent.edit_text("Đã nhận")) is not True
        photo = await bot.send_photo(1, b"\xff\xd8 jpeg", caption="Ảnh")
        album = await bot.send_media_group(
            -1001, [InputMediaPhoto(photo.photo[-1]), InputMediaPhoto(b"\xff\xd8 two")]
        )
        assert len({message.media_group_id for message in album}) == 1
        assert bytes(await (await photo.photo[-1].get_file()).download_as_bytearray()) == b"\xff\xd8 jpeg"
        assert (await bot.get_chat(-1001)).title == "Sở Nội vụ"
        assert (await bot.get_chat_member(-1001, 1)).status == "administrator"
        await an.says("/start abc")
        (update,) = await bot.get_updates(timeout=1)
        assert update.effective_message is not None
        assert update.effective_message.parse_entities(["bot_command"]) != {}
        telegram.block(an)
        with pytest.raises(Forbidden, match="bot was blocked by the user"):
            await bot.send_message(1, "x")
        with pytest.raises(BadRequest, match="Chat not found"):
            await bot.send_message(2, "x")
        telegram.faults.throttle("sendMessage", retry_after=7)
        with pytest.raises(RetryAfter):
            await bot.send_message(-1001, "x")
        telegram.revoke_token()
        with pytest.raises(InvalidToken):
            await bot.send_message(-1001, "x")
