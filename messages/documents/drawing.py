"""All documents of one dossier at once: the one function that a worker process is asked for."""

from dataclasses import dataclass, field

from messages.documents.dossier import Dossier
from messages.documents.outcome import Outcome
from messages.documents.zone_shapes import ZoneMap, ZonePictures, ZoneTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture. `name`: of the file, without folder. `caption`: what it shows, as of when; plain text."""

    name: str
    caption: str
    png: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestFiles:
    """What goes out with a digest. `stem`: how the files are called, before ".docx" and ".xlsx"."""

    stem: str
    docx: bytes = field(repr=False)
    xlsx: bytes = field(repr=False)
    charts: tuple[Chart, ...]


def draw_zones(drawn: tuple[ZoneMap, ZoneTable]) -> ZonePictures:
    """The map and the board of zones; takes a processor for up to seconds, so not on an event loop."""
    from messages.documents.zones import zone_pictures  # noqa: PLC0415 - as below

    return zone_pictures(*drawn)


def load() -> None:
    """What drawing needs, a second's work, so that it is there when there is something to draw."""
    from messages.documents import charts, report, workbook  # noqa: F401, PLC0415 - as below


def draw(dossier: Dossier) -> DigestFiles:
    """The report, the table and the charts; takes a processor for up to seconds, so not on an event loop."""
    # A hundred megabytes of libraries that only the process that draws needs.
    from messages.documents import charts, report, workbook  # noqa: PLC0415

    stem = f"{'tong-ket' if dossier.closing else 'tong-hop'}-{dossier.until:%Y-%m-%d-%H%M}"
    return DigestFiles(
        stem=stem,
        docx=report.report_docx(dossier),
        xlsx=workbook.reports_xlsx(dossier),
        charts=(
            Chart(
                name=f"{stem}-ngay.png", caption=charts.days_caption(dossier), png=charts.days_png(dossier)
            ),
            Chart(
                name=f"{stem}-dia-ban.png",
                caption=charts.districts_caption(dossier),
                png=charts.districts_png(dossier),
            ),
            *_zones(stem, dossier),
        ),
    )


def _zones(stem: str, dossier: Dossier) -> tuple[Chart, ...]:
    """The final map and board, at the campaign's end."""
    if dossier.closing is None or dossier.closing.pictures is None:
        return ()
    shown, table = dossier.closing.pictures
    made = draw_zones((shown, table))
    return (
        Chart(name=f"{stem}-ban-do-vung.png", caption=shown.caption, png=made.map),
        Chart(name=f"{stem}-thi-dua.png", caption=f"{table.title}. {table.caption}", png=made.board),
    )


def draw_outcome(outcome: Outcome) -> tuple[bytes, bytes]:
    """The chart and the table of one bulletin; as `draw`, not on an event loop."""
    from messages.documents import outcome_files  # noqa: PLC0415 - as above

    return outcome_files.outcome_png(outcome), outcome_files.outcome_xlsx(outcome)
