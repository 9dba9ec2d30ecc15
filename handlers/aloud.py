"""A bulletin as it is read over a loudspeaker: plain words with numbers spelled out; links and marks are not read."""

from messages.markup import visible
from messages.spoken import spoken
from messages.vi.drafts import KINDS
from storage.campaign import Campaign
from storage.records import Draft, DraftKind


def of_draft(campaign: Campaign, draft: Draft) -> str:
    """Its kind, title, words and source, and who says it; empty if it has no words."""
    text = visible(draft.text).strip()
    if not text:
        return ""
    agency = campaign.agency(draft.agency)
    kind = "" if draft.kind is DraftKind.BULLETIN else f"{KINDS[draft.kind.value]}.\n"
    source = f"\n\nNguồn: {draft.source}." if draft.source else ""
    name = agency.name if agency else draft.agency
    return spoken(f"{kind}{_ended(draft.title)}\n\n{text}{source}\n\n{name} thông báo.")


def of_words(campaign: Campaign, rich: str) -> str:
    """What people were sent, word for word, in the name of who issued the plan; empty if it has no words."""
    text = visible(rich).strip()
    return spoken(f"{text}\n\n{campaign.issuer} thông báo.") if text else ""


def _ended(title: str) -> str:
    return title if title.endswith((".", "!", "?", "…")) else f"{title}."
