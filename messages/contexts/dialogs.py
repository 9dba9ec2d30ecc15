"""What every dialog says alike."""

from dataclasses import dataclass
from typing import ClassVar

from messages.render import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale(Words):
    template: ClassVar[str] = "dialogs/stale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy(Words):
    template: ClassVar[str] = "dialogs/busy"
    doing: str
    wanted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Help(Words):
    """What can be done at any step of a dialog."""

    template: ClassVar[str] = "dialogs/help"
    doing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose(Words):
    """The answer is none of the options."""

    template: ClassVar[str] = "dialogs/choose"


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichOne(Words):
    """The answer could be more than one of the options."""

    template: ClassVar[str] = "dialogs/which_one"
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedWords(Words):
    template: ClassVar[str] = "dialogs/need_words"
    voice: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Unheard(Words):
    """A voice message where nobody can listen to one. `choose`: there is something to choose instead."""

    template: ClassVar[str] = "dialogs/unheard"
    choose: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TooLong(Words):
    template: ClassVar[str] = "dialogs/too_long"
    length: int
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TooShort(Words):
    template: ClassVar[str] = "dialogs/too_short"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired(Words):
    template: ClassVar[str] = "dialogs/expired"
    doing: str
