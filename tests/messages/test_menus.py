"""Choices where there are no buttons: what is read, and what is typed."""

import unicodedata
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from messages import buttons, menus
from messages.buttons import Press, Pressed
from messages.content import Choice, Reply
from messages.encoding import dump_reply, load_reply
from messages.length import utf16
from messages.limits import AMPLE
from messages.markup import escape

PLAIN = replace(AMPLE, text=2000, buttons=0, marks=False)
YES, NO = (
    Choice(label="Có", data=buttons.step("co", "n")),
    Choice(label="Không", data=buttons.step("khong", "n")),
)
BACK = Choice(label="Quay lại", data=buttons.step(buttons.BACK, "n"))
CANCEL = Choice(label="Hủy", data=buttons.step(buttons.CANCEL, "n"))
HELP = Choice(label="Mục khác", data=buttons.command("trogiup", "khac"))


def test_an_answer_numbers_its_choices_and_names_the_way_back_by_commands() -> None:
    """What a question shows without buttons says by itself how it is answered."""
    asked = Reply(text="Có <b>đau</b> không?", rows=((YES, NO), (BACK, CANCEL)), first=1)
    assert menus.written(asked, PLAIN) == (
        "Có đau không?\n\n1. Có\n2. Không\nNhắn số để chọn.\nQuay lại: /quaylai · Hủy: /huy",
    )


def test_where_a_number_is_an_answer_choices_are_chosen_by_another_word() -> None:
    """A question "how many?" takes "1" as one, so its button is "số 1"."""
    asked = Reply(text="Mấy người?", rows=((YES,),), first=1, numeric=True)
    assert "Nhắn “số 1” để chọn." in menus.written(asked, PLAIN)[0]


def test_a_message_that_answers_nothing_owns_no_bare_numbers() -> None:
    """Its choices carry what they are about, so that "1" means the question above it."""
    done = Choice(label="Hài lòng", data=buttons.report("KK-7F3K2", "hailong"))
    card = Reply(text="KK-7F3K2 xong.", rows=((done, HELP),))
    assert menus.written(card, PLAIN) == (
        "KK-7F3K2 xong.\n\n1. Hài lòng\nNhắn mã và số để chọn, như: KK-7F3K2 1\nMục khác: /trogiup khac",
    )
    going = buttons.encode(Press(kind=Pressed.BULLETIN, ref="12", choice="guitiep"))
    read = buttons.encode(Press(kind=Pressed.BULLETIN, ref="12", choice="doc"))
    late = Reply(
        text="Trễ.", rows=((Choice(label="Gửi tiếp", data=going), Choice(label="Đã đọc rồi", data=read)),)
    )
    assert menus.written(late, PLAIN)[0].splitlines()[2:] == [
        "Gửi tiếp: Gửi tiếp 12",
        "Đã đọc rồi: DOC 12",
    ]


def test_pages_are_given_by_their_address() -> None:
    """A link needs no button."""
    there = Reply(text="Ở đây.", rows=((Choice(label="Bản đồ", url="https://example.org/?a=1"),),), first=1)
    assert menus.written(there, PLAIN)[0].endswith("Bản đồ: https://example.org/?a=1")


def test_choices_that_fit_into_buttons_are_not_written() -> None:
    """Five buttons carry five choices; six are a menu."""
    five = replace(PLAIN, buttons=5)
    assert menus.written(Reply(text="A", rows=((YES, NO, BACK, CANCEL, HELP),), first=1), five) == ("A",)
    assert menus.has_menu(Reply(text="A", rows=((YES, NO, BACK, CANCEL, HELP, YES),)), five)


@settings(max_examples=40)
@given(st.lists(st.text(max_size=900), max_size=6), st.lists(st.text(min_size=1, max_size=200), max_size=12))
def test_every_part_fits_and_the_menu_stands_whole_where_it_can(
    paragraphs: list[str], labels: list[str]
) -> None:
    """Whatever is said, no part is over 2,000 units after NFC, and the last one tells how to choose."""
    rows = tuple((Choice(label=label, data=buttons.step("x", "n")),) for label in labels)
    reply = Reply(text=escape("\n\n".join(paragraphs)), rows=rows, first=1)
    parts = menus.written(reply, PLAIN)
    assert all(0 < utf16(part) <= 2000 for part in parts)
    assert all(unicodedata.is_normalized("NFC", part) for part in parts)
    if labels:
        assert "Nhắn số để chọn." in parts[-1]


def test_what_a_menu_needs_survives_the_outbox() -> None:
    """The number of the first choice is kept with the words."""
    asked = Reply(text="?", rows=((YES,),), first=4, numeric=True)
    assert load_reply(dump_reply(asked)) == asked
