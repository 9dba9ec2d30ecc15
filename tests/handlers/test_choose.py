"""Reading a choice among labels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.choose import Ambiguous, Chosen, NotFound, Option, choose, is_cancel

CONSENT = (Option("yes", "Đồng ý nhận tin", ("đồng ý",)), Option("no", "Không, tôi chỉ hỏi thông tin"))
TOPICS = (Option("y_te", "Y tế", ("sức khỏe",)), Option("an_sinh", "An sinh"), Option("an_ninh", "An ninh"))
STOP = (
    Option("stop", "Đúng, ngừng nhận tin"),
    Option("keep", "Không, nhận tiếp"),
    Option("less", "Nhận ít hơn"),
)
WARDS = (Option("w1", "Phường 1"), Option("w2", "Phường 2"), Option("w10", "Phường 10"))
ALIKE = (Option("dung", "Dừng"), Option("right", "Đúng"), Option("dont", "Đừng"))


@pytest.mark.parametrize(
    ("text", "options", "key"),
    [
        ("2", TOPICS, "an_sinh"),
        ("2.", TOPICS, "an_sinh"),
        ("2)", TOPICS, "an_sinh"),
        ("2️⃣", TOPICS, "an_sinh"),
        ("số 2", TOPICS, "an_sinh"),
        ("So 2", TOPICS, "an_sinh"),
        ("Y TẾ", TOPICS, "y_te"),
        ("y te", TOPICS, "y_te"),
        ("suc khoe", TOPICS, "y_te"),
        ("sức khoẻ", TOPICS, "y_te"),
        ("an s", TOPICS, "an_sinh"),
        ("dong y", CONSENT, "yes"),
        ("dạ đồng ý ạ", CONSENT, "yes"),
        ("khong", CONSENT, "no"),
        ("ko", CONSENT, "no"),
        ("Không, tôi chỉ hỏi thông tin", CONSENT, "no"),
        ("đúng", STOP, "stop"),
        ("dung, ngung nhan tin", STOP, "stop"),
        ("nhan it", STOP, "less"),
        ("P2", WARDS, "w2"),
        ("phuong 1", WARDS, "w1"),
        ("phường 10", WARDS, "w10"),
        ("dừng", ALIKE, "dung"),
        ("đúng", ALIKE, "right"),
        ("đừng", ALIKE, "dont"),
    ],
)
def test_a_choice_is_read(text: str, options: tuple[Option, ...], key: str) -> None:
    """By number, label, keyword or beginning, with or without diacritics."""
    assert choose(text, options, numbered=True) == Chosen(key)


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("0", TOPICS),
        ("4", TOPICS),
        ("số 9", TOPICS),
        ("1 2", TOPICS),
        ("y", TOPICS),
        ("ỳ tế", TOPICS),
        ("an sing", TOPICS),
        ("", TOPICS),
        ("đừng", STOP),
        ("dạ", CONSENT),
        ("9" * 5000, TOPICS),
        ("²", TOPICS),
    ],
)
def test_what_is_no_choice(text: str, options: tuple[Option, ...]) -> None:
    """Numbers beyond the list, other words, and words whose typed marks differ choose nothing."""
    assert choose(text, options, numbered=True) == NotFound()


def test_bare_numbers_only_where_the_question_owns_them() -> None:
    """In free text "2" may be a quantity; "số 2" is a choice anywhere."""
    assert choose("2", TOPICS) == NotFound()
    assert choose("số 2", TOPICS) == Chosen("an_sinh")
    assert choose("dạ y tế ạ", TOPICS) == NotFound()


def test_labels_that_fold_alike_are_asked_about() -> None:
    """Without marks there is no telling Dừng, Đúng and Đừng apart, so all are listed."""
    assert choose("dung", ALIKE, numbered=True) == Ambiguous(ALIKE)
    assert choose("an", (Option("a", "Ấn"), Option("b", "Ăn"))) == Ambiguous(
        (Option("a", "Ấn"), Option("b", "Ăn"))
    )


@pytest.mark.parametrize("text", ["dung", "Dung", "DUNG"])
def test_dung_never_says_yes_or_stop(text: str) -> None:
    """Even a single label is only offered back, unless it is written just so."""
    assert choose(text, STOP, numbered=True) == Ambiguous((STOP[0],))
    assert choose(text, (Option("x", "Dừng"),), numbered=True) == Ambiguous((Option("x", "Dừng"),))
    assert choose(text, (Option("p", "Dung"),), numbered=True) == Chosen("p")


def test_a_beginning_must_be_unique() -> None:
    """Two labels that begin alike are both listed."""
    assert choose("an ", TOPICS, numbered=True) == NotFound()
    assert choose("an n", TOPICS, numbered=True) == Chosen("an_ninh")
    assert choose("phuong", WARDS, numbered=True) == Ambiguous(WARDS)


def test_a_number_that_is_also_a_label_is_asked_about() -> None:
    """The position 2 and the label "2" are different wishes."""
    options = (Option("two", "2"), Option("five", "5"))
    assert choose("2", options, numbered=True) == Ambiguous((options[1], options[0]))
    assert choose("5", options, numbered=True) == Chosen("five")


@pytest.mark.parametrize(
    "text", ["/huy", "/HUY", "/huy@vungxanh_bot", "hủy", "huỷ", "Hủy bỏ", "huy bo", "Hủy."]
)
def test_words_that_cancel_a_choice(text: str) -> None:
    """Where words are no answer, hủy cancels."""
    assert is_cancel(text)


@pytest.mark.parametrize("text", ["huy", "Huy", "HUY!", "Nguyễn Văn Huy", "hủy đăng ký", "", "/huyen", "hụy"])
def test_huy_is_a_name(text: str) -> None:
    """A bare "huy" never cancels."""
    assert not is_cancel(text)


def test_in_free_text_only_the_command_cancels() -> None:
    """Any words are an answer there, even "hủy"."""
    assert is_cancel("/huy", free_text=True)
    assert not is_cancel("hủy", free_text=True)
    assert not is_cancel("huy bo", free_text=True)


@given(st.text(), st.lists(st.text(max_size=20), max_size=5), st.booleans())
def test_any_text_and_any_labels(text: str, labels: list[str], numbered: bool) -> None:
    """Nothing raises, and what is returned is among the options."""
    options = tuple(Option(str(index), label) for index, label in enumerate(labels))
    found = choose(text, options, numbered=numbered)
    if isinstance(found, Chosen):
        assert found.key in {option.key for option in options}
    if isinstance(found, Ambiguous):
        assert set(found.options) <= set(options)
    is_cancel(text)


@given(st.sampled_from([*CONSENT, *TOPICS, *STOP, *WARDS, *ALIKE]))
def test_a_label_chooses_itself(option: Option) -> None:
    """What a button says can be typed instead."""
    for options in (CONSENT, TOPICS, STOP, WARDS, ALIKE):
        if option in options:
            assert choose(option.label, options, numbered=True) == Chosen(option.key)
