"""The parts of a draft as questions, for writing it and for writing one of them anew."""

from handlers.questions import Then, refuse, text_step, worded
from handlers.steps import Answers, Facts, Question, Said, Step
from messages.content import InboundKind
from messages.contexts import dialogs
from messages.contexts import drafts as words
from messages.length import utf16
from messages.markup import sanitise, visible

TITLE_LIMIT = 160  # UTF-16 units
TEXT_LIMIT = 3_000  # leaves room for title, source and the agency's name within one message
SOURCE_LIMIT = 200


def title(then: Then) -> Step:
    """The heading, plain."""
    return text_step("title", lambda _a, _f: words.AskTitle(limit=TITLE_LIMIT), then, limit=TITLE_LIMIT)


def source(then: Then) -> Step:
    """Where the facts come from, plain."""
    return text_step(
        "source", lambda _a, _f: words.AskSource(), then, limit=SOURCE_LIMIT, skip="Không ghi nguồn"
    )


def text(then: Then) -> Step:
    """The words, with simple marks; whatever is pasted is made safe."""

    def ask(_answers: Answers, facts: Facts) -> Question:
        return Question(text=worded(words.AskText(limit=TEXT_LIMIT), facts))

    def accept(said: Said, _answers: Answers, facts: Facts) -> str:
        written = sanitise(said.text)
        shown = visible(written).strip()
        if said.inbound.kind is InboundKind.PRESS or not shown:
            raise refuse(dialogs.NeedWords(voice=False), facts)
        if utf16(shown) > TEXT_LIMIT:
            raise refuse(dialogs.TooLong(length=utf16(shown), limit=TEXT_LIMIT), facts)
        return written

    return Step(name="text", ask=ask, accept=accept, then=then, free_text=True)
