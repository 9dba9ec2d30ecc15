"""Invites and grants: what the codes promise, and what taking a role back does."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from storage import desks, grants, invites, people
from storage.campaign import load_campaign
from storage.database import Database
from storage.grants import FirstAdmin, LastAdmin
from storage.problems import Problems
from storage.records import Role
from storage.scopes import fit, invitable
from storage.tables import invites as table

NOW = datetime(2021, 8, 18, 3, tzinfo=UTC)
WEEK = timedelta(days=7)


async def _person(database: Database, chat: str) -> int:
    async with database.transaction() as tx:
        return (await people.meet(tx, "stage", "1", chat, NOW))[1].id


async def test_a_code_is_long_safe_in_a_link_and_not_kept(database: Database) -> None:
    """A code carries 128 bits, fits a deep link, and cannot be read back from the database."""
    async with database.transaction() as tx:
        codes = {(await invites.create(tx, "officer", "31528", "An", NOW))[0] for _ in range(20)}
        kept = [str(tuple(row)) for row in await tx.all(select(table))]
    assert len(codes) == 20
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", code) for code in codes)
    assert not any(code in row for code in codes for row in kept)


async def test_a_code_works_for_its_uses_and_its_week(database: Database) -> None:
    """A code for two works twice, never a third time, and not from the seventh day on."""
    async with database.transaction() as tx:
        code, made = await invites.create(tx, "officer", "31528", "An", NOW, uses=2)
        assert (await invites.find(tx, code, NOW + WEEK - timedelta(seconds=1))) == made
        assert await invites.find(tx, code, NOW + WEEK) is None
        assert [await invites.use(tx, made.id, NOW) for _ in range(3)] == [True, True, False]
        assert await invites.find(tx, code, NOW) is None


async def test_a_revoked_code_is_dead(database: Database) -> None:
    """What is revoked works for nobody, leaves the list, and cannot be revoked twice."""
    async with database.transaction() as tx:
        code, made = await invites.create(tx, "admin", "", "An", NOW)
        assert [one.id for one in await invites.list_open(tx, NOW, 10)] == [made.id]
        assert await invites.revoke(tx, made.id, NOW) == made
        assert await invites.revoke(tx, made.id, NOW) is None
        assert await invites.find(tx, code, NOW) is None
        assert not await invites.use(tx, made.id, NOW)
        assert await invites.count_open(tx, NOW) == 0


@pytest.mark.parametrize("code", ["", "x", "' OR 1=1 --", "a" * 22, "ă" * 22, "a" * 10_000, "a" * 21 + "\n"])
async def test_what_is_no_code_finds_nothing(database: Database, code: str) -> None:
    """Whatever is typed, only a real code is one."""
    async with database.reading() as tx:
        assert await invites.find(tx, code, NOW) is None


@pytest.mark.parametrize("uses", [0, -1, 1001])
async def test_an_invite_is_for_somebody(database: Database, uses: int) -> None:
    """No invite for nobody, none without end."""
    async with database.transaction() as tx:
        with pytest.raises(ValueError, match="1 to 1000"):
            await invites.create(tx, "admin", "", "An", NOW, uses=uses)


async def test_a_role_is_held_once_for_each_scope(database: Database) -> None:
    """Granting twice changes nothing; another scope is another grant; a change wakes the menus."""
    an = await _person(database, "an")
    async with database.transaction() as tx:
        assert await grants.grant(tx, an, Role.OFFICER, "31528", "Ba", NOW)
        assert not await grants.grant(tx, an, Role.OFFICER, "31528", "Ba", NOW)
        assert await grants.grant(tx, an, Role.OFFICER, "31531", "Ba", NOW)
        assert grants.CHANGED in tx.wake
        assert await grants.count(tx) == 2
        (newest, older) = await grants.list_holders(tx, 10)
        assert (newest.grant.scope, older.grant.scope) == ("31531", "31528")
        assert (newest.address, newest.granted_by) == ("stage:an", "Ba")
        assert await grants.list_holders(tx, 1, 1) == [older]


async def test_a_role_taken_back_is_gone_and_can_be_given_again(database: Database) -> None:
    """Revoking ends a grant once; the person may get the role again later."""
    an = await _person(database, "an")
    async with database.transaction() as tx:
        await grants.grant(tx, an, Role.EDITOR, "bao", "Ba", NOW)
        (holder,) = await grants.list_holders(tx, 10)
        taken = await grants.revoke(tx, holder.grant.id, "Ba", NOW)
        assert taken == holder.grant
        assert await grants.revoke(tx, holder.grant.id, "Ba", NOW) is None
        assert await grants.get(tx, holder.grant.id) is None
        assert await people.grants_of(tx, an) == ()
        assert await grants.roles_by_chat(tx, "stage", "1") == {"an": frozenset()}
        assert await grants.grant(tx, an, Role.EDITOR, "bao", "Ba", NOW)
        assert await grants.roles_by_chat(tx, "stage", "1") == {"an": frozenset({Role.EDITOR})}


async def test_the_last_administrator_stays(database: Database) -> None:
    """Of two administrators one can be taken away, the other cannot."""
    async with database.transaction() as tx:
        admins = [FirstAdmin("stage", "1", "an"), FirstAdmin("stage", "1", "ba")]
        assert await grants.ensure_admins(tx, admins, NOW) == admins
        newest, older = await grants.list_holders(tx, 10)
        await grants.revoke(tx, newest.grant.id, "Ba", NOW)
        with pytest.raises(LastAdmin):
            await grants.revoke(tx, older.grant.id, "Ba", NOW)


async def test_first_administrators_are_made_once(database: Database) -> None:
    """A restart changes nothing, does not bring back who was revoked, and keeps who is known already."""
    an = await _person(database, "an")
    admins = [FirstAdmin("stage", "1", "an"), FirstAdmin("stage", "1", "ba")]
    async with database.transaction() as tx:
        await grants.ensure_admins(tx, admins, NOW)
        assert await grants.holds(tx, an, Role.ADMIN, "")
        assert sorted(each.chat for each in await desks.holders(tx, Role.ADMIN)) == ["an", "ba"]
        (mine,) = [each for each in await grants.list_holders(tx, 10) if each.grant.person_id == an]
        await grants.revoke(tx, mine.grant.id, "Ba", NOW)
        assert await grants.ensure_admins(tx, admins, NOW) == []
        assert not await grants.holds(tx, an, Role.ADMIN, "")


CAMPAIGN = load_campaign()


@pytest.mark.parametrize(
    ("role", "unit", "scope"),
    [
        ("admin", "", ""),
        ("home_affairs", "", "so_noi_vu"),
        ("home_affairs", "so_noi_vu", "so_noi_vu"),
        ("desk", "so_y_te", "so_y_te"),
        ("editor", "bao_soc_trang", "bao_soc_trang"),
        ("officer", "31528", "31528"),
        ("officer", "941", "941"),
        ("head", "so_noi_vu", "so_noi_vu"),
    ],
)
def test_a_scope_that_fits(role: str, unit: str, scope: str) -> None:
    """Each role takes the scope it is held for; an agency alone in its role need not be named."""
    assert fit(CAMPAIGN, role, unit) == scope


@pytest.mark.parametrize(
    ("role", "unit", "says"),
    [
        ("citizen", "", "không mời được"),
        ("boss", "", "officer, head, editor"),
        ("admin", "941", "bỏ --unit"),
        ("editor", "", "bao_soc_trang"),
        ("editor", "so_y_te", "cơ quan này không có vai trò đó"),
        ("desk", "941", "so_noi_vu"),
        ("officer", "", "phải thuộc một đơn vị"),
        ("officer", "99999", "mã GSO"),
        ("officer", "huyện Kế Sách", "943"),
    ],
)
def test_a_scope_that_does_not_fit_says_what_would(role: str, unit: str, says: str) -> None:
    """A wrong role or unit is refused with the cure."""
    with pytest.raises(Problems) as refused:
        fit(CAMPAIGN, role, unit)
    assert says in str(refused.value)


def test_every_role_that_can_be_invited_has_a_name() -> None:
    """What is offered has a name that people read."""
    from messages.vi.roles import ROLES

    offered = invitable(CAMPAIGN)
    assert len(offered) == 11
    assert all(role in ROLES for role in [*offered, *Role])
