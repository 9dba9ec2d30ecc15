"""What the answers of the dialog amount to: who is told of, by whom."""

from handlers.steps import Answers

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
    return "" if withheld(answers) else str(answers.get("nominator") or "")


def agrees(answers: Answers) -> str:
    """What they say of the nominee's consent: yes, no or unknown."""
    return "yes" if own(answers) else str(answers["agrees"])
