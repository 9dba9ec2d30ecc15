"""A thread about a bulletin as its two ends share it: whose desk, the card, where the person reads."""

from handlers import seats
from handlers.cards import shortened
from handlers.turn import Turn
from messages import buttons
from messages.buttons import Press, Pressed
from messages.content import ChatKind, Choice, Lane, Reply
from messages.contexts import remarks as words
from messages.contexts import reports as report_words
from messages.vi.remarks import RUMOUR, STATES
from storage import bodies, bulletins, drafts, people, remarks
from storage.outbox import Outgoing
from storage.records import Address, Bulletin, Remark, RemarkState, Role

LINES, EARLIER = 5, 300  # of the thread that a card shows; characters of all but the last
NEWS = frozenset({Role.EDITOR, Role.APPROVER})
ANSWER, SEEN, TURN, VERIFY, MORE = "dapphanhoi", "daxem", "thanhviec", "thanhkiemchung", "phanhoithem"


async def agency_of(turn: Turn, bulletin: Bulletin) -> str:
    """Whose desk reads replies to it: the agency that wrote it; Home Affairs' for what the operator sent."""
    draft = await drafts.of_bulletin(turn.tx, bulletin.id)
    if draft is not None:
        return draft.agency
    office = seats.desk_agency(turn.campaign)
    return office.key if office else ""


def desk_name(turn: Turn, remark: Remark) -> str:
    """Its name, as people read it."""
    agency = turn.campaign.agency(remark.agency)
    return agency.name if agency else turn.campaign.issuer


async def desk(turn: Turn, remark: Remark) -> list[Address]:
    """The chats of that desk."""
    return await bodies.reach(turn.tx, remark.agency)


async def at_desk(turn: Turn, remark: Remark) -> bool:
    """Whether who speaks works at that desk, here."""
    if turn.address.kind is ChatKind.GROUP:
        return remark.agency in await seats.agencies_here(turn)
    return any(grant.scope == remark.agency for grant in turn.grants) or Role.ADMIN in turn.roles


async def pressed(turn: Turn, code: str) -> Remark | None:
    """The thread of a press at its desk; otherwise says why not."""
    found = await remarks.get(turn.tx, code)
    if found is None or not await at_desk(turn, found):
        turn.say(report_words.NoSuchCode(code=code))
        return None
    return found


async def reader(turn: Turn, remark: Remark) -> Address | None:
    """Where the person reads; None if nowhere."""
    found = await people.addresses_of(turn.tx, remark.person_id) if remark.person_id else []
    return found[0] if found and found[0].reachable else None


async def card(turn: Turn, remark: Remark) -> Reply:
    """The thread as the desk sees it, with what can be done now."""
    bulletin = await bulletins.get(turn.tx, remark.bulletin_id)
    said = await remarks.lines(turn.tx, remark)
    told = words.Card(
        code=remark.code,
        number=remark.bulletin_id,
        title=bulletin.title if bulletin else "",
        state=state_of(remark),
        became=remark.became,
        rumour=remark.is_rumour,
        said=tuple(
            words.RemarkLine(
                who=line.actor.partition(" (")[0],
                words=line.words if line is said[-1] else shortened(line.words, EARLIER),
                files=len(line.attachments),
            )
            for line in said[-LINES:]
        ),
        more=max(0, len(said) - LINES),
    )
    return Reply(text=turn.words(told), rows=_rows(remark))


def _rows(remark: Remark) -> tuple[tuple[Choice, ...], ...]:
    if remark.state is RemarkState.TURNED or remark.person_id is None:
        return ()
    answer, seen = press(remark, ANSWER, "Trả lời"), press(remark, SEEN, "Đã xem")
    first = (answer, seen) if remark.state is RemarkState.NEW else (answer,)
    turns = press(remark, TURN, "Thành khó khăn"), press(remark, VERIFY, "Thành tin cần kiểm chứng")
    return (first, turns)


def state_of(remark: Remark) -> str:
    """How it stands, as people read it."""
    return RUMOUR if remark.is_rumour else STATES[remark.state.value]


def press(remark: Remark, what: str, label: str) -> Choice:
    """A button about a thread."""
    return Choice(label=label, data=buttons.encode(Press(kind=Pressed.REMARK, ref=remark.code, choice=what)))


def card_name(remark: Remark) -> str:
    """How the outbox names of its cards begin."""
    return f"remark:{remark.code}"


async def put(turn: Turn, remark: Remark) -> bool:
    """Put a new thread on the desk. False if nobody reads there."""
    where, shown = await desk(turn, remark), await card(turn, remark)
    files = remarks.files_of(await remarks.lines(turn.tx, remark))
    for address in where:
        name = f"{card_name(remark)}:{address.id}"
        turn.out.append(
            Outgoing(address=address, reply=shown, lane=Lane.ALERTS, subject=remark.code, dedupe=name)
        )
        if files:
            told = Reply(text=turn.words(words.CardFiles(code=remark.code)), attachments=files)
            turn.send(address, told, lane=Lane.ALERTS, subject=remark.code)
    return bool(where)


async def refresh(turn: Turn, remark: Remark, *, say: Reply | None = None) -> None:
    """Bring its cards up to date; `say` is said under each of them but not here."""
    where = {address.id: address for address in await desk(turn, remark)}
    shown = await card(turn, remark)
    for row, address_id in await bodies.shown(turn.tx, card_name(remark)):
        if (address := where.get(address_id)) is None:
            continue
        turn.out.append(Outgoing(address=address, reply=shown, target=row, subject=remark.code))
        if say is not None and address_id != turn.address.id:
            under = Reply(text=say.text, attachments=say.attachments, quoting=row)
            turn.out.append(Outgoing(address=address, reply=under, lane=Lane.ALERTS, subject=remark.code))


async def show(turn: Turn, code: str, what: str) -> None:
    """Every card as it is now; the other chats of the desk hear who did what."""
    after = await remarks.get(turn.tx, code)
    if after is not None:
        told = words.DeskTold(code=code, who=turn.actor.partition(" (")[0], what=what)
        await refresh(turn, after, say=Reply(text=turn.words(told)))


def goes_on(turn: Turn, remark: Remark) -> None:
    """To the person who adds to what goes on elsewhere."""
    if remark.is_rumour:
        turn.say(words.IsVerified(code=remark.code), [turn.registry.buttons("kiemchung")])
    else:
        turn.say(words.GoesOn(code=remark.code, became=remark.became), subject=remark.became)
