"""Who reads what the calendar says by itself."""

from storage.campaign import Campaign, Entry
from storage.records import Audience

TOPIC = "reminders"  # the topic of the campaign file that a reminder goes under
_REMINDS = frozenset({"reminder", "last_day"})


def readers(campaign: Campaign, entry: Entry) -> Audience:
    """The audience of a public entry; a round-up goes to those of everyone who want news once a day."""
    topics = (TOPIC,) if entry.kind in _REMINDS and campaign.topic(TOPIC) else ()
    return Audience(topics=topics)
