"""The question "where?"."""

import pytest

from handlers import dialog
from handlers.places import chosen_place, place_step
from handlers.questions import to
from handlers.steps import Answers, flow
from handlers.turn import Turn
from messages.content import Location
from storage.campaign import Campaign
from tests.handlers.talk import Talk, facts_of, heard


async def _nothing(_turn: Turn, _answers: Answers) -> None: ...


def talk_of(campaign: Campaign, *, place: str | None = None, districts: bool = False, skip: str = "") -> Talk:
    step = place_step("place", "Ở đâu?", to(None), districts=districts, skip=skip)
    where = flow("where", "finding a place", (step,), finish=_nothing, cancelled="Ended.")
    return Talk(where, facts_of(campaign, place=place))


def code(talk: Talk) -> str:
    assert isinstance(talk.result, dialog.Finished), talk.text
    return chosen_place(talk.result.answers, "place")


@pytest.mark.parametrize("said", ["Kế An", "ke an", "xã Kế An", "xa ke an, ke sach"])
def test_a_commune_by_its_name(campaign: Campaign, said: str) -> None:
    """With or without diacritics, with or without its type and district."""
    talk = talk_of(campaign)
    talk.says(said)
    assert code(talk) == "31558"


def test_a_commune_by_buttons(campaign: Campaign) -> None:
    """District, then commune; another district may still be chosen."""
    talk = talk_of(campaign)
    talk.presses("Huyện Châu Thành")
    talk.presses("Chọn huyện khác")
    talk.presses("Huyện Kế Sách")
    talk.presses("Xã Kế An")
    assert code(talk) == "31558"


def test_back_from_the_communes_is_the_districts(campaign: Campaign) -> None:
    """A half-answered question goes back to its own beginning, also as the first of a flow."""
    talk = talk_of(campaign)
    talk.presses("Huyện Kế Sách")
    talk.presses("Quay lại")
    assert "Huyện Châu Thành" in [choice.label for choice in talk.choices]


def test_a_name_that_occurs_twice_is_asked_back(campaign: Campaign) -> None:
    """Communes of one name are told apart by their district."""
    talk = talk_of(campaign)
    talk.says("phường 2")
    assert "trùng tên" in talk.text
    talk.hears(heard(talk.choices[0].label))
    assert code(talk)


def test_the_chosen_district_narrows_a_name(campaign: Campaign) -> None:
    """Typed after a district was chosen, a name means the commune of that district."""
    talk = talk_of(campaign)
    talk.presses("Thị xã Vĩnh Châu")
    talk.says("phường 2")
    assert campaign.units[code(talk)].parent == campaign.units.find("Vĩnh Châu")[0].code


def test_a_misspelt_name_is_offered_never_assumed(campaign: Campaign) -> None:
    """What resembles is a question back."""
    talk = talk_of(campaign)
    talk.says("Kế Am")
    assert "Có phải" in talk.text
    assert "Xã Kế An, huyện Kế Sách" in [choice.label for choice in talk.choices]


def test_an_unknown_name_says_what_to_do(campaign: Campaign) -> None:
    """No place is made up."""
    talk = talk_of(campaign)
    talk.says("qwxyz")
    assert "chưa tìm ra nơi này" in talk.text


def test_a_location_proposes_a_district_and_is_dropped(campaign: Campaign) -> None:
    """The nearest district's communes are listed; no commune is inferred, the point is not kept."""
    talk = talk_of(campaign)
    talk.hears(heard(location=Location(lat=9.81, lon=105.94)))
    assert "gần <b>Huyện Kế Sách</b> nhất" in talk.text
    assert "không lưu vị trí" in talk.text
    assert dict(talk.answers) == {"place": {"district": "943", "near": True}}


def test_a_location_elsewhere_is_outside(campaign: Campaign) -> None:
    """Too far from every district: said so, the districts stay."""
    talk = talk_of(campaign)
    talk.hears(heard(location=Location(lat=21.03, lon=105.85)))
    assert "ngoài tỉnh Sóc Trăng" in talk.text
    talk.says("Kế An")
    assert code(talk) == "31558"


def test_ones_own_place_comes_first(campaign: Campaign) -> None:
    """Who told us where they live is offered that with one press."""
    talk = talk_of(campaign, place="31558")
    assert talk.choices[0].label == "Nơi tôi ở: Xã Kế An"
    talk.presses("Nơi tôi ở: Xã Kế An")
    assert code(talk) == "31558"


def test_a_whole_district_only_where_that_is_an_answer(campaign: Campaign) -> None:
    """The button “Cả huyện” is offered where districts are taken, and nowhere else."""
    talk = talk_of(campaign, districts=True)
    talk.presses("Huyện Kế Sách")
    talk.presses("Cả huyện Kế Sách")
    assert code(talk) == "943"
    plain = talk_of(campaign)
    plain.presses("Huyện Kế Sách")
    assert not [choice for choice in plain.choices if choice.label.startswith("Cả ")]


def test_where_may_be_skipped(campaign: Campaign) -> None:
    """Only where the question says so."""
    talk = talk_of(campaign, skip="Bỏ qua")
    talk.presses("Bỏ qua")
    assert code(talk) == ""
