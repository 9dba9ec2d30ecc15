"""The dialog engine and its fences."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers import dialog
from handlers.choose import Option
from handlers.everything import REGISTRY
from handlers.questions import choice_step, files_step, summary_step, text_step, to
from handlers.steps import Answers, Facts, Flow, flow
from handlers.turn import Turn
from messages import buttons
from messages.content import Choice, Inbound, InboundKind, Location
from messages.markup import escape
from storage.campaign import Campaign, load_campaign
from storage.records import Grant, Role
from tests.handlers.talk import HELPS, STALE, Talk, facts_of, heard, photo, pressed


async def _nothing(_turn: Turn, _answers: Answers) -> None: ...


def _summed(answers: Answers, _facts: Facts) -> str:
    return escape(f"{answers['colour']}, {answers['name']}")


PAINTING = flow(
    "painting",
    "painting a wall",
    (
        choice_step(
            "colour",
            lambda _a, _f: "Which colour?",
            lambda _a, _f: [Option(key="x", label="Xanh"), Option(key="d", label="Đỏ")],
            to("name"),
        ),
        text_step("name", lambda _a, _f: "Whose wall?", to("story"), limit=40),
        text_step("story", lambda _a, _f: "Why?", to("files"), voice=True),
        files_step("files", lambda _a, _f: "A photo?", "summary"),
        summary_step(
            "summary",
            _summed,
            lambda _a, _f: [Option(key="colour", label="Màu"), Option(key="name", label="Tên")],
        ),
    ),
    finish=_nothing,
    cancelled="Nothing was painted.",
)


@pytest.fixture
def talk(campaign: Campaign) -> Talk:
    return Talk(PAINTING, facts_of(campaign))


@pytest.fixture
def at_summary(talk: Talk) -> Talk:
    for words in ("xanh", "An", "It is grey.", "Bỏ qua"):
        talk.says(words)
    assert talk.step == "summary"
    return talk


def test_the_engine_stays_small() -> None:
    """The engine is one file under 200 lines; what grows belongs into questions or a flow."""
    lines = Path(dialog.__file__).read_text(encoding="utf-8").splitlines()
    assert 50 < len(lines) < 200


def test_the_engine_does_no_io() -> None:
    """It imports no turn, no transaction, no clock and no randomness: what it needs is in its arguments."""
    imported = {name for name in vars(dialog) if not name.startswith("_")}
    assert "choose" in imported  # it was looked at
    assert imported.isdisjoint({"Turn", "Tx", "random", "secrets", "asyncio", "render", "time", "os", "open"})
    tree = ast.parse(Path(dialog.__file__).read_text(encoding="utf-8"))
    called = {
        ast.unparse(node.func).rsplit(".", 1)[-1] for node in ast.walk(tree) if isinstance(node, ast.Call)
    }
    assert "replace" in called
    assert called.isdisjoint({"now", "utcnow", "today", "monotonic", "time", "open", "token_hex", "print"})
    assert not any(isinstance(node, ast.Await | ast.AsyncFunctionDef) for node in ast.walk(tree))


def test_help_cancel_and_back_stand_at_every_step(talk: Talk) -> None:
    """Each question has them; the first has no way back."""
    for words in ("xanh", "An", "It is grey.", "Bỏ qua"):
        labels = [choice.label for choice in talk.choices]
        assert labels[-2:] == ["Hủy", "Trợ giúp"]
        assert ("Quay lại" in labels) is (talk.step != "colour")
        talk.says(words)
    assert [choice.label for choice in talk.choices][-3:] == ["Quay lại", "Hủy", "Trợ giúp"]


def test_back_asks_the_question_before_again(talk: Talk) -> None:
    """The answer given there is forgotten, those before it stay."""
    talk.says("đỏ")
    talk.says("An")
    talk.presses("Quay lại")
    assert talk.step == "name"
    assert dict(talk.answers) == {"colour": "d"}
    talk.says("/quaylai")
    assert talk.step == "colour"
    assert not talk.answers


def test_back_with_nowhere_to_go_explains(talk: Talk) -> None:
    """At the first question there is nothing before: help is said, the question stays."""
    assert talk.says("/quaylai") == dialog.Stays(say=HELPS)


@pytest.mark.parametrize("words", ["/huy", "/HUY", "/huy@vungxanh_bot", "hủy", "huỷ bỏ"])
def test_cancel_ends_it_where_words_are_no_answer(talk: Talk, words: str) -> None:
    """At a question of buttons, plain words cancel too."""
    assert talk.says(words) == dialog.Cancelled()


def test_huy_is_a_name_where_words_are_an_answer(talk: Talk) -> None:
    """A bare "Huy" answers "whose wall?"; only /huy and the button cancel there."""
    talk.says("đỏ")
    talk.says("Huy")
    assert talk.answers["name"] == "Huy"
    assert talk.says("hủy") != dialog.Cancelled()
    assert talk.says("/huy") == dialog.Cancelled()


def test_a_press_on_the_question_before_is_silent_an_older_one_is_answered(talk: Talk) -> None:
    """A double press is no news; a button from further back says that it is old, and the question stays."""
    first = talk.choices[0].data
    talk.hears(pressed(first))
    assert talk.hears(pressed(first)) == dialog.Silent()
    talk.says("An")
    assert talk.hears(pressed(first)) == dialog.Stays(say=STALE)
    assert talk.step == "story"


@pytest.mark.parametrize("choice", ["", "nothing", "-", "d"])
def test_a_forged_choice_is_answered_in_words(talk: Talk, choice: str) -> None:
    """The right nonce with an option that is not there moves nothing."""
    talk.says("xanh")
    result = talk.hears(pressed(buttons.step(choice, talk.nonce)))
    assert isinstance(result, dialog.Stays)
    assert talk.step == "name"


def test_a_changed_part_returns_to_the_summary_and_keeps_the_rest(at_summary: Talk) -> None:
    """One part is asked again, then the summary; "back" from there walks the old way."""
    at_summary.presses("Sửa")
    at_summary.presses("Tên")
    at_summary.says("Bình")
    assert at_summary.step == "summary"
    assert at_summary.text == "x, Bình"
    assert at_summary.position is not None
    assert at_summary.position.trail == ("colour", "name", "story", "files")
    assert isinstance(at_summary.presses("Gửi"), dialog.Finished)


def test_a_part_left_by_back_keeps_its_answer(at_summary: Talk) -> None:
    """Who changes their mind about changing finds the summary as it was."""
    at_summary.presses("Sửa")
    at_summary.presses("Màu")
    at_summary.presses("Quay lại")
    assert at_summary.text == "x, An"


def test_back_from_what_to_change_is_the_summary(at_summary: Talk) -> None:
    """The list of parts is a question of its own."""
    at_summary.presses("Sửa")
    at_summary.presses("Quay lại")
    assert at_summary.text == "x, An"


def test_an_album_is_one_answer(talk: Talk) -> None:
    """The photos after the first join it without a word, whichever step took the first."""
    talk.says("đỏ")
    talk.says("An")
    talk.hears(photo("a", album="1", caption="Because"))
    assert talk.step == "files"
    assert isinstance(talk.hears(photo("b", album="1")), dialog.Kept)
    assert [each["ref"] for each in talk.answers["story"]["files"]] == ["a", "b"]
    talk.hears(photo("c", album="2"))
    asked = talk.text
    talk.hears(photo("d", album="2"))
    talk.hears(photo("e", album="2"))
    assert talk.text == asked
    talk.hears(photo("f"))
    assert "Đã nhận 4 tệp" in talk.text


def test_what_a_text_step_keeps_has_no_identity_number(talk: Talk) -> None:
    """Numbers of papers are hidden before they reach a position."""
    talk.says("đỏ")
    talk.says("An 094123456789")
    assert "094123456789" not in str(talk.answers)


# -- No sequence of inputs breaks any flow.

CAMPAIGN = load_campaign()
OFFICER = (Grant(id=1, person_id=1, role=Role.OFFICER, scope="31558"),)
STARTS: dict[str, Answers] = {
    "goiy": {
        "carried": {"text": "nhà tôi hết gạo", "files": [], "album": "1"},
        "emergency": "",
        "offers": [["phananh", "Báo khó khăn"]],
    },
    "xoadulieu": {"codes": ["KK-7M2QX"]},
    "tratin": {"draft": 1, "version": 1, "title": "Tin 18/8"},
    "dientin": {"draft": 1, "gap": "so_ca", "label": "số ca trong ngày"},
    "baocao": {"code": "NV-7M2QX", "title": "Tuyên truyền kế hoạch", "need": "words"},
    "capnhatvung": {"how": "mot"},
    "lydovung": {"entry": 1, "annul": False},
    "thuhoiviec": {"id": "1", "title": "Tuyên truyền kế hoạch", "count": 3},
    "loimoi": {"id": 1, "title": "Tin 18/8"},
    "phanhoi": {
        "bulletin": 1,
        "title": "Tin 18/8",
        "desk": "Sở A",
        "carried": {"text": "Chợ có mở không?", "files": [], "album": ""},
        "offers": [["phananh", "Báo khó khăn"]],
    },
}
_SENTENCES = (
    "Kế An", "phường 3", "thị trấn", "Vĩnh Châu", "xa khong co", "hôm qua", "18/8", "31/9", "16/8 đến 20/8",
    "Nhà tôi hết gạo ba ngày nay", "0912345678", "094123456789", "khó thở quá", "Huy", "dung", "hủy", "có",
    "không", "1", "2", "0", "999999999999", "", " ", "\n\n", "/", "/start", "<b>&", "\u200b\u200b", "\u202eabc",
    "🧑‍🌾" * 30, "a" * 5000, "ạ" * 1500, "1" * 1500, "Tổ\u0309 \u0301\u0301", "-back", "-cancel", "GT-7M2QX",
)  # fmt: skip
_PLAUSIBLE = ("Bà Sáu ở ấp Kinh Giữa", "Kế An", "18/8", "0912345678")
_TEXTS = st.sampled_from(_SENTENCES) | st.text(max_size=40)
_GUIDED = st.tuples(st.just("go"), st.integers(0, 11))
_INPUTS = st.one_of(
    _GUIDED,
    _GUIDED,
    st.tuples(st.just("press"), st.integers(0, 40)),
    st.tuples(st.just("label"), st.integers(0, 40)),
    st.tuples(st.just("text"), _TEXTS),
    st.tuples(st.just("text"), st.sampled_from(("/huy", "/quaylai", "/trogiup", "quay lai", "trợ giúp"))),
    st.tuples(st.just("old"), st.sampled_from(("n", "n.1", "n.2", "x", ""))),
    st.tuples(st.just("forged"), st.sampled_from(("send", "edit", "31558", "khac", "-", "words", "zz", ""))),
    st.tuples(st.just("garbage"), st.text(max_size=80)),
    st.tuples(st.just("photo"), st.sampled_from(("", "", "1", "2"))),
    st.tuples(st.just("place"), st.tuples(st.floats(-90, 90), st.floats(-180, 180))),
    st.tuples(st.just("place"), st.just((9.6, 105.98))),
    st.tuples(st.just("unsupported"), st.just("")),
)


def _guided(talk: Talk, number: int) -> Inbound:
    """An answer such as people give: one of the options, or words where there are none to press."""
    options = [each for each in talk.choices if each.label not in {"Quay lại", "Hủy", "Trợ giúp"}]
    if options and number % 3 != 2:
        return pressed(options[number % len(options)].data)
    return heard(_PLAUSIBLE[number % len(_PLAUSIBLE)])


def _walk(talk: Talk, steps: int) -> None:
    """Straight on, as far as the last question: the deep steps get their share of odd inputs too."""
    for _ in range(steps):
        options = [each for each in talk.choices if each.label not in {"Quay lại", "Hủy", "Trợ giúp"}]
        if any(each.label == "Gửi" for each in options) or len(talk.flow.steps) < 3:
            return
        if options:
            talk.hears(pressed(options[0].data))
        else:
            talk.says(_PLAUSIBLE[0])
        if talk.position is None:
            return


def _chosen(talk: Talk, number: int) -> Choice:
    return talk.choices[number % len(talk.choices)]


_MADE: dict[str, Callable[[Talk, Any], Inbound]] = {
    "go": _guided,
    "press": lambda talk, number: pressed(_chosen(talk, number).data),
    "label": lambda talk, number: heard(_chosen(talk, number).label),
    "text": lambda _talk, text: heard(text),
    "old": lambda _talk, nonce: pressed(buttons.step("x", nonce)),
    "forged": lambda talk, choice: pressed(buttons.step(choice, talk.nonce)),
    "garbage": lambda _talk, data: pressed(data),
    "photo": lambda _talk, album: photo(album=album, caption="ảnh này" if album else ""),
    "place": lambda _talk, point: heard(location=Location(lat=point[0], lon=point[1])),
    "unsupported": lambda _talk, _nothing: heard(kind=InboundKind.UNSUPPORTED),
}


def test_the_registry_has_flows_to_try() -> None:
    """The property below looks at something."""
    assert {"phananh", "guongtot", "vungxanh"} <= {each.name for each in REGISTRY.flows}


@pytest.mark.parametrize("tried", [PAINTING, *REGISTRY.flows], ids=lambda each: each.name)
@settings(max_examples=25)
@given(
    way=st.integers(0, 18),
    inputs=st.lists(_INPUTS, min_size=5, max_size=30),
    place=st.sampled_from((None, "31558", "943", "gone")),
    officer=st.booleans(),
)
def test_no_sequence_of_inputs_breaks_a_flow(
    tried: Flow, way: int, inputs: list[tuple[str, Any]], place: str | None, officer: bool
) -> None:
    """Whatever comes, a step asks, refuses in words, or ends; `Talk` checks the promises each time."""
    start = STARTS.get(tried.name, {})
    talk = Talk(tried, facts_of(CAMPAIGN, place=place, grants=OFFICER if officer else ()), start)
    _walk(talk, way)
    for kind, value in inputs:
        if talk.position is None:
            talk.begins(start)
        talk.hears(_MADE[kind](talk, value))


@pytest.mark.parametrize("tried", REGISTRY.flows, ids=lambda each: each.name)
def test_steps_are_filed_under_their_names(tried: Flow) -> None:
    """Positions name steps: a step under another key would be lost at the next message."""
    assert tried.first in tried.steps
    assert all(name == step.name for name, step in tried.steps.items())
    assert tried.cancelled.strip()
    assert tried.title.strip()
