"""What officers do about an offer: match it with an open need, hand it over, decline it, thank for it."""

from typing import Any

from handlers import cards as report_cards
from handlers import telling
from handlers.cards import place_label, shortened
from handlers.staff.offers import cards
from handlers.staff.offers.falling import UNMATCHED, lost, to_giver
from handlers.staff.triage.asked_words import HEARERS, Hearer, ask
from handlers.turn import Turn
from messages.content import Choice
from messages.contexts import offers as words
from messages.contexts import triage
from messages.vi.offers import KIND, STATE
from storage import offers, reports
from storage.records import AID_GIVEN, AIDED, OFFER_MOVES, Offer, OfferEvent, OfferState, Report, ReportEvent

SHOWN, EXCERPT = 5, 160


async def at_work(turn: Turn, code: str, to: OfferState) -> Offer | None:
    """The offer, if who speaks receives it and it may go there; otherwise says why not."""
    offer = await offers.get(turn.tx, code)
    if offer is None or not await cards.may_work(turn, offer):
        turn.say(words.OfferNotYours(code=code))
        return None
    if to not in OFFER_MOVES[offer.state]:
        await too_late(turn, offer)
        return None
    return offer


async def too_late(turn: Turn, offer: Offer) -> None:
    """Somebody was faster: how it stands now; the cards follow."""
    now = await offers.get(turn.tx, offer.code) or offer
    turn.say(words.OfferTooLate(code=now.code, state=STATE[now.state.value].lower()), subject=now.code)
    await cards.refresh(turn, now, quietly=True)


async def move(
    turn: Turn, offer: Offer, to: OfferState, *, kind: str = "", said: str = "", ref: str = "", **changes: Any
) -> Offer | None:
    """Move it, write down and log who did, bring the cards up to date. None if somebody was faster: that is said."""
    event = OfferEvent(at=turn.now, kind=kind or to.value, actor=turn.actor, words=said, ref=ref)
    after = await offers.move(turn.tx, offer, to, event, **changes)
    if after is None:
        await too_late(turn, offer)
        return None
    await turn.log(f"offer.{event.kind}", offer.code, **({"need": ref} if ref else {}))
    await cards.refresh(turn, after)
    return after


async def show_needs(turn: Turn, ref: str) -> None:
    """Ghép với nơi cần: open needs, the nearest first, a page at a time."""
    code, _, page = ref.partition("+")
    offer = await at_work(turn, code, OfferState.MATCHED)
    if offer is None:
        return
    at = int(page) if page.isdecimal() and len(page) < 4 else 0
    found = await offers.needs(turn.tx, turn.campaign, offer, SHOWN + 1, at * SHOWN)
    items = tuple(
        words.NeedLine(
            number=number,
            code=need.report.code,
            place=place_label(turn.campaign, need.report.place),
            words=shortened(need.report.words, EXCERPT),
            urgent=need.report.urgent,
            at=turn.campaign.local(need.report.created_at).date(),
            offers=need.offers,
        )
        for number, need in enumerate(found[:SHOWN], start=at * SHOWN + 1)
    )
    choose = [
        Choice(label=str(each.number), data=cards.data(f"{code}+{each.code}", cards.CHOOSE)) for each in items
    ]
    more = [Choice(label="Xem thêm", data=cards.data(f"{code}+{at + 1}", cards.MATCH))]
    rows = [row for row in (choose, more if len(found) > SHOWN else []) if row]
    turn.say(words.Needs(code=code, items=items), rows, subject=code)


async def match(turn: Turn, ref: str) -> None:
    """A need was chosen: both sides hear of it, neither learns who the other is without agreement."""
    code, _, need = ref.partition("+")
    offer = await at_work(turn, code, OfferState.MATCHED)
    report = await reports.get(turn.tx, need) if offer else None
    if offer is None:
        return
    if report is None or not report_cards.is_open(report):
        turn.say(
            words.OfferNoted(code=code, what=f"việc {need} đã khép lại, xin chọn nơi khác"), subject=code
        )
        return
    after = await move(turn, offer, OfferState.MATCHED, ref=need, need=need)
    if after is None:
        return
    event = ReportEvent(at=turn.now, kind=AIDED, actor=turn.actor, ref=code)
    await reports.note(turn.tx, report, event)
    await report_cards.refresh(turn, report)
    await cards.put_where_new(turn, after)
    await _tell_author(turn, after, report)
    await tell_giver(turn, after, place_label(turn.campaign, report.place))
    turn.say(words.OfferNoted(code=code, what=f"đã ghép với {need}, hai bên được tin"), subject=code)


async def _tell_author(turn: Turn, offer: Offer, report: Report) -> None:
    asks = bool(report.contact)
    told = words.HelpFound(
        code=report.code,
        kind=KIND[offer.kind.value],
        desk=cards.desk_name(turn.campaign),
        contact=offer.contact if offer.shared else "",
        ask=asks,
    )
    allow = Choice(label="Cho người giúp số của tôi", data=cards.data(offer.code, cards.ALLOW))
    await telling.this(turn, report, told, ((allow,),) if asks else ())


async def tell_giver(turn: Turn, offer: Offer, place: str = "", said: str = "") -> bool:
    """How it stands; False if the giver cannot be reached."""
    told = words.OfferTold(
        code=offer.code,
        state=STATE[offer.state.value].lower(),
        desk=cards.desk_name(turn.campaign),
        place=place,
        words=said,
    )
    return await to_giver(turn, offer, told)


async def unmatch(turn: Turn, code: str) -> None:
    """Bỏ ghép: it came to nothing with that need, and waits for another."""
    offer = await at_work(turn, code, OfferState.OFFERED)
    if offer is None:
        return
    after = await move(turn, offer, OfferState.OFFERED, kind=UNMATCHED, ref=offer.need, need="")
    if after is not None:
        await lost(turn, offer, actor=turn.actor)
        await tell_giver(turn, after)
        turn.say(words.OfferNoted(code=code, what="đã bỏ ghép, hai bên được tin"), subject=code)


async def deliver(turn: Turn, code: str) -> None:
    """Đã trao: the giver and, where it was matched, the author of the need hear of it."""
    offer = await at_work(turn, code, OfferState.DELIVERED)
    after = await move(turn, offer, OfferState.DELIVERED, ref=offer.need) if offer else None
    if after is None:
        return
    report = await reports.get(turn.tx, after.need) if after.need else None
    if report is not None:
        event = ReportEvent(at=turn.now, kind=AID_GIVEN, actor=turn.actor, ref=code)
        await reports.note(turn.tx, report, event)
        await report_cards.refresh(turn, report)
        given = words.HelpGiven(code=report.code, desk=cards.desk_name(turn.campaign))
        await telling.this(turn, report, given, telling.tell_more(report, "Nhắn thêm"))
    await tell_giver(turn, after, place_label(turn.campaign, report.place) if report else "")
    thank = Choice(label="Gửi lời cảm ơn", data=cards.data(code, cards.THANK))
    turn.say(
        words.OfferNoted(code=code, what="đã ghi là đã trao, người cho được tin"), [[thank]], subject=code
    )


async def thank(turn: Turn, code: str) -> None:
    """Gửi lời cảm ơn."""
    offer = await at_work(turn, code, OfferState.THANKED)
    after = await move(turn, offer, OfferState.THANKED) if offer else None
    if after is None:
        return
    said = words.OfferThanks(
        code=code, desk=cards.desk_name(turn.campaign), words=shortened(after.words, EXCERPT)
    )
    reached = await to_giver(turn, after, said)
    what = "đã gửi lời cảm ơn" if reached else "không còn liên lạc được với người cho"
    turn.say(words.OfferNoted(code=code, what=what), subject=code)


async def ask_decline(turn: Turn, code: str) -> None:
    """Chưa nhận: asks for words to the giver."""
    offer = await at_work(turn, code, OfferState.DECLINED)
    if offer is not None:
        await ask(turn, offer, cards.DECLINE)


async def decline(turn: Turn, code: str, text: str, _seen: int | None) -> None:
    """It cannot be taken this time; the giver reads why."""
    offer = await at_work(turn, code, OfferState.DECLINED)
    if offer is None:
        return
    if not text:
        turn.say(triage.NeedText(code=code))
        return
    after = await move(turn, offer, OfferState.DECLINED, said=text, need="")
    if after is not None:
        await lost(turn, offer, actor=turn.actor)
        await tell_giver(turn, after, said=text)
        turn.say(words.OfferNoted(code=code, what="đã báo người cho"), subject=code)


async def allow_contact(turn: Turn, code: str) -> None:
    """Cho người giúp số của tôi: pressed by the author of the need; only they can say so."""
    offer = await offers.get(turn.tx, code)
    report = await reports.get(turn.tx, offer.need) if offer and offer.need else None
    mine = report is not None and report.person_id == turn.person.id
    if offer is None or report is None or not mine or not report.contact:
        turn.say(words.ContactGiven(code=code, given=False))
        return
    given = offer.state is OfferState.MATCHED and await to_giver(
        turn, offer, words.ContactAllowed(code=offer.code, contact=report.contact)
    )
    turn.say(words.ContactGiven(code=report.code, given=given), subject=report.code)


HEARERS |= {cards.DECLINE: Hearer(said=decline)}
