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


def on_each(formats: Mapping[str, Format], view: View, people: int) -> tuple[Shape, ...]:
    """How each channel that we know takes it, if all of these people were there."""
    files = bool(view.draft.attachments)
    shapes = []
    for name, shape in formats.items():
        texts = parts(view.reply.text, shape, files=files)
        captioned = files and len(texts) == 1 and length(view.reply.text, shape) <= shape.caption
        messages = max(1, len(texts) + (len(view.draft.attachments) if files and not captioned else 0))
        price = estimate(people * messages, min(shape.rate, shape.free))
        faster = estimate(people * messages, shape.rate, shape.free)
        shapes.append(
            Shape(
                channel=CHANNELS.get(name, name),
                ready=shape.configured,
                length=length(view.reply.text, shape),
                limit=shape.caption if captioned else shape.text,
                messages=messages,
                marks=shape.marks,
                minutes=price.minutes,
                stars=faster.stars,
                faster=faster.minutes,
            )
        )
    return tuple(shapes)
