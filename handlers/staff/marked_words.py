"""Words with simple marks, from staff: read, and asked about where a mark marks nothing or too much was written."""

from collections.abc import Sequence

from handlers.choose import Option
from handlers.questions import Then, choice_step, refuse
from handlers.steps import Answers, Facts, Said, Step
from messages.content import InboundKind
from messages.contexts import dialogs, drafting
from messages.length import utf16
from messages.marks import read_marks
from messages.markup import visible
from messages.places import Place, edge, loose
from messages.vi.places import WHY

MARKS = "marks"
KEEP, AGAIN = "giu", "lai"
_SHOWN = 4  # places listed


def words_of(said: Said, facts: Facts, limit: int) -> tuple[str, tuple[Place, ...]]:
    """The rich text, and where it shows what may have been meant as marks. Raises Unacceptable."""
    typed = not said.inbound.marked
    text = said.inbound.marked or said.text
    written = read_marks(text, typed=typed).strip()
    shown = visible(written)
    if said.inbound.kind is InboundKind.PRESS or not shown.strip():
        raise refuse(dialogs.NeedWords(voice=False), facts)
    if utf16(shown) > limit:
        raise refuse(too_long(shown, limit), facts)
    return written, loose(text, typed=typed)


def too_long(shown: str, limit: int) -> drafting.TextTooLong:
    """By how much this plain text is too long, and where the part that fits ends."""
    at, length = edge(shown, limit), utf16(shown)
    return drafting.TextTooLong(
        length=length, limit=limit, over=length - limit, line=at.line, before=at.before, after=at.after
    )


def marks_step(then: Then, again: str, kept: str = "loose") -> Step:
    """Shows the places, kept by the step `again` under `kept`; leads back to it, or goes on with the words as typed."""

    def asks(answers: Answers, _facts: Facts) -> drafting.LooseMarks:
        found = answers[again][kept]
        places = tuple(drafting.LoosePlace(**each) for each in found[:_SHOWN])
        return drafting.LooseMarks(places=places, more=len(found) - len(places))

    def goes_on(answers: Answers, facts: Facts) -> str | None:
        return again if answers[MARKS] == AGAIN else then(answers, facts)

    return choice_step(MARKS, asks, lambda _a, _f: _CHOICES, goes_on)


_CHOICES = (Option(key=AGAIN, label="Viết lại"), Option(key=KEEP, label="Giữ nguyên dấu"))


def dumped_places(places: Sequence[Place]) -> list[dict[str, object]]:
    """As they are kept in a dialog's position."""
    return [
        {"what": WHY[each.why], "line": each.line, "before": each.before, "at": each.at, "after": each.after}
        for each in places
    ]
