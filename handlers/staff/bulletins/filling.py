"""Drafts from templates: what the campaign and the signed figures say is filled in, the rest is asked for."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handlers import conversing
from handlers.questions import text_step, to
from handlers.staff.bulletins import cards
from handlers.staff.bulletins.common import seen_of, writable
from handlers.staff.bulletins.writing import TEMPLATE, button, made_of, whose
from handlers.staff.gaps import ABOUT, GAP, gaps, gaps_in, labels
from handlers.steps import Answers, Facts, Flow, flow
from handlers.turn import Turn
from messages.contexts import drafting as words
from messages.contexts import drafts as told
from messages.contexts import quoting
from messages.markup import escape
from messages.render import day, number
from storage import drafts, figures
from storage.campaign import BulletinTemplate
from storage.drafts import NewDraft
from storage.figures import DayFigures
from storage.records import Draft

FILL = cards.FILL
_PARTS = ("title", "text", "source")
_LIMIT = 500  # UTF-16 units of one answer


async def choose(turn: Turn, argument: str) -> None:
    """Soạn theo mẫu: which template; `argument` names one, and after it the agency that it is for."""
    key, _, named = argument.partition(" ")
    found = next((each for each in turn.campaign.bulletin_templates if each.key == key), None)
    if found is None:
        rows = [[button(each.label, f"{TEMPLATE}+{each.key}")] for each in turn.campaign.bulletin_templates]
        turn.say(words.WhichTemplate(count=len(rows)), rows)
        return
    agency = whose(turn, f"{TEMPLATE}+{key}", named)
    if agency is not None:
        await _go_on(turn, await made_of(turn, _new(turn, found, agency)))


def _new(turn: Turn, template: BulletinTemplate, agency: str) -> NewDraft:
    """With what the campaign file fills in; figures and questions stay open."""
    campaign = turn.campaign
    open_ = [*(each.key for each in campaign.figures), *(each.key for each in template.asks), *ABOUT]
    kept = {name: f"{{{name}}}" for name in open_}
    kept["hom_nay"] = day(turn.local)
    return NewDraft(
        kind=template.kind,
        agency=agency,
        title=campaign.fill(template.title, **kept),
        text=escape(campaign.fill(template.text, **kept)),
        source=campaign.fill(template.source, **kept),
        audience=campaign.audience_of(template.kind),
        created_by=turn.actor,
        author_id=turn.person.id,
    )


def _quoted(turn: Turn) -> set[str]:
    """The slots that only signed figures fill."""
    return {each.key for each in turn.campaign.figures} | ABOUT.keys()


async def fill(turn: Turn, ref: str) -> None:
    """Điền chỗ trống."""
    draft = await writable(turn, seen_of(ref).id)
    if draft is not None:
        await _go_on(turn, draft)


async def _go_on(turn: Turn, draft: Draft) -> None:
    """Fill in what is signed, ask for the next thing that a person must say, then show the card."""
    # What it quotes already it quotes on: one bulletin never mixes two signed entries.
    found = await figures.get(turn.tx, draft.figures_id) if draft.figures_id else await _signed(turn)
    changed = await _written(turn, draft, _values(found), found) if found else draft
    asked = [name for name in gaps(changed) if name not in _quoted(turn)]
    if asked:
        answers = {"draft": draft.id, "gap": asked[0], "label": labels(turn.campaign, (asked[0],))[0]}
        await conversing.start(turn, ASK.name, answers)
        return
    if left := gaps(changed):
        turn.say(told.FiguresMissing(labels=labels(turn.campaign, left)))
    await cards.show(turn, changed)


async def refill(turn: Turn, ref: str) -> None:
    """Điền lại số liệu: others were signed, or they have grown old; what was asked for stays."""
    draft = await writable(turn, seen_of(ref).id)
    if draft is None:
        return
    found, quoted = await _signed(turn), await figures.get(turn.tx, draft.figures_id or 0)
    if found is not None and quoted is not None:
        draft = await _refilled(turn, draft, quoted, found)
    else:
        left = gaps_in("\n".join(draft.unfilled.values()))
        turn.say(told.FiguresMissing(labels=labels(turn.campaign, left)))
    await cards.show(turn, draft)


async def _refilled(turn: Turn, draft: Draft, quoted: DayFigures, found: DayFigures) -> Draft:
    was = _filled(draft.unfilled, _values(quoted))
    edited = any(getattr(draft, name) != text for name, text in was.items())
    parts = {**_filled(draft.unfilled, _values(found)), "figures_id": found.id}
    changed = await _changed(turn, draft, parts)
    if changed.figures_id == found.id:
        turn.say(quoting.Refilled(id=draft.id, day=found.day, edited=edited))
    return changed


async def _signed(turn: Turn) -> DayFigures | None:
    """Today's figures, or else yesterday's; nothing older is quoted as the day's."""
    today = turn.local.date()
    return await figures.signed(turn.tx, today) or await figures.signed(turn.tx, today - timedelta(days=1))


def _values(found: DayFigures) -> dict[str, str]:
    """What fills the slots of figures."""
    values = {key: number(value) for key, value in found.values.items()}
    return values | {"so_lieu_ngay": day(found.day), "so_lieu_nguon": found.source}


async def _written(
    turn: Turn, draft: Draft, values: Mapping[str, str], found: DayFigures | None = None
) -> Draft:
    """The draft with these gaps filled; as it was if none of them is there. `found`: the figures that they are."""
    if set(gaps(draft)).isdisjoint(values):
        return draft
    before = {name: getattr(draft, name) for name in _PARTS}
    parts: dict[str, Any] = _filled(before, values)
    if draft.unfilled:
        parts["unfilled"] = _filled(draft.unfilled, {} if found else values)
    elif found is not None:
        parts |= {"figures_id": found.id, "unfilled": before}
    return await _changed(turn, draft, parts)


async def _changed(turn: Turn, draft: Draft, parts: Mapping[str, Any]) -> Draft:
    changed = await drafts.change(turn.tx, draft.id, turn.person.id, turn.now, **parts)
    if changed is None:
        return await drafts.get(turn.tx, draft.id) or draft
    await turn.log("draft.changed", str(draft.id), part="gaps", version=changed.version)
    return changed


def _filled(parts: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    """The parts with these gaps filled; the text is rich, the others are plain."""
    rich = {name: escape(value) for name, value in values.items()}
    return {name: _put(text, rich if name == "text" else values) for name, text in parts.items()}


def _put(text: str, values: Mapping[str, str]) -> str:
    return GAP.sub(lambda gap: values.get(gap[1], gap.group()), text)


async def _answered(turn: Turn, answers: Answers) -> None:
    draft = await writable(turn, int(answers["draft"]))
    if draft is not None:
        await _go_on(turn, await _written(turn, draft, {str(answers["gap"]): str(answers["value"])}))


def _asks(answers: Answers, _facts: Facts) -> words.AskGap:
    return words.AskGap(label=str(answers["label"]))


ASK: Flow = flow(
    "dientin",
    "điền chỗ trống của bản nháp",
    (text_step("value", _asks, to(None), limit=_LIMIT, least=1),),
    finish=_answered,
    cancelled="Đã thôi điền. Bản nháp giữ như cũ, xem lại bằng /soantin.",
    guard=False,
)
