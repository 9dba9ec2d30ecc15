"""A nomination as those who work on it see it: a card in each of their chats, kept up to date."""

from collections.abc import Sequence

from handlers import desk_cards
from handlers.cards import place_label, shortened
from handlers.staff.commending import does, marks, seats
from handlers.staff.commending.seats import Seat, Seats
from handlers.turn import Turn
from messages.content import Reply
from messages.contexts import commending as words
from messages.contexts import reports as report_words
from messages.render import day, render
from messages.vi import commending as names
from messages.vi import states
from storage import links, nominations, seconding, zone_states
from storage.campaign import Campaign
from storage.outbox import Outgoing
from storage.records import (
    AGREED,
    CONSULTED,
    WITHDRAWABLE,
    Address,
    Nomination,
    NominationEvent,
    NominationState,
    Role,
)

# Characters shown of what grows: all of a card must fit one message. Where it is verified the deed is shown whole.
SECONDS, SECOND, DEED, UNIT, RESULT, KNOWN, DETAILS, PRAISED, DONE = 2, 100, 700, 100, 200, 100, 120, 160, 80
HISTORY, HISTORY_AT_FIRST = 4, 2


async def show(turn: Turn, nomination: Nomination) -> None:
    """Put a new nomination before its locality; where nobody speaks for that, before Home Affairs, which is told."""
    everywhere = await seats.everywhere(turn, nomination)
    if not await seats.local_people(turn, nomination):
        place = place_label(turn.campaign, nomination.place)
        note = turn.words(words.NobodyLocal(code=nomination.code, place=place))
        for address, _ in everywhere.values():
            turn.send(address, Reply(text=note), subject=nomination.code)
    await put(turn, nomination, list(everywhere.values()))


async def put(
    turn: Turn, nomination: Nomination, where: Sequence[tuple[Address, Seats]], *, anew: bool = False
) -> None:
    """Put its card, and the files that came with it, into these chats; `anew` where one may be already."""
    files = nomination.attachments
    await desk_cards.put(
        turn,
        nomination.code,
        where,
        lambda held: card_of(turn, nomination, held),
        files=files,
        told=report_words.CardFiles(code=nomination.code, files=len(files)),
        anew=anew,
    )


async def refresh(turn: Turn, nomination: Nomination, *, quietly: bool = False) -> None:
    """Bring every card of it up to date (`quietly`: desk_cards), and put one where it has newly come to."""
    where = await seats.everywhere(turn, nomination)
    shown = await desk_cards.refresh(
        turn, nomination.code, where, lambda held: card_of(turn, nomination, held), quietly=quietly
    )
    known = {address_id for _, address_id in shown}
    await put(turn, nomination, [each for key, each in where.items() if key not in known])


async def under(turn: Turn, nomination: Nomination, reply: Reply, *, only: Seat | None = None) -> None:
    """Say something under the card in each chat that has it; `only` in those with this seat, and not in this one."""
    for address, held in (await seats.everywhere(turn, nomination)).values():
        if only is not None and (only not in held or address.id == turn.address.id):
            continue
        row = await desk_cards.newest(turn, nomination.code, address)
        said = Reply(text=reply.text, attachments=reply.attachments, quoting=row or 0)
        turn.send(address, said, subject=nomination.code)


async def fold(turn: Turn, nomination: Nomination, held: Seats, *, every: bool) -> None:
    """Open or fold the buttons of the card that was pressed."""
    link = await links.find(turn.tx, turn.address.id, turn.inbound.message)
    pressed = link.outbox_id if link and link.subject == nomination.code else None
    row = pressed or await desk_cards.newest(turn, nomination.code, turn.address)
    if row is not None:
        card = await card_of(turn, nomination, held, every=every)
        turn.out.append(Outgoing(address=turn.address, reply=card, target=row, subject=nomination.code))


async def whole(turn: Turn, nomination: Nomination) -> None:
    """Everything that was told, from everybody, here."""
    said = await seconding.tellings(turn.tx, nomination.id)
    told = words.Whole(
        code=nomination.code, deed=nomination.deed, result=nomination.result, seconds=tuple(said)
    )
    turn.say(told, subject=nomination.code)


async def card_of(turn: Turn, nomination: Nomination, held: Seats, *, every: bool = False) -> Reply:
    """The card as somebody in these seats sees it."""
    campaign, story = turn.campaign, await nominations.story(turn.tx, nomination)
    outside, fresh = marks.outside(campaign, nomination), nomination.state in WITHDRAWABLE
    score, scorers = nominations.score_of(story)
    said = await seconding.tellings(turn.tx, nomination.id)
    text = render(
        words.DeedCard(
            code=nomination.code,
            collective=nomination.collective,
            name=nomination.name,
            unit=shortened(nomination.unit, UNIT),
            place=place_label(campaign, nomination.place),
            helped=names.HELPED.get(nomination.helped, nomination.helped),
            zones=await zones_line(turn, nomination),
            deed=nomination.deed if fresh else shortened(nomination.deed, DEED),
            days=nomination.happened,
            result=shortened(nomination.result, RESULT),
            known=shortened(nomination.known_how, KNOWN),
            own=nomination.own,
            withheld=nomination.name_withheld,
            nominator=nomination.nominator,
            agrees=names.AGREES[nomination.nominee_knows],
            named=names.NAMED[nomination.named],
            marks=marks.in_words(campaign, nomination),
            fits=names.FITS[nomination.fits] if outside else "không ảnh hưởng việc xét",
            voices=await seconding.count(turn.tx, nomination.id),
            seconds=tuple(shortened(each, SECOND) for each in said[-SECONDS:]),
            files=len(nomination.attachments),
            details=shortened(details(nomination), DETAILS),
            praised=shortened(nomination.praised, PRAISED),
            form=nomination.form,
            agreed=_agreed(campaign, nomination, story),
            award=shortened(award(nomination), PRAISED),
            track=names.TRACK[nomination.track.value],
            score=score,
            scorers=scorers,
            state=states.NOMINATION[nomination.state.value],
            by=_last_actor(story, nomination.state),
            history=tuple(
                _step(campaign, event) for event in story[1:][-(HISTORY_AT_FIRST if fresh else HISTORY) :]
            ),
            at=campaign.local(nomination.created_at),
        )
    )
    folds = turn.limits.edit
    told = seats.since_considered(story)
    rows = does.rows(nomination, held, marked=bool(outside), told=told, every=every, folds=folds)
    return Reply(text=text, rows=rows)


async def zones_line(turn: Turn, nomination: Nomination) -> str:
    """The colour of the commune that was helped as the campaign began, and now; empty where none is known."""
    zones = turn.campaign.zones
    if zones is None:
        return ""
    before = zones.of(nomination.place)
    after = (await zone_states.ledger(turn.tx, zones)).of(nomination.place)
    if before is None and after is None:
        return ""
    then = before.colour.label if before else "chưa có dữ liệu"
    now = f"{after.colour.label} ({day(after.date)})" if after else "chưa có dữ liệu"
    return f"Vùng của xã: {then} ({day(zones.date)}), hiện nay {now}"


def details(nomination: Nomination) -> str:
    """What the lists need, as far as it was entered."""
    if nomination.collective:
        members = f"{nomination.members} người" if nomination.members else ""
        head = f"người đứng đầu: {nomination.position}" if nomination.position else ""
        return "; ".join(filter(None, (head, members)))
    born = f"sinh năm {nomination.born}" if nomination.born else ""
    return "; ".join(filter(None, (born, nomination.gender, nomination.position)))


def award(nomination: Nomination) -> str:
    """What was decided, with its document."""
    if nomination.state is not NominationState.DECIDED:
        return ""
    dated = f" ngày {day(nomination.decision_date)}" if nomination.decision_date else ""
    return f"{nomination.award}, Quyết định số {nomination.decision_number}{dated}"


def _agreed(campaign: Campaign, nomination: Nomination, story: Sequence[NominationEvent]) -> str:
    """Whether the office that appraises was asked to propose it together, and agrees; empty if it was not asked."""
    told = seats.since_considered(story)
    office = next((agency.name for agency in campaign.agencies_with(Role.HOME_AFFAIRS)), "")
    if AGREED in told:
        by = next(event.actor for event in reversed(story) if event.kind == AGREED)
        return f"{office} đã thống nhất ({by.partition(' (')[0]})"
    waits = CONSULTED in told and nomination.state is NominationState.CONSIDERED
    return f"đã hỏi {office}, chờ trả lời" if waits else ""


def _last_actor(story: Sequence[NominationEvent], state: NominationState) -> str:
    acted = (event.actor for event in reversed(story) if event.kind == state.value and event.actor)
    return next(acted, "").partition(" (")[0]


def _step(campaign: Campaign, event: NominationEvent) -> words.DeedStep:
    said = f"{event.ref}/100 {event.words}".strip() if event.kind == "scored" else event.words
    return words.DeedStep(
        at=campaign.local(event.at),
        who=event.actor.partition(" (")[0],
        what=states.NOMINATION_EVENT.get(event.kind, event.kind),
        words=shortened(said, DONE),
    )
