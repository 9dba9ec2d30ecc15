"""Which way a bulletin goes to its audience on each platform, and what that costs: what an approver decides about.

The same rules decide again when it leaves (each channel's `can_send`, bot.broadcasting): this is what they will say
if nobody is heard meanwhile.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from messages.content import Lane
from messages.limits import Limits
from messages.vi import ways as say
from messages.window import Window
from storage import ways
from storage.bulletins import EVERYONE
from storage.database import Tx
from storage.records import Rule
from storage.ways import Reached


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How one account carries a bulletin.

    Attributes:
        people: how many of the audience are reached there.
        article: one for all who follow, in the place of a message to each; nobody is counted below then.
        free: get it for nothing.
        billed: get it at `price` each, because the operator agreed.
        template: get it as the approved notice, at `template_price` each.
        missed: cannot be sent it, or only for money that nobody agreed to.
    """

    channel: str
    people: int
    article: bool = False
    free: int = 0
    billed: int = 0
    price: int = 0
    template: int = 0
    template_price: int = 0
    missed: int = 0

    @property
    def cost(self) -> int:
        """Đồng, before tax."""
        return self.billed * self.price + self.template * self.template_price


async def plan(
    tx: Tx,
    rule: Rule,
    now: datetime,
    limits_of: Callable[[str, str], Limits],
    *,
    urgent: bool = False,
    lane: Lane = Lane.BULLETINS,
    hour: int = 12,
) -> list[Plan]:
    """By account, most people first.

    `now` is campaign time, `hour` the local one; `limits_of` says what an account allows.
    """
    found = await ways.reached(tx, rule, now, {})
    windows = {
        (each.channel, each.bot): window
        for each in found
        if (window := limits_of(each.channel, each.bot).window) is not None
    }
    if windows:
        spans = {account: (window.free, window.billed) for account, window in windows.items()}
        found = await ways.reached(tx, rule, now, spans)
    everybody = rule.audience == EVERYONE and lane is not Lane.REMINDERS
    plans: list[Plan] = []
    for each in found:
        window = windows.get((each.channel, each.bot))
        article = everybody and window is not None and window.by_article(hour, urgent=urgent)
        plans.append(_plan(each, window, article=article, urgent=urgent))
    return plans


def _plan(each: Reached, window: Window | None, *, article: bool, urgent: bool) -> Plan:
    if window is None:
        return Plan(channel=each.channel, people=each.people, free=each.people)
    if article:
        return Plan(channel=each.channel, people=each.people, article=True)
    pays = window.pays(unasked=True, agreed=False)
    notice = each.beyond if urgent and pays and window.template_price is not None else 0
    billed = each.stale if pays else 0
    return Plan(
        channel=each.channel,
        people=each.people,
        free=each.fresh,
        billed=billed,
        price=window.price,
        template=notice,
        template_price=window.template_price or 0,
        missed=each.people - each.fresh - billed - notice,
    )


def lines(plans: list[Plan]) -> tuple[str, ...]:
    """The plan as an approver reads it, a platform a line; empty where every way is the same and free."""
    if all(each.free == each.people for each in plans):
        return ()
    return tuple(f"{say.CHANNELS.get(each.channel, each.channel)}: {_line(each)}" for each in plans)


def _line(each: Plan) -> str:
    if each.article:
        return say.ARTICLE.format(people=_number(each.people))
    counts: tuple[tuple[int, Callable[[], str]], ...] = (
        (each.free, lambda: say.FREE.format(people=_number(each.free))),
        (each.billed, lambda: say.BILLED.format(people=_number(each.billed), price=_number(each.price))),
        (
            each.template,
            lambda: say.TEMPLATE.format(people=_number(each.template), price=_number(each.template_price)),
        ),
        (each.missed, lambda: say.MISSED.format(people=_number(each.missed))),
    )
    told = [words() for count, words in counts if count]
    cost = [say.COST.format(cost=_number(each.cost))] if each.cost else []
    return "; ".join([*told, *cost])


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
