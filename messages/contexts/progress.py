"""What the author of a report hears as the desk works on it."""

from datetime import date
from typing import ClassVar

from messages.render import Words, context


@context
class StateChanged(Words):
    """Pushed once for each change of state.

    Attributes:
        own: false for those who joined somebody else's report.
        unit: it was sent on behalf of a unit or an organisation.
    """

    template: ClassVar[str] = "progress/state_changed"
    code: str
    state: str
    desk: str
    own: bool
    unit: bool


@context
class Forwarded(Words):
    template: ClassVar[str] = "progress/forwarded"
    code: str
    body: str


@context
class Asked(Words):
    """The desk asks for more."""

    template: ClassVar[str] = "progress/asked"
    code: str
    desk: str
    words: str


@context
class NotOurs(Words):
    """Outside the office's competence, and where to go instead."""

    template: ClassVar[str] = "progress/not_ours"
    code: str
    desk: str
    words: str


@context
class Merged(Words):
    """It goes on as another report."""

    template: ClassVar[str] = "progress/merged"
    code: str
    other: str
    mine: bool


@context
class Submitted(Words):
    template: ClassVar[str] = "progress/submitted"
    code: str
    desk: str
    issuer: str


@context
class Decided(Words):
    """The People's Committee's opinion."""

    template: ClassVar[str] = "progress/decided"
    code: str
    issuer: str
    number: str
    day: date | None
    words: str


@context
class ReopenedTaken(Words):
    """Told to whoever said that it is not solved. `own`: its author, who may say more by replying."""

    template: ClassVar[str] = "progress/reopened_taken"
    code: str
    desk: str
    own: bool


@context
class NotClosed(Words):
    """An old button: it is not closed now."""

    template: ClassVar[str] = "progress/not_closed"
    code: str
    state: str


@context
class RatingTaken(Words):
    template: ClassVar[str] = "progress/rating_taken"
    code: str
    satisfied: bool
