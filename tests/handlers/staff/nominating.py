"""Somebody tells of a good deed, and who works on it, for stories about the review."""

import re
from dataclasses import dataclass

from storage import nominations
from storage.records import Nomination, Role
from tests.driver import Chat, Person, Stage
from tests.handlers.staff.desks import connected, holding

PLACE = "31558"  # Xã Kế An
DEED = "Mấy ngày nay bà ấy nấu cơm cho chốt kiểm soát của ấp"
CHECKED = "Đã hỏi trưởng ấp và ba hộ ở chốt, đúng như lời kể"


async def tells(
    an: Person,
    name: str = "Bà Sáu Lành",
    *,
    who: str = "Một người",
    deed: str = DEED,
    helped: str = "Giữ vững vùng xanh",
    known: str = "Tận mắt thấy",
    place: str = "Kế An",
) -> str:
    """The whole dialog by the shortest way; returns the code."""
    await an.says("/guongtot")
    await an.presses(who)
    for answer in (name, "ấp Kinh Giữa", deed, place):
        await an.says(answer)
    if "Không, người khác" in an.labels:
        await an.presses("Không, người khác")
    await an.presses("Hôm qua")
    await an.presses("Bỏ qua")
    await an.presses(helped)
    for label in (known, "Giữ kín tên tôi", "Chưa hỏi", "Bỏ qua"):
        if label in an.labels:
            await an.presses(label)
    await an.presses("Gửi")
    found = re.search(r"GT-[0-9A-Z]{5}", "\n".join(an.answers))
    assert found, an.answers
    return found[0]


@dataclass
class Cast:
    """Everybody who has a part in the review: the nominator, the commune's and the district's officers, the offices."""

    stage: Stage
    an: Person
    lan: Person
    hai: Person
    health: Chat
    office: Chat

    @property
    def yen(self) -> Person:
        """A member of the health department's group."""
        return self.stage.member("yen", self.health)

    @property
    def noi(self) -> Person:
        """A member of Home Affairs' group."""
        return self.stage.member("noi", self.office)


async def cast(stage: Stage) -> Cast:
    health, office = await connected(stage, "-200", "so_y_te"), await connected(stage, "-100", "so_noi_vu")
    lan = await holding(stage, "lan", Role.OFFICER, PLACE)
    district = stage.campaign.units.district_of(PLACE)
    assert district
    hai = await holding(stage, "hai", Role.HEAD, district.code)
    return Cast(stage=stage, an=stage.person("an"), lan=lan, hai=hai, health=health, office=office)


async def kept(stage: Stage, code: str) -> Nomination:
    async with stage.database.reading() as tx:
        found = await nominations.get(tx, code)
    assert found
    return found


async def opens(officer: Person, label: str) -> None:
    """Press a button that may stand behind "Việc khác…"."""
    if label not in newest_card(officer):
        await officer.presses("Việc khác…")
    await officer.presses(label)


def newest_card(officer: Person) -> list[str]:
    """The buttons of the newest card in their chat."""
    cards = (each for each in reversed(officer.chat.shown) if "Trạng thái:" in each.text and not each.mine)
    return next(each.labels for each in cards)


async def answers(officer: Person, code: str, words: str) -> None:
    """Give the words that were asked for: by reply in a group, plainly in private."""
    if officer.chat.id.startswith("-"):
        await officer.replies(code, words)
    else:
        await officer.says(words)


async def does(officer: Person, code: str, label: str, words: str = "") -> None:
    """Press a step of the card, and give its words if it asks for some."""
    await opens(officer, label)
    if words:
        await answers(officer, code, words)


async def confirmed(parts: Cast, **more: str) -> str:
    """A nomination that its locality has confirmed."""
    code = await tells(parts.an, **more)  # type: ignore[arg-type]
    await does(parts.lan, code, "Xác nhận đúng", CHECKED)
    return code


async def proposed(parts: Cast, **more: str) -> str:
    """One that the health department has proposed."""
    code = await confirmed(parts, **more)
    await does(parts.yen, code, "Xem xét")
    await does(parts.yen, code, "Đề xuất khen thưởng", "Bằng khen của Chủ tịch UBND tỉnh")
    return code
