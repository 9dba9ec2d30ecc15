"""What the answers of the dialog amount to: who is told of, by whom."""

from typing import Any

from handlers.steps import Answers
from messages.vi.deeds import SPOKEN

PERSON, COLLECTIVE, MYSELF = "person", "collective", "me"


def collective(answers: Answers) -> bool:
    """Whether a collective is told of."""
    return answers.get("who") == COLLECTIVE


def myself(answers: Answers) -> bool:
    """Whether they tell of themselves."""
    return answers.get("who") == MYSELF


def own(answers: Answers) -> bool:
    """Whether they tell of themselves, or of a collective that they are in."""
    return myself(answers) or (collective(answers) and (answers.get("known") or {}).get("how") == "member")


def withheld(answers: Answers) -> bool:
    """Whether the nominator's name is kept from others."""
    return answers.get("withheld") == "yes"


def nominator(answers: Answers) -> str:
    """What the nominator calls themselves; empty if withheld or not told."""
    return "" if withheld(answers) else in_words(answers, "nominator")


def in_words(answers: Answers, name: str) -> str:
    """What was written at a step; where it was only spoken, or shown, that it was; empty for nothing."""
    said = answers.get(name) or {}
    if isinstance(said, str):  # as it was kept before it could be spoken
        return said
    return str(said.get("text", "")) or (SPOKEN if said.get("files") else "")


def spoken(answers: Answers, name: str) -> list[Any]:
    """The files that answer a step, or came with the words."""
    said = answers.get(name)
    return list(said.get("files", ())) if isinstance(said, dict) else []


def agrees(answers: Answers) -> str:
    """What they say of the nominee's consent: yes, no or unknown."""
    return "yes" if own(answers) else str(answers["agrees"])
