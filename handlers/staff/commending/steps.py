"""Steps that lead to another state: the locality's word, the proposal, the appraisal, the council, the decision."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from handlers.staff.commending import does, marks, seats
from handlers.staff.commending.common import at_work, move, tell_seat
from handlers.staff.commending.seats import Seat
from handlers.staff.papers import Paper, read_paper
from handlers.staff.triage.asked_words import HEARERS, Hearer, Offer, ask, read_offered
from handlers.turn import Turn
from messages.contexts import commending as words
from messages.contexts import triage
from messages.render import day
from messages.vi.commending import KEPT
from storage.campaign import Campaign
from storage.records import CONSULTED, Nomination, NominationState, Role

CHOOSE = "gt_chon"
_FORM_LIMIT = 120
# The words that go with a step are kept as they are written.
_FREE = (does.CONFIRM, does.UNSURE, does.UNTRUE, does.DECLINE, does.APPRAISE, does.SEND_BACK)

Run = Callable[[Turn, str], Awaitable[None]]
Hear = Callable[[Turn, str, str, int | None], Awaitable[None]]


def asks(action: str) -> Run:
    """Asks for the words of a step."""

    async def run(turn: Turn, code: str) -> None:
        found = await at_work(turn, code, action)
        if found is not None:
            await ask(turn, found[0], action)

    return run


def _said(action: str) -> Hear:
    """Takes a step with its words."""

    async def hear(turn: Turn, code: str, text: str, seen: int | None) -> None:
        found = await at_work(turn, code, action)
        if found is None:
            return
        if not text.strip():
            turn.say(triage.NeedText(code=code))
        elif await move(turn, found[0], does.LEADS_TO[action], text.strip(), seen=seen):
            kept(turn, code, action)

    return hear


def kept(turn: Turn, code: str, action: str) -> None:
    """Say that it is done."""
    turn.say(triage.Kept(code=code, what=KEPT[action]), subject=code)


def _papers(action: str, changes: Callable[[Paper], Mapping[str, Any]], *, numbered: bool) -> Hear:
    """Takes a step that a document stands behind: number; day; words."""

    async def hear(turn: Turn, code: str, text: str, seen: int | None) -> None:
        found = await at_work(turn, code, action)
        if found is None:
            return
        paper = read_paper(text, turn.local.date(), turn.campaign)
        if isinstance(paper, Paper) and numbered and not paper.number:
            paper = "quyết định phải có số"
        if isinstance(paper, str):
            turn.say(words.BadWords(code=code, why=paper))
            await ask(turn, found[0], action)
            return
        told = sentence(paper)
        if await move(turn, found[0], does.LEADS_TO[action], told, seen=seen, **changes(paper)):
            kept(turn, code, action)

    return hear


def sentence(paper: Paper) -> str:
    """What a document says, with its number and day."""
    number = f", số {paper.number}" if paper.number else ""
    return f"{paper.words}{number}, ngày {day(paper.day)}"


def decided(paper: Paper) -> Mapping[str, Any]:
    """What a decision changes in a nomination."""
    return {"award": paper.words[:_FORM_LIMIT], "decision_number": paper.number, "decision_date": paper.day}


def forms(campaign: Campaign) -> Mapping[str, str]:
    """The forms of commendation that are offered; another can be written."""
    return {
        "bangkhen": f"Bằng khen của Chủ tịch {campaign.issuer}",
        "giaykhen": "Giấy khen",
    }


async def ask_form(turn: Turn, code: str) -> None:
    """Đề xuất khen thưởng: in which form; what is marked must have been judged before."""
    nomination = await _proposable(turn, code)
    if nomination is not None:
        offers = [Offer(action=CHOOSE, key=key, label=label) for key, label in forms(turn.campaign).items()]
        await ask(turn, nomination, does.PROPOSE, offers)


async def _proposable(turn: Turn, code: str) -> Nomination | None:
    found = await at_work(turn, code, does.PROPOSE)
    if found is None:
        return None
    nomination = found[0]
    outside = marks.outside(turn.campaign, nomination)
    if outside and nomination.fits is not True:
        said = marks.in_words(turn.campaign, nomination)
        turn.say(words.JudgeFirst(code=code, marks=said, judged=nomination.fits is False), subject=code)
        return None
    return nomination


async def propose(turn: Turn, code: str, text: str, seen: int | None) -> None:
    """The form was written."""
    nomination = await _proposable(turn, code)
    if nomination is None:
        return
    form = text.strip()
    if not form or len(form) > _FORM_LIMIT:
        why = "hình thức khen dài quá" if form else "chưa có hình thức khen"
        turn.say(words.BadWords(code=code, why=why))
        return
    asked = CONSULTED in await seats.round_of(turn, nomination)
    after = await move(turn, nomination, NominationState.PROPOSED, form, seen=seen, form=form)
    if after is not None:
        kept(turn, code, does.PROPOSE)
        if asked:  # it has the card already, which changes without a sound
            await tell_seat(turn, after, Seat.OFFICE, Role.HEALTH, does.PROPOSE)


async def form_chosen(turn: Turn, code: str, key: str, seen: int | None) -> None:
    """The form was chosen in the dialog."""
    await propose(turn, code, forms(turn.campaign).get(key, ""), seen)


async def form_pressed(turn: Turn, ref: str) -> None:
    """The form was pressed under a prompt."""
    code, seen, key = read_offered(ref)
    await form_chosen(turn, code, key, seen)


async def consider(turn: Turn, code: str) -> None:
    """Xem xét: the health office has it in hand."""
    await _plain(turn, code, does.CONSIDER, NominationState.CONSIDERED)


async def reopen(turn: Turn, code: str) -> None:
    """Xem lại: it was said not to be so, or not put on the list, and is looked at again."""
    found = await at_work(turn, code, does.REOPEN)
    if found is not None:
        untrue = found[0].state is NominationState.UNTRUE
        await move(turn, found[0], NominationState.NEW if untrue else NominationState.CONSIDERED)


async def _plain(turn: Turn, code: str, action: str, to: NominationState) -> None:
    found = await at_work(turn, code, action)
    if found is not None:
        await move(turn, found[0], to)


HEARERS |= {action: Hearer(said=_said(action)) for action in _FREE}
HEARERS |= {
    does.PROPOSE: Hearer(said=propose, chosen=form_chosen),
    does.COUNCIL: Hearer(said=_papers(does.COUNCIL, lambda _paper: {}, numbered=False)),
    does.DECIDE: Hearer(said=_papers(does.DECIDE, decided, numbered=True)),
}
RUNS: Mapping[str, Run] = {
    **{action: asks(action) for action in (*_FREE, does.COUNCIL, does.DECIDE)},
    does.PROPOSE: ask_form,
    CHOOSE: form_pressed,
    does.CONSIDER: consider,
    does.REOPEN: reopen,
}
