"""The digest of difficulties: its period, its text for chat, its files, and `/tonghop`."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time
from pathlib import Path

from messages import buttons
from messages.content import Choice
from messages.contexts.digests import (
    Digest,
    Duties,
    DutyTally,
    EmptyDigest,
    Excerpt,
    FilesComing,
    LateTally,
    Share,
    Tally,
)
from messages.folding import tidy
from messages.markup import escape, plain, split_plain
from messages.quoting import says_something
from messages.render import moment, render, rich
from messages.vi.digest_table import Column, Group, Total
from storage import firings, jobs, statistics
from storage.campaign import Campaign
from storage.database import Tx
from storage.digest_cases import Case
from storage.statistics import DigestData, Line

TOP = 5  # districts in the text; the table has all
FEW = 2  # bodies that are late, and districts whose units owe something
MOST = 3  # kinds
EXAMPLES = 3  # reports quoted in the text: those that tell most
SCREEN = 24  # lines that a phone shows without much scrolling; what is told is cut to fit
EXCERPT = 100  # characters of a report's words in the text
# What a spreadsheet would run instead of show, after blanks and in full width too (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")

Row = Sequence[str | int]
Rows = tuple[tuple[Choice, ...], ...]


async def period(tx: Tx, campaign: Campaign, now: datetime) -> tuple[datetime, datetime]:
    """What a digest covers: from the last one sent (or the first day's midnight) until `now`."""
    sent = await firings.last_done(tx, _schedules(campaign), now)
    return min(sent or beginning(campaign), now), now


def beginning(campaign: Campaign) -> datetime:
    """The first day's midnight (UTC)."""
    return datetime.combine(campaign.starts, time.min, campaign.zone_info).astimezone(UTC)


def _schedules(campaign: Campaign) -> set[str]:
    return {entry.key for entry in campaign.calendar if entry.kind == "digest"}


async def gather(tx: Tx, campaign: Campaign, now: datetime) -> DigestData:
    """The figures from the last digest until `now`."""
    return await statistics.digest(tx, campaign, *await period(tx, campaign, now))


def digest_text(data: DigestData) -> str:
    """One screen of rich text; a period with nothing in it says so in a line."""
    text = _reports_text(data)
    return f"{text}\n\n{_duties_text(data)}" if data.duties.directives else text


def _duties_text(data: DigestData) -> str:
    """Who has not acknowledged or done what units were asked to do, the districts with most first."""
    owing = [place for place in data.duties.places if place.tally.undone]
    owing.sort(key=lambda place: -place.tally.undone)
    total = data.duties.total
    return render(
        Duties(
            directives=data.duties.directives,
            given=total.given,
            unacknowledged=total.unacknowledged,
            undone=total.undone,
            late=total.late,
            unstaffed=total.unstaffed,
            places=tuple(
                DutyTally(
                    label=each.label, unacknowledged=each.tally.unacknowledged, undone=each.tally.undone
                )
                for each in owing[:FEW]
            ),
            more=max(0, len(owing) - FEW),
        )
    )


def _reports_text(data: DigestData) -> str:
    if data.quiet:
        return render(EmptyDigest(number=data.number, since=data.since, until=data.until))
    words = Digest(
        number=data.number,
        since=data.since,
        until=data.until,
        new=data.new,
        new_before=data.new_before,
        open=data.open,
        open_before=data.open_before,
        urgent_open=data.urgent_open,
        answered=data.answered,
        resolved=data.resolved,
        withdrawn=data.withdrawn,
        content=data.content,
        discontent=data.discontent,
        districts=_top(data.districts),
        more_districts=max(0, len(data.districts) - TOP),
        kinds=tuple(Share(label=line.label, open=line.open) for line in data.kinds[:MOST] if line.open),
        cases=_excerpts((*data.urgent, *data.oldest)),
        overdue=data.overdue,
        late=tuple(LateTally(body=e.body, district=e.district, count=e.count) for e in data.late[:FEW]),
        more_late=max(0, len(data.late) - FEW),
    )
    return render(words)


def _top(lines: Iterable[Line]) -> tuple[Tally, ...]:
    return tuple(
        Tally(
            label=line.label,
            new=line.new,
            open=line.open,
            most=tuple(Share(label=label, open=count) for label, count in line.kinds),
        )
        for line in list(lines)[:TOP]
    )


def _excerpts(cases: Iterable[Case]) -> tuple[Excerpt, ...]:
    """The few that tell most and may be quoted: with words before those without, else in their order."""
    telling = sorted(filter(_is_telling, cases), key=lambda case: not case.words)
    return tuple(
        Excerpt(
            code=case.code,
            kind=case.kind,
            place=case.place,
            words=_shortened(case.words),
            urgent=case.urgent,
            at=case.created_at,
        )
        for case in telling[:EXAMPLES]
    )


def _is_telling(case: Case) -> bool:
    return case.quotable and (not case.words or says_something(case.words))


def _shortened(words: str) -> str:
    first, *rest = split_plain(escape(tidy(words)), EXCERPT, len) or [""]
    return f"{first}…" if rest else first


def write_files(data: DigestData, folder: Path) -> list[Path]:
    """The digest as a text and as a table (CSV, one line a figure), named by the end of its period.

    The folder is made if it is missing; earlier files of the same period are replaced. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"tong-hop-{data.until:%Y-%m-%d-%H%M}"
    text, table = folder / f"{stem}.txt", folder / f"{stem}.csv"
    text.write_text(plain(digest_text(data)) + "\n", encoding="utf-8")
    # Excel takes a file without the mark for the machine's old code page and garbles every diacritic.
    with table.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows([_safe(cell) for cell in row] for row in _rows(data))
    return [text, table]


def _safe(cell: str | int) -> str | int:
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip().startswith(FORMULA) else cell


def _rows(data: DigestData) -> Iterator[Row]:
    yield tuple(Column)
    yield Group.TOTAL, "", Total.PERIOD, "", "", "", f"{moment(data.since)} - {moment(data.until)}"
    in_period = {
        Total.NEW: data.new,
        Total.NEW_BEFORE: data.new_before,
        Total.ANSWERED: data.answered,
        Total.RESOLVED: data.resolved,
        Total.WITHDRAWN: data.withdrawn,
        Total.CONTENT: data.content,
        Total.DISCONTENT: data.discontent,
    }
    yield from ((Group.TOTAL, "", name, count, "", "", "") for name, count in in_period.items())
    still = {Total.OPEN: data.open, Total.OPEN_BEFORE: data.open_before, Total.URGENT: data.urgent_open}
    yield from ((Group.TOTAL, "", name, "", count, "", "") for name, count in still.items())
    for group, lines in ((Group.DISTRICT, data.districts), (Group.KIND, data.kinds)):
        yield from ((group, line.key, line.label, line.new, line.open, "", "") for line in lines)
    for place in data.duties.places:
        owed = place.tally
        yield (
            Group.DUTY,
            place.key,
            place.label,
            owed.given,
            owed.undone,
            "",
            f"{Total.UNACKNOWLEDGED}: {owed.unacknowledged}",
        )
    for group, cases in ((Group.URGENT, data.urgent), (Group.OLDEST, data.oldest)):
        for case in cases:
            yield group, case.code, f"{case.kind}, {case.place}", "", "", moment(case.created_at), case.words


def with_files(data: DigestData) -> str:
    """The text of a digest, which says that its files follow unless there is nothing to show."""
    text = digest_text(data)
    return text if data.empty else render(FilesComing(text=rich(text)))


def see_all(data: DigestData) -> Rows:
    """The button that leads from the digest to every open report."""
    return ((Choice(label="Xem thêm", data=buttons.command("hangcho")),),) if data.open else ()


async def want_files(
    tx: Tx,
    data: DigestData,
    addresses: Sequence[int],
    at: datetime,
    *,
    readers: Sequence[int] = (),
    dedupe: str = "",
    email: bool = False,
    final: bool = False,
) -> None:
    """Have the files of this digest made and sent to these addresses; with `email`, to the offices' too.

    `readers`: addresses of the People's Committee's office, which gets all but the table of every report.
    `final`: they are the closing report, which is made even if no difficulty ever came.
    """
    if data.empty and not final:
        return
    period = {"since": data.since.isoformat(), "until": data.until.isoformat(), "final": final}
    where = {"addresses": list(addresses), "readers": list(readers)}
    await jobs.put(tx, "digest_files", period | where, at, dedupe=dedupe)
    if email:  # a letter each: one that fails is sent again without the other
        await jobs.put(tx, "digest_email", period, at, dedupe=f"{dedupe}:email")
        await jobs.put(tx, "digest_email", period | {"reader": True}, at, dedupe=f"{dedupe}:email:reader")
