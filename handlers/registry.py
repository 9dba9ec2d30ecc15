"""The table of contents of the bot: its commands and flows, and who may use them. Permissions live here."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

from handlers.steps import Flow
from handlers.turn import Turn
from messages import buttons
from messages.content import Choice
from messages.folding import phrase
from storage.records import Role

EVERYONE = frozenset(Role)
# "dung" is đúng, dừng, đừng or Dung, "huy" is hủy or a name: bare, they never run anything.
_NEVER_BARE = frozenset({"dung", "huy"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something to do by `/name`, by its menu button, or in plain words.

    Attributes:
        name: Latin letters without diacritics; fixed (docs: commands in chat).
        title: the menu button, as people read it.
        run: does it; the second argument is what followed the command, or the button's argument.
        roles: who may.
        words: other plain words that mean exactly this ("tro giup"), compared folded.
        private, groups: where it may be said.
        menu: whether the platform's own menu lists it.
        during_only: not offered once the campaign has ended.
        greets: it says by itself who answers here; the others do not, to somebody whose first words they are.
    """

    name: str
    title: str
    run: Callable[[Turn, str], Awaitable[None]]
    roles: frozenset[Role] = EVERYONE
    words: tuple[str, ...] = ()
    private: bool = True
    groups: bool = False
    menu: bool = True
    during_only: bool = False
    greets: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What a press on a card does: `kind` is the button's kind, `name` its choice."""

    kind: buttons.Pressed
    name: str
    run: Callable[[Turn, str], Awaitable[None]]
    roles: frozenset[Role]
    desk_members: bool = True  # whether membership in an agency's desk group is enough


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """Everything the bot can do, by name."""

    commands: tuple[Command, ...]
    flows: tuple[Flow, ...]
    actions: tuple[Action, ...] = ()
    _by_name: dict[str, Command] = field(init=False, repr=False)
    _by_words: dict[str, Command] = field(init=False, repr=False)
    _flows: dict[str, Flow] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_words = {
            phrase(words): each
            for each in self.commands
            for words in (each.title, each.name, *each.words)
            if phrase(words) not in _NEVER_BARE
        }
        object.__setattr__(self, "_by_name", {command.name: command for command in self.commands})
        object.__setattr__(self, "_by_words", by_words)
        object.__setattr__(self, "_flows", {flow.name: flow for flow in self.flows})

    def command(self, name: str) -> Command | None:
        """The command of this name."""
        return self._by_name.get(name)

    def by_words(self, text: str) -> Command | None:
        """The command that exactly these words mean, with or without diacritics."""
        return self._by_words.get(phrase(text))

    def flow(self, name: str) -> Flow | None:
        """The flow of this name."""
        return self._flows.get(name)

    def action(self, kind: buttons.Pressed, name: str) -> Action | None:
        """What a press of this kind and choice does."""
        return next((a for a in self.actions if a.kind is kind and a.name == name), None)

    def offers(self, name: str, roles: Iterable[Role] = (Role.CITIZEN,)) -> bool:
        """Whether there is such a command for one of these roles: what is not there is not shown."""
        command = self.command(name)
        return command is not None and not command.roles.isdisjoint(roles)

    def buttons(self, *names: str, roles: Iterable[Role] = (Role.CITIZEN,)) -> list[Choice]:
        """Menu buttons of those of `names` that exist and may be used; a name may carry an argument: "a b"."""
        return [
            Choice(label=self._by_name[name].title, data=buttons.command(name, argument))
            for name, _, argument in (each.partition(" ") for each in names)
            if self.offers(name, roles)
        ]
