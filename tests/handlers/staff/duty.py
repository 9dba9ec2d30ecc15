"""Units with officers, and something given to them, for stories about officers' duty."""

import re
from datetime import timedelta

from sqlalchemy import select

from storage import duties
from storage.duties import NewDirective
from storage.records import Addressees, Need, Role
from storage.tables import obligations
from tests.driver import NOON, Person, Stage
from tests.handlers.staff.desks import holding

KE_SACH, MY_TU, KE_AN = "943", "944", "31558"


async def office(stage: Stage) -> Person:
    """Somebody of Home Affairs, in private."""
    return await holding(stage, "thu", Role.HOME_AFFAIRS, "so_noi_vu")


async def gives(
    who: Person,
    *,
    to: str = "Cấp huyện",
    area: str = "Toàn tỉnh",
    title: str = "Rà soát hộ cần giúp",
    need: str = "lời",
) -> None:
    """The whole way through /giaoviec, up to its summary."""
    await who.says("/giaoviec")
    await who.presses(to)
    if "Tất cả tổ chức" in who.labels:
        await who.presses("Tất cả tổ chức")
    if "Toàn tỉnh" in who.labels:
        await who.says(area) if area not in who.labels else await who.presses(area)
    await who.says(title)
    await who.says("Đi từng hộ, lập danh sách, báo số hộ.")
    await who.presses("Bỏ qua")
    await who.presses(next(label for label in who.labels if need in label))
    await who.presses("17:00 hôm nay")
    who.sees("xem lại trước khi giao")


def code_in(person: Person) -> str:
    """The code of the newest duty shown."""
    shown = "\n".join(message.text for message in person.chat.shown)
    found = re.findall(r"NV-[0-9A-Z]{5}", shown)
    assert found, shown
    return str(found[-1])


def cards(person: Person) -> list[str]:
    """The duty cards in a chat as they read now: where nothing can be edited, the newest of each."""
    found = [m.text for m in person.chat.shown if re.match(r"NV-\w{5} - Việc cần thực hiện", m.text)]
    return found if person.stage.limits.edit else list({text[:8]: text for text in found}.values())


async def owed(stage: Stage, body: str) -> str:
    """The code of the newest obligation of a body."""
    async with stage.database.reading() as tx:
        newest = select(obligations.c.code).where(obligations.c.body == body)
        return str(await tx.scalar(newest.order_by(obligations.c.id.desc()).limit(1)))


async def state_of(stage: Stage, code: str) -> str:
    async with stage.database.reading() as tx:
        found = await duties.get(tx, code)
    assert found
    return found.state.value


def directive(need: Need = Need.WORDS, **more: object) -> NewDirective:
    """A directive to the districts, due seven hours from noon."""
    values: dict[str, object] = {
        "title": "Rà soát hộ cần giúp",
        "text": "Đi từng hộ.",
        "need": need,
        "due_at": NOON + timedelta(hours=7),
        "addressees": Addressees(levels=("district",)),
        "created_by": "Thu (stage:thu)",
    }
    return NewDirective(**{**values, **more})  # type: ignore[arg-type]
