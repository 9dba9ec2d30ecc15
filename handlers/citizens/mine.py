"""/theodoi without a code: everything that somebody has sent or joined, open matters first, page by page."""

import re

from handlers import cards, pages
from handlers.staff.offers import cards as offer_cards
from handlers.turn import Turn
from messages import buttons
from messages.content import Choice
from messages.contexts import reports as words
from messages.folding import phrase
from messages.vi import states
from messages.vi.offers import KIND, STATE
from storage import nominations, offers, reports, seconding, voices
from storage.records import OPEN_NOMINATIONS, Nomination, Offer, Report

Matter = Report | Nomination | Offer

PAGE = 5
_PAGE = re.compile(r"trang (\d{1,3})")


def page_in(argument: str) -> int | None:
    """Which page is asked for, from 0: the first without a word, by a button, or as "trang 2". None: a code."""
    if not argument.strip():
        return 0
    said = _PAGE.fullmatch(phrase(argument))
    return max(int(said[1]), 1) - 1 if said else None


async def show(turn: Turn, page: int) -> None:
    """A page of one's own; a page beyond the last is the last."""
    own = await _everything(turn)
    last = max((len(own) - 1) // PAGE, 0)
    page = min(page, last)
    found = own[page * PAGE : (page + 1) * PAGE]
    items = tuple(
        words.Mine(
            code=each.code,
            about=about(turn, each) + _joined(turn, each),
            state=state(each),
            at=turn.campaign.local(each.created_at).date(),
        )
        for each in found
    )
    turn.say(
        words.MyList(items=items, page=page + 1, pages=last + 1, total=len(own)),
        _rows(turn, found, page, last),
    )


def _rows(turn: Turn, found: list[Matter], page: int, last: int) -> list[list[Choice]]:
    rows = [[Choice(label=f"Xem {each.code}", data=buttons.command("theodoi", each.code))] for each in found]
    rows.append(pages.turning(page, last, lambda at: buttons.command("theodoi", f"trang.{at + 1}")))
    return [row for row in rows if row] if found else [turn.registry.buttons("phananh")]


async def _everything(turn: Turn) -> list[Matter]:
    own: list[Matter] = [
        *await reports.of_person(turn.tx, turn.person.id),
        *await nominations.of_person(turn.tx, turn.person.id),
        *await offers.of_person(turn.tx, turn.person.id),
        *await voices.joined_by(turn.tx, turn.person.id),
        *(each for each, _ in await seconding.seconded_by(turn.tx, turn.person.id)),
    ]
    own.sort(key=lambda each: (_waits(each), each.created_at), reverse=True)
    return own


def _waits(each: Matter) -> bool:
    if isinstance(each, Nomination):
        return each.state in OPEN_NOMINATIONS
    return offer_cards.is_open(each) if isinstance(each, Offer) else cards.is_open(each)


def _joined(turn: Turn, each: Matter) -> str:
    if each.person_id == turn.person.id:
        return ""
    return " (cùng báo)" if isinstance(each, Report) else " (cùng giới thiệu)"


def about(turn: Turn, found: Matter) -> str:
    """What it is, in a few words."""
    if isinstance(found, Report):
        return cards.kind_label(turn.campaign, found.kind)
    if isinstance(found, Offer):
        return f"Góp sức: {KIND[found.kind.value]}"
    return f"Giới thiệu gương: {found.name}"


def state(found: Matter) -> str:
    """How it stands, as its author reads it."""
    tables = {Report: states.REPORT, Nomination: states.NOMINATION_PUBLIC, Offer: STATE}
    return tables[type(found)][found.state.value]
