"""Drafts with an hour, and time that passes over them."""

from handlers.staff.bulletins.hourly import Hourly
from tests.driver import Person, Stage
from tests.handlers.staff.newsroom import approver, decides, editor, writes


async def planned(stage: Stage, said: str, name: str = "lan") -> tuple[Person, Person]:
    """A draft for this hour, submitted and approved."""
    lan, tam, number = await submitted(stage, said, name)
    await tam.says(f"/duyettin {number}")
    await decides(tam, "Duyệt và gửi")
    return lan, tam


async def submitted(stage: Stage, said: str, name: str = "lan") -> tuple[Person, Person, int]:
    """A draft for this hour that waits for tam. Returns its number too."""
    lan, tam = await editor(stage, name), await approver(stage)
    number = await writes(lan)
    await for_hour(lan, said)
    await lan.presses("Gửi duyệt")
    return lan, tam, number


async def for_hour(lan: Person, said: str) -> None:
    """The draft whose card is open is to go out then."""
    await lan.presses("Sửa")
    await lan.presses("Giờ gửi")
    await lan.says(said)


async def passes(stage: Stage, **span: float) -> None:
    """Time passes at once, and what is due then happens."""
    stage.clock.passes(**span)
    chore = Hourly(campaign=stage.campaign, wall=stage.clock.wall)
    async with stage.database.transaction() as tx:
        await chore.start(tx, stage.clock.now())
    await stage.settles()
