"""The questions of writing a bulletin, and what is wrong with an answer."""

from datetime import date
from typing import ClassVar

from messages.render import Words, context


@context
class AskAgency(Words):
    template: ClassVar[str] = "drafting/ask_agency"


@context
class AskKind(Words):
    template: ClassVar[str] = "drafting/ask_kind"


@context
class CorrectionFirst(Words):
    """What a correction begins with, and what follows."""

    template: ClassVar[str] = "drafting/correction_first"


@context
class AskTitle(Words):
    template: ClassVar[str] = "drafting/ask_title"
    limit: int


@context
class AskText(Words):
    template: ClassVar[str] = "drafting/ask_text"
    limit: int


@context
class TextTooLong(Words):
    """By `over` too long; `line`, `before`, `after`: where the part that fits ends."""

    template: ClassVar[str] = "drafting/text_too_long"
    length: int
    limit: int
    over: int
    line: int
    before: str
    after: str


@context
class LoosePlace:
    """A place in the words that was not read as a mark, see messages.places.Place; `what` is wrong there."""

    what: str
    line: int
    before: str
    at: str
    after: str


@context
class LooseMarks(Words):
    """Asks whether these were meant as letters; `more` beyond those listed."""

    template: ClassVar[str] = "drafting/loose_marks"
    places: tuple[LoosePlace, ...]
    more: int


@context
class AskFiles(Words):
    template: ClassVar[str] = "drafting/ask_files"
    limit: int
    papers: bool


@context
class AskSource(Words):
    template: ClassVar[str] = "drafting/ask_source"


@context
class AskUntil(Words):
    """Up to when it holds. `day`: tomorrow, for the examples."""

    template: ClassVar[str] = "drafting/ask_until"
    day: date


@context
class BadUntil(Words):
    """`past`: it is a time, but over. `day`: tomorrow, for the examples."""

    template: ClassVar[str] = "drafting/bad_until"
    past: bool
    day: date


@context
class AskAudience(Words):
    """To whom, so far. `page`: the list that is open; `leaves`: it is the one of who is left out."""

    template: ClassVar[str] = "drafting/ask_audience"
    audience: tuple[str, ...]
    page: str
    leaves: bool


@context
class UnknownAudience(Words):
    """Names that mean nothing, or several things; `among`: what they may mean."""

    template: ClassVar[str] = "drafting/unknown_audience"
    names: tuple[str, ...]
    among: tuple[str, ...]


@context
class AskChoices(Words):
    """Which buttons. `page`: link or poll while one of these is asked for; `limit`: answers of a poll."""

    template: ClassVar[str] = "drafting/ask_choices"
    labels: tuple[str, ...]
    page: str
    limit: int


@context
class ChooseButton(Words):
    template: ClassVar[str] = "drafting/choose_button"


@context
class BadLink(Words):
    template: ClassVar[str] = "drafting/bad_link"
    limit: int


@context
class BadPoll(Words):
    template: ClassVar[str] = "drafting/bad_poll"
    most: int
    limit: int


@context
class AskReason(Words):
    template: ClassVar[str] = "drafting/ask_reason"
    id: int
    title: str


@context
class WhichTemplate(Words):
    template: ClassVar[str] = "drafting/which_template"
    count: int


@context
class AskGap(Words):
    """What stands in a gap of a template; `label` is what the campaign file calls it."""

    template: ClassVar[str] = "drafting/ask_gap"
    label: str


@context
class AskWhen(Words):
    """At which hour it goes out. `day`: tomorrow, for the examples, if that is a day of the campaign."""

    template: ClassVar[str] = "drafting/ask_when"
    ends: date
    day: date


@context
class BadWhen(Words):
    """`why`: past, after (the campaign's last day), none (no time is left up to the last day), empty for no hour.

    `day`: tomorrow, for the examples.
    """

    template: ClassVar[str] = "drafting/bad_when"
    why: str
    ends: date
    day: date
