"""Home Affairs' group on Telegram: cards, who may act, and the group's own life."""

from storage.tables import desks, inbox, outbox
from tests.e2e import talk
from tests.e2e.program import Program
from tests.e2e.talk import connected_desk, files_a_report, hears
from tests.simulators.telegram import Group, Message, TelegramSimulator


async def card_of(group: Group, code: str) -> Message:
    """The newest message of the group that is the card of a report."""
    return await group.sees_message(
        lambda message: code in message.text and "Tiếp nhận" in message.labels, what=f"the card of {code}"
    )


async def test_a_press_on_the_card_tells_the_person(program: Program, telegram: TelegramSimulator) -> None:
    """Taking it is said once, and the card shows who did."""
    an = telegram.user(11)
    group, binh = await connected_desk(program, telegram)
    code = await files_a_report(an)
    await binh.presses("Tiếp nhận", on=await card_of(group, code))
    await hears(an, code, "đã tiếp nhận")
    await group.sees_message(lambda message: message.edited and "Bình" in message.text, what="the card anew")


async def test_an_anonymous_admin_is_asked_to_show_the_face(
    program: Program, telegram: TelegramSimulator
) -> None:
    """What is done at a desk is done by somebody: nothing reaches the person."""
    an = telegram.user(11)
    group, binh = await connected_desk(program, telegram)
    code = await files_a_report(an)
    card = await card_of(group, code)
    await binh.says("/hangcho", chat=group, anonymous=True)
    await group.sees_text("ẩn danh")
    await binh.replies(card, "Ai đó trả lời", anonymous=True)
    await telegram.settled()
    await binh.says("/hangcho", chat=group)
    await group.sees_text(lambda text: code in text and "chờ tiếp nhận" in text.lower())
    assert an.hears_nothing()


async def test_talk_in_the_group_is_not_ours(program: Program, telegram: TelegramSimulator) -> None:
    """What members say to each other is neither answered nor kept."""
    group, binh = await connected_desk(program, telegram)
    await binh.says("Trưa nay ăn gì?", chat=group)
    await telegram.settled()
    await binh.says("/hangcho", chat=group)
    await hears(group)
    assert group.hears_nothing()
    kept = await program.rows(inbox)
    assert [row.body for row in kept] == [None] * len(kept)


async def test_a_group_becomes_a_supergroup(program: Program, telegram: TelegramSimulator) -> None:
    """Cards go on to the new chat; a reply to a card of before still finds its report."""
    an, la = telegram.user(11), telegram.user(12)
    group, binh = await connected_desk(program, telegram)
    first = await files_a_report(an)
    card = await card_of(group, first)
    number = telegram.migrate_group(group)
    second = await files_a_report(la, "Chốt không cho xe chở lúa qua")
    await card_of(group, second)
    assert (await program.address(number)).id == (await program.rows(desks))[0].address_id
    old = card.data | {"chat": group.chat.card}
    await binh.replies(Message(chat=group.chat, data=old, from_bot=True), "Xã mang gạo tới ngay.")
    await hears(an, "Xã mang gạo tới ngay.")
    assert la.hears_nothing()
    await group.sees_message(
        lambda message: first in message.text and message is not card, what="the card anew"
    )


async def test_the_numbers_of_a_supergroup_begin_anew(program: Program, telegram: TelegramSimulator) -> None:
    """A new card that has the number of an old one is itself: the answer reaches its own person."""
    an, la = telegram.user(11), telegram.user(12)
    group, binh = await connected_desk(program, telegram)
    old = await card_of(group, await files_a_report(an))
    telegram.migrate_group(group)
    while telegram.next_message_id(group.chat) < old.id - 1:
        pass
    code = await files_a_report(la, "Chốt không cho xe chở lúa qua")
    new = await card_of(group, code)
    assert new.id == old.id
    await binh.replies(new, "Chốt đã mở cho xe chở lúa.")
    await hears(la, "Chốt đã mở cho xe chở lúa.")
    assert an.hears_nothing()
    await talk.says(an, "/theodoi")
    await talk.presses(an, an.last.labels[0])
    await talk.presses(an, "Rút lại việc này", "Đã rút lại")
    await group.sees_text("người báo đã rút lại")
    assert code in new.text


async def test_a_card_meets_the_move_before_we_hear_of_it(
    program: Program, telegram: TelegramSimulator
) -> None:
    """Telegram refuses the old chat and names the new one: the card arrives there."""
    an = telegram.user(11)
    group, _ = await connected_desk(program, telegram)
    await telegram.settled()
    telegram.migrate_group(group)
    telegram.updates.pending.clear()
    code = await files_a_report(an)
    await card_of(group, code)


async def test_a_receipt_that_comes_after_the_move_names_nothing(
    program: Program, telegram: TelegramSimulator
) -> None:
    """A card that left for the old group, and was confirmed once the group had moved, is not taken for a new one."""
    an, la = telegram.user(11), telegram.user(12)
    group, binh = await connected_desk(program, telegram)
    held = telegram.faults.stall("sendMessage", chat=group.id, accepted=True)
    first = await files_a_report(an)
    await held.reached.wait()
    old = await card_of(group, first)
    number = telegram.migrate_group(group)
    await telegram.settled()
    await talk.says(la, "/kehoach")  # by now the move is handled
    assert await program.address(number)
    held.release()
    while telegram.next_message_id(group.chat) < old.id - 1:
        pass
    new = await card_of(group, await files_a_report(la, "Chốt không cho xe chở lúa qua"))
    assert new.id == old.id
    await binh.replies(new, "Chốt đã mở cho xe chở lúa.")
    await hears(la, "Chốt đã mở cho xe chở lúa.")
    assert an.hears_nothing()


async def test_a_desk_that_removes_us_is_no_desk(program: Program, telegram: TelegramSimulator) -> None:
    """The next report goes to the administrators' notice, not into the void."""
    an, boss = telegram.user(11), telegram.user(1001)
    await talk.says(boss, "/start")
    group, _ = await connected_desk(program, telegram)
    telegram.kick_from_group(group)
    await telegram.settled()
    code = await files_a_report(an)
    await boss.sees_text(code)
    assert [row.chat for row in await program.rows(outbox) if row.state == "failed"] == []
