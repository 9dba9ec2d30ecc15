"""Taking a difficulty in: what is asked besides its words, and what is said of it at the end."""

from typing import ClassVar

from messages.render import Words, context


@context
class AskBehalf(Words):
    """For whom? `registered`: they are the registered officer of a unit."""

    template: ClassVar[str] = "intake/ask_behalf"
    registered: bool


@context
class AskContact(Words):
    """A number to call back, or to stay unnamed, and what that means."""

    template: ClassVar[str] = "intake/ask_contact"
    unnamed: bool


@context
class AskLocation(Words):
    """`shared`: by the phone's own location; else as a map link."""

    template: ClassVar[str] = "intake/ask_location"
    shared: bool


@context
class NeedLocation(Words):
    """`shared` as for AskLocation; `short`: a map link came that does not say where it leads."""

    template: ClassVar[str] = "intake/need_location"
    shared: bool
    short: bool


@context
class Summary(Words):
    """Everything at a glance; `emergency` and `note` are whole sentences, said if not empty."""

    template: ClassVar[str] = "intake/summary"
    emergency: str
    kind: str
    place: str
    words: str
    files: int
    urgent: bool
    on_behalf: str
    verified: bool
    contact: str
    unnamed: bool
    located: bool
    keeps: str
    note: str


@context
class ReceivedUnverified(Words):
    """Somebody spoke for a unit that we do not know them to speak for."""

    template: ClassVar[str] = "intake/received_unverified"
    code: str
    unit: str
    desk: str
    promise: str


@context
class Unnamed(Words):
    """What staying unnamed means, once it is sent."""

    template: ClassVar[str] = "intake/unnamed"
