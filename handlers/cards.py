"""A report as those who work on it see it: a card in each of their chats, kept up to date."""

from collections.abc import Collection, Sequence

from handlers import card_buttons, desk_cards, seats
from handlers.seats import DESK_ROLES, Seat, desk_addresses, desk_agency, desk_name
from handlers.turn import Turn
from messages.content import Choice, Lane, Reply
from messages.contexts import reports as words
from messages.folding import tidy
from messages.render import render
from messages.vi import states
from storage import desks, locations, overdue, people, ratings, reports, voices
from storage.campaign import Campaign
from storage.outbox import Outgoing
from storage.quoting import hidden
from storage.records import (
    OPEN_REPORTS,
    PENDING_REPORTS,
    PERSON_WROTE,
    REPLIED,
    Address,
    Report,
    ReportEvent,
    ReportState,
    Role,
)

__all__ = ["DESK_ROLES", "desk_addresses", "desk_agency", "desk_name"]

HISTORY, SAID, PROPOSAL = 5, 120, 300  # lines; characters of what was said in one; of a proposal
FILES = 10
# What passed between the person and the desk: who reads it above learns nobody's name from it.
_LETTERS = frozenset({PERSON_WROTE, REPLIED, ReportState.ANSWERED, ReportState.ASKED, ReportState.RESOLVED})


async def show(turn: Turn, report: Report) -> None:
    """Put a new report on the desk and begin to count its promise; with no desk, tell the administrators."""
    await overdue.start(turn.tx, turn.campaign, report, report.created_at)
    report = await reports.get(turn.tx, report.code) or report
    addresses = await desk_addresses(turn)
    await put(turn, report, [(address, Seat.OFFICE) for address in addresses])
    if not addresses:
        note = render(words.NoDesk(code=report.code, desk=desk_name(turn.campaign)))
        for admin in await desks.holders(turn.tx, Role.ADMIN):
            turn.send(admin, Reply(text=note), lane=Lane.ALERTS)


async def put(
    turn: Turn, report: Report, where: Sequence[tuple[Address, Seat]], *, anew: bool = False
) -> None:
    """Put its card, and the files that came with it, into these chats; `anew` where one may be already."""
    files = (*report.attachments, *await reports.files_of(turn.tx, report, PERSON_WROTE))[:FILES]
    await desk_cards.put(
        turn,
        report.code,
        where,
        lambda seat: card_of(turn, report, seat),
        files=files,
        told=words.CardFiles(code=report.code, files=len(files)),
        lane=Lane.ALERTS if report.urgent else Lane.ANSWERS,
        anew=anew,
    )


async def refresh(turn: Turn, report: Report, *, left: Collection[int] = (), quietly: bool = False) -> None:
    """Bring every card of this report up to date; chats with ids in `left` keep theirs without buttons.

    `quietly`: what changed is worth no new message where a card cannot be changed (a count, a rating).
    """
    where = {address.id: (address, seat) for address, seat in await seats.everywhere(turn, report)}
    rows = await desk_cards.refresh(
        turn, report.code, where, lambda seat: card_of(turn, report, seat), quietly=quietly
    )
    await _let_go(turn, report, [each for each in rows if each[1] in left and each[1] not in where])


async def _let_go(turn: Turn, report: Report, rows: Sequence[tuple[int, int]]) -> None:
    for row, address_id in rows:
        address = await _reachable(turn, address_id)
        if address is not None:
            card = await card_of(turn, report, Seat.HANDLER)
            bare = Reply(text=card.text)
            turn.out.append(Outgoing(address=address, reply=bare, target=row, subject=report.code))


async def _reachable(turn: Turn, address_id: int) -> Address | None:
    """The address of this id, if it can be reached."""
    address = await people.get_address(turn.tx, address_id)
    return address if address and address.reachable else None


async def keyboard(turn: Turn, report: Report, seat: Seat, row: int, *, every: bool) -> None:
    """Open or fold the buttons of one card, which is the outbox row `row`."""
    card = await card_of(turn, report, seat, every=every)
    turn.out.append(Outgoing(address=turn.address, reply=card, target=row, subject=report.code))


async def row_here(turn: Turn, report: Report) -> int | None:
    """The outbox row of the newest card of this report in this chat."""
    return await desk_cards.newest(turn, report.code, turn.address)


async def under(
    turn: Turn,
    report: Report,
    reply: Reply,
    *,
    besides: int = 0,
    lane: Lane = Lane.ANSWERS,
    answered_by: str = "",
    above: str = "",
) -> None:
    """Say something under the card in each chat that has it, but for the one with the id `besides`.

    `above`: what the body above reads instead, where the text has a citizen's words.
    """
    for address, seat in await seats.everywhere(turn, report):
        if address.id == besides:
            continue
        row = await desk_cards.newest(turn, report.code, address)
        text = above if above and seat is Seat.COMMITTEE else reply.text
        quoting = Reply(text=text, rows=reply.rows, attachments=reply.attachments, quoting=row or 0)
        name = f"prompt:{answered_by}:{report.code}:{report.version}:{turn.token()}" if answered_by else ""
        turn.out.append(Outgoing(address=address, reply=quoting, lane=lane, subject=report.code, dedupe=name))


async def tell_others(
    turn: Turn, report: Report, seat: Seat, what: str, said: str, *, answered_by: str = ""
) -> None:
    """Tell the other chats that work on it what was done here, with the words and files that went along.

    `answered_by` is the purpose that a reply to this has, where that is not an answer to the author.
    """
    told = words.DeskTold(
        code=report.code,
        body=seats.name_here(turn, report, seat),
        who=turn.actor.partition(" (")[0],
        what=what,
        words=said,
    )
    reply = Reply(text=turn.words(told), attachments=turn.inbound.attachments)
    await under(turn, report, reply, besides=turn.address.id, answered_by=answered_by)


def place_label(campaign: Campaign, code: str) -> str:
    """A place as staff read it; the bare code if the campaign file no longer knows it."""
    return campaign.units.full_label(code) if code in campaign.units else code


def kind_label(campaign: Campaign, key: str) -> str:
    """A kind as people read it; the bare key if the campaign file no longer knows it."""
    kind = campaign.kind(key)
    return kind.label if kind else key


def is_open(report: Report) -> bool:
    """Whether anything may still happen to it."""
    return report.state in OPEN_REPORTS


def shortened(text: str, limit: int) -> str:
    """At most so many characters, on one line."""
    text = tidy(text)
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


async def card_of(turn: Turn, report: Report, seat: Seat, *, every: bool = False) -> Reply:
    """The card as somebody in this seat sees it."""
    campaign = turn.campaign
    scope = campaign.scope(report.on_behalf) if report.on_behalf else None
    story = await reports.story(turn.tx, report, internal=True)
    point = await locations.of(turn.tx, report.id) if seat is not Seat.COMMITTEE else None
    rated = await ratings.of(turn.tx, report)
    due = campaign.local(report.due_at) if report.due_at and report.state in PENDING_REPORTS else None
    text = render(
        words.Card(
            code=report.code,
            kind=kind_label(campaign, report.kind),
            place=place_label(campaign, report.place),
            words=hidden(campaign, report.words) if seat is Seat.COMMITTEE else report.words,
            files=len(report.attachments),
            urgent=report.urgent,
            unit=scope.name if scope else report.on_behalf,
            verified=report.verified,
            unnamed=await voices.unnamed(turn.tx, report.id),
            voices=await voices.count(turn.tx, report.id),
            contact="" if seat is Seat.COMMITTEE else report.contact,
            state=states.REPORT[report.state.value],
            holder=seats.body_name(campaign, report.handler) if report.handler else "",
            by=_last_actor(story),
            due=due,
            late=bool(report.due_at and report.due_at < turn.now),
            proposal=shortened(report.proposal, PROPOSAL),
            content=rated.content,
            discontent=rated.discontent,
            history=tuple(_done(campaign, event, seat) for event in story[1:][-HISTORY:]),
            at=campaign.local(report.created_at),
            answers=seat is not Seat.COMMITTEE and is_open(report),
        )
    )
    rows = card_buttons.rows(report, seat, every=every, folds=turn.limits.edit)
    if point is not None:
        rows = (*rows, (Choice(label="Xem bản đồ", url=locations.map_link(point)),))
    return Reply(text=text, rows=rows)


def _last_actor(story: Sequence[ReportEvent]) -> str:
    acted = (event.actor for event in reversed(story) if event.actor)
    return next(acted, "").partition(" (")[0]


def _done(campaign: Campaign, event: ReportEvent, seat: Seat) -> words.Done:
    said = event.words if event.kind != ReportState.NEW.value else ""
    if seat is Seat.COMMITTEE and event.kind in _LETTERS:
        said = hidden(campaign, said)
    return words.Done(
        at=campaign.local(event.at),
        who=event.actor.partition(" (")[0],
        what=states.EVENT.get(event.kind, event.kind),
        words=shortened(said, SAID),
    )
