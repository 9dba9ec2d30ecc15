"""What was found in a file of zone changes, as its sender reads it."""

from collections.abc import Iterable, Mapping, Sequence

from handlers.staff.zones import cards
from messages.content import Attachment, Reply
from messages.contexts import zone_files as words
from messages.markup import plain
from messages.render import render
from storage.campaign import Campaign
from storage.records import ZoneEntry
from storage.zone_states import Ledger

LISTED = 12  # bad lines named in the chat; all of them stand in the file that goes along


def _colours(campaign: Campaign) -> str:
    return ", ".join(each.label for each in campaign.zones.colours.values()) if campaign.zones else ""


def _lines(flaws: Iterable[Mapping[str, object]]) -> tuple[words.BadLine, ...]:
    return tuple(
        words.BadLine(
            line=int(str(each["line"])),
            flaw=str(each["flaw"]),
            value=str(each["value"]),
            hint=str(each["hint"]),
        )
        for each in flaws
    )


def bad_lines_text(campaign: Campaign, flaws: Sequence[Mapping[str, object]]) -> str:
    """Every bad line as plain text, for a file."""
    return plain(render(words.BadLines(bad_lines=_lines(flaws), colours=_colours(campaign)))) + "\n"


def broken(entry: ZoneEntry, why: str) -> Reply:
    """Nothing could be read of it."""
    return Reply(text=render(words.Broken(number=entry.id, file=entry.file, why=why)))


def found(
    campaign: Campaign, entry: ZoneEntry, book: Ledger, attached: tuple[Attachment, ...] = ()
) -> list[Reply]:
    """What can be taken and what not, line by line; then the card with which it is sent on or dropped."""
    told = words.Checked(
        number=entry.id,
        file=entry.file,
        good=len(entry.changes),
        bad=len(entry.flaws),
        bad_lines=_lines(entry.flaws[:LISTED]),
        more=max(0, len(entry.flaws) - LISTED),
        colours=_colours(campaign),
    )
    said = [Reply(text=render(told), attachments=attached)]
    if entry.changes:
        text = render(cards.card(campaign, entry, book))
        rows = tuple(map(tuple, cards.rows(entry, author=True)))
        said.append(Reply(text=text, rows=rows))
    return said
