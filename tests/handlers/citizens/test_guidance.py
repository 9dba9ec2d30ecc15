"""Guidance and the plan, as people ask for them."""

from datetime import UTC, datetime

import pytest

from storage.campaign import Campaign
from tests.driver import Stage


@pytest.mark.one_platform("about reading words")
@pytest.mark.parametrize(
    ("asked", "heading"),
    [
        ("ho_gia_dinh", "“4 tại chỗ” trong nhà"),
        ("hộ gia đình", "“4 tại chỗ” trong nhà"),
        ("xa", "“4 tại chỗ” ở ấp/khóm, xã/phường/thị trấn"),
        ("co quan", "“4 tại chỗ” ở cơ quan, đơn vị"),
        ("Công ty", "“4 tại chỗ” ở doanh nghiệp"),
        ("5K", "5K của Bộ Y tế"),
    ],
)
async def test_guidance_is_found_by_key_or_by_plain_words(stage: Stage, asked: str, heading: str) -> None:
    """/huongdan takes the keys of the buttons and what people call themselves."""
    an = stage.person("an")
    await an.says(f"/huongdan {asked}")
    an.sees(heading, "Theo hướng dẫn tháng 8/2021")


async def test_every_audience_has_a_button_and_four_parts(stage: Stage, campaign: Campaign) -> None:
    """Household, hamlet and commune, office, enterprise: each in one message."""
    an = stage.person("an")
    audiences = campaign.guidance.audiences
    assert len(audiences) == 4
    for audience in audiences:
        await an.says("/huongdan")
        await an.presses(audience.label)
        assert len(an.answers) == 1
        an.sees(*(f"{n}. {part.label}:" for n, part in enumerate(audience.parts, 1)))


async def test_whom_we_have_no_guidance_for_is_asked_again(stage: Stage) -> None:
    """An audience that is not there is said to be missing, not guessed."""
    an = stage.person("an")
    await an.says("/huongdan trường học")
    an.sees("chưa có hướng dẫn riêng", "cho nơi nào?")
    assert {"Hộ gia đình", "5K của Bộ Y tế"} <= set(an.labels)


async def test_the_health_line_comes_from_the_campaign_file(stage: Stage) -> None:
    """The one number that the sources give, with whose it is."""
    an = stage.person("an")
    await an.says("/huongdan ho_gia_dinh")
    an.sees("gọi đường dây nóng Bộ Y tế 1900 9095 hoặc y tế địa phương")


async def test_outside_the_campaigns_year_people_are_sent_to_todays_rule(stage: Stage) -> None:
    """In any other real year, a rehearsal's too, the guidance says that it is not today's."""
    an = stage.person("an")
    await an.says("/huongdan 5k")
    an.sees_not("Quy định hiện hành")
    stage.clock.at = datetime(2026, 1, 5, tzinfo=UTC)
    await an.says("/huongdan 5k")
    an.sees("Quy định hiện hành xin hỏi cơ quan y tế")


async def test_the_plan_starts_short_and_opens_part_by_part(stage: Stage, campaign: Campaign) -> None:
    """Theme, dates and motto first; each part says what the campaign file says and no more."""
    an = stage.person("an")
    await an.says("/kehoach")
    an.sees(
        "Kế hoạch số 127/KH-UBND ngày 17/8/2021",
        campaign.theme,
        "từ 16/8/2021 đến hết ngày 25/8/2021",
        campaign.motto,
    )
    await an.presses("Mục đích")
    an.sees(*campaign.aims, f"Phấn đấu: {campaign.target}")
    await an.presses("Ai tham gia")
    an.sees(*campaign.who.collectives, *campaign.who.individuals)
    await an.presses("Nội dung thi đua")
    an.sees(*campaign.content)
    await an.presses("Khen thưởng")
    an.sees(*campaign.commendation)


async def test_before_it_was_signed_the_plan_has_no_number(stage: Stage) -> None:
    """The document is dated 17/8: nothing said on 16/8 cites it."""
    stage.clock.passes(days=-2)
    an = stage.person("an")
    await an.says("/kehoach")
    an.sees("Đợt thi đua")
    an.sees_not("127", "17/8")
