"""Dialogs left standing too long: closed with a word, so that nobody wonders later what a button meant."""

from datetime import datetime

from handlers.registry import Registry
from handlers.steps import LIFETIME
from messages.content import Lane, Reply
from messages.contexts import dialogs
from messages.render import render
from storage import outbox, people, positions
from storage.database import Tx
from storage.outbox import Outgoing


async def expire(tx: Tx, registry: Registry, now: datetime, wall: datetime) -> int:
    """Close what was asked longer ago than its flow's lifetime, 200 at the most. Returns how many."""
    shortest = min((flow.lifetime for flow in registry.flows), default=LIFETIME)
    told: list[Outgoing] = []
    closed = 0
    for address_id, sender, position in await positions.expired(tx, now - shortest):
        flow = registry.flow(position.flow)
        if flow is not None and position.asked_at >= now - flow.lifetime:
            continue
        await positions.leave(tx, address_id, sender)
        closed += 1
        address = await people.get_address(tx, address_id)
        # A question never answered at all is not worth a message in the morning.
        if flow is not None and position.trail and address is not None and address.reachable:
            reply = Reply(text=render(dialogs.Expired(doing=flow.title)))
            told.append(Outgoing(address=address, reply=reply, lane=Lane.REMINDERS))
    await outbox.put(tx, told, wall)
    return closed
