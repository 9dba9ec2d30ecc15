"""UBND tỉnh đã có ý kiến: the opinion of the People's Committee, entered by its office or by Home Affairs."""

from typing import Any

from handlers import card_buttons as does
from handlers import cards, telling
from handlers.albums import answer_name
from handlers.staff.papers import read_paper
from handlers.staff.triage.asked_words import HEARERS, Hearer, ask
from handlers.staff.triage.common import at_work, move
from handlers.turn import Turn
from messages.content import Reply
from messages.contexts import progress, triage
from messages.vi.triage import KEPT, TOLD
from storage.outbox import Outgoing
from storage.records import ReportState


async def ask_opinion(turn: Turn, code: str) -> None:
    """Asks for the number, the day and the words."""
    found = await at_work(turn, code, does.DECIDE)
    if found is not None:
        await ask(turn, found[0], does.DECIDE)


async def decide(turn: Turn, code: str, text: str, _seen: int | None) -> None:
    """Keep the opinion; the author is told of it in full, those who follow it that there is one."""
    found = await at_work(turn, code, does.DECIDE)
    if found is None:
        return
    report, seat = found
    opinion = read_paper(text, turn.local.date(), turn.campaign)
    if isinstance(opinion, str):
        turn.say(triage.BadDecision(code=code, why=opinion))
        await ask(turn, report, does.DECIDE)
        return
    kept: dict[str, Any] = {
        "decision": opinion.words,
        "decision_number": opinion.number,
        "decision_date": opinion.day,
    }
    token = turn.token()
    after = await move(turn, report, ReportState.DECIDED, said=opinion.words, ref=token, **kept)
    if after is None:
        return
    issuer = turn.campaign.issuer
    told = progress.Decided(
        code=code, issuer=issuer, number=opinion.number, day=opinion.day, words=opinion.words
    )
    await telling.answer(turn, after, told, answer_name(code, token), telling.tell_more(report))
    await telling.others(turn, after, ReportState.DECIDED, issuer)
    said = turn.words(triage.Kept(code=code, what=KEPT[does.DECIDE]))
    # A reply to this line stays among officers.
    name = f"prompt:{does.NOTE}:{code}:{after.version}:{token}"
    turn.out.append(Outgoing(address=turn.address, reply=Reply(text=said), subject=code, dedupe=name))
    await cards.refresh(turn, after)
    await cards.tell_others(turn, after, seat, TOLD[does.DECIDE], opinion.words)


HEARERS |= {does.DECIDE: Hearer(said=decide)}
