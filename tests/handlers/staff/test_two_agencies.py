"""Somebody who writes for two agencies is asked for which, whatever they begin with; nothing is taken for granted."""

from messages.content import Reply
from storage import bulletins
from storage.bulletins import NewBulletin
from storage.records import Role
from tests.driver import Person, Stage
from tests.handlers.staff.desks import holding
from tests.handlers.staff.newsroom import AGENCY, OTHER, all_drafts, approver, decides, editor


async def of_both(stage: Stage) -> Person:
    await editor(stage)
    return await holding(stage, "lan", Role.EDITOR, OTHER)


async def test_a_template_is_filled_for_the_agency_that_is_chosen(stage: Stage) -> None:
    """Asked after the template; an agency that is not theirs is not taken."""
    lan = await of_both(stage)
    other = stage.campaign.agency(OTHER)
    template = stage.campaign.bulletin_templates[1]
    assert other
    await lan.says("/soantin")
    await lan.presses("Soạn theo mẫu")
    await lan.presses(template.label)
    lan.sees("cho cơ quan nào?")
    assert await all_drafts(stage) == []
    await lan.presses_data(f"1|c|soantin|mau+{template.key}+dai_ptth|")
    lan.sees("cho cơ quan nào?")
    await lan.presses(other.name)
    assert [each.agency for each in await all_drafts(stage)] == [OTHER]


async def test_copies_stay_with_their_agency_and_an_operators_is_asked_about(stage: Stage) -> None:
    """The list names whose each was."""
    lan, tam = await of_both(stage), await approver(stage)
    await lan.says("/soantin moi")
    first = stage.campaign.agency(AGENCY)
    assert first
    await lan.presses(first.name)
    await lan.presses("Bản tin")
    await lan.says("Tin của Sở")
    await lan.says("Bà con ở nhà.")
    await lan.presses("Gửi duyệt")
    await decides(tam, "Duyệt và gửi")
    async with stage.database.transaction() as tx:
        new = NewBulletin(
            kind="bulletin", title="Tin của tỉnh", reply=Reply(text="Mưa lớn."), created_by="Chín"
        )
        await bulletins.start(tx, new, stage.clock.now())
    await lan.says("/soantin")
    await lan.presses("Chép bản tin cũ")
    await lan.presses(f"18/8 {first.short}: Tin của Sở")
    assert [each.agency for each in await all_drafts(stage)] == [AGENCY, AGENCY]
    await lan.says("/soantin")
    await lan.presses("Chép bản tin cũ")
    await lan.presses("18/8: Tin của tỉnh")
    lan.sees("cho cơ quan nào?")
    await lan.presses(stage.campaign.agency(OTHER).name)  # type: ignore[union-attr]
    assert [each.agency for each in await all_drafts(stage)] == [AGENCY, AGENCY, OTHER]
