"""Who works on a report, and where: Home Affairs, the body it was forwarded to, the People's Committee's office."""

from enum import StrEnum

from handlers.turn import Turn
from messages.content import ChatKind
from storage import bodies, desks
from storage.campaign import Campaign
from storage.campaign.bodies import Agency
from storage.records import Address, Report, ReportState, Role
from storage.reports import Share

DESK_ROLES = frozenset({Role.HOME_AFFAIRS, Role.ADMIN})
STAFF = frozenset(Role) - {Role.CITIZEN}
BEFORE_COMMITTEE = frozenset({ReportState.SUBMITTED, ReportState.DECIDED})


class Seat(StrEnum):
    """In which part somebody works on a report."""

    OFFICE = "office"
    HANDLER = "handler"
    COMMITTEE = "committee"


def desk_agency(campaign: Campaign) -> Agency | None:
    """The agency that difficulties go to (plan V: it consolidates and reports)."""
    return next(iter(campaign.agencies_with(Role.HOME_AFFAIRS)), None)


def desk_name(campaign: Campaign) -> str:
    """Its name, as people read it."""
    agency = desk_agency(campaign)
    return agency.name if agency else campaign.issuer


def body_name(campaign: Campaign, key: str) -> str:
    """The name of the body with this key or code; Home Affairs for none."""
    scope = campaign.scope(key) if key else None
    return scope.name if scope else key or desk_name(campaign)


def name_here(turn: Turn, report: Report, seat: Seat) -> str:
    """The body that speaks when somebody in this seat does."""
    match seat:
        case Seat.HANDLER:
            return body_name(turn.campaign, report.handler)
        case Seat.COMMITTEE:
            return turn.campaign.issuer
        case _:
            return desk_name(turn.campaign)


async def desk_addresses(turn: Turn) -> list[Address]:
    """The chats of Home Affairs."""
    agency = desk_agency(turn.campaign)
    return await desks.open_desks(turn.tx, agency.key, Role.HOME_AFFAIRS) if agency else []


async def everywhere(turn: Turn, report: Report) -> list[tuple[Address, Seat]]:
    """Every chat that has the report's card, each once."""
    found = {each.id: (each, Seat.OFFICE) for each in await desk_addresses(turn)}
    if report.handler:
        for each in await bodies.reach(turn.tx, report.handler):
            found.setdefault(each.id, (each, Seat.HANDLER))
    if report.state in BEFORE_COMMITTEE:
        for each in await committee(turn):
            found.setdefault(each.id, (each, Seat.COMMITTEE))
    return list(found.values())


async def committee(turn: Turn) -> list[Address]:
    """The chats of the People's Committee's office."""
    agencies = turn.campaign.agencies_with(Role.COMMITTEE)
    return [each for one in agencies for each in await desks.open_desks(turn.tx, one.key, Role.COMMITTEE)]


async def here(turn: Turn, report: Report) -> Seat | None:
    """The seat of who speaks, in this chat; None if they have none."""
    share = await share_here(turn)
    if share is None:
        return Seat.OFFICE
    if report.handler and report.handler in share.handlers:
        return Seat.HANDLER
    return Seat.COMMITTEE if report.state in share.states else None


async def share_here(turn: Turn) -> Share | None:
    """Which reports are worked on in this chat by who speaks; None for Home Affairs: all of them."""
    agencies = await desks.agencies_at(turn.tx, turn.address.id)
    group = turn.address.kind is ChatKind.GROUP
    office = desk_agency(turn.campaign)
    if (office and office.key in agencies) or (not group and not turn.roles.isdisjoint(DESK_ROLES)):
        return None
    scopes = agencies if group else {grant.scope for grant in turn.grants}
    decides = {agency.key for agency in turn.campaign.agencies_with(Role.COMMITTEE)}
    committee_here = decides & agencies if group else Role.COMMITTEE in turn.roles
    return Share(
        handlers=tuple(sorted(filter(None, scopes))),
        states=tuple(sorted(BEFORE_COMMITTEE)) if committee_here else (),
    )


async def agencies_here(turn: Turn) -> frozenset[str]:
    """The agencies whose desk this chat is."""
    return await desks.agencies_at(turn.tx, turn.address.id)


async def desk_here(turn: Turn) -> bool:
    """Whether officers work in this chat at all: a desk's group, or a role holder's private chat."""
    if turn.address.kind is ChatKind.GROUP:
        return bool(await desks.agencies_at(turn.tx, turn.address.id))
    return not turn.roles.isdisjoint(STAFF)
