"""A match that falls through: the family hears that it has to wait, the giver that they are free, the desk why."""

from handlers import cards as report_cards
from handlers import closed, telling
from handlers.staff.offers import cards
from handlers.turn import Turn
from messages.content import Lane, Reply
from messages.contexts import offers as words
from messages.render import Words
from storage import offers, people, reports
from storage.records import AID_LOST, Offer, OfferEvent, OfferState, Report, ReportEvent, ReportState

UNMATCHED = "unmatched"


async def to_giver(turn: Turn, offer: Offer, what: Words) -> bool:
    """Say something to the giver, if they can be reached."""
    found = await people.addresses_of(turn.tx, offer.person_id) if offer.person_id else []
    if not found or not found[0].reachable:
        return False
    turn.send(found[0], Reply(text=turn.words(what)), lane=Lane.ANSWERS, subject=offer.code)
    return True


async def lost(turn: Turn, offer: Offer, *, actor: str = "") -> None:
    """The help that this offer was matched for does not come: its family was promised it, and is told.

    Nothing is said of who had offered it; `actor` is the officer who parted them, empty for the giver.
    """
    report = await reports.get(turn.tx, offer.need) if offer.need else None
    if report is None:
        return
    event = ReportEvent(at=turn.now, kind=AID_LOST, actor=actor, ref=offer.code)
    await reports.note(turn.tx, report, event)
    await report_cards.refresh(turn, report)
    if report_cards.is_open(report):
        told = words.HelpLost(code=report.code, desk=cards.desk_name(turn.campaign))
        await telling.this(turn, report, told, telling.tell_more(report, "Nhắn thêm"))


async def taken_back(turn: Turn, offer: Offer) -> None:
    """Its giver took back what was matched: the family is told, and under their cards those who had arranged it."""
    if offer.state is not OfferState.MATCHED:
        return
    await lost(turn, offer)
    what = f"người cho đã rút lại; {offer.need} đang chờ nơi khác giúp, người báo được tin"
    await cards.under(turn, offer, words.OfferNoted(code=offer.code, what=what))


async def free(turn: Turn, report: Report) -> None:
    """The need is closed: what was matched with it waits for another, and its giver hears that."""
    for offer in await offers.for_need(turn.tx, report):
        actor = "" if report.state is ReportState.WITHDRAWN else turn.actor
        event = OfferEvent(at=turn.now, kind=UNMATCHED, actor=actor, ref=report.code)
        after = await offers.move(turn.tx, offer, OfferState.OFFERED, event, need="")
        if after is None:
            continue
        await cards.refresh(turn, after)
        await to_giver(turn, after, words.OfferFree(code=after.code, desk=cards.desk_name(turn.campaign)))
        what = f"việc {report.code} đã khép lại, lời góp sức chờ nơi khác; người cho được tin"
        await cards.under(turn, after, words.OfferNoted(code=after.code, what=what))


closed.FOLLOWS.append(free)
