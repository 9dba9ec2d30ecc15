"""The files that go with a digest: their content gathered in the digest's own transaction, then drawn."""

from collections.abc import Sequence

from handlers.staff import closing
from messages.documents import (
    Bulk,
    DigestFiles,
    Dossier,
    Duties,
    DutyRow,
    Letterhead,
    Overdue,
    Tally,
    Tile,
    draw,
)
from messages.render import day
from storage.campaign import Agency, Campaign
from storage.case_files import case_files
from storage.database import Tx
from storage.duties import Tally as Owed
from storage.records import Role
from storage.statistics import DigestData, Line
from storage.units import Unit


async def gather(tx: Tx, campaign: Campaign, data: DigestData, *, final: bool = False) -> Dossier:
    """Everything the files show, as plain data that can be sent to another process and drawn there.

    `final`: the closing report, with zones, good deeds, duties and reach. `data` must come from the same transaction,
    so that text and files agree. LookupError if no agency of the campaign collects difficulties.
    """
    files = await case_files(tx, campaign, data.since, data.until)
    return Dossier(
        letterhead=letterhead(campaign),
        since=data.since,
        until=data.until,
        totals=Bulk(
            new=data.new,
            new_before=data.new_before,
            open=data.open,
            open_before=data.open_before,
            urgent=data.urgent_open,
            answered=data.answered,
            resolved=data.resolved,
            withdrawn=data.withdrawn,
            content=data.content,
            discontent=data.discontent,
        ),
        districts=tuple(map(_tally, data.districts)),
        kinds=tuple(map(_tally, data.kinds)),
        matters=files.matters,
        days=files.days,
        tiles=_tiles(campaign),
        duties=_duties(data),
        late=tuple(Overdue(body=each.body, district=each.district, count=each.count) for each in data.late),
        closing=await closing.gather(tx, campaign, data.until) if final else None,
    )


def _duties(data: DigestData) -> Duties:
    return Duties(
        directives=data.duties.directives,
        rows=tuple(_duty_row(each.label, each.tally) for each in data.duties.places),
        total=_duty_row("", data.duties.total),
    )


def _duty_row(label: str, owed: Owed) -> DutyRow:
    return DutyRow(
        label=label,
        given=owed.given,
        unacknowledged=owed.unacknowledged,
        undone=owed.undone,
        late=owed.late,
        unstaffed=owed.unstaffed,
    )


async def build(tx: Tx, campaign: Campaign, data: DigestData) -> DigestFiles:
    """The files, drawn on the spot: seconds of a processor. A running bot gathers, and draws elsewhere."""
    return draw(await gather(tx, campaign, data))


def letterhead(campaign: Campaign) -> Letterhead:
    """Who reports to whom, by the campaign file; LookupError if no agency of it collects difficulties."""
    return letterhead_of(campaign, _collector(campaign), campaign.agencies_with(Role.HEALTH))


def letterhead_of(campaign: Campaign, agency: Agency, copies: Sequence[Agency]) -> Letterhead:
    """The head of a document of this agency to the body above; `copies` receive one too."""
    plan = f"Kế hoạch số {campaign.number}"
    whole = f"{plan} ngày {day(campaign.signed)} của {campaign.issuer} phát động đợt thi đua {campaign.title}"
    return Letterhead(
        parent=campaign.issuer,
        parent_lines=_broken(campaign.issuer, campaign.province),
        agency=agency.name,
        short=agency.short,
        signer="Giám đốc" if agency.name.startswith("Sở ") else "Thủ trưởng",
        place=campaign.place,
        ground=f"{campaign.clause} {whole}".strip(),
        subject=plan,
        copies=tuple(each.name for each in copies if each != agency),
    )


def _collector(campaign: Campaign) -> Agency:
    found = campaign.agencies_with(Role.HOME_AFFAIRS)
    if not found:
        raise LookupError(f"no agency with the role {Role.HOME_AFFAIRS.value} in the campaign file")
    return found[0]


def _broken(issuer: str, province: str) -> tuple[str, ...]:
    """The name in two lines, as offices write it: the body, then the province."""
    body = issuer.removesuffix(province).strip()
    return (body, province) if body != issuer and body else (issuer,)


def _tally(line: Line) -> Tally:
    return Tally(key=line.key, label=line.label, new=line.new, open=line.open)


def _tiles(campaign: Campaign) -> tuple[Tile, ...]:
    return tuple(
        Tile(key=code, label=_short(campaign.units[code]), row=row, column=column)
        for code, (row, column) in campaign.units.tiles.items()
    )


def _short(unit: Unit) -> str:
    """The bare name, where it is one: "1" alone says nothing."""
    return unit.title if unit.name.isdigit() else unit.name
