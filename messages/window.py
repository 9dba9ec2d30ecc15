"""When a platform lets us write to somebody who has not just written, and what that costs. Data of `Limits`."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

NIGHT_FROM, NIGHT_TO = 22, 6  # local hours between which neither articles nor templates go (Zalo: -234)


class Pays(StrEnum):
    """What the operator agreed to pay for."""

    NOTHING = "no"
    ANSWERS = "answers"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The spans after somebody was last heard, and the ways beyond them.

    Attributes:
        free: so long a message costs nothing.
        billed: from there until so long each costs `price`; later none may be sent.
        price: đồng a message, before tax, as the operator wrote it down.
        agreed: what the operator agreed to pay for.
        template_price: đồng for the approved template that must-reach notices go by; None if there is none.
        articles: whether what is for everybody goes as one article to all followers; how many a day.
    """

    free: timedelta = timedelta(hours=48)
    billed: timedelta = timedelta(days=7)
    price: int = 55
    agreed: Pays = Pays.NOTHING
    template_price: int | None = None
    articles: int = 0

    def pays(self, *, unasked: bool, agreed: bool) -> bool:
        """Whether a message that costs may leave; `agreed`: the operator said so for this very message."""
        return agreed or self.agreed is Pays.ALL or (self.agreed is Pays.ANSWERS and not unasked)

    def by_article(self, hour: int, *, urgent: bool) -> bool:
        """Whether what is for everybody goes as an article: what is urgent does not wait for the morning."""
        return bool(self.articles) and (not urgent or NIGHT_TO <= hour < NIGHT_FROM)
