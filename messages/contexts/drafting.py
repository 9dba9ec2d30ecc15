"""The questions of writing a bulletin, and what is wrong with an answer."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from messages.render import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAgency(Words):
    template: ClassVar[str] = "drafting/ask_agency"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskKind(Words):
    template: ClassVar[str] = "drafting/ask_kind"


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionFirst(Words):
    """What a correction begins with, and what follows."""

    template: ClassVar[str] = "drafting/correction_first"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskTitle(Words):
    template: ClassVar[str] = "drafting/ask_title"
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskText(Words):
    template: ClassVar[str] = "drafting/ask_text"
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTooLong(Words):
    """By `over` too long; `line`, `before`, `after`: where the part that fits ends."""

    template: ClassVar[str] = "drafting/text_too_long"
    length: int
    limit: int
    over: int
    line: int
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoosePlace:
    """A place in the words that was not read as a mark, see messages.places.Place; `what` is wrong there."""

    what: str
    line: int
    before: str
    at: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LooseMarks(Words):
    """Asks whether these were meant as letters; `more` beyond those listed."""

    template: ClassVar[str] = "drafting/loose_marks"
    places: tuple[LoosePlace, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskFiles(Words):
    template: ClassVar[str] = "drafting/ask_files"
    limit: int
    papers: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSource(Words):
    template: ClassVar[str] = "drafting/ask_source"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskUntil(Words):
    """Up to when it holds. `day`: tomorrow, for the examples."""

    template: ClassVar[str] = "drafting/ask_until"
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BadUntil(Words):
    """`past`: it is a time, but over. `day`: tomorrow, for the examples."""

    template: ClassVar[str] = "drafting/bad_until"
    past: bool
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAudience(Words):
    """To whom, so far. `page`: the list that is open; `leaves`: it is the one of who is left out."""

    template: ClassVar[str] = "drafting/ask_audience"
    audience: tuple[str, ...]
    page: str
    leaves: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownAudience(Words):
    """Names that mean nothing, or several things; `among`: what they may mean."""

    template: ClassVar[str] = "drafting/unknown_audience"
    names: tuple[str, ...]
    among: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskChoices(Words):
    """Which buttons. `page`: link or poll while one of these is asked for; `limit`: answers of a poll."""

    template: ClassVar[str] = "drafting/ask_choices"
    labels: tuple[str, ...]
    page: str
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseButton(Words):
    template: ClassVar[str] = "drafting/choose_button"


@dataclass(frozen=True, slots=True, kw_only=True)
class BadLink(Words):
    template: ClassVar[str] = "drafting/bad_link"
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BadPoll(Words):
    template: ClassVar[str] = "drafting/bad_poll"
    most: int
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskReason(Words):
    template: ClassVar[str] = "drafting/ask_reason"
    id: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichTemplate(Words):
    template: ClassVar[str] = "drafting/which_template"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskGap(Words):
    """What stands in a gap of a template; `label` is what the campaign file calls it."""

    template: ClassVar[str] = "drafting/ask_gap"
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskWhen(Words):
    """At which hour it goes out. `day`: tomorrow, for the examples, if that is a day of the campaign."""

    template: ClassVar[str] = "drafting/ask_when"
    ends: date
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BadWhen(Words):
    """`why`: past, after (the campaign's last day), none (no time is left up to the last day), empty for no hour.

    `day`: tomorrow, for the examples.
    """

    template: ClassVar[str] = "drafting/bad_when"
    why: str
    ends: date
    day: date
