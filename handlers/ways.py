"""Which way a bulletin goes to its audience on each platform, and what that costs: what an approver decides about.

The same rules decide again when it leaves (each channel's `can_send`, bot.broadcasting): this is what they will say
if nobody is heard meanwhile.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from messages.content import AttachmentKind, Reply
from messages.limits import Limits
from messages.vi import ways as say
from messages.window import Window
from storage import broadcasts, ways
from storage.bulletins import EVERYONE
from storage.database import Tx
from storage.records import Rule
from storage.ways import Reached

_A_DAY, _BY_DAY = timedelta(days=1), 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How one account carries a bulletin.

    Attributes:
        people: how many of the audience are reached there.
        article: one for all who follow, in the place of a message to each; nobody is counted below then.
        used_up: it would go as an article, but the day's are used up.
        free: get it for nothing.
        billed: get it at `price` each, because the operator agreed.
        template: get it as the approved notice, at `template_price` each.
        missed: cannot be sent it, or only for money that nobody agreed to.
    """

    channel: str
    people: int
    article: bool = False
    used_up: bool = False
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
    leaves: datetime | None = None,
    wall: datetime | None = None,
    everybody: bool | None = None,
) -> list[Plan]:
    """By account, most people first.

    Args:
        tx: a transaction.
        rule: who is to get it.
        now: campaign time.
        limits_of: says what an account allows.
        urgent: it must reach people.
        leaves: when it goes, in local campaign time; None: at once, by day.
        wall: real time, by which a day's articles are counted; None where none were sent.
        everybody: as in Campaign.for_everybody; None: what the audience itself says.
    """
    then = leaves or now
    found = await ways.reached(tx, rule, then, {})
    windows = {
        (each.channel, each.bot): window
        for each in found
        if (window := limits_of(each.channel, each.bot).window) is not None
    }
    if windows:
        spans = {account: (window.free, window.billed) for account, window in windows.items()}
        found = await ways.reached(tx, rule, then, spans)
    everybody = rule.audience == EVERYONE if everybody is None else everybody
    plans: list[Plan] = []
    for each in found:
        window = windows.get((each.channel, each.bot))
        hour = leaves.hour if leaves else _BY_DAY
        article = everybody and window is not None and window.by_article(hour, urgent=urgent)
        used_up = article and window is not None and await _used_up(tx, each, window, then - now, wall)
        plans.append(_plan(each, window, article=article, used_up=used_up, urgent=urgent))
    return plans


async def _used_up(tx: Tx, each: Reached, window: Window, until: timedelta, wall: datetime | None) -> bool:
    """Whether the articles of the day before it leaves are as many as may go (bot.broadcasting decides so too)."""
    if wall is None:
        return False
    used = await broadcasts.used_since(tx, each.channel, each.bot, wall + until - _A_DAY)
    return used >= window.articles


def _plan(each: Reached, window: Window | None, *, article: bool, used_up: bool, urgent: bool) -> Plan:
    if window is None:
        return Plan(channel=each.channel, people=each.people, free=each.people)
    if article and not used_up:
        return Plan(channel=each.channel, people=each.people, article=True)
    pays = window.pays(unasked=True, agreed=False)
    notice = each.beyond if urgent and pays and window.template_price is not None else 0
    billed = each.stale if pays else 0
    return Plan(
        channel=each.channel,
        people=each.people,
        used_up=used_up,
        free=each.fresh,
        billed=billed,
        price=window.price,
        template=notice,
        template_price=window.template_price or 0,
        missed=each.people - each.fresh - billed - notice,
    )


def lines(plans: list[Plan], reply: Reply | None = None) -> tuple[str, ...]:
    """The plan as an approver reads it, a platform a line; empty where every way is the same and free.

    `reply`: what goes out, to say what of it an article cannot carry.
    """
    if all(each.free == each.people and not each.used_up for each in plans):
        return ()
    told = [f"{say.CHANNELS.get(each.channel, each.channel)}: {_line(each)}" for each in plans]
    if reply and any(each.article for each in plans):
        told += _bare(reply)
    return tuple(told)


def _bare(reply: Reply) -> list[str]:
    """What readers of the article get in another form, or not at all."""
    files = sum(each.kind is not AttachmentKind.PHOTO for each in reply.attachments)
    linked = [say.ARTICLE_FILES.format(files=files)] if files else []
    return [*linked, *([say.ARTICLE_CHOICES] if reply.rows else [])]


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
    return "; ".join([*([say.USED_UP] if each.used_up else []), *told, *cost])


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
