"""Which kind of difficulty: the words suggest one, the person decides."""

from handlers.choose import Option
from handlers.citizens.reports.bins import emergency, said
from handlers.intents import suggest_kind
from handlers.questions import choice_step, worded
from handlers.steps import Answers, Facts, Step
from messages.contexts import reports as words
from messages.render import Words, rich
from storage.campaign import Campaign

OTHER_KINDS = "-kinds"


def kind_step() -> Step:
    """The kind that the words suggest first, all others behind one button."""
    return choice_step("kind", _asks, _options, _then)


def _guess(answers: Answers, campaign: Campaign) -> str | None:
    text = said(answers)
    kinds = {kind.key: (kind.label, *kind.synonyms) for kind in campaign.report_kinds}
    return suggest_kind(text, kinds) if text else None


def _asks(answers: Answers, facts: Facts) -> Words:
    first = emergency(answers, facts) if answers.get("kind") is None else None
    return words.AskKind(
        emergency=rich(worded(first, facts)) if first else "",
        guessed=_guess(answers, facts.campaign) is not None and answers.get("kind") != OTHER_KINDS,
    )


def _options(answers: Answers, facts: Facts) -> list[Option]:
    guess = _guess(answers, facts.campaign)
    every = [
        Option(key=kind.key, label=kind.label, words=kind.synonyms) for kind in facts.campaign.report_kinds
    ]
    if guess is None or answers.get("kind") == OTHER_KINDS:
        return every
    first = [option for option in every if option.key == guess]
    return [*first, Option(key=OTHER_KINDS, label="Nhóm khác")]


def _then(answers: Answers, _facts: Facts) -> str:
    return "kind" if answers["kind"] == OTHER_KINDS else "place"
