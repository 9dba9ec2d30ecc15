"""The round-up: what those who want news once a day read of the day's bulletins, and what is said about it to staff."""

from collections.abc import Sequence
from datetime import datetime

from messages import buttons
from messages.content import Choice, Reply
from messages.contexts import news as words
from messages.graphemes import ends
from messages.markup import visible
from messages.render import render
from storage.campaign import Campaign
from storage.roundups import Withheld

JOB = "roundup"
SHOWN = 5  # bulletins told of one by one: what fits into one message of every platform
CORRECTED = "Tin đã sửa"
_TITLE, _LEAD, _SOURCE = 100, 110, 60  # characters


def reply(campaign: Campaign, at: datetime, withheld: Sequence[Withheld]) -> Reply:
    """One message: each bulletin's title, how it goes on, its source, and a button that shows all of it."""
    newest = withheld[-SHOWN:]
    told = words.Roundup(
        at=campaign.local(at),
        items=tuple(_item(campaign, each) for each in newest),
        more=len(withheld) - len(newest),
    )
    labels = (
        [f"Đọc tin {number}" for number in range(1, len(newest) + 1)] if len(newest) > 1 else ["Đọc cả tin"]
    )
    rows = [(_button(label, str(each.id)),) for label, each in zip(labels, newest, strict=True)]
    return Reply(text=render(told), rows=tuple(rows))


def _button(label: str, argument: str) -> Choice:
    return Choice(label=label, data=buttons.command("tinmoi", argument))


def _item(campaign: Campaign, each: Withheld) -> words.RoundupItem:
    """A title of an agency's stands in its words; the calendar's and the operator's are the staff's own."""
    lines = [line for line in map(str.strip, visible(each.reply.text).splitlines()) if line]
    at = next((number for number, line in enumerate(lines) if line == each.title.strip()), 0)
    title = " · ".join(lines[: at + 1]) if lines else each.title
    title = f"{CORRECTED} · {title}" if each.corrected else title
    agency = campaign.agency(each.agency)
    return words.RoundupItem(
        title=_cut(title, _TITLE),
        lead=_cut(next(iter(lines[at + 1 :]), ""), _LEAD),
        source=_cut(each.source or (agency.name if agency else each.agency), _SOURCE),
    )


def _cut(text: str, most: int) -> str:
    bounds = ends(text)
    return text if len(bounds) <= most else f"{text[: bounds[most - 1]].rstrip()}…"
