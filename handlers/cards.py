"""A report as its desk sees it: one card in each of the desk's chats, kept up to date."""

from collections.abc import Mapping

from handlers.turn import Turn
from messages import buttons
from messages.content import Choice, Lane, Reply
from messages.contexts import reports as words
from messages.render import render
from messages.vi import states
from storage import desks, outbox, reports
from storage.campaign import Campaign
from storage.campaign.bodies import Agency
from storage.outbox import Outgoing
from storage.records import OPEN_REPORTS, Address, Report, ReportState, Role

TAKE, RESOLVE = "nhan", "xong"
DESK_ROLES = frozenset({Role.HOME_AFFAIRS, Role.ADMIN})
_ACTIONS: Mapping[ReportState, tuple[tuple[str, str], ...]] = {
    ReportState.NEW: ((TAKE, "Tiếp nhận"), (RESOLVE, "Đã giải quyết")),
    ReportState.RECEIVED: ((RESOLVE, "Đã giải quyết"),),
    ReportState.ANSWERED: ((RESOLVE, "Đã giải quyết"),),
}


def desk_agency(campaign: Campaign) -> Agency | None:
    """The agency that difficulties go to (plan V: it consolidates and reports)."""
    return next(iter(campaign.agencies_with(Role.HOME_AFFAIRS)), None)


def desk_name(campaign: Campaign) -> str:
    """Its name, as people read it."""
    agency = desk_agency(campaign)
    return agency.name if agency else campaign.issuer


async def desk_addresses(turn: Turn) -> list[Address]:
    """The chats that get cards."""
    agency = desk_agency(turn.campaign)
    return await desks.open_desks(turn.tx, agency.key, Role.HOME_AFFAIRS) if agency else []


async def show(turn: Turn, report: Report) -> None:
    """Put the card of a new report on the desk; with no desk at all, tell the administrators."""
    addresses = await desk_addresses(turn)
    card = await _card(turn, report)
    for address in addresses:
        turn.out.append(
            Outgoing(
                address=address,
                reply=card,
                lane=Lane.ALERTS if report.urgent else Lane.ANSWERS,
                subject=report.code,
                dedupe=_card_name(report, address),
            )
        )
    if not addresses:
        note = render(words.NoDesk(code=report.code, desk=desk_name(turn.campaign)))
        for admin in await desks.holders(turn.tx, Role.ADMIN):
            turn.send(admin, Reply(text=note), lane=Lane.ALERTS)


async def refresh(turn: Turn, report: Report, by: str = "") -> None:
    """Bring every card of this report up to date."""
    card = await _card(turn, report, by)
    for address in await desk_addresses(turn):
        row = await outbox.row_of(turn.tx, _card_name(report, address))
        if row is not None:
            turn.out.append(Outgoing(address=address, reply=card, target=row, subject=report.code))


async def under(turn: Turn, report: Report, reply: Reply) -> None:
    """Say something under the card, in each of the desk's chats."""
    for address in await desk_addresses(turn):
        row = await outbox.row_of(turn.tx, _card_name(report, address))
        quoting = Reply(text=reply.text, rows=reply.rows, attachments=reply.attachments, quoting=row or 0)
        turn.send(address, quoting, subject=report.code)


def place_label(campaign: Campaign, code: str) -> str:
    """A place as staff read it; the bare code if the campaign file no longer knows it."""
    return campaign.units.full_label(code) if code in campaign.units else code


def kind_label(campaign: Campaign, key: str) -> str:
    """A kind as people read it; the bare key if the campaign file no longer knows it."""
    kind = campaign.kind(key)
    return kind.label if kind else key


def _card_name(report: Report, address: Address) -> str:
    return f"card:{report.code}:{address.id}"


async def _card(turn: Turn, report: Report, by: str = "") -> Reply:
    campaign = turn.campaign
    scope = campaign.scope(report.on_behalf) if report.on_behalf else None
    story = await reports.story(turn.tx, report)
    last = next((event.actor for event in reversed(story) if event.actor), "")
    text = render(
        words.Card(
            code=report.code,
            kind=kind_label(campaign, report.kind),
            place=place_label(campaign, report.place),
            words=report.words,
            files=len(report.attachments),
            urgent=report.urgent,
            unit=scope.name if scope else report.on_behalf,
            verified=report.verified,
            contact=report.contact,
            state=states.REPORT[report.state.value],
            by=by or last.partition(" (")[0],
            at=campaign.local(report.created_at),
        )
    )
    row = tuple(
        Choice(label=label, data=buttons.report(report.code, action))
        for action, label in _ACTIONS.get(report.state, ())
    )
    files = report.attachments if report.state is ReportState.NEW and not story[1:] else ()
    return Reply(text=text, rows=(row,) if row else (), attachments=files)


def is_open(report: Report) -> bool:
    """Whether anything may still happen to it."""
    return report.state in OPEN_REPORTS
