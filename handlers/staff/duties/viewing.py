"""One directive as the office sees it, and who is missing: by district, then body by body."""

from collections.abc import Callable, Mapping

from handlers.addressed import in_words
from handlers.staff.duties import cards
from handlers.staff.duties.common import office_here
from handlers.staff.duties.giving import CALENDAR
from handlers.turn import Turn
from messages import buttons
from messages.content import ChatKind, Choice
from messages.contexts import basics
from messages.contexts import directives as office
from messages.vi.duties import MISSING, NEED, STATE
from storage import duties
from storage.duties import Standing, Tally
from storage.records import Directive, DirectiveState

PAGE = 15
_NOWHERE = "-"  # stands for the organisations of the province
WHICH: Mapping[str, Callable[[Standing], bool]] = {
    "nhan": lambda each: not each.acknowledged,
    "xong": lambda each: not each.done,
    "quahan": lambda each: each.late,
    "vang": lambda each: not each.staffed,
}


async def directive_here(turn: Turn, ref: str) -> Directive | None:
    """The directive with this id, if the office works here; otherwise says that it is old or not theirs."""
    found = await duties.get_directive(turn.tx, int(ref)) if ref.isdecimal() and len(ref) < 10 else None
    if found is None:
        turn.say(basics.OldButton(), [turn.registry.buttons("trogiup")])
    elif not await office_here(turn):
        turn.say(basics.NotAllowed(title="việc này"))
        return None
    return found


async def show(turn: Turn, ref: str) -> None:
    """All of it, how it stands, and what can be done."""
    directive = await directive_here(turn, ref)
    if directive is None:
        return
    tally = duties.tally(await duties.standing(turn.tx, [directive.id], turn.now))
    recalled = directive.state is DirectiveState.RECALLED
    turn.say(
        office.DirectiveView(
            title=directive.title,
            text=directive.text,
            to=in_words(turn.campaign, directive.addressees),
            need=NEED[directive.need.value],
            due=turn.campaign.local(directive.due_at),
            late=directive.due_at < turn.now,
            files=len(directive.attachments),
            at=turn.campaign.local(directive.created_at),
            by="" if directive.created_by == CALENDAR else cards.who(directive.created_by),
            given=tally.given,
            unacknowledged=tally.unacknowledged,
            undone=tally.undone,
            overdue=tally.late,
            to_check=tally.to_check,
            unstaffed=tally.unstaffed,
            recalled=(directive.reason or "không ghi") if recalled else "",
        ),
        _rows(turn, directive, tally),
        attachments=directive.attachments,
    )


def _rows(turn: Turn, directive: Directive, tally: Tally) -> list[list[Choice]]:
    open_still = directive.state is DirectiveState.OPEN
    asks = (
        ("Ai chưa nhận", "nhan", tally.unacknowledged),
        ("Ai chưa xong", "xong", tally.undone),
        ("Ai quá hạn", "quahan", tally.late),
        ("Chưa có cán bộ", "vang", tally.unstaffed),
    )
    missing = [Choice(label=f"{label} ({n})", data=_data(directive, what)) for label, what, n in asks if n]
    rows = [missing[at : at + 2] for at in range(0, len(missing), 2)]
    if open_still and tally.to_check:
        rows.append([Choice(label=f"Kiểm tra ({tally.to_check})", data=cards.about(directive.id, "kiemtra"))])
    if open_still and turn.address.kind is not ChatKind.GROUP:
        rows.append(
            [
                Choice(label="Gia hạn", data=cards.about(directive.id, "giahan")),
                Choice(label="Thu hồi việc này", data=cards.about(directive.id, "thuhoi")),
            ]
        )
    return rows


def _data(directive: Directive, what: str, place: str | None = None, page: int = 0) -> str:
    where = "" if place is None else f"+{place or _NOWHERE}+{page}"
    return cards.about_ref(f"{directive.id}+{what}{where}", "ai")


async def missing(turn: Turn, ref: str) -> None:
    """Who has not done what: the districts, or the bodies of one of them."""
    number, what, place, page = (*ref.split("+"), "", "", "")[:4]
    directive = await directive_here(turn, number)
    if directive is None:
        return
    if what not in WHICH:
        await show(turn, number)
        return
    standings = await duties.standing(turn.tx, [directive.id], turn.now)
    if place:
        key = "" if place == _NOWHERE else place
        here = [each for each in standings if duties.place_of(turn.campaign, each.body) == key]
        await _bodies(turn, directive, what, key, here, int(page) if page.isdecimal() else 0)
    else:
        await _by_place(turn, directive, what, standings)


async def _by_place(turn: Turn, directive: Directive, what: str, standings: list[Standing]) -> None:
    lines, choices = [], []
    meant = [each for each in standings if WHICH[what](each)]
    given = {place.key: place.tally.given for place in duties.places(turn.campaign, standings)}
    for place in duties.places(turn.campaign, meant):
        lines.append(office.PlaceCount(label=place.label, count=place.tally.given, of=given[place.key]))
        label = f"{place.label}: {place.tally.given}"
        choices.append(Choice(label=label, data=_data(directive, what, place.key)))
    told = office.MissingByPlace(
        title=directive.title, what=MISSING[what], places=tuple(lines), total=len(meant)
    )
    rows = [choices[at : at + 2] for at in range(0, len(choices), 2)]
    turn.say(told, [*rows, _back(directive)])


async def _bodies(
    turn: Turn, directive: Directive, what: str, key: str, here: list[Standing], page: int
) -> None:
    meant = [each for each in here if WHICH[what](each)]
    shown = meant[page * PAGE : (page + 1) * PAGE]
    if not shown:
        await _by_place(turn, directive, what, await duties.standing(turn.tx, [directive.id], turn.now))
        return
    items = tuple(
        office.MissingBody(
            label=cards.body_name(turn.campaign, each.body),
            state=STATE[each.state.value].lower(),
            staffed=each.staffed,
        )
        for each in shown
    )
    told = office.MissingBodies(
        title=directive.title,
        what=MISSING[what],
        place=duties.place_label(turn.campaign, key),
        items=items,
        first=page * PAGE + 1,
        total=len(meant),
    )
    turning = [
        Choice(label=label, data=_data(directive, what, key, to))
        for label, to, there in (
            ("Trang trước", page - 1, page > 0),
            ("Trang sau", page + 1, (page + 1) * PAGE < len(meant)),
        )
        if there
    ]
    districts = Choice(label="Theo huyện", data=_data(directive, what))
    turn.say(told, [row for row in (turning, [districts, *_back(directive)]) if row])


def _back(directive: Directive) -> list[Choice]:
    return [
        Choice(label="Xem việc này", data=cards.about(directive.id, "xem")),
        Choice(label="Các việc đã giao", data=buttons.command("nhiemvu")),
    ]
