"""Questions that flows share: choices, words, files, the summary."""

import pytest

from handlers import dialog
from handlers.choose import Option
from handlers.questions import choice_step, files_step, text_step, to
from handlers.steps import Answers, Step, flow
from handlers.turn import Turn
from messages.content import Attachment, AttachmentKind
from storage.campaign import Campaign
from tests.handlers.talk import Talk, facts_of, heard, photo


async def _nothing(_turn: Turn, _answers: Answers) -> None: ...


def talk_of(campaign: Campaign, *steps: Step) -> Talk:
    return Talk(flow("asked", "asking", steps, finish=_nothing, cancelled="Ended."), facts_of(campaign))


COLOURS = [
    Option(key="v", label="Vùng vàng", words=("vàng",)),
    Option(key="x", label="Vùng xanh", words=("xanh",)),
]


@pytest.mark.parametrize("said", ["2", "Vùng xanh", "vung xanh", "xanh", "XANH", "dạ xanh ạ"])
def test_a_choice_is_read_however_it_is_said(campaign: Campaign, said: str) -> None:
    """By number, label, keyword; with or without diacritics; politely."""
    talk = talk_of(campaign, choice_step("colour", lambda _a, _f: "?", lambda _a, _f: COLOURS, to(None)))
    assert talk.says(said) == dialog.Finished(answers={"colour": "x"})


def test_an_unclear_choice_is_asked_back(campaign: Campaign) -> None:
    """Which of the two; what is none of them is told to choose."""
    talk = talk_of(campaign, choice_step("colour", lambda _a, _f: "?", lambda _a, _f: COLOURS, to(None)))
    talk.says("vùng")
    assert "“Vùng vàng”, “Vùng xanh”" in talk.text
    talk.says("tím")
    assert "chọn một trong các mục" in talk.text


@pytest.mark.parametrize(
    ("said", "why"), [("", "viết vài chữ"), ("a", "ngắn quá"), ("a" * 41, "tối đa 40"), ("🧑" * 21, "dài 42")]
)
def test_words_that_cannot_be_taken_are_refused_with_the_reason(
    campaign: Campaign, said: str, why: str
) -> None:
    """Nothing, too little, too much; length counts as the platform counts it."""
    talk = talk_of(campaign, text_step("name", lambda _a, _f: "?", to(None), limit=40))
    talk.says(said)
    assert why in talk.text


def test_words_may_be_skipped_where_a_button_says_so(campaign: Campaign) -> None:
    """The label typed is as good as the press."""
    talk = talk_of(campaign, text_step("name", lambda _a, _f: "?", to(None), skip="Bỏ qua"))
    assert talk.says("bo qua") == dialog.Finished(answers={"name": ""})


def test_a_voice_message_is_an_answer_where_words_are(campaign: Campaign) -> None:
    """Without a word of text, where voice is taken; elsewhere words are asked for."""
    voice = heard(attachments=(Attachment(kind=AttachmentKind.VOICE, ref="v"),))
    spoken = talk_of(campaign, text_step("story", lambda _a, _f: "?", to(None), voice=True))
    assert spoken.hears(voice) == dialog.Finished(
        answers={"story": {"text": "", "files": [{"kind": "voice", "ref": "v"}]}}
    )
    written = talk_of(campaign, text_step("name", lambda _a, _f: "?", to(None)))
    written.hears(voice)
    assert "viết vài chữ" in written.text


def files(campaign: Campaign) -> Talk:
    last = text_step("name", lambda _a, _f: "Whose?", to(None))
    return talk_of(campaign, files_step("files", lambda _a, _f: "Photos?", "name", limit=3), last)


def test_files_are_taken_until_done(campaign: Campaign) -> None:
    """One by one, counted, then "Xong"."""
    talk = files(campaign)
    talk.hears(photo("a"))
    talk.hears(photo("b"))
    assert "Đã nhận 2 tệp" in talk.text
    talk.says("xong")
    assert talk.step == "name"
    assert [each["ref"] for each in talk.answers["files"]["files"]] == ["a", "b"]


def test_words_where_files_are_asked_for_name_the_right_button(campaign: Campaign) -> None:
    """Without files yet it is "Bỏ qua", with some it is "Xong"."""
    talk = files(campaign)
    talk.says("để tôi tìm")
    assert "chọn “Bỏ qua”" in talk.text
    talk.hears(photo("a"))
    talk.says("hết rồi")
    assert "chọn “Xong”" in talk.text


def test_an_album_over_the_limit_is_cut_and_answered_once(campaign: Campaign) -> None:
    """Five photos where three are taken: three kept, one answer; another photo is refused in words."""
    talk = files(campaign)
    for ref in "abcde":
        talk.hears(photo(ref, album="1"))
    assert len(talk.answers["files"]["files"]) == 3
    talk.hears(photo("f"))
    assert "tối đa 3 tệp" in talk.text
    talk.presses("Xong")
    assert talk.step == "name"


def test_the_done_button_works_while_the_album_comes_in(campaign: Campaign) -> None:
    """The button shown after the first photo still works after the third, which then is kept too."""
    talk = files(campaign)
    talk.hears(photo("a", album="1"))
    talk.hears(photo("b", album="1"))
    talk.says("xong")
    assert talk.step == "name"
    assert isinstance(talk.hears(photo("c", album="1")), dialog.Kept)
    assert [each["ref"] for each in talk.answers["files"]["files"]] == ["a", "b", "c"]
