"""What every dialog says alike."""

from typing import ClassVar

from messages.render import Words, context


@context
class Stale(Words):
    template: ClassVar[str] = "dialogs/stale"


@context
class Busy(Words):
    template: ClassVar[str] = "dialogs/busy"
    doing: str
    wanted: str


@context
class Help(Words):
    """What can be done at any step of a dialog."""

    template: ClassVar[str] = "dialogs/help"
    doing: str


@context
class Choose(Words):
    """The answer is none of the options."""

    template: ClassVar[str] = "dialogs/choose"


@context
class WhichOne(Words):
    """The answer could be more than one of the options."""

    template: ClassVar[str] = "dialogs/which_one"
    labels: tuple[str, ...]


@context
class NeedWords(Words):
    template: ClassVar[str] = "dialogs/need_words"
    voice: bool


@context
class Unheard(Words):
    """A voice message where nobody can listen to one. `choose`: there is something to choose instead."""

    template: ClassVar[str] = "dialogs/unheard"
    choose: bool


@context
class TooLong(Words):
    template: ClassVar[str] = "dialogs/too_long"
    length: int
    limit: int


@context
class TooShort(Words):
    template: ClassVar[str] = "dialogs/too_short"


@context
class Expired(Words):
    template: ClassVar[str] = "dialogs/expired"
    doing: str
