"""All documents of one dossier at once: the one function that a worker process is asked for."""

from dataclasses import dataclass, field

from messages.documents.honours.model import Honours


@dataclass(frozen=True, slots=True, kw_only=True)
class HonourFiles:
    """A dossier's files. `stem`: how they are called, before what each is."""

    stem: str
    submission: bytes = field(repr=False)
    roll: bytes = field(repr=False)
    book: bytes = field(repr=False)
    summaries: bytes = field(repr=False)


def draw(honours: Honours) -> HonourFiles:
    """The submission, the list as document and as spreadsheet, the summaries; seconds of a processor for thousands."""
    # Libraries that only the process that draws needs.
    from messages.documents.honours import book, roll, submission, summaries  # noqa: PLC0415

    return HonourFiles(
        stem=f"xet-khen-{honours.until:%Y-%m-%d-%H%M}",
        submission=submission.submission_docx(honours),
        roll=roll.roll_docx(honours),
        book=book.roll_xlsx(honours),
        summaries=summaries.summaries_docx(honours),
    )
