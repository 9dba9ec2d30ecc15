"""The board of the day before as a draft for the morning bulletin: an editor sends it on, an approver decides."""

from collections.abc import Sequence
from datetime import datetime

from handlers.staff.zones import board as boards
from messages import buttons
from messages.content import Attachment, Choice, Reply
from messages.contexts import zone_board as words
from messages.render import day as full_day
from messages.render import render
from storage import bodies, drafts
from storage.campaign import Campaign
from storage.campaign.bodies import Agency
from storage.database import Tx
from storage.drafts import NewDraft
from storage.outbox import Outgoing
from storage.records import DraftKind, Role
from storage.zone_board import Board
from storage.zones import Zones

AUTHOR = "calendar"


def agency_of(campaign: Campaign) -> Agency | None:
    """Whose draft it becomes: the first agency whose people write and approve bulletins."""
    return next((each for each in campaign.agencies_with(Role.EDITOR) if Role.APPROVER in each.roles), None)


async def draft(
    tx: Tx, campaign: Campaign, zones: Zones, made: Board, pictures: Sequence[Attachment], now: datetime
) -> list[Outgoing]:
    """Begin the draft; returns what its editors are told."""
    agency = agency_of(campaign)
    if agency is None:
        return []
    begun = await drafts.create(
        tx,
        NewDraft(
            kind=DraftKind.BULLETIN,
            agency=agency.key,
            title=f"Bảng thi đua vùng xanh đến hết ngày {full_day(made.day)}",
            text=boards.text(campaign, zones, made, public=True),
            attachments=tuple(pictures),
            audience=campaign.audience_of(DraftKind.BULLETIN),
            created_by=AUTHOR,
        ),
        now,
    )
    told = Reply(
        text=render(words.DraftMade(id=begun.id, day=made.day)),
        rows=((Choice(label="Xem bản tin này", data=buttons.command("soantin", str(begun.id))),),),
    )
    editors = await bodies.people_of(tx, agency.key, Role.EDITOR)
    return [Outgoing(address=each, reply=told) for each in editors]
