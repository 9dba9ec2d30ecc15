"""Messages as the person sees them, and failures as the sender hears them."""

import json
from collections.abc import AsyncIterator

import pytest

from bot.channels.base import (
    DeliveryError,
    Misconfigured,
    Moved,
    OutcomeUnknown,
    PersonGone,
    Refused,
    Throttled,
    Unavailable,
)
from bot.channels.telegram import TelegramChannel, encode
from messages.content import Choice, Delete, Edit, Reply
from messages.length import utf16
from tests.bot.channels.telegram.harness import Waits, channel, row, say
from tests.simulators.telegram import TelegramSimulator


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramSimulator]:
    async with TelegramSimulator(chat_burst=None) as running:
        running.user(1001, started=True)
        yield running


async def test_rich_text_and_buttons_arrive_as_written(telegram: TelegramSimulator) -> None:
    """Styles are styles, user text is text, buttons stand in their rows; links show no preview."""
    rows = (row("Có", "Không"), (Choice(label="Trang tin", url="https://example.org/"),))
    async with channel(telegram) as bot:
        receipt = await bot.deliver(say(1001, "<b>Chào bà con</b>, 1 &lt; 2 &amp; <i>3</i>", rows=rows))
    (message,) = telegram.user(1001).messages
    assert receipt.messages == (str(message.id),)
    assert message.text == "Chào bà con, 1 < 2 & 3"
    assert (message.styled("bold"), message.styled("italic")) == (["Chào bà con"], ["3"])
    assert [[button.label for button in line] for line in message.rows] == [["Có", "Không"], ["Trang tin"]]
    assert message.buttons[2].url == "https://example.org/"
    (call,) = await telegram.called("sendMessage")
    assert call.values["link_preview_options"] == {"is_disabled": True}


async def test_a_long_text_is_split_and_keeps_its_buttons_last(telegram: TelegramSimulator) -> None:
    """4096 UTF-16 units a part, one second between two parts to one chat, the quote on the first."""
    waits, text = Waits(), "\n\n".join(f"<b>Mục {n}</b> 🌊 " + "nước dâng " * 90 for n in range(9))
    async with channel(telegram, sleep=waits) as bot:
        await bot.deliver(say(1001, "Câu hỏi"))
        receipt = await bot.deliver(say(1001, text, rows=(row("Đã đọc"),), quoting="1"))
    parts = telegram.user(1001).messages[1:]
    assert receipt.messages == tuple(str(part.id) for part in parts)
    assert len(parts) == 3
    assert waits == [1.0, 1.0]
    assert all(utf16(part.text) <= encode.TEXT for part in parts)
    assert [part.labels for part in parts] == [[], [], ["Đã đọc"]]
    assert ["reply_to_message" in part.data for part in parts] == [True, False, False]
    assert sum(len(part.styled("bold")) for part in parts) == 9


async def test_a_quote_of_a_deleted_message_is_sent_all_the_same(telegram: TelegramSimulator) -> None:
    """`allow_sending_without_reply`: the answer matters more than what it points to."""
    async with channel(telegram) as bot:
        await bot.deliver(say(1001, "Trả lời", quoting="99"))
    assert [message.text for message in telegram.user(1001).messages] == ["Trả lời"]


async def test_the_rest_of_a_message_waits_where_its_beginning_is_out(telegram: TelegramSimulator) -> None:
    """A 429 between two parts is waited out: the first part is not sent twice."""
    waits: list[float] = []

    async def throttled_once(seconds: float) -> None:
        if not waits:
            telegram.faults.throttle("sendMessage", retry_after=4)
        waits.append(seconds)

    async with channel(telegram, sleep=throttled_once) as bot:
        receipt = await bot.deliver(say(1001, "a " * 3000))
    assert waits == [1.0, 4.0]
    assert len(receipt.messages) == len(telegram.user(1001).messages) == 2


async def test_a_wait_too_long_is_the_senders(telegram: TelegramSimulator) -> None:
    """Over a minute no place in flight is kept."""

    async def throttled(seconds: float) -> None:
        telegram.faults.throttle("sendMessage", retry_after=120)

    async with channel(telegram, sleep=throttled) as bot:
        with pytest.raises(Throttled):
            await bot.deliver(say(1001, "a " * 3000))


async def test_a_body_is_encoded_once_for_all_readers(telegram: TelegramSimulator) -> None:
    """The bulk path: only the chat differs between two readers of a bulletin."""
    rows = (row("Đã đọc"),)
    encode.tails.cache_clear()
    telegram.user(1002, started=True)
    async with channel(telegram) as bot:
        for chat in (1001, 1002):
            await bot.deliver(say(chat, "Bản tin", rows=rows))
    assert encode.tails.cache_info().misses == 1
    body = json.loads(encode.head(1001, 5) + encode.tails("Bản tin", rows)[0])
    assert body["chat_id"] == 1001
    assert body["reply_parameters"] == {"message_id": 5, "allow_sending_without_reply": True}
    assert body["text"] == "Bản tin"


async def test_an_edit_replaces_words_and_buttons(telegram: TelegramSimulator) -> None:
    """The same edit twice is a success: the message reads as it should."""
    async with channel(telegram) as bot:
        (sent,) = (await bot.deliver(say(1001, "Chọn", rows=(row("A", "B"),)))).messages
        edit = Edit(chat="1001", message=sent, reply=Reply(text="Đã chọn <b>A</b>"))
        assert (await bot.deliver(edit)).messages == (sent,)
        assert (await bot.deliver(edit)).messages == (sent,)
    (message,) = telegram.user(1001).messages
    assert (message.text, message.labels, message.styled("bold")) == ("Đã chọn A", [], ["A"])


async def test_an_edit_without_words_takes_the_buttons(telegram: TelegramSimulator) -> None:
    """A question that is over loses its buttons and keeps its words."""
    async with channel(telegram) as bot:
        (sent,) = (await bot.deliver(say(1001, "Chọn", rows=(row("A"),)))).messages
        await bot.deliver(Edit(chat="1001", message=sent, reply=Reply(text="")))
    (message,) = telegram.user(1001).messages
    assert (message.text, message.labels) == ("Chọn", [])


async def test_edits_that_cannot_be_are_refused(telegram: TelegramSimulator) -> None:
    """Unknown messages and texts longer than one message."""
    async with channel(telegram) as bot:
        for message, text in (("77", "a"), ("1", "a " * 3000), ("không phải số", "a")):
            with pytest.raises(Refused):
                await bot.deliver(Edit(chat="1001", message=message, reply=Reply(text=text)))


async def test_messages_are_taken_back(telegram: TelegramSimulator) -> None:
    """One or all parts; what is not there is refused."""
    async with channel(telegram, sleep=Waits()) as bot:
        single = await bot.deliver(say(1001, "Một"))
        double = await bot.deliver(say(1001, "a " * 3000))
        await bot.deliver(Delete(chat="1001", messages=single.messages))
        await bot.deliver(Delete(chat="1001", messages=double.messages))
        assert all(message.deleted for message in telegram.user(1001).chat.messages.values())
        with pytest.raises(Refused):
            await bot.deliver(Delete(chat="1001", messages=single.messages))


async def test_a_message_older_than_two_days_stays() -> None:
    """The 48 hours of #deletemessage are a refusal."""
    clock = [1_629_000_000.0]
    async with TelegramSimulator(now=lambda: clock[0]) as telegram, channel(telegram) as bot:
        telegram.user(1001, started=True)
        receipt = await bot.deliver(say(1001, "Cũ"))
        clock[0] += 48 * 3600
        with pytest.raises(Refused):
            await bot.deliver(Delete(chat="1001", messages=receipt.messages))


@pytest.mark.parametrize("edited", [False, True])
async def test_failures_are_decisions(telegram: TelegramSimulator, edited: bool) -> None:
    """The same on the bulk path and through the library."""
    message = Edit(chat="1001", message="1", reply=Reply(text="b")) if edited else say(1001, "a")
    async with channel(telegram) as bot:
        await bot.deliver(say(1001, "a"))
        faults: list[tuple[dict[str, object], type[DeliveryError]]] = [
            ({"status": 502}, OutcomeUnknown),
            ({"status": 500}, OutcomeUnknown),
            ({"status": 502, "accepted": True}, OutcomeUnknown),
        ]
        for settings, kind in faults:
            telegram.faults.fail(**settings)  # type: ignore[arg-type]
            with pytest.raises(kind):
                await bot.deliver(message)
        telegram.faults.drop()
        with pytest.raises(OutcomeUnknown):
            await bot.deliver(message)
        telegram.faults.throttle(retry_after=9)
        with pytest.raises(Throttled) as throttled:
            await bot.deliver(message)
        assert throttled.value.wait == 9
        telegram.user(1001).chat.blocked = True
        with pytest.raises(PersonGone):
            await bot.deliver(message)
        telegram.revoke_token()
        with pytest.raises(Misconfigured):
            await bot.deliver(message)


async def test_a_group_that_moved_says_where(telegram: TelegramSimulator) -> None:
    """`migrate_to_chat_id` in the refusal."""
    group = telegram.group(-500)
    new = telegram.migrate_group(group)
    async with channel(telegram) as bot:
        with pytest.raises(Moved) as moved:
            await bot.deliver(say(-500, "a"))
    assert moved.value.chat == str(new)


async def test_unknown_and_foreign_chats(telegram: TelegramSimulator) -> None:
    """A chat that Telegram does not know is gone; an id of another channel is refused before it is sent."""
    async with channel(telegram) as bot:
        with pytest.raises(PersonGone):
            await bot.deliver(say(4040, "a"))
        with pytest.raises(Refused):
            await bot.deliver(say(1001, "a", rows=((Choice(label="a", data="x" * 65),),)))
        with pytest.raises(Refused):
            await bot.deliver(say(1001, "  "))
        with pytest.raises(Refused, match="no Telegram id"):
            await bot.deliver(Delete(chat="lan@web", messages=("1",)))


async def test_a_refused_connection_is_certainly_not_sent(refusing_port: int) -> None:
    """Nobody listens: send again later, without counting a possible repeat."""
    bot = TelegramChannel("1:a", f"http://127.0.0.1:{refusing_port}", 30)
    try:
        with pytest.raises(Unavailable):
            await bot.deliver(say(1001, "a"))
        with pytest.raises(Unavailable):
            await bot.start()
    finally:
        await bot.close()


async def test_an_address_that_is_none_is_the_operators(telegram: TelegramSimulator) -> None:
    """A root without a scheme is told as a setting."""
    bot = TelegramChannel("1:a", "api.telegram.org", 30)
    try:
        with pytest.raises(Misconfigured, match="VUNGXANH_TELEGRAM_API"):
            await bot.deliver(say(1001, "a"))
    finally:
        await bot.close()


@pytest.mark.parametrize("token", ["", "abc", "1:", "1:a/b", "1:a b"])
def test_a_token_that_is_none_is_told_at_once(token: str) -> None:
    """Before anything is sent anywhere, and without repeating it."""
    with pytest.raises(Misconfigured, match="@BotFather") as caught:
        TelegramChannel(token)
    assert not token or token not in str(caught.value).replace("123456:ABC-def", "")


async def test_start_finds_out_who_we_are(telegram: TelegramSimulator) -> None:
    """The bot's id and name; deep links carry codes that Telegram accepts."""
    async with channel(telegram) as bot:
        assert (bot.bot, bot.username) == ("8000000001", "vungxanh_bot")
        assert bot.deep_link("MOI_abc-1") == "https://t.me/vungxanh_bot?start=MOI_abc-1"
        for code in ("", "a b", "đ", "x" * 65):
            with pytest.raises(ValueError, match="deep link"):
                bot.deep_link(code)
    with pytest.raises(ValueError, match="start the channel"):
        TelegramChannel("1:a").deep_link("a")


async def test_a_wrong_token_is_misconfigured_at_the_start(telegram: TelegramSimulator) -> None:
    """The operator hears of it before the campaign does."""
    bot = TelegramChannel("8000000001:wrong", telegram.url)
    try:
        with pytest.raises(Misconfigured, match="VUNGXANH_TELEGRAM_TOKEN"):
            await bot.start()
    finally:
        await bot.close()
