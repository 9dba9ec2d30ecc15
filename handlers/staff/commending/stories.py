"""Gương tốt để viết bài: an editor makes a draft story of a confirmed nomination; nobody is named unasked."""

from handlers import publicity
from handlers.cards import place_label, shortened
from handlers.staff import bulletins
from handlers.staff.bulletins.common import agencies_as
from handlers.turn import Turn
from messages import buttons
from messages.buttons import Press, Pressed
from messages.content import Choice
from messages.contexts import stories as words
from messages.contexts.drafting import AskAgency
from messages.render import render
from messages.vi.commending import NAMED
from storage import drafts, nominations
from storage.campaign import Agency
from storage.drafts import NewDraft
from storage.nominations import Which
from storage.records import CONFIRMED, DraftKind, Nomination, Role

WRITE, COMMAND = "gt_viet", "guonghay"
_SHOWN, _ABOUT, _TITLE = 8, 60, 120


async def choose(turn: Turn, _argument: str) -> None:
    """The newest that a locality has confirmed, by place: no name without consent."""
    found = await nominations.newest(turn.tx, Which(states=CONFIRMED), _SHOWN)
    lines = []
    for each in found:
        data = buttons.nomination(each.code, WRITE)
        label = f"{each.code} - {shortened(place_label(turn.campaign, each.place), _ABOUT)}"
        lines.append([Choice(label=label, data=data)])
    turn.say(words.ToWrite(count=len(found)), lines)


async def write(turn: Turn, ref: str) -> None:
    """Begin the draft; where the agency has one of it already, that one is shown.

    `ref` is the nomination's code, and after a plus the agency that it is written for, once that was asked.
    """
    code, _, named = ref.partition("+")
    nomination = await nominations.get(turn.tx, code)
    agencies = agencies_as(turn, Role.EDITOR)
    if nomination is None or nomination.state not in CONFIRMED or not agencies:
        turn.say(words.NotConfirmed(code=code))
        return
    turn.say(words.ConsentNote(code=code, named=nomination.named is True, how=NAMED[nomination.named]))
    earlier = [each for each in await drafts.of_subject(turn.tx, code) if each.agency in agencies]
    if earlier:
        await bulletins.show(turn, earlier[0])
        return
    if len(agencies) > 1 and named not in agencies:
        known = [agency for key in agencies if (agency := turn.campaign.agency(key))]
        rows = [[_for(code, agency)] for agency in known]
        turn.say(AskAgency(), rows)
        return
    own = named if named in agencies else agencies[0]
    draft = await drafts.create(turn.tx, _story(turn, nomination, own), turn.now)
    await turn.log("draft.begun", str(draft.id), nomination=code)
    await bulletins.show(turn, draft)


def _for(code: str, agency: Agency) -> Choice:
    press = Press(kind=Pressed.NOMINATION, ref=f"{code}+{agency.key}", choice=WRITE)
    return Choice(label=agency.name, data=buttons.encode(press))


def _story(turn: Turn, nomination: Nomination, agency: str) -> NewDraft:
    """With consent as it was told; without, no name, no unit and no photo."""
    agreed, place = nomination.named is True, place_label(turn.campaign, nomination.place)
    shown = nomination.deed if agreed else publicity.without_names(nomination.deed, nomination)
    result = nomination.result if agreed else publicity.without_names(nomination.result, nomination)
    story = words.Story(
        name=nomination.name if agreed else "",
        unit=nomination.unit if agreed else "",
        collective=nomination.collective,
        place=place,
        deed=shown,
        days=nomination.happened,
        result=result,
        praised=nomination.praised,
    )
    title = f"Gương tốt: {nomination.name}" if agreed else f"Việc tốt ở {place}"
    return NewDraft(
        kind=DraftKind.EXAMPLE,
        agency=agency,
        title=shortened(title, _TITLE),
        text=render(story),
        source=f"{place} xác nhận",
        audience=turn.campaign.audience_of(DraftKind.EXAMPLE),
        subject=nomination.code,
        created_by=turn.actor,
        author_id=turn.person.id,
    )
