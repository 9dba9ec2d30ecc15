"""Updates wait, repeat, and are confirmed as on the real server; people do what people do (A1, A2)."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from tests.simulators.telegram import Group, TelegramSimulator
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
    async with TelegramSimulator(now=clock, monotonic=clock, webhook_retry=0.001) as running:
        yield running


@pytest.fixture
async def api(telegram: TelegramSimulator) -> AsyncIterator[Api]:
    async with Api(telegram) as client:
        yield client


@pytest.fixture
def desk(telegram: TelegramSimulator) -> Group:
    return telegram.group(-7, "Sở Nội vụ")


async def test_updates_repeat_until_a_higher_offset_confirms_them(
    telegram: TelegramSimulator, api: Api
) -> None:
    """A2: confirmed only when called with an offset above; at most 100 at once."""
    an = telegram.user(1)
    for number in range(120):
        await an.says(str(number))
    first = await api("getUpdates")
    assert [u["message"]["text"] for u in first] == [str(n) for n in range(100)]
    assert await api("getUpdates", limit=200) == first
    rest = await api("getUpdates", offset=first[-1]["update_id"] + 1)
    assert [u["message"]["text"] for u in rest] == [str(n) for n in range(100, 120)]
    assert [u["message"]["text"] for u in await api("getUpdates", offset=-1)] == ["119"]
    await api("getUpdates", offset=rest[-1]["update_id"] + 1)
    await telegram.settled()


async def test_an_update_waits_for_24_hours(telegram: TelegramSimulator, api: Api, clock: Hands) -> None:
    """A2: kept for 24 h."""
    await telegram.user(1).says("cũ")
    clock.time += 24 * 3600 - 1
    await telegram.user(1).says("mới")
    assert len(await api("getUpdates")) == 2
    clock.time += 1
    assert [u["message"]["text"] for u in await api("getUpdates")] == ["mới"]


async def test_a_long_poll_wakes_when_something_comes(telegram: TelegramSimulator, api: Api) -> None:
    """A2: timeout up to 50 s; the answer comes at once when there is one."""
    waiting = asyncio.create_task(api("getUpdates", timeout=50))
    await telegram.until(lambda: telegram.updates.polling, 60, "a poll")
    await telegram.user(1).says("chào")
    assert (await waiting)[0]["message"]["text"] == "chào"


async def test_a_second_poll_ends_the_first_with_409(telegram: TelegramSimulator, api: Api) -> None:
    """A2: 409 Conflict for a second getUpdates; the newer one goes on."""
    older = asyncio.create_task(api.refused("getUpdates", timeout=50))
    await telegram.until(lambda: telegram.updates.polling, 60, "a poll")
    newer = asyncio.create_task(api("getUpdates", timeout=50))
    status, words = await older
    assert status == 409
    assert words.startswith("Conflict: terminated by other getUpdates request")
    await telegram.until(lambda: telegram.updates.polling, 60, "a poll")
    await telegram.user(1).says("chào")
    assert len(await newer) == 1


async def test_an_unmoved_offset_is_slowed_if_wanted(clock: Hands) -> None:
    """A2: the same offset inside 0.5 s returns one update, inside 3 s it polls for 3 s (Client.cpp:15711)."""
    async with TelegramSimulator(monotonic=clock, hot_loop_rule=True) as telegram, Api(telegram) as api:
        await telegram.user(1).says("một")
        await telegram.user(1).says("hai")
        assert len(await api("getUpdates")) == 2
        clock.time += 0.4
        assert len(await api("getUpdates")) == 1
        clock.time += 0.6
        assert len(await api("getUpdates")) == 2


async def test_only_the_kinds_asked_for_come(telegram: TelegramSimulator, api: Api) -> None:
    """A2: allowed_updates holds for what comes later, until it is changed."""
    await api("getUpdates", allowed_updates=["message"])
    an = telegram.user(1)
    await an.says("chào")
    await an.blocks()
    assert [sorted(u) for u in await api("getUpdates")] == [["message", "update_id"]]


async def test_a_webhook_gets_each_update_until_it_says_200(telegram: TelegramSimulator, api: Api) -> None:
    """A2: secret_token header; non-2xx is retried; getUpdates is refused; the answer may call a method."""
    seen: list[tuple[str, str]] = []

    async def hook(request: web.BaseRequest) -> web.Response:
        text = (await request.json())["message"]["text"]
        seen.append((text, request.headers["X-Telegram-Bot-Api-Secret-Token"]))
        if len(seen) == 1:
            return web.Response(status=500)
        return web.json_response({"method": "sendMessage", "chat_id": 1, "text": f"nghe {text}"})

    runner = web.ServerRunner(web.Server(hook))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/telegram/x"
    await telegram.user(1).says("một")
    await api("setWebhook", url=url, secret_token="mat-khau_1")
    assert (await api.refused("getUpdates"))[1].startswith(
        "Conflict: can't use getUpdates method while webhook"
    )
    assert await api.refused("setWebhook", url=url) == (429, "Too Many Requests: retry after 1")
    await telegram.user(1).says("hai")
    await telegram.settled()
    await telegram.user(1).sees_text("nghe hai")
    assert seen == [("một", "mat-khau_1"), ("một", "mat-khau_1"), ("hai", "mat-khau_1")]
    told = await api("getWebhookInfo")
    assert (told["url"], told["pending_update_count"]) == (url, 0)
    assert told["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
    await api("deleteWebhook")
    assert await api("getUpdates") == []
    await runner.cleanup()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"url": "http://x.vn"}, "An HTTPS URL must be provided"),
        ({"url": "https://x.vn:8080"}, "only on ports 80, 88, 443 or 8443"),
        ({"url": "https://x.vn", "secret_token": "a b"}, "secret token contains unallowed characters"),
        ({"url": "https://x.vn", "secret_token": "a" * 257}, "secret token is too long"),
    ],
)
async def test_a_webhook_that_telegram_would_not_take_is_400(
    api: Api, values: dict[str, str], words: str
) -> None:
    """A2: HTTPS, four ports, a secret of 1-256 letters, digits, - and _."""
    status, description = await api.refused("setWebhook", **values)
    assert status == 400
    assert words in description


async def test_what_people_send_arrives_in_telegrams_shape(telegram: TelegramSimulator, api: Api) -> None:
    """A2: photos in sizes, albums as single messages, voice, files, places, forwards, replies, edits."""
    an = telegram.user(1, first_name="An", language_code="vi")
    await an.sends_photo(b"jpeg", caption="Cầu hỏng")
    await an.sends_album([b"one", b"two"], caption="Hai ảnh")
    await an.sends_voice()
    await an.sends_document(b"pdf", name="don.pdf")
    await an.sends_location(9.6, 105.97)
    await an.forwards("Nghe nói ...")
    said = await an.says("Ấp 3 thiếu gạo")
    await an.replies(said, "thêm một ý")
    await an.edits(said, "Ấp 4 thiếu gạo")
    updates = await api("getUpdates")
    messages = [u["message"] for u in updates[:-1]]
    assert messages[0]["photo"][-1]["file_size"] == 4
    assert messages[1]["media_group_id"] == messages[2]["media_group_id"]
    assert [m.get("caption") for m in messages[:3]] == ["Cầu hỏng", "Hai ảnh", None]
    assert messages[4]["document"]["file_name"] == "don.pdf"
    assert messages[5]["location"] == {"latitude": 9.6, "longitude": 105.97}
    assert messages[6]["forward_origin"]["type"] == "hidden_user"
    assert messages[8]["reply_to_message"]["text"] == "Ấp 3 thiếu gạo"
    assert updates[-1]["edited_message"]["text"] == "Ấp 4 thiếu gạo"
    assert messages[0]["from"]["language_code"] == "vi"


async def test_a_long_text_arrives_in_parts(telegram: TelegramSimulator, api: Api) -> None:
    """A1: no message is longer than 4096 units; the apps cut what people paste."""
    await telegram.user(1).says("🌱" * 3000)
    texts = [u["message"]["text"] for u in await api("getUpdates")]
    assert [len(text) for text in texts] == [2048, 952]


async def test_an_anonymous_admin_has_no_name(telegram: TelegramSimulator, api: Api, desk: Group) -> None:
    """A2: sender_chat is the group itself, from is GroupAnonymousBot 1087968824."""
    await telegram.user(1).says("/hangcho", chat=desk, anonymous=True)
    message = (await api("getUpdates"))[0]["message"]
    assert (message["from"]["id"], message["sender_chat"]["id"]) == (1087968824, -7)


async def test_with_privacy_mode_a_group_is_heard_only_when_it_speaks_to_the_bot(api: Api) -> None:
    """core.telegram.org/bots/features#privacy-mode: commands and replies to the bot, not the talk around it."""
    async with TelegramSimulator(privacy_mode=True) as telegram, Api(telegram) as bot:
        desk, an = telegram.group(-7), telegram.user(1)
        sent = await bot("sendMessage", chat_id=-7, text="Phản ánh mới")
        await an.says("ai nhận việc này?", chat=desk)
        await an.says("/hangcho", chat=desk)
        await an.replies(desk.chat.messages[sent["message_id"]], "đã rõ")
        assert [u["message"]["text"] for u in await bot("getUpdates")] == ["/hangcho", "đã rõ"]


async def test_malformed_updates_are_delivered_as_they_are(telegram: TelegramSimulator, api: Api) -> None:
    """A2: the bot, not the server, is the one that must cope with the unknown."""
    telegram.inject({"message": "không phải đối tượng"})
    telegram.inject({"update_id": 5, "tương lai": None})
    assert [sorted(u) for u in await api("getUpdates")] == [
        ["message", "update_id"],
        ["tương lai", "update_id"],
    ]


async def test_a_person_presses_what_is_shown_and_nothing_else(telegram: TelegramSimulator, api: Api) -> None:
    """A2: a press names the newest message with the button; an old screen can still press what is gone."""
    an = telegram.user(1, started=True)
    inline = {"inline_keyboard": [[{"text": "Có", "callback_data": "co"}]]}
    first = await api("sendMessage", chat_id=1, text="một", reply_markup=inline)
    second = await api("sendMessage", chat_id=1, text="hai", reply_markup=inline)
    press = await an.presses("Có")
    assert press.message is not None
    assert press.message.id == second["message_id"]
    await api("deleteMessage", chat_id=1, message_id=first["message_id"])
    with pytest.raises(AssertionError, match="sees no button 'Không'"):
        await an.presses("Không")
    await an.forges("co", on=an.messages[0])
    gone = (await api("getUpdates"))[-1]["callback_query"]["message"]
    assert (gone["date"], gone["message_id"]) == (0, first["message_id"])


async def test_a_reply_keyboard_is_pressed_by_saying_its_label(telegram: TelegramSimulator, api: Api) -> None:
    """A1: a reply keyboard's button is a text."""
    an = telegram.user(1, started=True)
    await api("sendMessage", chat_id=1, text="Chọn", reply_markup={"keyboard": [["Báo khó khăn"]]})
    press = await an.presses("Báo khó khăn")
    assert press.message is not None
    assert press.message.text == "Báo khó khăn"
    assert (await api("getUpdates"))[0]["message"]["text"] == "Báo khó khăn"


async def test_a_person_waits_for_words_and_says_what_is_there_instead(
    telegram: TelegramSimulator, api: Api
) -> None:
    """A driver's promise: it wakes at once, reads in order, and a failure shows the chat."""
    an = telegram.user(1, started=True)
    waiting = asyncio.create_task(an.sees_text("gạo"))
    await api("sendMessage", chat_id=1, text="Thiếu gạo ở đâu?")
    assert (await waiting).text == "Thiếu gạo ở đâu?"
    assert (await an.next_message()).text == "Thiếu gạo ở đâu?"
    assert an.hears_nothing()
    with pytest.raises(AssertionError, match="it shows\n  bot: Thiếu gạo ở đâu"):
        await an.sees_text("nước", timeout=0.01)
