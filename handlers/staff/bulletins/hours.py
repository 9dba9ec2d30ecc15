"""Hours of drafts: each of those of what goes out daily, when the quiet hours let it out, and which cannot work."""

from datetime import date, datetime, timedelta

from messages.contexts import drafts
from messages.contexts import planning as words
from messages.render import Words
from storage.campaign import Campaign
from storage.records import Draft, DraftKind

A_DAY = timedelta(days=1)


def last_day(campaign: Campaign, draft: Draft) -> date | None:
    """The last day on which it goes out; None where it has no hour."""
    if draft.send_at is None:
        return None
    return min(draft.daily_until or campaign.local(draft.send_at).date(), campaign.ends)


def next_hour(campaign: Campaign, draft: Draft, now: datetime) -> datetime | None:
    """The next time after `now` of what goes out daily; None for what goes out once, or has no day left."""
    if draft.daily_until is None:
        return None
    return next((each for each in hours_of(campaign, draft, now) if each > now), None)


def hours_of(campaign: Campaign, draft: Draft, now: datetime) -> tuple[datetime, ...]:
    """Each time at which it goes out; `now` where it has no hour."""
    last = last_day(campaign, draft)
    if draft.send_at is None or last is None:
        return (now,)
    days = (last - campaign.local(draft.send_at).date()).days
    return (draft.send_at, *(draft.send_at + A_DAY * n for n in range(1, days + 1)))


def reaches(campaign: Campaign, draft: Draft, at: datetime) -> datetime:
    """When people first get what goes out at this hour, as local time: not in the quiet hours, unless it is urgent."""
    local = campaign.local(at)
    return local if draft.kind is DraftKind.ALERT else campaign.quiet.over(local)


def quiet_until(campaign: Campaign, draft: Draft, at: datetime) -> datetime | None:
    """When it leaves, as local time, where its hour lies in the quiet hours; None where it leaves at once."""
    local = reaches(campaign, draft, at)
    return local if local > at else None


def trouble(campaign: Campaign, draft: Draft, now: datetime) -> str:
    """What stands in the way of its hour: over (it holds no more), passed, closed or short; "" if nothing does.

    closed, short: by the time people would get it the campaign has ended, or it holds no more.
    """
    every = hours_of(campaign, draft, now)
    first, last = (reaches(campaign, draft, each) for each in (every[0], every[-1]))
    found = {
        "over": draft.valid_until is not None and draft.valid_until <= now,
        "passed": draft.send_at is not None and draft.send_at <= now,
        "closed": campaign.phase(last) != "running",
        "short": draft.valid_until is not None and draft.valid_until <= first,
    }
    return next((why for why, so in found.items() if so), "")


def why_not(campaign: Campaign, draft: Draft, now: datetime) -> Words | None:
    """The same in words; None if nothing stands in its way."""
    until = campaign.local(draft.valid_until) if draft.valid_until else None
    every = hours_of(campaign, draft, now)
    match trouble(campaign, draft, now):
        case "":
            return None
        case "passed":
            return words.HourPassed(id=draft.id, at=campaign.local(every[0]))
        case "closed":
            at = reaches(campaign, draft, every[-1])
            return words.ReachesNobody(id=draft.id, at=at, until=None, ends=campaign.ends)
        case "short":
            at = reaches(campaign, draft, every[0])
            return words.ReachesNobody(id=draft.id, at=at, until=until, ends=campaign.ends)
    return drafts.TooLateNow(id=draft.id, until=until or campaign.local(now))
