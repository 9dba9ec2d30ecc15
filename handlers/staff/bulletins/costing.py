"""What a bulletin costs: messages, time at the present rate, Stars for what goes beyond the free one."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, isfinite

from handlers.staff.bulletins.composing import View
from messages.contexts.trying import Shape
from messages.formats import Format, length, parts
from messages.vi.drafts import CHANNELS

FREE_RATE = 30.0  # messages a second that cost nothing; https://core.telegram.org/bots/faq
_STARS_EACH = 0.1  # for each message beyond them


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a paid bulletin costs about, and how long it takes."""

    stars: int
    minutes: int


def estimate(messages: int, rate: float, free: float = FREE_RATE) -> Price:
    """For so many messages at so many a second; https://core.telegram.org/bots/faq (paid broadcasts)."""
    beyond = messages * max(0.0, rate - free) / rate if isfinite(free) else 0.0
    return Price(stars=ceil(beyond * _STARS_EACH), minutes=max(1, ceil(messages / rate / 60)))


def on_each(formats: Mapping[str, Format], view: View, people: Mapping[str, int]) -> tuple[Shape, ...]:
    """How each channel that we know takes it, for the people of the audience whom it reaches, by channel."""
    return tuple(_shape(name, each, view, people.get(name, 0)) for name, each in formats.items())


def _shape(name: str, known: Format, view: View, people: int) -> Shape:
    limits, files = known.limits, len(view.draft.attachments)
    texts, units = len(parts(view.reply, limits)), length(view.reply, limits)
    captioned = bool(files) and texts == 1 and units <= limits.caption
    messages = max(1, files if captioned else texts + files)
    paid = estimate(people * messages, limits.rate, limits.free)
    return Shape(
        channel=CHANNELS.get(name, name),
        ready=known.configured,
        people=people,
        length=units,
        limit=limits.caption if captioned else limits.text,
        messages=messages,
        marks=limits.marks,
        minutes=estimate(people * messages, min(limits.rate, limits.free)).minutes,
        stars=paid.stars,
        faster=paid.minutes,
    )
