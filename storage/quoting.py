"""What of a report's words leaves the desk: nobody's name or number, and nothing where they may accuse."""

from messages.quoting import without_people
from storage.campaign import Campaign

NOT_QUOTED = "(Không trích nội dung; xem ở thẻ của việc)"


def quotable(campaign: Campaign, kind: str) -> bool:
    """Whether words of this kind may be shown to many: not where they are likely to name somebody accused."""
    known = campaign.kind(kind)
    return known is None or known.quoted


def quoted(campaign: Campaign, kind: str, words: str) -> str:
    """The words as digests and their documents carry them; see `messages.quoting` for what is hidden."""
    if not words:
        return ""
    return hidden(campaign, words) if quotable(campaign, kind) else NOT_QUOTED


def hidden(campaign: Campaign, words: str) -> str:
    """What the office answered somebody: it may name them."""
    return without_people(words, campaign.units.names)
