"""Files of zone changes: asked for, taken, and told of line by line."""

from typing import ClassVar

from messages.render import Words, context


@context
class AskFile(Words):
    template: ClassVar[str] = "zone_files/ask_file"
    code: str
    unit: str
    colours: str
    papers: bool


@context
class NeedCsv(Words):
    """Something else than a file or pasted lines came."""

    template: ClassVar[str] = "zone_files/need_csv"
    photo: bool
    papers: bool


@context
class FileTaken(Words):
    """The file is being read."""

    template: ClassVar[str] = "zone_files/file_taken"
    number: int
    file: str


@context
class BadLine:
    """A line that is not taken: what is wrong is one of storage.zone_files.Flaw."""

    line: int
    flaw: str
    value: str
    hint: str


@context
class Checked(Words):
    """What was found in the file. `more` bad lines stand in the file that goes along."""

    template: ClassVar[str] = "zone_files/checked"
    number: int
    file: str
    good: int
    bad: int
    bad_lines: tuple[BadLine, ...]
    more: int
    colours: str


@context
class BadLines(Words):
    """Every bad line, for the file that goes along."""

    template: ClassVar[str] = "zone_files/bad_lines"
    bad_lines: tuple[BadLine, ...]
    colours: str


@context
class Broken(Words):
    """Nothing could be read; `why` is one of storage.zone_files.FileFlaw, or "lost"."""

    template: ClassVar[str] = "zone_files/broken"
    number: int
    file: str
    why: str
