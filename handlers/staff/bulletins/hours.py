"""Hours of drafts: the next one of what goes out daily, when the quiet hours let it out, and which hour cannot work."""

from datetime import date, datetime, timedelta

from messages.contexts import drafts
from messages.contexts import planning as words
from messages.render import Words
from storage.campaign import Campaign
from storage.records import Draft

A_DAY = timedelta(days=1)


def last_day(campaign: Campaign, draft: Draft) -> date | None:
    """The last day on which it goes out; None where it has no hour."""
    if draft.send_at is None:
        return None
    return min(draft.daily_until or campaign.local(draft.send_at).date(), campaign.ends)


def next_hour(campaign: Campaign, draft: Draft, now: datetime) -> datetime | None:
    """The next time after `now` of what goes out daily; None for what goes out once, or has no day left."""
    last = last_day(campaign, draft)
    if draft.daily_until is None or draft.send_at is None or last is None:
        return None
    at = draft.send_at
    while at <= now:
        at += A_DAY
    return at if campaign.local(at).date() <= last else None


def why_not(campaign: Campaign, draft: Draft, now: datetime) -> Words | None:
    """Why it cannot go out at its hour: that has passed, or what it says no longer holds. None if it can."""
    if draft.valid_until is not None and draft.valid_until <= now:
        return drafts.TooLateNow(id=draft.id, until=campaign.local(draft.valid_until))
    if draft.send_at is not None and draft.send_at <= now:
        return words.HourPassed(id=draft.id, at=campaign.local(draft.send_at))
    return None
