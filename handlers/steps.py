"""What a dialog is made of: flows of named steps, the questions they ask and the facts they may know."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from handlers.choose import Option
from messages.content import Inbound
from messages.limits import AMPLE, Limits
from storage.campaign import Campaign
from storage.records import Grant, Person

if TYPE_CHECKING:
    from handlers.turn import Turn

Answers = Mapping[str, Any]  # JSON values by step name; None is no answer
LIFETIME = timedelta(hours=24)


class Unacceptable(Exception):
    """An answer that the step cannot take: `say` is rich text that tells the person what to do instead."""

    def __init__(self, say: str) -> None:
        super().__init__(say)
        self.say = say


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that a step may know besides the answers.

    Attributes:
        limits: what the platform allows on which it is asked.
        loaded: what the step's `needs` named.
    """

    now: datetime
    campaign: Campaign
    person: Person
    grants: tuple[Grant, ...] = ()
    limits: Limits = AMPLE
    loaded: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a step asks: rich text, and the options to choose from, `columns` in a row.

    A quiet one is not said: the question before it, buttons and all, still stands (the second photo of an album).
    """

    text: str
    options: tuple[Option, ...] = ()
    columns: int = 1
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said at a step: the inbound, and the key of the option it chose, if it did."""

    inbound: Inbound
    choice: str = ""

    @property
    def text(self) -> str:
        return self.inbound.text.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One question.

    Attributes:
        ask: words it, and lists its options.
        accept: the answer to keep under the step's name, or `Several`; raises Unacceptable.
        then: the next step's name, its own to ask on, None to end the flow.
        needs: names of facts to load before `ask` and `accept` (handlers.facts).
        free_text: whether any words are an answer: then only /huy and the button cancel ("Huy" is a name).
        numeric: whether a bare number is an answer (how many?): where there are no buttons, its options are then
            chosen by "số 1", never by "1".
        help: rich text for "Trợ giúp" at this step; empty for what every step says alike.
        late: takes in the rest of an album whose first part was taken before: the answers to change, or None.
        needless: whether there is nothing to ask this time: the dialog then goes where an unanswered step leads.
        hears: whether it says by itself what it makes of a voice that it does not take.
    """

    name: str
    ask: Callable[[Answers, Facts], Question]
    accept: Callable[[Said, Answers, Facts], Any]
    then: Callable[[Answers, Facts], str | None]
    needs: tuple[str, ...] = ()
    free_text: bool = False
    numeric: bool = False
    help: str = ""
    late: Callable[[Answers, Inbound], Answers | None] | None = None
    needless: Callable[[Answers, Facts], bool] | None = None
    hears: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """Answers to several steps at once: a summary that clears one, a place that fills two.

    With `return_to` the next step is asked out of turn: once answered, or left by "back", we are there again.
    """

    answers: Mapping[str, Any]
    return_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A conversation with a beginning and an end.

    Attributes:
        title: what the person calls it ("báo khó khăn"), for "you are in the middle of ...".
        finish: stores what the answers amount to and says so; runs in the turn, never in the engine.
        guard: whether the answers are worth keeping when another flow is begun (then we ask first).
        heeds: whether an answer in words may tell of somebody in danger, so that where help is comes before the next
            question: what citizens tell of themselves, not what officers write about others.
    """

    name: str
    title: str
    first: str
    steps: Mapping[str, Step]
    finish: Callable[["Turn", Answers], Awaitable[None]]
    cancelled: str
    lifetime: timedelta = LIFETIME
    guard: bool = True
    heeds: bool = False


def flow(name: str, title: str, steps: tuple[Step, ...], **rest: Any) -> Flow:
    """A flow whose first step is the first given."""
    return Flow(name=name, title=title, first=steps[0].name, steps={s.name: s for s in steps}, **rest)
