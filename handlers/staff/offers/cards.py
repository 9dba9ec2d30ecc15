"""An offer as those who receive it see it: the Front, and the officers of the place; kept up to date."""

from collections.abc import Sequence

from handlers import cards as report_cards
from handlers.seats import agencies_here
from handlers.turn import Turn
from messages import buttons
from messages.buttons import Press, Pressed
from messages.content import ChatKind, Choice, Lane, Reply
from messages.contexts import offers as words
from messages.contexts import reports as report_words
from messages.render import Words, render
from messages.vi.offers import EVENT, KIND, STATE
from storage import bodies, desks, offers, people, reports
from storage.campaign import Campaign
from storage.outbox import Outgoing
from storage.records import OPEN_OFFERS, Address, Offer, OfferEvent, OfferState, Role

MATCH, CHOOSE, UNMATCH, DELIVER, DECLINE, THANK = "ghep", "chonghep", "boghep", "datrao", "khongnhan", "camon"
ALLOW = "choso"
ANY_TIME, ANYWHERE = "lúc nào cũng được", "đâu cũng được"
HISTORY, SAID = 4, 120
_LABELS = {
    MATCH: "Ghép với nơi cần",
    UNMATCH: "Bỏ ghép",
    DELIVER: "Đã trao",
    DECLINE: "Chưa nhận",
    THANK: "Gửi lời cảm ơn",
}
_OF = {
    OfferState.OFFERED: (MATCH, DELIVER, DECLINE),
    OfferState.MATCHED: (DELIVER, UNMATCH, DECLINE),
    OfferState.DELIVERED: (THANK,),
}


def data(ref: str, action: str) -> str:
    """Data of a button on an offer's card."""
    return buttons.encode(Press(kind=Pressed.OFFER, ref=ref, choice=action))


def desk_name(campaign: Campaign) -> str:
    """Who receives offers, as people read it."""
    front = next(iter(campaign.agencies_with(Role.FRONT)), None)
    return front.name if front else report_cards.desk_name(campaign)


def place_name(campaign: Campaign, offer: Offer) -> str:
    """Where it is offered."""
    return report_cards.place_label(campaign, offer.place) if offer.place else ANYWHERE


async def readers(turn: Turn, offer: Offer) -> list[Address]:
    """The Front's chats and the officers of its place and of the need's; where there is none of them, Home Affairs'."""
    found: dict[int, Address] = {}
    for agency in turn.campaign.agencies_with(Role.FRONT):
        found |= {each.id: each for each in await desks.open_desks(turn.tx, agency.key, Role.FRONT)}
    here = await bodies.officers_of(turn.tx, await _places(turn, offer))
    found |= {each.id: each for officers in here.values() for each in officers}
    return list(found.values()) or await report_cards.desk_addresses(turn)


async def _places(turn: Turn, offer: Offer) -> set[str]:
    """Whose officers hand it over: of where it is offered, and of the need that it is matched with."""
    need = await reports.get(turn.tx, offer.need) if offer.need else None
    return {place for place in (offer.place, need.place if need else "") if place}


async def may_work(turn: Turn, offer: Offer) -> bool:
    """Whether who speaks, here, receives this offer: the same that are shown it."""
    fronts = {agency.key for agency in turn.campaign.agencies_with(Role.FRONT)}
    office = {agency.key for agency in turn.campaign.agencies_with(Role.HOME_AFFAIRS)}
    if turn.address.kind is ChatKind.GROUP:
        return not (fronts | office).isdisjoint(await agencies_here(turn))
    if not turn.roles.isdisjoint({Role.FRONT, Role.HOME_AFFAIRS, Role.ADMIN}):
        return True
    held = {grant.scope for grant in turn.grants if grant.role in {Role.OFFICER, Role.HEAD}}
    return not held.isdisjoint(await _places(turn, offer))


async def show(turn: Turn, offer: Offer) -> None:
    """Put a new offer before those who receive it; with nobody at all, tell the administrators."""
    addresses = await readers(turn, offer)
    await put(turn, offer, addresses)
    if not addresses:
        note = render(report_words.NoDesk(code=offer.code, desk=desk_name(turn.campaign)))
        for admin in await desks.holders(turn.tx, Role.ADMIN):
            turn.send(admin, Reply(text=note), lane=Lane.ALERTS)


async def put(turn: Turn, offer: Offer, addresses: Sequence[Address], *, anew: bool = False) -> None:
    """Its card into these chats; `anew` where one may be already."""
    card = await card_of(turn, offer)
    for address in addresses:
        name = f"offer:{offer.code}:{address.id}" + (f":{turn.token()}" if anew else "")
        turn.out.append(Outgoing(address=address, reply=card, subject=offer.code, dedupe=name))


async def put_where_new(turn: Turn, offer: Offer) -> None:
    """Its card into those chats that have come to receive it, and have none yet."""
    known = {address_id for _, address_id in await bodies.shown(turn.tx, f"offer:{offer.code}")}
    await put(turn, offer, [each for each in await readers(turn, offer) if each.id not in known])


async def under(turn: Turn, offer: Offer, what: Words) -> None:
    """Say something under the newest card in each chat that has one."""
    newest = {address_id: row for row, address_id in await bodies.shown(turn.tx, f"offer:{offer.code}")}
    for address_id, row in newest.items():
        address = await people.get_address(turn.tx, address_id)
        if address is not None and address.reachable:
            turn.send(address, Reply(text=turn.words(what), quoting=row), subject=offer.code)


async def refresh(turn: Turn, offer: Offer, *, quietly: bool = False) -> None:
    """Bring every card of this offer up to date; `quietly`: with no new message where none can be changed."""
    card = await card_of(turn, offer)
    for row, address_id in await bodies.shown(turn.tx, f"offer:{offer.code}"):
        address = await people.get_address(turn.tx, address_id)
        if address is not None and address.reachable:
            changed = Outgoing(address=address, reply=card, target=row, subject=offer.code, in_place=quietly)
            turn.out.append(changed)


async def card_of(turn: Turn, offer: Offer) -> Reply:
    """The card, with what may be done next."""
    campaign = turn.campaign
    need = await reports.get(turn.tx, offer.need) if offer.need else None
    story = await offers.story(turn.tx, offer)
    text = render(
        words.OfferCard(
            code=offer.code,
            kind=KIND[offer.kind.value],
            place=place_name(campaign, offer),
            words=offer.words,
            when=offer.when or ANY_TIME,
            contact=offer.contact,
            shared=offer.shared,
            state=STATE[offer.state.value],
            need=offer.need,
            need_place=report_cards.place_label(campaign, need.place) if need else "",
            at=campaign.local(offer.created_at),
            history=tuple(_line(campaign, event) for event in story[1:][-HISTORY:]),
        )
    )
    return Reply(text=text, rows=rows(offer))


def rows(offer: Offer) -> tuple[tuple[Choice, ...], ...]:
    """The buttons that its state allows, two a row."""
    made = [Choice(label=_LABELS[name], data=data(offer.code, name)) for name in _OF.get(offer.state, ())]
    return tuple(tuple(made[at : at + 2]) for at in range(0, len(made), 2))


def _line(campaign: Campaign, event: OfferEvent) -> words.OfferDone:
    return words.OfferDone(
        at=campaign.local(event.at),
        who=event.actor.partition(" (")[0],
        what=EVENT[event.kind],
        words=report_cards.shortened(event.words or event.ref, SAID),
    )


def is_open(offer: Offer) -> bool:
    """Whether its giver may still take it back."""
    return offer.state in OPEN_OFFERS
