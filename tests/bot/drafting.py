"""A bulletin that two people stand behind, without the conversation about it."""

from datetime import date, datetime

from handlers.staff.bulletins import composing
from storage import drafts, people
from storage.campaign import Campaign
from storage.database import Database
from storage.drafts import NewDraft
from storage.records import Draft, DraftKind


async def approved(database: Database, campaign: Campaign, at: datetime, daily: date | None = None) -> Draft:
    """Approved for this hour, once or daily up to a day."""
    new = NewDraft(
        kind=DraftKind.BULLETIN,
        agency=next(each.key for each in campaign.agencies if each.communication),
        title="Giữ vững vùng xanh",
        text="Bà con ở nhà.",
        created_by="Lan",
    )
    async with database.transaction() as tx:
        (lan, tam) = [(await people.meet(tx, "stage", "1", name, at))[1].id for name in ("lan", "tam")]
        made = await drafts.create(tx, new, at)
        changed = await drafts.change(tx, made.id, lan, at, send_at=at, daily_until=daily)
        assert changed is not None
        shown = (await composing.look(tx, campaign, changed)).shown
        waits = await drafts.submit(tx, changed, lan, "Lan", shown, at)
        return await drafts.approve(tx, waits, tam, "Tam", shown, at, counted=1)
