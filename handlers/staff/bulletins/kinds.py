"""The kind of a draft: which it may become, and for whom it is then."""

from dataclasses import replace
from typing import Any

from handlers.choose import Option
from handlers.steps import Answers, Facts
from messages.vi.drafts import KINDS
from storage import codes
from storage.campaign import Campaign
from storage.records import Draft, DraftKind


def every(_answers: Answers, _facts: Facts) -> list[Option]:
    """All of them."""
    return [Option(key=key, label=name) for key, name in KINDS.items()]


def others(answers: Answers, facts: Facts) -> list[Option]:
    """A correction is one of a rumour that the desk has answered: nothing becomes one without, nor ceases to be it."""
    was = answers["was"]
    left = [each for each in every(answers, facts) if each.key != was["kind"]]
    return [each for each in left if each.key != DraftKind.CORRECTION or was["rumour"]]


def of_a_rumour(draft: Draft) -> bool:
    """Whether the rumour desk has an item behind it."""
    return codes.rumour(draft.subject) is not None


def for_whom(campaign: Campaign, draft: Draft, kind: DraftKind) -> dict[str, Any]:
    """A draft that is for those who chose its kind's topic is for those who chose the new kind's."""
    own = campaign.topics_of(draft.kind)
    if not own or draft.audience.topics != own:
        return {}
    return {"audience": replace(draft.audience, topics=campaign.topics_of(kind))}
