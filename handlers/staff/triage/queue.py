"""/hangcho: open reports by urgency and age, narrowed to a district, a kind, or what is overdue; and single cards.

Home Affairs sees all; the body that a report was handed to its own, the People's Committee's office what is before it.
"""

import re
from collections import Counter
from dataclasses import dataclass

from handlers import cards, pages, seats
from handlers.choose import Chosen, Option, choose
from handlers.pages import MOST_PAGES
from handlers.turn import Turn
from messages import buttons
from messages.content import Choice
from messages.contexts import reports as report_words
from messages.contexts import triage as words
from messages.folding import phrase
from messages.vi import states
from storage import codes, reports
from storage.campaign import Campaign
from storage.records import PENDING_REPORTS, Report
from storage.reports import Share, Waiting

PAGE = 10
BY_PLACE, BY_KIND, LATE = "huyen", "nhom", "quahan"
_VIEW = re.compile(r"(?P<place>\d+|-)\.(?P<kind>[a-z0-9_]+|-)\.(?P<late>[01])\.(?P<page>\d{1,3})\Z")
_NONE = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What is looked at: a place and a kind (empty: all), only what is overdue, and the page from 0."""

    place: str = ""
    kind: str = ""
    late: bool = False
    page: int = 0

    def data(self) -> str:
        """A button's data that shows this."""
        parts = (self.place or _NONE, self.kind or _NONE, str(int(self.late)), str(self.page))
        return buttons.command("hangcho", ".".join(parts))


async def queue(turn: Turn, argument: str) -> None:
    """A page of the queue, a menu to narrow it, or the card of one report."""
    said = argument.strip()
    if code := codes.read(said):
        await _card(turn, code)
    elif phrase(said) in {BY_PLACE, "theo huyen"}:
        await _menu(turn, by_place=True)
    elif phrase(said) in {BY_KIND, "theo nhom"}:
        await _menu(turn, by_place=False)
    else:
        await _page(turn, _view(turn.campaign, said))


def _view(campaign: Campaign, said: str) -> View:
    """What was asked for, by a button or in words; everything if it was not understood."""
    pressed = _VIEW.match(said)
    if pressed:
        place, kind = pressed["place"].replace(_NONE, ""), pressed["kind"].replace(_NONE, "")
        return View(place=place, kind=kind, late=pressed["late"] == "1", page=int(pressed["page"]))
    if said in campaign.units:
        return View(place=said)
    if said.isdecimal():
        return View(page=min(max(int(said[:4]), 1), MOST_PAGES) - 1)
    if phrase(said) in {LATE, "qua han"}:
        return View(late=True)
    kinds = [Option(key=one.key, label=one.label, words=one.synonyms) for one in campaign.report_kinds]
    found = choose(said, kinds) if said else None
    if isinstance(found, Chosen):
        return View(kind=found.key)
    units = campaign.units.find(said) if said else []
    return View(place=units[0].code) if units else View()


async def _page(turn: Turn, view: View) -> None:
    share = await seats.share_here(turn)
    which = _which(turn, view, share)
    total = await reports.count_open(turn.tx, which)
    overdue = View(place=view.place, kind=view.kind, late=True)
    late = await reports.count_open(turn.tx, _which(turn, overdue, share))
    last = max((total - 1) // PAGE, 0)
    view = View(place=view.place, kind=view.kind, late=view.late, page=min(view.page, last))
    first = view.page * PAGE
    found = await reports.waiting(turn.tx, PAGE, first, which)
    shown = words.Queue(
        items=tuple(_line(turn, report) for report in found),
        only=", ".join(filter(None, (_whose(turn.campaign, share), _only(turn.campaign, view)))),
        first=first + 1,
        total=total,
        late=late,
    )
    turn.say(
        shown,
        [*pages.numbers("hangcho", [each.code for each in found], first), *_steps(view, last, late=late)],
    )


def _which(turn: Turn, view: View, share: Share | None) -> Waiting:
    units = turn.campaign.units
    places = tuple(sorted({view.place, *units.within([view.place])})) if view.place in units else ()
    return Waiting(places=places, kind=view.kind, overdue_at=turn.now if view.late else None, share=share)


def _whose(campaign: Campaign, share: Share | None) -> str:
    """Which part of the queue a body that is not Home Affairs sees."""
    if share is None:
        return ""
    if share.states:
        return f"trình {campaign.issuer}"
    names = [seats.body_name(campaign, key) for key in share.handlers]
    return f"chuyển tới {', '.join(names) if names else 'đồng chí'}"


def _only(campaign: Campaign, view: View) -> str:
    parts = [
        campaign.units[view.place].title if view.place in campaign.units else "",
        cards.kind_label(campaign, view.kind) if view.kind else "",
        "quá hạn" if view.late else "",
    ]
    return ", ".join(filter(None, parts))


def _line(turn: Turn, report: Report) -> words.Waiting:
    campaign = turn.campaign
    urgent = "GẤP - " if report.urgent else ""
    holder = f" - {seats.body_name(campaign, report.handler)}" if report.handler else ""
    return words.Waiting(
        code=report.code,
        about=f"{urgent}{cards.kind_label(campaign, report.kind)} - {cards.place_label(campaign, report.place)}",
        state=states.REPORT[report.state.value] + holder,
        at=campaign.local(report.created_at).date(),
        late=_promise(turn, report),
    )


def _promise(turn: Turn, report: Report) -> str:
    if report.due_at is None or report.state not in PENDING_REPORTS:
        return ""
    due = turn.campaign.local(report.due_at)
    when = f"{due:%H:%M} {due.day}/{due.month}"
    return f"quá hạn từ {when}" if report.due_at < turn.now else f"hạn {when}"


def _steps(view: View, last: int, *, late: int) -> list[list[Choice]]:
    def at(page: int) -> str:
        return View(place=view.place, kind=view.kind, late=view.late, page=page).data()

    turning = pages.turning(view.page, last, at)
    narrow = [
        Choice(label="Theo huyện", data=buttons.command("hangcho", BY_PLACE)),
        Choice(label="Theo nhóm việc", data=buttons.command("hangcho", BY_KIND)),
    ]
    if view.place or view.kind or view.late:
        narrow.append(Choice(label="Tất cả", data=View().data()))
    elif late:
        narrow.append(Choice(label="Quá hạn", data=View(late=True).data()))
    return [row for row in (turning, narrow if last or view != View() else []) if row]


async def _menu(turn: Turn, *, by_place: bool) -> None:
    """Districts or kinds that have something open, the fullest first."""
    campaign, counted = turn.campaign, Counter[str]()
    mine = Waiting(share=await seats.share_here(turn))
    for (place, kind), count in (await reports.open_by_place_and_kind(turn.tx, mine)).items():
        district = campaign.units.district_of(place) if place in campaign.units else None
        counted[(district.code if district else place) if by_place else kind] += count
    rows = []
    for key, count in counted.most_common():
        known = campaign.units.get(key) if by_place else campaign.kind(key)
        label = known.title if by_place and known else cards.kind_label(campaign, key)  # type: ignore[union-attr]
        view = View(place=key) if by_place else View(kind=key)
        if known is not None:
            rows.append([Choice(label=f"{label}: {count}", data=view.data())])
    turn.say(words.QueueBy(by="huyện" if by_place else "nhóm việc"), rows)


async def _card(turn: Turn, code: str) -> None:
    """The card anew, for whoever works on it."""
    report = await reports.get(turn.tx, code)
    seat = await seats.here(turn, report) if report else None
    if report is None or seat is None:
        turn.say(report_words.NoSuchCode(code=code))
        return
    await cards.put(turn, report, [(turn.address, seat)], anew=True)
