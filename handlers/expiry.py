"""Dialogs left standing too long: closed with a word, so that nobody wonders later what a button meant."""

from datetime import datetime

from handlers.registry import Registry
from handlers.steps import LIFETIME
from messages.content import Lane, Reply
from messages.contexts import dialogs
from messages.render import render
from storage import outbox, people, positions
from storage.campaign import Campaign
from storage.database import Tx
from storage.outbox import Outgoing


async def expire(tx: Tx, registry: Registry, campaign: Campaign, now: datetime, wall: datetime) -> int:
    """Close what was asked longer ago than its flow's lifetime, 200 at the most. Returns how many.

    `now` is campaign time, `wall` real time. Nothing is closed in quiet hours: the word about it would wake people. It
    is about something of their own, so it goes with the alerts, which the campaign's end does not stop.
    """
    if campaign.quiet.covers(campaign.local(now)):
        return 0
    before = {flow.name: now - flow.lifetime for flow in registry.flows if flow.lifetime != LIFETIME}
    found = await positions.expired(tx, now - LIFETIME, before)
    told: list[Outgoing] = []
    for address_id, sender, position in found:
        await positions.leave(tx, address_id, sender)
        flow = registry.flow(position.flow)
        address = await people.get_address(tx, address_id)
        # A question never answered at all is not worth a message in the morning.
        if flow is not None and position.trail and address is not None and address.reachable:
            reply = Reply(text=render(dialogs.Expired(doing=flow.title)))
            told.append(Outgoing(address=address, reply=reply, lane=Lane.ALERTS))
    await outbox.put(tx, told, wall)
    return len(found)
