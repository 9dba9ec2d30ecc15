"""What may be sent to somebody, by when they were last heard: Zalo's windows, its quotas, and the operator's yes.

Within 48 hours a message is free; up to seven days it is billed; later only an approved template goes
(developers.zalo.me, consultation messages). How many of the free ones a person may get sources disagree about:
the quota in each answer decides.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.channels.reach import Ask, Permit, Way
from bot.channels.zalo_oa.errors import whole
from bot.channels.zalo_oa.wire import Json
from messages.window import NIGHT_FROM, NIGHT_TO, Window
from storage.claims import ARTICLE, NIGHT, WINDOW
from storage.records import BroadcastState

_REMEMBERED = 20_000  # people whose quota is remembered
_SPENT = timedelta(hours=1)  # until something that costs is tried again after Zalo said that no quota is left
_AGAIN = timedelta(minutes=2)  # until an answer that may not leave is looked at again
_MORNING = timedelta(minutes=5)
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_VIETNAM = timedelta(hours=7)
_DECIDED = timedelta(seconds=15)  # until it is looked at again whether an article has left
_EACH = (BroadcastState.EACH, BroadcastState.FAILED, BroadcastState.CANCELLED)
_GONE = (BroadcastState.SENT, BroadcastState.WITHDRAWN, BroadcastState.STUCK)
_FREE_KINDS = frozenset({"reply", "cs_reply"})


class _Chats:
    """The chats of which something was learnt, the newest so many."""

    def __init__(self) -> None:
        self._since: OrderedDict[str, datetime] = OrderedDict()

    def add(self, chat: str, at: datetime) -> None:
        self._since.pop(chat, None)
        self._since[chat] = at
        if len(self._since) > _REMEMBERED:
            self._since.popitem(last=False)

    def drop(self, chat: str) -> None:
        self._since.pop(chat, None)

    def since(self, chat: str) -> datetime | None:
        return self._since.get(chat)


@dataclass(slots=True)
class Free:
    """How many messages to somebody cost nothing, since they were last heard; None: nobody has said.

    Whoever is heard gets another one of these: an answer that comes after changes the old one, and nothing else.
    """

    left: int | None = None

    def charged(self, quota: Json) -> None:
        """An answer said what the message was taken from, and how many are left of that."""
        kind, left = remaining(quota)
        if kind in _FREE_KINDS:
            self.left = left
        elif kind:  # from what is bought: the free ones are used up
            self.left = 0

    def unsure(self) -> None:
        """Nobody knows whether another one was taken."""
        self.left = max(self.left - 1, 0) if self.left is not None else None


class Windows:
    """Answers `can_send` for one account.

    Args:
        window: the spans, and what the operator pays for.
        wall: real time: Zalo's night is not the rehearsal's.
    """

    def __init__(self, window: Window, wall: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._window = window
        self._wall = wall
        self._free: OrderedDict[str, Free] = OrderedDict()
        self._silent = _Chats()  # Zalo says that they were not heard for too long, whatever we counted
        self._enough = _Chats()  # Zalo says that they have had enough
        self._spent_until = datetime.min.replace(tzinfo=UTC)
        self.routes: Mapping[int, BroadcastState] = {}  # by which way each live bulletin goes

    def free(self, chat: str) -> Free:
        """What is known of somebody's free messages; to be written to."""
        found = self._free.setdefault(chat, Free())
        if len(self._free) > _REMEMBERED:
            self._free.popitem(last=False)
        return found

    def spent(self) -> None:
        """Zalo takes nothing that costs any more: for an hour only what is free leaves."""
        self._spent_until = self._wall() + _SPENT

    def silent(self, chat: str) -> None:
        """Zalo says that they were last heard too long ago (-230, -232): so they are, until they are heard."""
        self._silent.add(chat, self._wall())

    def enough(self, chat: str) -> None:
        """Zalo says that they have had enough (-218, -144): for a day, or until they are heard."""
        self._enough.add(chat, self._wall())

    def heard(self, chat: str) -> None:
        """The person wrote: their free messages begin anew."""
        self._free.pop(chat, None)
        self._free[chat] = Free()
        for learnt in (self._silent, self._enough):
            learnt.drop(chat)

    def can_send(self, ask: Ask) -> Permit:
        """Which way a message may go now, if any."""
        window = self._window
        if ask.bulletin_id and window.articles and (held := self._by_article(ask.bulletin_id)):
            return held
        had_enough = self._enough.since(ask.chat)
        if had_enough and self._wall() - had_enough < _DAY:
            return Permit(way=Way.BLOCKED, reason=WINDOW, again=None if ask.unasked else _HOUR)
        silent = self._silence(ask)
        broke = self._wall() < self._spent_until
        pays = window.pays(unasked=ask.unasked, agreed=ask.paid) and not broke
        if silent <= window.free and self._left(ask) != 0:
            return Permit(way=Way.FREE, allowed=True, may_cost=pays)
        if silent <= window.billed and pays:
            return Permit(way=Way.BILLED, allowed=True, may_cost=True)
        if ask.urgent and ask.unasked and not broke and window.template_price is not None:
            return self._template(ask)
        way = Way.BILLED if silent <= window.billed else Way.TEMPLATE
        return Permit(way=way, reason=WINDOW, again=None if ask.unasked else _AGAIN)

    def _left(self, ask: Ask) -> int | None:
        """How many are free: as learnt since the start, else as kept from before it."""
        if ask.left is not None and ask.chat not in self._free:
            self.free(ask.chat).left = ask.left
        found = self._free.get(ask.chat)
        return found.left if found else None

    def _silence(self, ask: Ask) -> timedelta:
        """How long they were not heard: by our count, unless Zalo said that this is too long."""
        if ask.heard is None or self._silent.since(ask.chat):
            return self._window.billed + timedelta(seconds=1)
        return ask.now - ask.heard

    def _by_article(self, bulletin_id: int) -> Permit | None:
        """None where it goes to each by themselves; nobody is sent both."""
        route = self.routes.get(bulletin_id)
        if route in _EACH:
            return None
        if route in _GONE:
            return Permit(way=Way.BLOCKED, reason=ARTICLE)
        wait = until_morning(self._wall()) or _DECIDED
        return Permit(way=Way.WAIT, reason=ARTICLE, again=wait)

    def _template(self, ask: Ask) -> Permit:
        if not self._window.pays(unasked=True, agreed=ask.paid):
            return Permit(way=Way.TEMPLATE, reason=WINDOW)
        if (wait := until_morning(self._wall())) is not None:
            return Permit(way=Way.WAIT, reason=NIGHT, again=wait)
        return Permit(way=Way.TEMPLATE, allowed=True)


def remaining(quota: Json) -> tuple[str, int | None]:
    """The kind of quota that a message was taken from, and how many are left of it; None if not said."""
    return str(quota.get("quota_type") or ""), whole(quota.get("remain"))


def until_morning(at: datetime) -> timedelta | None:
    """How long Zalo's night lasts still; None by day. It takes neither templates nor articles then."""
    here = at.astimezone(UTC) + _VIETNAM
    if NIGHT_TO <= here.hour < NIGHT_FROM:
        return None
    morning = here.replace(hour=NIGHT_TO, minute=0, second=0, microsecond=0) + _MORNING
    return (morning if morning > here else morning + timedelta(days=1)) - here
