"""Who works on a nomination, in which part, and who may not because it is their own."""

from collections.abc import Sequence
from enum import StrEnum

from handlers.nominees import bare
from handlers.seats import DESK_ROLES
from handlers.turn import Turn
from messages.content import ChatKind
from messages.folding import phrase
from storage import bodies, desks, nominations, seconding
from storage.campaign import Agency, Campaign
from storage.records import (
    CONFIRMED,
    CONSULTED,
    PROPOSALS,
    Address,
    Grant,
    Nomination,
    NominationEvent,
    NominationState,
    Role,
)

LOCAL_ROLES = frozenset({Role.OFFICER, Role.HEAD})
_AT_OFFICE = PROPOSALS | {NominationState.DECIDED}
_AT_HEALTH = CONFIRMED | {NominationState.DECLINED}


class Seat(StrEnum):
    """In which part somebody works on it."""

    LOCALITY = "locality"  # verifies it, and commends within its own power
    HEALTH = "health"  # considers and proposes (plan V.3)
    OFFICE = "office"  # Home Affairs: appraises, takes it to the council, enters the decision


Seats = frozenset[Seat]


def localities(campaign: Campaign, nomination: Nomination) -> list[str]:
    """The commune that was helped, then its district: but none of which the nominee is the body itself."""
    units = campaign.units
    if nomination.place not in units:
        return []
    district = units.district_of(nomination.place)
    codes = [nomination.place, *([district.code] if district else [])]
    return [code for code in codes if not is_body(campaign, nomination, code)]


def is_body(campaign: Campaign, nomination: Nomination, code: str) -> bool:
    """Whether the nominee is the unit's own body: its People's Committee, its steering committee."""
    unit = campaign.units.get(code)
    name = f" {phrase(nomination.name)} "
    if unit is None or not nomination.collective or f" {phrase(unit.label)} " not in name:
        return False
    return any(name.startswith(f" {phrase(each)} ") for each in campaign.who.collective_names)


def is_agency(campaign: Campaign, nomination: Nomination, key: str) -> bool:
    """Whether the nominee is this agency, or a collective of it, as its name or where it works says."""
    agency = campaign.agency(key)
    if agency is None or not nomination.collective:
        return False
    told = [f" {phrase(each)} " for each in (nomination.name, nomination.unit)]
    called = [f" {phrase(each)} " for each in (agency.name, agency.short) if phrase(each)]
    return any(each in said for each in called for said in told)


def judging(campaign: Campaign, nomination: Nomination, role: Role) -> list[Agency]:
    """The agencies with this role that may judge it: the nominee is none of theirs."""
    agencies = campaign.agencies_with(role)
    return [each for each in agencies if not is_agency(campaign, nomination, each.key)]


async def conflict(turn: Turn, nomination: Nomination) -> str:
    """Why who speaks may not judge it, a key of CONFLICT; empty if they may."""
    person = turn.person
    mine = nomination.person_id == person.id
    if nomination.own and mine:
        return "nominee"
    if mine or await seconding.tells_of(turn.tx, nomination.id, person.id):
        return "nominator"
    if not nomination.collective and _same_name(person.name, nomination.name):
        return "nominee"
    held = [grant.scope for grant in turn.grants if grant.role in LOCAL_ROLES]
    if any(is_body(turn.campaign, nomination, scope) for scope in held):
        return "collective"
    mine_here = {grant.scope for grant in turn.grants} | await desks.agencies_at(turn.tx, turn.address.id)
    return "agency" if any(is_agency(turn.campaign, nomination, key) for key in mine_here) else ""


def _same_name(officer: str, nominee: str) -> bool:
    """Whole names, not a first name alone: every hamlet has a Lan."""
    return len(bare(officer).split()) > 1 and bare(officer) == bare(nominee)


async def local_people(turn: Turn, nomination: Nomination) -> list[Address]:
    """Who can verify it: the commune's officers; if it has none without a part in it, the district's."""
    for code in localities(turn.campaign, nomination):
        found = await bodies.people_of(turn.tx, code, *LOCAL_ROLES)
        free = [each for each in found if not await _has_part(turn, nomination, each)]
        if free:
            return free
    return []


async def _has_part(turn: Turn, nomination: Nomination, address: Address) -> bool:
    person_id = address.person_id or 0
    return nomination.person_id == person_id or await seconding.tells_of(turn.tx, nomination.id, person_id)


async def here(turn: Turn, nomination: Nomination) -> Seats:
    """The seats of who speaks, in this chat; for an agency whose own collective it is, none."""
    held = turn.grants
    roles = {grant.role for grant in held if not is_agency(turn.campaign, nomination, grant.scope)}
    if turn.address.kind is ChatKind.GROUP:
        keys = await desks.agencies_at(turn.tx, turn.address.id)
        free = [key for key in keys if not is_agency(turn.campaign, nomination, key)]
        agencies = [agency for key in free if (agency := turn.campaign.agency(key))]
        roles, held = {role for agency in agencies for role in agency.roles}, ()
    seats: set[Seat] = set()
    if not roles.isdisjoint(DESK_ROLES):
        seats |= await _office(turn, nomination)
    if Role.HEALTH in roles:
        seats |= _health(turn.campaign, nomination)
    if _local(turn.campaign, nomination, held):
        seats.add(Seat.LOCALITY)
    return frozenset(seats)


def _local(campaign: Campaign, nomination: Nomination, held: Sequence[Grant]) -> bool:
    near = set(localities(campaign, nomination))
    return any(grant.role in LOCAL_ROLES and grant.scope in near for grant in held)


async def _office(turn: Turn, nomination: Nomination) -> Seats:
    """Home Affairs stands in for a locality that nobody speaks for here, and where no health office may judge."""
    seats = {Seat.OFFICE}
    if not judging(turn.campaign, nomination, Role.HEALTH):
        seats.add(Seat.HEALTH)
    if not await local_people(turn, nomination):
        seats.add(Seat.LOCALITY)
    return frozenset(seats)


def _health(campaign: Campaign, nomination: Nomination) -> Seats:
    """The health office, which stands in for Home Affairs in what is Home Affairs' own."""
    others = judging(campaign, nomination, Role.HOME_AFFAIRS) or not campaign.agencies_with(Role.HOME_AFFAIRS)
    return frozenset({Seat.HEALTH} if others else {Seat.HEALTH, Seat.OFFICE})


async def chats_of(turn: Turn, nomination: Nomination, role: Role) -> list[Address]:
    """Where the offices with this role read that may judge it."""
    agencies = judging(turn.campaign, nomination, role)
    return [each for agency in agencies for each in await desks.open_desks(turn.tx, agency.key, role)]


async def round_of(turn: Turn, nomination: Nomination) -> frozenset[str]:
    """The kinds of what has happened since it was last taken into consideration: one round of a proposal."""
    return since_considered(await nominations.story(turn.tx, nomination))


def since_considered(story: Sequence[NominationEvent]) -> frozenset[str]:
    """The same, of a story that is at hand."""
    kinds = [event.kind for event in story]
    begun = NominationState.CONSIDERED.value
    last = len(kinds) - kinds[::-1].index(begun) if begun in kinds else len(kinds)
    return frozenset(kinds[last:])


async def everywhere(turn: Turn, nomination: Nomination) -> dict[int, tuple[Address, Seats]]:
    """Every chat that works on it now, by address id, with the seats it has."""
    local = await local_people(turn, nomination)
    parts = [(Seat.LOCALITY, local)]
    proposing = judging(turn.campaign, nomination, Role.HEALTH)
    if nomination.state in _AT_HEALTH:
        health = await chats_of(turn, nomination, Role.HEALTH)
        parts += [(seat, health) for seat in _health(turn.campaign, nomination)]
    for_office = nomination.state in _AT_OFFICE or not local
    for_office |= nomination.state in _AT_HEALTH and not proposing
    if nomination.state is NominationState.CONSIDERED and not for_office:
        for_office = CONSULTED in await round_of(turn, nomination)
    if for_office:
        office = await chats_of(turn, nomination, Role.HOME_AFFAIRS)
        parts += [(seat, office) for seat in await _office(turn, nomination)]
    found: dict[int, tuple[Address, Seats]] = {}
    for seat, chats in parts:
        for each in chats:
            before = found.get(each.id, (each, frozenset()))[1]
            found[each.id] = (each, before | {seat})
    return found
