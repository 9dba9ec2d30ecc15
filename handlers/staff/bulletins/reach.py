"""To whom: the rule in words, the count by district, and what looks like a mistake."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.staff.bulletins.composing import View
from handlers.turn import Turn
from messages.contexts.trying import Full, Later, Share
from messages.vi.drafts import CHANNELS, EVERYONE, LANGUAGES, NO_PLACE
from messages.vi.roles import ROLES
from storage import audience as audiences
from storage import topic_limit, ways
from storage.campaign import Campaign
from storage.database import Tx
from storage.records import Audience, DraftKind, Rule

SUSPICIOUS = 0.8  # of everyone: a rule that narrows and still takes in so many was hardly meant
_FEW = 50  # among so few people shares say nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Who would get it now. `odd`: empty, large, or "" where nothing looks like a mistake."""

    counted: int
    shares: tuple[Share, ...]
    odd: str


async def reach(turn: Turn, rule: Rule) -> Reach:
    """Count it, by district."""
    return await measured(turn.tx, turn.campaign, rule)


async def measured(tx: Tx, campaign: Campaign, rule: Rule) -> Reach:
    """The same, wherever it is asked."""
    by = await audiences.by_place(tx, rule)
    counted = sum(by.values())
    return Reach(
        counted=counted, shares=_shares(campaign, by), odd=await _odd(tx, campaign, rule.audience, counted)
    )


async def _odd(tx: Tx, campaign: Campaign, audience: Audience, counted: int) -> str:
    if not counted:
        return "empty"
    if counted >= campaign.limits.large_audience:
        return "large"
    if replace(audience, topics=()) == Audience() or counted < _FEW:  # most people keep a topic on
        return ""
    everyone = await audiences.count(tx, Rule(audience=Audience()))
    return "large" if counted >= SUSPICIOUS * everyone else ""


async def by_channel(turn: Turn, view: View) -> dict[str, int]:
    """How many of them read it on each channel: everyone where they were heard last."""
    found = await ways.reached(turn.tx, view.rule, turn.now, {})
    counts: Counter[str] = Counter()
    for each in found:
        counts[each.channel] += each.people
    return counts


async def later(turn: Turn, view: View) -> Later | None:
    """Who of them reads it in the round-up after it is sent; None where nobody does."""
    draft = view.draft
    due = turn.campaign.next_roundup(draft.send_at or turn.now)
    if due is None or draft.kind is DraftKind.ALERT or draft.audience.roles:
        return None
    count = await audiences.once_a_day(turn.tx, view.rule)
    return Later(count=count, at=turn.campaign.local(due)) if count else None


async def full(turn: Turn, view: View) -> Full | None:
    """Who of them has had that day's number of its topic already; None where nobody has."""
    campaign, at = turn.campaign, view.draft.send_at or turn.now
    most, day = campaign.limits.bulletins_per_topic_a_day, campaign.local(at).date().isoformat()
    if view.draft.kind is DraftKind.ALERT:
        return None
    count = await topic_limit.count_enough(turn.tx, view.rule, view.topics, day, most)
    return Full(count=count, most=most, topic=topic_names(campaign, view.topics)) if count else None


def _shares(campaign: Campaign, by: dict[str, int]) -> tuple[Share, ...]:
    """The largest first; who told no place last."""
    found: Counter[str] = Counter()
    for code, people in by.items():
        unit = campaign.units.get(code)
        district = campaign.units.district_of(code) if unit else None
        where = district or unit
        found[where.title if where else NO_PLACE] += people
    last = found.pop(NO_PLACE, 0)
    shares = [Share(place=place, count=people) for place, people in found.most_common()]
    return (*shares, Share(place=NO_PLACE, count=last)) if last else tuple(shares)


def audience_words(campaign: Campaign, audience: Audience) -> tuple[str, ...]:
    """The rule as staff read it, a part each."""
    left = Audience(**{name: getattr(audience, f"without_{name}") for name in _LEFT_OUT})
    return (*(_words(campaign, audience) or (EVERYONE,)), *(f"trừ {each}" for each in _words(campaign, left)))


_LEFT_OUT = ("areas", "bodies", "roles", "zones", "topics", "languages", "channels")


def _words(campaign: Campaign, audience: Audience) -> list[str]:
    where = _names(campaign, (*audience.areas, *audience.bodies))
    who = [ROLES[role].lower() for role in audience.roles]
    colours = [f"vùng {colour_label(campaign, key)}" for key in audience.zones]
    chosen = [f"người chọn chủ đề {topic_names(campaign, audience.topics)}"] if audience.topics else []
    spoken = [f"người dùng {LANGUAGES.get(each, each)}" for each in audience.languages]
    apps = [f"người dùng {CHANNELS.get(each, each)}" for each in audience.channels]
    return [*where, *who, *colours, *chosen, *spoken, *apps]


def topic_names(campaign: Campaign, keys: Sequence[str]) -> str:
    """Topics as in a sentence: “Gương tốt” hoặc “Đính chính”."""
    found = ((key, campaign.topic(key)) for key in keys)
    return " hoặc ".join(f"“{topic.label if topic else key}”" for key, topic in found)


def colour_label(campaign: Campaign, key: str) -> str:
    """What a colour is called."""
    colour = campaign.zones.colours.get(key) if campaign.zones else None
    return colour.label if colour else key


def _names(campaign: Campaign, codes: tuple[str, ...]) -> list[str]:
    scopes = ((code, campaign.scope(code)) for code in codes)
    return [scope.name if scope else code for code, scope in scopes]
