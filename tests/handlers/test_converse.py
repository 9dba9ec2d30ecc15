"""What an inbound means, over the whole bot: commands, questions, old buttons, odd messages."""

from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from handlers.everything import REGISTRY
from messages import buttons
from messages.content import Attachment, AttachmentKind, InboundKind
from storage.tables import inbox, positions
from tests.driver import Person, Stage

ONE_PLATFORM = "what holds of any input; numbers and words for choices have tests/handlers/test_menus.py"


async def troubled(stage: Stage) -> int:
    """How many messages failed in handling, ever."""
    async with stage.database.reading() as tx:
        failed = (inbox.c.attempts > 0) | (inbox.c.state == "parked")
        return int(await tx.scalar(select(func.count()).select_from(inbox).where(failed)) or 0)


async def test_commands_answer_to_plain_words_too(stage: Stage) -> None:
    """/phananh, its title, and its title without diacritics begin the same."""
    for index, words in enumerate(("/phananh", "Báo khó khăn, vướng mắc", "bao kho khan")):
        an = stage.person(f"an{index}")
        await an.says(words)
        an.sees("gặp khó khăn, vướng mắc gì")


async def test_an_unknown_command_says_so(stage: Stage) -> None:
    """With a way to what there is."""
    an = stage.person("an")
    await an.says("/khongco")
    an.sees("không có lệnh /khongco")
    assert "Trợ giúp" in an.labels


async def test_cancel_and_back_without_a_dialog(stage: Stage) -> None:
    """There is nothing to cancel, and that is said."""
    an = stage.person("an")
    await an.says("/huy")
    an.sees("không có việc nào đang dở")
    await an.says("/quaylai")
    an.sees("không có việc nào đang dở")


async def test_help_in_a_dialog_is_about_the_dialog(stage: Stage) -> None:
    """Every step helps: what is being done, how to go back or out; then the question again."""
    an = stage.person("an")
    await an.says("/guongtot")
    await an.says("/trogiup")
    an.sees("giới thiệu việc tốt", "“Hủy” là bỏ việc này", "một người hay một tập thể")


async def test_another_flow_asks_before_it_drops_this_one(stage: Stage) -> None:
    """The answers so far are not lost by a word."""
    an = stage.person("an")
    await an.says("/guongtot")
    await an.presses("Một người")
    await an.says("/phananh")
    an.sees("đang dở việc", "giới thiệu việc tốt")
    await an.presses("Bỏ việc đó")
    an.sees("gặp khó khăn, vướng mắc gì")


async def test_a_side_question_is_answered_and_leads_back(stage: Stage) -> None:
    """A look at the plan in between keeps the open question."""
    an = stage.person("an")
    await an.says("/guongtot")
    await an.presses("Một người")
    await an.says("/kehoach")
    assert "Làm tiếp việc đang dở" in an.labels
    await an.says("Bà Sáu Lành")
    an.sees("ấp, khóm nào")


@pytest.mark.parametrize(
    "data", ["", "1|s||", "2|s||x|n", "rác", "1|z|a|b|c", "1|s||x|n", "1|r|KK-00000|zz|"]
)
async def test_buttons_that_mean_nothing_say_that_they_are_old(stage: Stage, data: str) -> None:
    """Forged, foreign or outlived: words, and the way to help."""
    an = stage.person("an")
    await an.presses_data(data)
    an.sees("Lựa chọn này đã cũ")


async def test_what_the_platform_withholds_is_answered_each_time_with_a_number_to_call(stage: Stage) -> None:
    """It may be a child or somebody ill: nobody is asked to write again, and nobody is left without an answer."""
    contacts = stage.campaign.contacts.model_copy(update={"health_line": "1900 0000"})
    stage.conversation.campaign = stage.campaign.model_copy(update={"contacts": contacts})
    an = stage.person("an")
    for _ in range(2):
        await stage.hears(an, kind=InboundKind.WITHHELD)
        an.sees("không chuyển nội dung", "nhờ người thân", "1900 0000")
        an.sees_not("gửi lại", "nhắn lại")


async def test_what_is_withheld_in_the_middle_leaves_the_question_standing(stage: Stage) -> None:
    """A video that the platform keeps from us, twice: told each time, asked again, and what was said is not lost."""
    an = stage.person("an")
    await an.says("/phananh")
    await an.says("Xóm tôi hết gạo")
    (question,) = an.answers[-1:]
    for _ in range(2):
        await stage.hears(an, kind=InboundKind.WITHHELD)
        an.sees("không chuyển nội dung", "nhờ người thân", question.splitlines()[0])
    await an.presses(an.labels[0])
    an.sees_not("không chuyển nội dung")


async def test_nobody_is_asked_for_what_their_app_cannot_send(stage: Stage) -> None:
    """By the limits: where no video or document can come, the words name neither."""
    an = stage.person("an")
    await stage.hears(an, kind=InboundKind.WITHHELD)
    (told,) = an.answers
    assert ("chỉ nhận được chữ, ảnh và tin thoại" in told) == (not stage.limits.films)
    await an.says("/phananh")
    await an.says("Xóm tôi hết gạo ba ngày nay")
    await an.presses(an.labels[0])
    await an.says("Kế An")
    (asked,) = an.answers
    assert ("ảnh hoặc video" in asked) == stage.limits.films
    assert ("từng cái một" in asked) == (not stage.limits.albums)
    await an.says("không có")
    (asked,) = an.answers
    assert ("video" in asked) == stage.limits.films


async def test_a_double_press_at_the_end_is_silent(stage: Stage) -> None:
    """The last button of a flow, pressed twice, ends it once."""
    an = stage.person("an")
    await an.says("/phananh")
    cancel = an.button("Hủy")
    await an.presses_data(cancel)
    an.sees("Đã hủy")
    await an.presses_data(cancel)
    an.sees_nothing()


async def test_an_edit_in_a_dialog_is_noted(stage: Stage) -> None:
    """An edited answer changes nothing, says so, and asks on."""
    an = stage.person("an")
    await an.says("/guongtot")
    await an.presses("Một người")
    await an.says("Bà Sáu")
    await an.edits("Bà Sáu Lành")
    an.sees("Sửa tin đã gửi không làm đổi câu trả lời", "ấp, khóm nào")


async def test_a_dialog_that_is_no_longer_there_is_left(stage: Stage) -> None:
    """After an update that dropped a flow or a step, the next message is heard as a fresh one."""
    an = stage.person("an")
    for lost in ({"flow": "gone"}, {"step": "gone"}):
        await an.says("/guongtot")
        async with stage.database.transaction() as tx:
            await tx.execute(update(positions).values(lost))
        await an.says("/kehoach")
        an.sees("Kế hoạch")
        assert await troubled(stage) == 0


async def test_an_album_said_out_of_the_blue_is_offered_once(stage: Stage) -> None:
    """Three photos, one question; all three are carried into the report."""
    an = stage.person("an")
    await an.sends_photo("a", "Đường vào ấp bị chặn, xe gạo không vào được", album="7")
    an.sees("Bà con")
    await an.sends_photo("b", album="7")
    an.sees_nothing()
    await an.sends_photo("c", album="7")
    an.sees_nothing()
    if "Báo khó khăn, vướng mắc" in an.labels:
        await an.presses("Báo khó khăn, vướng mắc")
    async with stage.database.reading() as tx:
        answers = await tx.scalar(select(positions.c.answers))
    assert [each["ref"] for each in answers["words"]["files"]] == ["a", "b", "c"]


@pytest.mark.parametrize(
    "odd", ["a\x00b", "\ud83c", "\x1b[31m", "\u202egnart", "\u200b\u200b", "<b>", "&amp;", "%s {x}"]
)
async def test_no_character_breaks_a_turn(stage: Stage, odd: str) -> None:
    """What no database and no platform takes is dropped on arrival; the rest is the answer."""
    an = stage.person("an")
    await an.says(odd)
    await an.says("/phananh")
    await an.says(f"Nhà tôi hết gạo {odd} ba ngày nay")
    an.sees("thuộc nhóm nào")
    assert await troubled(stage) == 0


async def test_the_emergency_answer_comes_first_and_as_it_is_meant(stage: Stage) -> None:
    """In free text and in a report alike: the number stands out, no tag is shown as text."""
    an = stage.person("an")
    await an.says("mẹ tôi khó thở quá, cần đi cấp cứu")
    assert an.answers[0].startswith("Nếu đang khó thở")
    assert "<b>1900 9095</b>" in an.chat.shown[-1].reply.text
    await an.says("/phananh")
    await an.says("mẹ tôi khó thở quá mà hết thuốc")
    assert "<b>1900 9095</b>" in an.chat.shown[-1].reply.text


# -- The whole bot under odd inputs.

_COMMANDS = [f"/{command.name}" for command in REGISTRY.commands]
_WORDS = (
    "Kế An", "Nhà tôi hết gạo ba ngày nay", "khó thở quá", "Huy", "dung", "hôm qua", "1", "", "GT-7M2QX",
    "cảm ơn", "xin chào", "F1", "tôi muốn khiếu nại ông trưởng ấp", "/huy", "/quaylai", "/trogiup", "/theodoi KK-1",
    "\x00", "a" * 6000, "/vungxanh Kế An", "/start abcdef", "KK-7M2QX: xong chưa",
)  # fmt: skip
_DONE = st.one_of(
    st.tuples(st.just("button"), st.integers(0, 60)),
    st.tuples(st.just("button"), st.integers(0, 3)),
    st.tuples(st.just("says"), st.sampled_from(_WORDS) | st.sampled_from(_COMMANDS) | st.text(max_size=30)),
    st.tuples(st.just("edits"), st.sampled_from(_WORDS)),
    st.tuples(
        st.just("data"), st.sampled_from(("", "1|c|phananh||", "1|c|tonghop||", "1|n|GT-1|rut|", "1|s||x|n1"))
    ),
    st.tuples(st.just("photo"), st.sampled_from(("", "1", "2"))),
    st.tuples(st.just("voice"), st.just("")),
    st.tuples(st.just("place"), st.tuples(st.floats(-90, 90), st.floats(-180, 180))),
    st.tuples(st.just("unsupported"), st.just("")),
    st.tuples(st.just("arrived"), st.just("")),
    st.tuples(st.just("left"), st.just("")),
)
_people = count(1)


async def _does(an: Person, kind: str, value: Any) -> None:
    match kind:
        case "button":
            shown = [
                choice.data
                for message in an.chat.shown[-6:]
                for choice in message.reply.choices
                if choice.data
            ]
            await an.presses_data(shown[-1 - value % len(shown)] if shown else "")
        case "says":
            await an.says(value)
        case "edits":
            await an.edits(value)
        case "data":
            await an.presses_data(value)
        case "photo":
            await an.sends_photo(caption="ảnh", album=value)
        case "voice":
            await an.sends(Attachment(kind=AttachmentKind.VOICE, ref="v", origin="stage:1"))
        case "place":
            await an.sends_location(*value)
        case _:
            await an.stage.hears(an, kind=InboundKind(kind))


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(done=st.lists(_DONE, min_size=5, max_size=25))
async def test_no_sequence_of_inputs_breaks_the_bot(stage: Stage, done: list[tuple[str, Any]]) -> None:
    """Nothing is parked or fails; every message in private that says something is answered."""
    an = stage.person(f"p{next(_people)}")
    for kind, value in done:
        await _does(an, kind, value)
        if kind in {"says", "place", "voice", "unsupported"}:
            assert an.answers, f"{kind} {value!r} was not answered"
    assert await troubled(stage) == 0


async def test_every_command_answers_somebody_new(stage: Stage) -> None:
    """In private and in a group, with and without an argument, in every role's absence."""
    assert len(_COMMANDS) > 10
    group = stage.group("-5")
    for index, command in enumerate(_COMMANDS):
        an = stage.person(f"new{index}")
        await an.says(command)
        assert an.answers, command
        await an.says(f"{command} xyz")
        assert an.answers, command
        await stage.member("binh", group).says(command)
    assert await troubled(stage) == 0


async def test_buttons_that_are_shown_can_be_pressed(stage: Stage) -> None:
    """One level down from the menu: no button leads to "this button is old"."""
    an = stage.person("an")
    await an.says("/trogiup")
    labels = [choice for choice in an.chat.shown[-1].reply.choices if choice.data]
    assert labels
    for choice in labels:
        assert buttons.decode(choice.data)
        await an.presses_data(choice.data)
        an.sees_not("Lựa chọn này đã cũ")
        await an.says("/huy")
