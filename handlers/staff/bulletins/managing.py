"""What is done with a draft as a whole: copied from an earlier bulletin, read aloud, dropped."""

from handlers import publicity
from handlers.aloud import of_draft
from handlers.conversing import FRESH
from handlers.staff.bulletins import cards
from handlers.staff.bulletins.common import (
    agencies_as,
    choice,
    not_so,
    number_of,
    seen_of,
    tell_writers,
    writable,
)
from handlers.staff.bulletins.composing import look
from handlers.staff.bulletins.writing import COPY, LABEL, button, made_of, whose
from handlers.turn import Turn
from messages import buttons
from messages.content import Choice
from messages.contexts import drafts as words
from messages.encoding import load_reply
from messages.markup import escape
from messages.render import short_day
from storage import bulletins, drafts
from storage.drafts import NewDraft, NotNow
from storage.records import Bulletin, Draft, DraftKind, Role

SHOWN = 8
DROP_SURE = "bochac"


async def more(turn: Turn, ref: str) -> None:
    """Việc khác…: what else can be done with it."""
    draft = await writable(turn, seen_of(ref).id)
    if draft is not None:
        view = await look(turn.tx, turn.campaign, draft)
        labels = {"thu": "Gửi thử", "loa": "Bản đọc loa truyền thanh", "chep": "Chép thành bản mới"}
        labels[cards.DROP] = "Bỏ bản nháp"
        turn.say(words.MoreToDo(id=draft.id), [[choice(view, name, what)] for what, name in labels.items()])


async def aloud(turn: Turn, ref: str) -> None:
    """Bản đọc loa: plain text with everything spelled out, to be read to the hamlet."""
    draft = await writable(turn, seen_of(ref).id)
    if draft is None:
        return
    read = of_draft(turn.campaign, draft)
    named = await publicity.unasked(turn.tx, draft)  # what a loudspeaker says is public
    if not read:
        turn.say(words.NoText(id=draft.id))
    else:
        turn.say(named or escape(read))


async def earlier(turn: Turn) -> None:
    """Chép bản tin cũ: those sent of late."""
    found = await bulletins.list_recent(turn.tx, 50)
    mine = [each for each in found if await _may_copy(turn, each)][:SHOWN]
    rows = [
        (
            Choice(
                label=_label(turn, each, await drafts.of_bulletin(turn.tx, each.id)),
                data=buttons.command("soantin", f"{COPY}+{each.id}"),
            ),
        )
        for each in mine
    ]
    turn.say(words.WhichCopy(count=len(mine)), rows or [[button("Soạn tin mới", FRESH)]])


def _short(turn: Turn, draft: Draft | None) -> str:
    """Whose it was, for whoever writes for several."""
    agency = turn.campaign.agency(draft.agency) if draft else None
    return f" {agency.short}" if agency and len(agencies_as(turn, Role.EDITOR)) > 1 else ""


def _label(turn: Turn, bulletin: Bulletin, draft: Draft | None) -> str:
    day = short_day(turn.campaign.local(bulletin.created_at))
    title = f"{day}{_short(turn, draft)}: {bulletin.title}"
    return title if len(title) <= LABEL else f"{title[: LABEL - 1].rstrip()}…"


async def _may_copy(turn: Turn, bulletin: Bulletin) -> bool:
    """Their own agency's, and what the operator sent; not what the calendar says by itself."""
    draft = await drafts.of_bulletin(turn.tx, bulletin.id)
    if draft is not None:
        return draft.agency in agencies_as(turn, Role.EDITOR)
    return bulletin.kind == "bulletin"


async def copy_bulletin(turn: Turn, number: int, named: str = "") -> None:
    """A new draft with what an earlier bulletin said; an operator's is copied for the agency that is `named`."""
    found = await bulletins.get(turn.tx, number)
    if found is None or not await _may_copy(turn, found):
        turn.say(words.NothingToCopy())
        return
    draft = await drafts.of_bulletin(turn.tx, number)
    if draft is not None:
        await _copied(turn, draft)
        return
    agency = whose(turn, f"{COPY}+{number}", named)
    if agency is None:
        return
    reply = load_reply(found.reply)
    new = NewDraft(
        kind=DraftKind.ALERT if found.urgent else DraftKind.BULLETIN,
        agency=agency,
        title=found.title,
        text=reply.text,
        audience=found.audience,
        attachments=reply.attachments,
        created_by=turn.actor,
        author_id=turn.person.id,
    )
    await cards.show(turn, await made_of(turn, new))


async def copy_draft(turn: Turn, ref: str) -> None:
    """Chép thành bản mới."""
    draft = await writable(turn, seen_of(ref).id)
    if draft is not None:
        await _copied(turn, draft)


async def _copied(turn: Turn, draft: Draft) -> None:
    """Everything but the time up to which it holds and where it came from."""
    new = NewDraft(
        kind=draft.kind,
        agency=draft.agency,
        title=draft.title,
        text=draft.text,
        audience=draft.audience,
        source=draft.source,
        attachments=draft.attachments,
        choices=draft.choices,
        figures_id=draft.figures_id,
        unfilled=draft.unfilled,
        subject=draft.subject,  # it refutes the same rumour, and asks for the same nominee's consent
        created_by=turn.actor,
        author_id=turn.person.id,
    )
    await cards.show(turn, await made_of(turn, new))


async def ask_drop(turn: Turn, ref: str) -> None:
    """Bỏ bản nháp: asks back."""
    draft = await writable(turn, seen_of(ref).id)
    if draft is not None:
        view = await look(turn.tx, turn.campaign, draft)
        back = choice(view, "Không, giữ lại", "the")
        turn.say(words.AskDrop(id=draft.id, title=draft.title), [[choice(view, "Đúng, bỏ", DROP_SURE), back]])


async def drop(turn: Turn, ref: str) -> None:
    """Nobody writes it any more."""
    draft = await writable(turn, seen_of(ref).id)
    if draft is None:
        return
    try:
        await drafts.drop(turn.tx, draft, turn.now)
    except NotNow as error:
        not_so(turn, error.draft, draft.id)
        return
    await turn.log("draft.dropped", str(draft.id))
    told = words.Dropped(id=draft.id, title=draft.title)
    turn.say(told, [turn.registry.buttons("soantin", roles=turn.roles)])
    await tell_writers(turn, draft, told)


def number_after(argument: str) -> tuple[int, str]:
    """The number and the agency in "chep 12 so_tttt"; 0 for none."""
    number, _, agency = argument.partition(" ")[2].partition(" ")
    return number_of(number), agency
