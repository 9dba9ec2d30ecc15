"""Drafts from templates: what the campaign and the signed figures say is filled in, the rest is asked for."""

from datetime import timedelta

from handlers import conversing
from handlers.questions import text_step, to
from handlers.staff.bulletins import cards
from handlers.staff.bulletins.common import seen_of, writable
from handlers.staff.bulletins.writing import TEMPLATE, button, made_of, whose
from handlers.staff.gaps import ABOUT, GAP, gaps, labels
from handlers.steps import Answers, Facts, Flow, flow
from handlers.turn import Turn
from messages.contexts import drafting as words
from messages.contexts import drafts as told
from messages.markup import escape
from messages.render import day, number
from storage import drafts, figures
from storage.campaign import BulletinTemplate
from storage.drafts import NewDraft
from storage.records import Draft

FILL = cards.FILL
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
        created_by=turn.actor,
        author_id=turn.person.id,
    )


async def fill(turn: Turn, ref: str) -> None:
    """Điền chỗ trống."""
    draft = await writable(turn, seen_of(ref).id)
    if draft is not None:
        await _go_on(turn, draft)


async def _go_on(turn: Turn, draft: Draft) -> None:
    """Fill in what is signed, ask for the next thing that a person must say, then show the card."""
    changed = await _written(turn, draft, await _signed(turn))
    quoted = {each.key for each in turn.campaign.figures} | ABOUT.keys()
    asked = [name for name in gaps(changed) if name not in quoted]
    if asked:
        answers = {"draft": draft.id, "gap": asked[0], "label": labels(turn.campaign, (asked[0],))[0]}
        await conversing.start(turn, ASK.name, answers)
        return
    if left := gaps(changed):
        turn.say(told.FiguresMissing(labels=labels(turn.campaign, left)))
    await cards.show(turn, changed)


async def _signed(turn: Turn) -> dict[str, str]:
    """Today's figures, or else yesterday's; nothing older is quoted as the day's."""
    today = turn.local.date()
    found = await figures.signed(turn.tx, today) or await figures.signed(turn.tx, today - timedelta(days=1))
    if found is None:
        return {}
    values = {key: number(value) for key, value in found.values.items()}
    return values | {"so_lieu_ngay": day(found.day), "so_lieu_nguon": found.source}


async def _written(turn: Turn, draft: Draft, values: dict[str, str]) -> Draft:
    """The draft with these gaps filled; as it was if none of them is there."""
    if set(gaps(draft)).isdisjoint(values):
        return draft
    parts = {
        "title": _filled(draft.title, values),
        "text": _filled(draft.text, {name: escape(value) for name, value in values.items()}),
        "source": _filled(draft.source, values),
    }
    changed = await drafts.change(turn.tx, draft.id, turn.person.id, turn.now, **parts)
    if changed is None:
        return await drafts.get(turn.tx, draft.id) or draft
    await turn.log("draft.changed", str(draft.id), part="gaps", version=changed.version)
    return changed


def _filled(text: str, values: dict[str, str]) -> str:
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
