"""Chuyển: to a unit, an organisation or an agency of the campaign file, chosen by name; and back again."""

from collections.abc import Sequence

from handlers import card_buttons as does
from handlers import cards, seats, telling
from handlers.choose import Ambiguous, Chosen, Option, choose
from handlers.seats import Seat
from handlers.staff.triage.asked_words import HEARERS, Hearer, Offer, ask, offered, read_offered
from handlers.staff.triage.common import at_work, move
from handlers.turn import Turn
from messages.content import Choice, Reply
from messages.contexts import progress, triage
from messages.vi.triage import KEPT, TOLD
from storage import bodies, reports
from storage.campaign import Campaign
from storage.records import RETURNED, Report, ReportEvent, ReportState

CHOOSE = "chon"
_OFFERED = 8


async def ask_body(turn: Turn, code: str) -> None:
    """Chuyển: asks to whom, with those who are near and on this channel to choose from."""
    found = await at_work(turn, code, does.FORWARD)
    if found is None:
        return
    offers = [
        Offer(action=CHOOSE, key=key, label=seats.body_name(turn.campaign, key))
        for key in await _likely(turn, found[0])
    ]
    await ask(turn, found[0], does.FORWARD, offers)


async def _likely(turn: Turn, report: Report) -> list[str]:
    """The report's commune and district, and the agencies: those who have somebody to read it."""
    campaign, desk = turn.campaign, seats.desk_agency(turn.campaign)
    near = (
        [report.place, *(each.code for each in campaign.units.ancestors(report.place))]
        if (report.place in campaign.units)
        else []
    )
    agencies = [each.key for each in campaign.agencies if each.desk and each is not desk]
    keys = [key for key in (*near, *agencies) if key != report.handler]
    return [key for key in keys if await bodies.reach(turn.tx, key)][:_OFFERED]


async def named(turn: Turn, code: str, text: str, seen: int | None) -> None:
    """A body's name was written."""
    found = await at_work(turn, code, does.FORWARD)
    if found is None:
        return
    report, _ = found
    keys = bodies_named(turn.campaign, text)
    if len(keys) == 1:
        await hand_over(turn, code, keys[0], report.version if seen is None else seen)
    elif keys:
        rows = [
            [Choice(label=seats.body_name(turn.campaign, key), data=offered(report, CHOOSE, key))]
            for key in keys[:_OFFERED]
        ]
        turn.say(triage.WhichBody(code=code), rows, subject=code)
    else:
        turn.say(triage.NoBody(code=code, said=cards.shortened(text, 60)), subject=code)


def bodies_named(campaign: Campaign, text: str) -> Sequence[str]:
    """Keys of the bodies that a typed name may mean: agencies and organisations, else units."""
    text = text.strip()
    if campaign.scope(text):
        return [text]
    known: dict[str, tuple[str, ...]] = {each.key: (each.name, each.short) for each in campaign.agencies}
    known |= {each.key: (each.name,) for each in campaign.organisations if each.key not in known}
    options = [Option(key=key, label=names[0], words=names[1:]) for key, names in known.items()]
    match choose(text, options):
        case Chosen(key=key):
            return [key]
        case Ambiguous(options=several):
            return [each.key for each in several]
    units = campaign.units.find(text) or campaign.units.suggest(text)
    return [unit.code for unit in units if unit.level != "province"]


async def chosen(turn: Turn, ref: str) -> None:
    """A body was pressed."""
    code, seen, key = read_offered(ref)
    await hand_over(turn, code, key, seen)


async def hand_over(turn: Turn, code: str, key: str, seen: int | None) -> None:
    """Give the report to a body: its chats get the card, the author is told, Home Affairs keeps seeing it."""
    found = await at_work(turn, code, does.FORWARD)
    if found is None:
        return
    report, seat = found
    desk = seats.desk_agency(turn.campaign)
    if turn.campaign.scope(key) is None or key == report.handler or (desk and key == desk.key):
        turn.say(triage.NoBody(code=code, said=seats.body_name(turn.campaign, key)), subject=code)
        return
    body, there = seats.body_name(turn.campaign, key), await bodies.reach(turn.tx, key)
    if not there:
        turn.say(triage.NobodyThere(code=code, body=body), subject=code)
        return
    left = {each.id for each in await bodies.reach(turn.tx, report.handler)} if report.handler else set()
    after = await move(turn, report, ReportState.FORWARDED, ref=key, seen=seen, handler=key)
    if after is None:
        return
    await telling.this(turn, after, progress.Forwarded(code=code, body=body))
    await telling.others(turn, after, ReportState.FORWARDED, body)
    turn.say(triage.HandedOver(code=code, body=body), subject=code)
    await cards.refresh(turn, after, left=left)
    await _arrive(turn, after, seat)


async def _arrive(turn: Turn, report: Report, seat: Seat) -> None:
    told = turn.words(
        triage.Arrived(
            code=report.code,
            sender=seats.name_here(turn, report, seat),
            body=seats.body_name(turn.campaign, report.handler),
        )
    )
    there = [each for each in await seats.everywhere(turn, report) if each[1] is Seat.HANDLER]
    for address, _ in there:
        turn.send(address, Reply(text=told), subject=report.code)
    await cards.put(turn, report, there, anew=True)


async def ask_why(turn: Turn, code: str) -> None:
    """Trả lại nơi chuyển: asks why."""
    found = await at_work(turn, code, does.RETURN)
    if found is not None:
        await ask(turn, found[0], does.RETURN)


async def give_back(turn: Turn, code: str, text: str, _seen: int | None) -> None:
    """The body cannot help: Home Affairs has it again, with the reason."""
    found = await at_work(turn, code, does.RETURN)
    if found is None:
        return
    report, seat = found
    if not text:
        turn.say(triage.NeedText(code=code))
        return
    event = ReportEvent(at=turn.now, kind=RETURNED, actor=turn.actor, words=text, ref=report.handler)
    await reports.note(turn.tx, report, event)
    await turn.log("report.returned", code, body=report.handler)
    await cards.tell_others(turn, report, seat, TOLD[does.RETURN], text, answered_by=does.NOTE)
    left = {each.id for each in await bodies.reach(turn.tx, report.handler)}
    await reports.change(turn.tx, report, handler="")
    turn.say(triage.Kept(code=code, what=KEPT[does.RETURN]))
    await cards.refresh(turn, await reports.get(turn.tx, code) or report, left=left)


HEARERS |= {
    does.FORWARD: Hearer(said=named, chosen=hand_over),
    does.RETURN: Hearer(said=give_back),
}
