"""The emulation board: kept green, moved lower, moved higher, by district and by day; nothing computed beyond that."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from storage.campaign import Campaign, load_campaign
from storage.zone_board import Board, Standing, board
from storage.zone_states import Decided, Ledger, compile_ledger

CAMPAIGN = load_campaign()
EVE = date(2021, 8, 15)
# On 15/8: Kế An xanh, Phong Nẫm xanh, Châu Thành (town) đỏ, Hồ Đắc Kiện vàng, Phường 5 not known.
KE_AN, PHONG_NAM, CHAU_THANH, HO_DAC_KIEN, PHUONG_5 = "31558", "31537", "31569", "31570", "31498"


def ledger(campaign: Campaign, *told: tuple[str, str, int]) -> Ledger:
    """(place, colour, days after the eve) each."""
    return compile_ledger(
        campaign.zones,
        [
            Decided(place=place, colour=colour, document="QĐ", decided_on=EVE + timedelta(after), entry=n)
            for n, (place, colour, after) in enumerate(told, 1)
        ],
    )


def made_of(campaign: Campaign, book: Ledger, after: int) -> Board:
    made = board(campaign, book, EVE + timedelta(after))
    assert made
    return made


def standing(made: Board, place: str) -> Standing:
    return next(line.standing for line in made.lines if line.place == place)


def test_each_commune_stands_by_the_eve_and_the_days_between(campaign: Campaign) -> None:
    """Green all the way is kept; green again after leaving it is not; the unknown are compared with nothing."""
    book = ledger(
        campaign,
        (KE_AN, "cam", 2),
        (KE_AN, "xanh", 5),
        (CHAU_THANH, "cam", 3),
        (HO_DAC_KIEN, "do", 3),
        (PHUONG_5, "xanh", 3),
    )
    made = made_of(campaign, book, 6)
    assert standing(made, PHONG_NAM) is Standing.KEPT
    assert standing(made, KE_AN) is Standing.BACK
    assert standing(made, CHAU_THANH) is Standing.LOWER
    assert standing(made, HO_DAC_KIEN) is Standing.HIGHER
    assert standing(made, PHUONG_5) is Standing.NEW
    before = made_of(campaign, book, 4)
    assert standing(before, KE_AN) is Standing.HIGHER
    assert standing(made_of(campaign, book, 1), PHUONG_5) is Standing.UNKNOWN


def test_the_day_s_own_moves_are_told_apart(campaign: Campaign) -> None:
    """Who moved down and who up on that very day; what became known for the first time moved nowhere."""
    book = ledger(campaign, (CHAU_THANH, "cam", 3), (HO_DAC_KIEN, "do", 3), (PHUONG_5, "xanh", 3))
    made = made_of(campaign, book, 3)
    assert [each.place for each in made.lower] == [CHAU_THANH]
    assert [(each.place, each.before, each.after) for each in made.higher] == [(HO_DAC_KIEN, "vang", "do")]
    assert made_of(campaign, book, 4).lower == ()
    assert made_of(campaign, book, -3).day == EVE


def test_the_rest_of_the_eve_s_decision_may_come_later(campaign: Campaign) -> None:
    """The list of 15/8 names 30 communes; entered in full, the others are compared too."""
    made = made_of(campaign, ledger(campaign, (PHUONG_5, "do", 0), (PHUONG_5, "vang", 4)), 5)
    assert standing(made, PHUONG_5) is Standing.LOWER


def test_a_campaign_without_a_scale_has_no_board(campaign: Campaign) -> None:
    """Nor has one made up."""
    assert board(campaign, compile_ledger(None, []), EVE) is None


@hypothesis(max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([unit.code for unit in CAMPAIGN.units.communes]),
            st.sampled_from(["xanh", "vang", "cam", "do"]),
            st.integers(0, 10),
        ),
        max_size=60,
    ),
    st.integers(-2, 12),
)
def test_every_commune_is_counted_once(told: list[tuple[str, str, int]], after: int) -> None:
    """Whatever was decided: districts add up to the province, standings and colours to its communes."""
    made = made_of(CAMPAIGN, ledger(CAMPAIGN, *told), after)
    communes = len(CAMPAIGN.units.communes)
    assert made.total.communes == communes == sum(made.total.colours.values())
    assert sum(each.communes for each in made.districts) == communes
    for each in Standing:
        assert sum(d.standings.get(each, 0) for d in made.districts) == made.total.standings.get(each, 0)
