"""What is said about naming a nominee: the code that is handed to them, the question, and their answer."""

from typing import ClassVar

from messages.render import Words, context


@context
class NomineeCode(Words):
    """To whoever hands the code on. `secret`: what is handed on; `office`: they are an officer."""

    template: ClassVar[str] = "naming/nominee_code"
    code: str
    secret: str
    days: int
    office: bool


@context
class AskNaming(Words):
    """What was told of them, and whether they may be named. `nominator`: empty if kept back or unknown."""

    template: ClassVar[str] = "naming/ask_naming"
    name: str
    collective: bool
    place: str
    deed: str
    days: str
    nominator: str
    issuer: str


@context
class NeedCode(Words):
    template: ClassVar[str] = "naming/need_code"


@context
class BadNomineeCode(Words):
    template: ClassVar[str] = "naming/bad_nominee_code"


@context
class TooManyNomineeCodes(Words):
    template: ClassVar[str] = "naming/too_many_nominee_codes"
    per_hour: int


@context
class NotTheNominee(Words):
    """Who told of the deed typed the code that is for the nominee."""

    template: ClassVar[str] = "naming/not_the_nominee"


@context
class AnswerTaken(Words):
    template: ClassVar[str] = "naming/answer_taken"
    agrees: bool


@context
class NomineeAnswered(Words):
    """Told to the locality."""

    template: ClassVar[str] = "naming/nominee_answered"
    code: str
    agrees: bool
