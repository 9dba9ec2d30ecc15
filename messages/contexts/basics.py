"""What is said outside any one feature: not understood, not allowed, not here, over."""

from datetime import date
from typing import ClassVar

from messages.render import Words, context


@context
class NotAllowed(Words):
    template: ClassVar[str] = "basics/not_allowed"
    title: str


@context
class NotHere(Words):
    """The command works elsewhere: in private, or in a desk's group."""

    template: ClassVar[str] = "basics/not_here"
    title: str
    private: bool


@context
class Ended(Words):
    """The campaign is over; `office` takes new matters (empty: not said)."""

    template: ClassVar[str] = "basics/ended"
    ends: date
    office: str
    new_matter: bool


@context
class GroupHello(Words):
    template: ClassVar[str] = "basics/group_hello"


@context
class OldButton(Words):
    template: ClassVar[str] = "basics/old_button"


@context
class Withheld(Words):
    """The platform keeps the words from us, perhaps because a child wrote: nobody is asked to write again."""

    template: ClassVar[str] = "basics/withheld"
    hotline: str
    films: bool
    papers: bool


@context
class NoSuchNumber(Words):
    """A number typed where the choices shown end at `most`."""

    template: ClassVar[str] = "basics/no_such_number"
    number: str
    most: int


@context
class WhichNumber(Words):
    """What was typed, as "Duyệt 1", may be about several things: choose."""

    template: ClassVar[str] = "basics/which_number"
    said: str


@context
class NoName(Words):
    """An anonymous group admin: the audit log needs a name."""

    template: ClassVar[str] = "basics/no_name"


@context
class EditNoted(Words):
    template: ClassVar[str] = "basics/edit_noted"


@context
class NothingOpen(Words):
    template: ClassVar[str] = "basics/nothing_open"


@context
class UnknownCommand(Words):
    template: ClassVar[str] = "basics/unknown_command"
    name: str


@context
class NotUnderstood(Words):
    """`stranger` as for SoundsLike."""

    template: ClassVar[str] = "basics/not_understood"
    stranger: bool


@context
class CannotRead(Words):
    """It is a kind we cannot take."""

    template: ClassVar[str] = "basics/cannot_read"
    hotline: str


@context
class Machine(Words):
    """Above the first answer to somebody who begins with a command: who answers, and where that is told in full."""

    template: ClassVar[str] = "basics/machine"


@context
class Emergency(Words):
    template: ClassVar[str] = "basics/emergency"
    health_line: str


@context
class Complaint(Words):
    """`emergency`: rich; where to call, if somebody may be in danger."""

    template: ClassVar[str] = "basics/complaint"
    emergency: str
    office: str


@context
class Gathering(Words):
    """`emergency`: rich; where to call, if somebody may be in danger."""

    template: ClassVar[str] = "basics/gathering"
    emergency: str
    police: str


@context
class Unverified(Words):
    template: ClassVar[str] = "basics/unverified"


@context
class Thanks(Words):
    template: ClassVar[str] = "basics/thanks"


@context
class SoundsLike(Words):
    """`stranger`: they have not read our first words, so they hear here that a machine answers."""

    template: ClassVar[str] = "basics/sounds_like"
    emergency: str
    files: bool
    stranger: bool


@context
class ContactAsked(Words):
    """F1: how close was the contact is for the health office to say."""

    template: ClassVar[str] = "basics/contact_asked"
    health_line: str


@context
class WhereFor(Words):
    """A location came without a question."""

    template: ClassVar[str] = "basics/where_for"


@context
class Failed(Words):
    """A message could not be handled; the reference finds it in the log."""

    template: ClassVar[str] = "basics/failed"
    reference: str


@context
class FileLost(Words):
    """A file that somebody sent could not be taken; `why` is a sentence for them, empty if it says nothing."""

    template: ClassVar[str] = "basics/file_lost"
    what: str
    why: str


@context
class OperatorAlert(Words):
    template: ClassVar[str] = "basics/operator_alert"
    what: str
    reference: str
