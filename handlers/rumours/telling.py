"""Whoever asked is told: a slice at a time, outside of the quiet hours, each of them once for every answer."""

from datetime import datetime

from handlers.rumours.office import agency_name
from messages import buttons
from messages.content import Choice, Lane, Reply
from messages.contexts import rumours as words
from messages.render import Words, render
from messages.vi.rumours import VERDICT
from storage import outbox, rumours
from storage.campaign import Campaign
from storage.database import Tx
from storage.outbox import Outgoing
from storage.records import Finding, Rumour

AT_ONCE = 200  # people told in one transaction
HELPED, NOT_HELPED, ANOTHER, NO_NEWS = "co", "chua", "khac", "thoi"


def found(campaign: Campaign, rumour: Rumour, *, asked: bool = False) -> words.Found:
    """What people read of an answered rumour; `asked`: they asked some time ago. ValueError if it is not answered."""
    if rumour.finding is None or rumour.answered_at is None:
        raise ValueError(f"{rumour.code} has no answer")
    return said(campaign, rumour, rumour.finding, rumour.answered_at, asked=asked)


def said(
    campaign: Campaign, rumour: Rumour, finding: Finding, at: datetime, *, asked: bool = False
) -> words.Found:
    """The same of an answer that may be given yet."""
    return words.Found(
        verdict=VERDICT[finding.verdict.value],
        claim=finding.claim,
        answer=finding.answer,
        source=finding.source,
        agency=agency_name(campaign, rumour.agency),
        at=campaign.local(at).date(),
        asked=asked,
        corrected=asked and rumour.edition > 1,
    )


def answer_rows(rumour: Rumour) -> tuple[tuple[Choice, ...], ...]:
    """Whether it helped, or was about something else."""
    return (
        (
            Choice(label="Có ích", data=buttons.rumour(rumour.code, HELPED)),
            Choice(label="Chưa rõ", data=buttons.rumour(rumour.code, NOT_HELPED)),
        ),
        (Choice(label="Không phải tin tôi hỏi", data=buttons.rumour(rumour.code, ANOTHER)),),
    )


async def due(tx: Tx, campaign: Campaign, now: datetime) -> list[Outgoing]:
    """What is to be said now to those who wait for an answer; they count as told once this commits.

    Nothing in the quiet hours: an answer that came at night is told in the morning. It is told after the
    campaign's end too: what somebody asked in time is owed to them.
    """
    if campaign.quiet.covers(campaign.local(now)):
        return []
    out: list[Outgoing] = []
    for rumour in await rumours.telling(tx):
        left = AT_ONCE - len(out)
        taken, addresses = await rumours.owed(tx, rumour, left)
        if taken < left:
            await rumours.told_all(tx, rumour)
        reply = _reply(campaign, rumour)
        out += [
            Outgoing(
                address=each,
                reply=reply,
                lane=Lane.ALERTS,
                subject=rumour.code,
                dedupe=f"told:{rumour.code}:{rumour.edition}:{each.id}",
            )
            for each in addresses
        ]
        if len(out) >= AT_ONCE:
            break
    return out


async def tell(tx: Tx, campaign: Campaign, now: datetime, wall: datetime) -> int:
    """`due` put into the outbox; a chore of the calendar. `wall` is real time. Returns how many."""
    out = await due(tx, campaign, now)
    await outbox.put(tx, out, wall)
    return len(out)


def _reply(campaign: Campaign, rumour: Rumour) -> Reply:
    told: Words
    if rumour.finding is None:
        told = words.NoRumour(agency=agency_name(campaign, rumour.agency))
        return Reply(text=render(told))
    told = found(campaign, rumour, asked=True)
    return Reply(text=render(told), rows=answer_rows(rumour))
