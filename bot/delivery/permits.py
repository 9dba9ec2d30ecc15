"""Asking a choosy platform whom may be written to now, before anything is taken from its pace."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.channels.base import Channel
from bot.channels.reach import Ask, Permit, Selective, Way
from storage.claims import Claim
from storage.receipts import Outcome
from storage.records import SendState


def permitted(
    claims: Sequence[Claim], channel: Channel, now: datetime, at: datetime
) -> tuple[list[Claim], list[Outcome]]:
    """Those that may leave, and what becomes of the others; `now` is campaign time, `at` real time.

    What somebody asked for waits until the platform lets it through; what they did not ask for is not sent, and
    never to people whom only a paid message would reach if nobody agreed to pay.
    """
    if not isinstance(channel, Selective):
        return list(claims), []
    leave: list[Claim] = []
    stay: list[Outcome] = []
    for claim in claims:
        permit = channel.can_send(_ask(claim, now))
        if permit.allowed:
            template = permit.way is Way.TEMPLATE
            leave.append(replace(claim, template=template, may_cost=permit.may_cost))
        else:
            stay.append(_outcome(claim, permit, at))
    return leave, stay


def _ask(claim: Claim, now: datetime) -> Ask:
    return Ask(
        chat=claim.chat,
        heard=claim.heard,
        now=now,
        unasked=claim.bulk,
        urgent=claim.urgent,
        paid=claim.paid,
        left=claim.left,
        bulletin_id=claim.bulletin_id,
    )


def _outcome(claim: Claim, permit: Permit, at: datetime) -> Outcome:
    if permit.again is None:
        return Outcome(claim=claim, state=SendState.CANCELLED, reason=permit.reason)
    later = at + permit.again
    return Outcome(claim=claim, state=SendState.WAITING, reason=permit.reason, not_before=later)
