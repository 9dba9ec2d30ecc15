"""UBND tỉnh đã có ý kiến: the opinion of the People's Committee, entered by its office or by Home Affairs."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers import card_buttons as does
from handlers import cards, telling
from handlers.albums import answer_name
from handlers.dates import read_span
from handlers.staff.triage.asked_words import HEARERS, Hearer, ask
from handlers.staff.triage.common import at_work, move
from handlers.turn import Turn
from messages.content import Reply
from messages.contexts import progress, triage
from messages.folding import phrase, tidy
from messages.vi.triage import KEPT, TOLD
from storage.campaign import Campaign
from storage.outbox import Outgoing
from storage.records import ReportState

_PARTS = re.compile(r"\s*[;\n]\s*")
_NUMBER_LIMIT = 60
_NO_NUMBER = frozenset({"khong so", "khong co so", "khong"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What was decided: `number` of the document, empty if it has none; its day; the words."""

    number: str
    day: date
    words: str


async def ask_opinion(turn: Turn, code: str) -> None:
    """Asks for the number, the day and the words."""
    found = await at_work(turn, code, does.DECIDE)
    if found is not None:
        await ask(turn, found[0], does.DECIDE)


def read_opinion(text: str, today: date, campaign: Campaign) -> Opinion | str:
    """The opinion that was written as "number; day; words"; otherwise what is wrong with it."""
    parts = _PARTS.split(text.strip(), maxsplit=2)
    if len(parts) < 3 or not parts[2].strip():
        return "thiếu một trong ba phần"
    number = tidy(re.sub(r"^(?:văn bản\s+)?số\s+(?=\d)", "", parts[0], flags=re.IGNORECASE))
    if len(number) > _NUMBER_LIMIT:
        return "số văn bản dài quá"
    span = read_span(parts[1], today, (campaign.starts, max(today, campaign.ends)))
    if span is None or span.first != span.last:
        return f"không đọc được ngày “{cards.shortened(parts[1], 30)}”"
    if span.first > today:
        return f"ngày {span.first.day}/{span.first.month}/{span.first.year} chưa đến"
    return Opinion(
        number="" if phrase(number) in _NO_NUMBER else number, day=span.first, words=parts[2].strip()
    )


async def decide(turn: Turn, code: str, text: str, _seen: int | None) -> None:
    """Keep the opinion; the author is told of it in full, those who follow it that there is one."""
    found = await at_work(turn, code, does.DECIDE)
    if found is None:
        return
    report, seat = found
    opinion = read_opinion(text, turn.local.date(), turn.campaign)
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
