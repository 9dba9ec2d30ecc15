"""What people do in several tests: each step waits for its answer."""

import re

from tests.e2e.program import Program
from tests.simulators.telegram import Group, Message, TelegramSimulator, User

HUNGRY = "Nhà tôi hết gạo ba ngày nay, ở ấp 3"


async def says(who: User, text: str, *wanted: str) -> Message:
    """Write, and read the answer."""
    await who.says(text)
    return await hears(who, *wanted)


async def presses(who: User, label: str, *wanted: str) -> Message:
    """Press, and read the answer."""
    await who.presses(label)
    return await hears(who, *wanted)


async def hears(who: User | Group, *wanted: str) -> Message:
    """The next message, which holds every one of these."""
    message = await who.next_message()
    for text in wanted:
        assert text in message.text, f"{text!r} is not in {message}"
    return message


async def agrees(who: User) -> None:
    """Through /start: consent, a place, topics."""
    await says(who, "/start", "Bà con có đồng ý nhận tin không?")
    await presses(who, "Đồng ý nhận tin", "Bà con ở xã, phường nào?")
    await says(who, "ke an", "Xã Kế An, huyện Kế Sách", "chủ đề")
    await presses(who, "Xong", "Bà con sẽ nhận")


async def files_a_report(who: User, words: str = HUNGRY) -> str:
    """Through /phananh; returns the code."""
    await says(who, "/phananh", "việc gì, ở đâu, từ khi nào")
    kinds = await says(who, words, "thuộc nhóm nào")
    await presses(who, kinds.labels[0], "xã, phường nào")
    await says(who, "Kế An")
    await presses(who, "Bỏ qua")
    await presses(who, "Không gấp")
    await presses(who, "Không cần gọi lại", "xem lại trước khi gửi", "Xã Kế An")
    done = await presses(who, "Gửi", "Đã ghi nhận")
    return code_in(done)


def code_in(message: Message) -> str:
    """The code that it names."""
    found = re.search(r"\b(KK|GT)-[0-9A-Z]{5}\b", message.text)
    assert found, message
    return found[0]


async def connected_desk(
    program: Program, telegram: TelegramSimulator, number: int = -400
) -> tuple[Group, User]:
    """Home Affairs' group, joined by its code, and a member of it."""
    binh = telegram.user(2001, first_name="Bình")
    group = telegram.group(number, "Sở Nội vụ", members=[binh])
    group.chat.bot_status = "left"
    await group.adds_bot(binh)
    await hears(group, "/ketnoi")
    code = await program.invite("desk", "so_noi_vu")
    await binh.says(f"/ketnoi {code}", chat=group)
    await hears(group, "nơi làm việc của Sở Nội vụ")
    return group, binh
