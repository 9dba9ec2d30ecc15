"""A rumour desk, and how it answers, for stories about rumours."""

import re

from handlers.rumours import prompting, telling
from messages.content import ChatKind
from storage import rumours
from storage.records import Demand, Rumour, RumourState
from tests.driver import Chat, Person, Stage

LOCKDOWN = "Từ 0 giờ ngày 20/8 phong tỏa toàn tỉnh 14 ngày, mỗi nhà phải trữ đủ gạo, mắm, muối"
SAME = "chuyen tiep gap!! 0h ngay 20/8 phong toa toan tinh 14 ngay, moi nha tru gao mam muoi nha mn"
GARLIC = "Ăn sống 5 tép tỏi mỗi ngày thì không bị nhiễm Covid-19"
CLAIM = "Phong tỏa toàn tỉnh 14 ngày từ 0 giờ ngày 20/8"
ANSWER = "Không có quyết định nào như vậy. Bà con sinh hoạt bình thường theo quy định đang áp dụng."
SOURCE = "Ủy ban nhân dân tỉnh, ngày 18/8/2021"
PARTS = f"Tin: {CLAIM}\nTrả lời: {ANSWER}\nNguồn: {SOURCE}"


async def connected(stage: Stage, agency: str = "so_tttt", chat: str = "-500") -> Chat:
    """The agency's desk."""
    return await stage.desk(chat, agency)


async def forwards(person: Person, text: str) -> None:
    await person.says(text, forwarded=True)


async def every(stage: Stage) -> list[Rumour]:
    async with stage.database.reading() as tx:
        found = [await rumours.waiting(tx, 100, state=state) for state in RumourState]
    return [rumour for some in found for rumour in some]


async def the_one(stage: Stage) -> Rumour:
    (rumour,) = await every(stage)
    return rumour


async def demand(stage: Stage, rumour: Rumour) -> Demand:
    async with stage.database.reading() as tx:
        return (await rumours.demand(tx, [rumour.id]))[rumour.id]


async def answers(editor: Person, verdict: str = "Sai", parts: str = PARTS) -> None:
    """The verdict, the three parts, and what sends them."""
    await writes(editor, verdict, parts)
    await editor.presses(next(each for each in editor.labels if each.startswith(("Gửi", "Lưu"))))


async def writes(editor: Person, verdict: str = "Sai", parts: str = PARTS) -> None:
    """Up to the preview: the verdict and the three parts, in a group as one reply, in private one by one."""
    await editor.presses(verdict)
    if editor.chat.kind is ChatKind.GROUP:
        await editor.replies("đủ ba phần", parts)
    else:
        for part in prompting.split(parts).values():
            await editor.says(part)


async def ticks(stage: Stage) -> None:
    """The calendar's chore, and what it puts into the outbox shown."""
    async with stage.database.transaction() as tx:
        await telling.tell(tx, stage.campaign, stage.clock.now(), stage.clock.wall())
    await stage.shows()


def code_in(chat: Chat) -> str:
    found = re.findall(r"KC-[0-9A-Z]{5}", "\n".join(each.text for each in chat.shown))
    assert found
    return str(found[-1])
