"""The signed figures that a draft quotes: of one day, as they stand signed now, and never repeated the next day."""

from datetime import datetime, timedelta

from messages.contexts import quoting as words
from storage import figures
from storage.campaign import Campaign
from storage.database import Tx
from storage.records import Draft

_A_DAY = timedelta(days=1)


async def stale(tx: Tx, campaign: Campaign, draft: Draft, now: datetime) -> words.FiguresStale | None:
    """Whether others have been signed for that day since, or they are older than the day before it goes out."""
    quoted = await figures.get(tx, draft.figures_id) if draft.figures_id else None
    if quoted is None:
        return None
    newest = await figures.signed(tx, quoted.day)
    again = newest is not None and newest.id != quoted.id
    goes = campaign.local(max(now, draft.send_at or now)).date()
    if not again and quoted.day >= goes - _A_DAY:
        return None
    return words.FiguresStale(id=draft.id, day=quoted.day, again=again, goes=goes)


def repeated(draft: Draft) -> words.FiguresDaily | None:
    """Whether it would say one day's figures every day."""
    return words.FiguresDaily(id=draft.id) if draft.figures_id and draft.daily_until else None


async def unfit(
    tx: Tx, campaign: Campaign, draft: Draft, now: datetime
) -> words.FiguresStale | words.FiguresDaily | None:
    """Why its figures keep it from going out; None if it quotes none, or they are good."""
    return repeated(draft) or await stale(tx, campaign, draft, now)
