"""An agency's people for stories about bulletins: lan and hoa write, tam and tu approve, an and ba are citizens."""

from sqlalchemy import select

from storage import drafts, people
from storage.records import Consent, Draft, Role
from storage.tables import audit
from storage.tables import bulletins as bulletin_table
from tests.driver import Person, Stage
from tests.handlers.staff.desks import holding

AGAIN = "Xem lại và quyết định"
AGENCY, OTHER = "so_tttt", "bao_soc_trang"


async def editor(stage: Stage, name: str = "lan", agency: str = AGENCY) -> Person:
    await citizens(stage, "an")  # an audience that is not empty
    return await named(await holding(stage, name, Role.EDITOR, agency))


async def approver(stage: Stage, name: str = "tam", agency: str = AGENCY) -> Person:
    return await named(await holding(stage, name, Role.APPROVER, agency))


async def named(person: Person) -> Person:
    """As they are called in the log."""
    async with person.stage.database.transaction() as tx:
        address = await people.find_address(tx, "stage", "1", person.name)
        known = await people.get(tx, address.person_id or 0) if address else None
        assert known is not None
        await people.name(tx, known, person.name.title())
    return person


async def citizens(stage: Stage, *names: str, place: str | None = None) -> list[Person]:
    """People who agreed to news."""
    async with stage.database.transaction() as tx:
        for name in names:
            _, person = await people.meet(tx, "stage", "1", name, stage.clock.now())
            person = await people.consented(tx, person, Consent.AGREED)
            # As who agrees does, but for the reminders: no test's bulletin is close to one unless it says so.
            every = frozenset(topic.key for topic in stage.campaign.topics if topic.kinds)
            await people.choose_topics(tx, person.id, every)
            if place:
                await people.choose_place(tx, person, place)
    return [stage.person(name) for name in names]


async def writes(lan: Person, title: str = "Giữ vững vùng xanh", text: str = "Bà con ở nhà.") -> int:
    """A plain bulletin, up to its card. Returns the draft's number."""
    await lan.says("/soantin")
    await lan.presses("Soạn tin mới")
    await lan.presses("Bản tin")
    await lan.says(title)
    await lan.says(text)
    if "Giữ nguyên dấu" in lan.labels:  # its marks do not read as marks: they are meant as they stand
        await lan.presses("Giữ nguyên dấu")
    lan.sees("Bản nháp số", title)
    found = await all_drafts(lan.stage)
    return found[-1].id


async def offered(tam: Person, label: str) -> str:
    """The data of what an approver has under a draft, to press later; without buttons it is first looked at."""
    if tam.labels == [AGAIN]:
        await tam.presses(AGAIN)
    return tam.button(label)


async def decides(tam: Person, label: str) -> None:
    """Press what an approver has under a draft; without buttons it is first shown anew, with numbers."""
    if tam.labels == [AGAIN]:
        await tam.presses(AGAIN)
    await tam.presses(label)


async def all_drafts(stage: Stage) -> list[Draft]:
    async with stage.database.reading() as tx:
        found = [await drafts.get(tx, number) for number in range(1, 40)]
    return [each for each in found if each]


async def draft(stage: Stage, number: int) -> Draft:
    async with stage.database.reading() as tx:
        found = await drafts.get(tx, number)
    assert found is not None
    return found


async def started(stage: Stage) -> int:
    """How many bulletins have begun, whoever began them."""
    async with stage.database.reading() as tx:
        return len(await tx.all(select(bulletin_table.c.id)))


async def logged(stage: Stage, *actions: str) -> list[dict[str, object]]:
    """The details of these lines of the audit log, oldest first."""
    async with stage.database.reading() as tx:
        rows = await tx.all(select(audit).order_by(audit.c.id))
    return [{**row.detail, "actor": row.actor} for row in rows if row.action in actions]
