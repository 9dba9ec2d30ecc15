"""Desks and officers for stories about reports."""

import re

from storage import grants, people
from storage.records import Role
from tests.driver import Chat, Person, Stage


async def connected(stage: Stage, chat: str, agency: str) -> Chat:
    """An agency's group."""
    return await stage.desk(chat, agency)


async def holding(stage: Stage, name: str, role: Role, scope: str) -> Person:
    """Somebody in private who holds a role."""
    person = stage.person(name)
    await person.says("/theodoi")
    async with stage.database.transaction() as tx:
        address = await people.find_address(tx, "stage", "1", name)
        assert address
        assert address.person_id
        await grants.grant(tx, address.person_id, role, scope, "a test", stage.clock.now())
    return person


def code_in(person: Person) -> str:
    found = re.search(r"KK-[0-9A-Z]{5}", "\n".join(person.answers))
    assert found, person.answers
    return found[0]


async def files_a_report(
    an: Person, words: str = "Nhà tôi hết gạo ba ngày nay, ở ấp 3", *, gap: str = "Gấp"
) -> str:
    """The whole dialog, whatever it asks on the way."""
    await an.says("/phananh")
    await an.says(words)
    await an.presses(an.labels[0])
    await an.says("Kế An")
    for _ in range(12):
        label = next(
            (
                each
                for each in an.labels
                if each in {"Không, việc khác", "Bỏ qua", "Không cần gọi lại", "Gửi", "Cá nhân tôi"}
                or each.startswith(gap)
            ),
            "",
        )
        if not label:
            break
        await an.presses(label)
        if label == "Gửi":
            break
    an.sees("mã KK-")
    return code_in(an)
