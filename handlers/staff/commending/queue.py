"""/xetkhen and /xacminh: nominations to review and to verify, by step; single cards; and the dossier."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from handlers import pages
from handlers.cards import place_label, shortened
from handlers.pages import MOST_PAGES
from handlers.staff.commending import cards, marks, seats
from handlers.turn import Turn
from messages import buttons
from messages.content import ChatKind, Choice
from messages.contexts import commending as words
from messages.contexts import reports as report_words
from messages.folding import phrase
from messages.vi import states
from messages.vi.commending import CONFLICT
from storage import codes, desks, nominations
from storage.nominations import Which
from storage.records import OPEN_NOMINATIONS, WITHDRAWABLE, Nomination, NominationState, Role

REVIEW, VERIFY = "xetkhen", "xacminh"
PAGE, STEPS, EVERY = 10, "buoc", "tatca"
_VIEW = re.compile(r"(?P<which>[a-z]+)\.(?P<page>\d{1,3})\Z")
_ABOUT = 60
_HEALTH = frozenset({NominationState.VERIFIED, NominationState.CONSIDERED})
_OFFICE = frozenset({NominationState.PROPOSED, NominationState.APPRAISED, NominationState.COUNCIL})


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What is looked at: one state, or what waits for who looks (empty), or all that is open; the page from 0."""

    which: str = ""
    page: int = 0

    def data(self, command: str) -> str:
        """A button's data that shows this."""
        return buttons.command(command, f"{self.which or 'cho'}.{self.page}")


async def review(turn: Turn, argument: str) -> None:
    """A page of what waits for Health or Home Affairs, the steps to choose from, or one card."""
    said = argument.strip()
    if code := codes.read(said):
        await _card(turn, code)
    elif phrase(said) in {STEPS, "theo buoc"}:
        await _steps(turn)
    else:
        view = _view(said)
        states_ = await _review_states(turn, view.which)
        await _page(turn, REVIEW, view, Which(states=states_), with_steps=True)


async def verify(turn: Turn, argument: str) -> None:
    """A page of what waits for the officer's own units, or one card."""
    said = argument.strip()
    if code := codes.read(said):
        await _card(turn, code)
        return
    units = turn.campaign.units
    held = [grant.scope for grant in turn.grants if grant.role in seats.LOCAL_ROLES and grant.scope in units]
    places = tuple(sorted({*held, *units.within(held)})) or (
        "-",
    )  # an organisation's officer verifies nothing
    await _page(turn, VERIFY, _view(said), Which(states=WITHDRAWABLE, places=places), with_steps=False)


def _view(said: str) -> View:
    pressed = _VIEW.match(said)
    if pressed:
        which = pressed["which"]
        return View(which="" if which == "cho" else which, page=int(pressed["page"]))
    if said.isdecimal():
        return View(page=min(max(int(said[:4]), 1), MOST_PAGES) - 1)
    return View(which=EVERY) if phrase(said) in {EVERY, "tat ca"} else View()


async def _review_states(turn: Turn, which: str) -> frozenset[NominationState]:
    if which == EVERY:
        return OPEN_NOMINATIONS
    if which in set(NominationState):
        return frozenset({NominationState(which)})
    roles = set(turn.roles)
    if turn.address.kind is ChatKind.GROUP:
        keys = await desks.agencies_at(turn.tx, turn.address.id)
        roles = {role for key in keys if (one := turn.campaign.agency(key)) for role in one.roles}
    mine: frozenset[NominationState] = frozenset()
    if Role.HEALTH in roles or not turn.campaign.agencies_with(Role.HEALTH):
        mine |= _HEALTH
    return mine if roles.isdisjoint({Role.HOME_AFFAIRS, Role.ADMIN}) else mine | _OFFICE


async def _page(turn: Turn, command: str, view: View, which: Which, *, with_steps: bool) -> None:
    total = await nominations.count(turn.tx, which)
    last = max((total - 1) // PAGE, 0)
    view = View(which=view.which, page=min(view.page, last))
    first = view.page * PAGE
    found = await nominations.waiting(turn.tx, which, PAGE, first)
    only = states.NOMINATION.get(view.which, "")
    lines = tuple(_line(turn, each) for each in found)
    turn.say(
        words.Queue(items=lines, only=only.lower(), first=first + 1, total=total),
        _rows(command, view, last, [each.code for each in found], with_steps=with_steps),
    )


def _rows(command: str, view: View, last: int, found: list[str], *, with_steps: bool) -> list[list[Choice]]:
    at: Callable[[int], str] = lambda page: View(which=view.which, page=page).data(command)  # noqa: E731
    more = [
        Choice(label="Theo bước", data=buttons.command(command, STEPS)),
        Choice(label="Lập hồ sơ xét khen", data=buttons.command("hoso")),
    ]
    rows = [*pages.numbers(command, found, view.page * PAGE), pages.turning(view.page, last, at)]
    return [row for row in (*rows, more if with_steps else []) if row]


def _line(turn: Turn, nomination: Nomination) -> words.Line:
    kind = "tập thể" if nomination.collective else "cá nhân"
    place = place_label(turn.campaign, nomination.place)
    return words.Line(
        code=nomination.code,
        about=f"{shortened(nomination.name, _ABOUT)} ({kind}) - {place}",
        state=states.NOMINATION[nomination.state.value],
        at=turn.campaign.local(nomination.created_at).date(),
        marks="; ".join(marks.in_words(turn.campaign, nomination)),
    )


async def _steps(turn: Turn) -> None:
    """Every state that has something, with how many."""
    rows = []
    for state in NominationState:
        count = await nominations.count(turn.tx, Which(states={state}))
        if count:
            label = f"{states.NOMINATION[state.value]}: {count}"
            rows.append([Choice(label=label, data=View(which=state.value).data(REVIEW))])
    turn.say(words.Steps(), rows)


async def _card(turn: Turn, code: str) -> None:
    """The card anew, for whoever works on it."""
    nomination = await nominations.get(turn.tx, code)
    held = await seats.here(turn, nomination) if nomination else frozenset()
    if nomination is None or not held:
        why = await seats.conflict(turn, nomination) if nomination else ""
        turn.say(words.Conflict(code=code, why=CONFLICT[why]) if why else report_words.NoSuchCode(code=code))
        return
    await cards.put(turn, nomination, [(turn.address, held)], anew=True)
