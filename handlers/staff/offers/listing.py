"""/loigop: open offers, and the card of one; the giver's own taking back; replies to a card."""

from handlers.cards import shortened
from handlers.running import roles_here
from handlers.staff.offers import cards, falling
from handlers.staff.triage.asked_words import HEARERS
from handlers.threads import THREADS, About
from handlers.turn import Turn
from messages import buttons
from messages.buttons import Pressed
from messages.content import ChatKind, Choice
from messages.contexts import basics
from messages.contexts import offers as words
from messages.contexts import reports as report_words
from messages.vi.offers import KIND, STATE
from storage import codes, offers
from storage.records import Offer, OfferEvent, OfferState, Role

PAGE = 6
_EVERY = frozenset({Role.FRONT, Role.HOME_AFFAIRS, Role.ADMIN})


async def show(turn: Turn, argument: str) -> None:
    """A page of open offers, or the card of one."""
    said = argument.strip()
    if code := codes.read(said):
        await _card(turn, code)
        return
    places = await _places(turn)
    page = int(said) if said.isdecimal() and len(said) < 4 else 0
    found = await offers.waiting(turn.tx, places, PAGE + 1, page * PAGE)
    total = await offers.count_waiting(turn.tx, places)
    first = page * PAGE + 1
    items = tuple(_line(turn, number, offer) for number, offer in enumerate(found[:PAGE], start=first))
    opens = [Choice(label=str(each.number), data=buttons.command("loigop", each.code)) for each in items]
    turning = [
        Choice(label=label, data=buttons.command("loigop", str(to)))
        for label, to, there in (
            ("Trang trước", page - 1, page > 0),
            ("Trang sau", page + 1, len(found) > PAGE),
        )
        if there
    ]
    turn.say(words.OfferList(items=items, first=first, total=total), [row for row in (opens, turning) if row])


async def _places(turn: Turn) -> frozenset[str] | None:
    """Which places' offers are seen here; None for all."""
    if turn.address.kind is ChatKind.GROUP or not turn.roles.isdisjoint(_EVERY):
        return None
    return frozenset(grant.scope for grant in turn.grants)


def _line(turn: Turn, number: int, offer: Offer) -> words.OfferLine:
    return words.OfferLine(
        number=number,
        code=offer.code,
        kind=KIND[offer.kind.value],
        place=cards.place_name(turn.campaign, offer),
        words=shortened(offer.words, 80),
        state=STATE[offer.state.value].lower(),
    )


async def _card(turn: Turn, code: str) -> None:
    offer = await offers.get(turn.tx, code)
    if offer is None or not await cards.may_work(turn, offer):
        turn.say(words.OfferNotYours(code=code))
        return
    await cards.put(turn, offer, [turn.address], anew=True)


async def withdraw(turn: Turn, code: str) -> None:
    """Rút lại: the giver takes it back; those who receive it, and a family that counts on it, hear of that."""
    offer = await offers.get(turn.tx, code)
    if offer is None or offer.person_id != turn.person.id:
        turn.say(report_words.NoSuchCode(code=code))
        return
    event = OfferEvent(at=turn.now, kind=OfferState.WITHDRAWN.value)
    after = await offers.move(turn.tx, offer, OfferState.WITHDRAWN, event)
    if after is None:
        turn.say(report_words.CannotMove(code=code, state=STATE[offer.state.value].lower(), by=""))
        return
    await cards.refresh(turn, after)
    await falling.taken_back(turn, offer)
    turn.say(report_words.Withdrawn(code=code, at_desk=False), [turn.registry.buttons("theodoi", "trogiup")])


async def about(turn: Turn, told: About) -> bool:
    """A reply to an offer's card, or "GS-…: words". False if the code is nobody's business here."""
    offer = await offers.get(turn.tx, told.code)
    if offer is None or not await cards.may_work(turn, offer):
        return False
    action = turn.registry.action(Pressed.OFFER, told.purpose) if told.purpose else None
    if action is None:
        turn.say(words.OfferNoted(code=told.code, what="đồng chí chọn một mục trên thẻ"), subject=told.code)
        await cards.put(turn, offer, [turn.address], anew=True)
    elif action.roles.isdisjoint(await roles_here(turn)):
        turn.say(basics.NotAllowed(title="việc này"))
    elif told.purpose in HEARERS and told.text:
        await HEARERS[told.purpose].said(turn, told.code, told.text, told.seen)
    else:
        await action.run(turn, told.code)
    return True


THREADS[codes.OFFER] = about
