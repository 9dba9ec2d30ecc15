"""Every cell of the page that says who may do what, tried: allowed or refused as it says, never in silence."""

import json
from itertools import count
from typing import TypeVar

import pytest

from bot.channels.base import Raw
from handlers.everything import REGISTRY
from messages.buttons import Press, Pressed, encode
from messages.content import Inbound, InboundKind
from storage.records import Role
from storage.scopes import OF_A_BODY
from tests.driver import Person, Stage
from tests.guards.matrix import KINDS, PAGE, SHORT, YES
from tests.handlers.staff.desks import holding

ONE_PLATFORM = "about roles alone, every command and every choice for each"

REFUSED = "dành cho cán bộ được giao nhiệm vụ"
# What was pressed on, by kind of card: a code, or else a number, of nothing there is.
GONE = {
    Pressed.REPORT: "KK-00000",
    Pressed.NOMINATION: "GT-00000",
    Pressed.OBLIGATION: "NV-00000",
    Pressed.OFFER: "GS-00000",
    Pressed.REMARK: "PH-00000",
}
_KEYS = count(1)
Key = TypeVar("Key", bound=str)


def rows() -> dict[str, list[str]]:
    """Row by row from the page itself: "/lệnh" or "nút|thẻ" -> its other cells."""
    found = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("| `"):
            name, about, *more = [cell.strip() for cell in line.strip("|").split("|")]
            key = name.strip("`") if name.startswith("`/") else f"{name.strip('`')}|{about}"
            found[key] = more
    return found


def cells() -> dict[str, dict[Role, bool]]:
    """Of each row which roles are allowed."""
    return {
        key: {role: mark == YES for role, mark in zip(SHORT, marks, strict=True)}
        for key, (_, *marks) in rows().items()
    }


async def everyone(stage: Stage) -> dict[Role, Person]:
    """Somebody for each role, who holds no other."""
    agencies = {role: stage.campaign.agencies_with(role) for role in Role}
    people = {Role.CITIZEN: stage.person("citizen")}
    await people[Role.CITIZEN].says("/theodoi")
    for role in [each for each in Role if each is not Role.CITIZEN]:
        scope = "31558" if role in OF_A_BODY else agencies[role][0].key if agencies[role] else ""
        people[role] = await holding(stage, role.value, role, scope)
    return people


async def all_do(stage: Stage, people: dict[Key, Person], **what: object) -> None:
    """The same of everybody, handled together: one settling for eleven cells."""
    for person in people.values():
        key = f"matrix-{next(_KEYS)}"
        inbound = Inbound(
            channel="stage", bot="1", chat=person.chat.id, chat_kind=person.chat.kind, sender=person.sender,
            sender_name=person.name.title(), message=key, **what,  # type: ignore[arg-type]
        )  # fmt: skip
        person.chat.fresh = len(person.chat.shown)
        stage.channel.said[key] = inbound
        raw = Raw(key=key, chat=person.chat.id, body=json.dumps({"key": key}).encode())
        await stage.conversation.heard(stage.channel, [raw])  # type: ignore[arg-type]
    await stage.settles()


def wrong(people: dict[Key, Person], row: str, allowed: dict[Key, bool]) -> list[str]:
    """What is not as the page says: silence, a failure, a refusal too many or too few."""
    found = []
    for role, person in people.items():
        said = "\n".join(person.answers)
        if not said or "mã L-" in said or (REFUSED not in said) != allowed[role]:
            found.append(f"{row}, {role}: {said[:120] or 'silence'}")
    return found


@pytest.mark.timeout(300)
async def test_every_command_for_every_role(stage: Stage) -> None:
    """Said with its slash by somebody of each role."""
    table, people, found = cells(), await everyone(stage), []
    for command in REGISTRY.commands:
        await all_do(stage, people, text=f"/{command.name}")
        found += wrong(people, f"/{command.name}", table[f"/{command.name}"])
    assert found == []
    assert len([row for row in table if row.startswith("/")]) == len(REGISTRY.commands)


@pytest.mark.timeout(300)
async def test_every_button_for_every_role(stage: Stage) -> None:
    """Pressed on a card that is gone: whoever may press is told so, whoever may not is refused."""
    table, people, found = cells(), await everyone(stage), []
    for action in REGISTRY.actions:
        press = encode(Press(kind=action.kind, ref=GONE.get(action.kind, "0"), choice=action.name))
        await all_do(stage, people, kind=InboundKind.PRESS, press=press)
        row = f"{action.name}|{KINDS[action.kind]}"
        found += wrong(people, row, table[row])
    assert found == []
    assert len([row for row in table if "|" in row]) == len(REGISTRY.actions)


@pytest.mark.timeout(300)
async def test_every_button_in_an_agencys_group(stage: Stage) -> None:
    """Pressed by a member who holds nothing: the column “Nhóm” and the agency's own roles decide."""
    table, found = rows(), []
    keys = [stage.campaign.agencies_with(role)[0].key for role in (Role.HOME_AFFAIRS, Role.EDITOR)]
    people = {key: stage.member(f"member-{key}", await stage.desk(f"-{key}", key)) for key in keys}
    for action in REGISTRY.actions:
        press = encode(Press(kind=action.kind, ref=GONE.get(action.kind, "0"), choice=action.name))
        await all_do(stage, people, kind=InboundKind.PRESS, press=press)
        row = f"{action.name}|{KINDS[action.kind]}"
        in_groups, *marks = table[row]
        held = {role for role, mark in zip(SHORT, marks, strict=True) if mark == YES}
        allowed = {
            key: Role.CITIZEN in held
            or (in_groups == YES and not held.isdisjoint(stage.campaign.agency(key).roles))  # type: ignore[union-attr]
            for key in keys
        }
        found += wrong(people, row, allowed)
    assert found == []
