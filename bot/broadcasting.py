"""Bulletins for everybody as one article to all who follow an account: a step at a time, each written down first.

Nothing is broadcast twice. Before the one call that reaches people it is written down that it is made; whoever
finds it so after a crash, or gets no answer, does not know, says so to the approvers, and does nothing until one of
them has looked.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

import structlog

from bot.channels.base import (
    Channel,
    DeliveryError,
    Misconfigured,
    OutcomeUnknown,
    Refused,
    Throttled,
)
from bot.channels.reach import Article, Broadcaster
from bot.delivery import trouble
from bot.delivery.verdict import Verdict
from bot.telling import tell_admins
from handlers.staff.pushing import ask_article, tell_withdrawn
from messages.content import Lane
from messages.encoding import load_reply
from messages.markup import plain
from messages.menus import told
from messages.vi.menus import BY_WRITING
from storage import broadcasts, faults
from storage.bulletins import EVERYONE
from storage.campaign import Campaign
from storage.database import Database, Tx
from storage.records import Broadcast, BroadcastState, Bulletin, BulletinState

log = structlog.get_logger(__name__)

LOOK = 1.0  # seconds between two looks
_DAY = timedelta(days=1)
_STALE = timedelta(hours=3)  # campaign time: as late as a bulletin may be without being asked about
_POLL, _MOST_POLLS = timedelta(seconds=5), 120  # looks at an article that Zalo is still at
_MOST_REMOVALS = 30  # tries to take an article away, a minute apart
_LATER, _MUCH_LATER = timedelta(minutes=1), timedelta(minutes=10)
_AFTER_TROUBLE = 5.0
_S = BroadcastState
_SUMMARY = 300  # characters


class TwoClocks(Protocol):
    """Campaign time and real time."""

    def now(self) -> datetime: ...
    def wall(self) -> datetime: ...


@dataclass(kw_only=True)
class Broadcasting:
    """Carries the articles of one account.

    Attributes:
        channel: has `articles`, and is told by which way each bulletin goes.
        author: whose articles they are.
        most: articles a day.
        now: campaign time. wall: real time.
        may_send: what may be sent unasked at this instant.
        everybody: whether a bulletin is for everyone, or for all but those who gave up its kind's topic.
        alert: told what the operator must know.
    """

    database: Database
    channel: Broadcaster
    author: str
    most: int
    now: Callable[[], datetime]
    wall: Callable[[], datetime]
    may_send: Callable[[], Verdict]
    alert: Callable[[str], Awaitable[None]]
    everybody: Callable[[Bulletin], bool] = lambda made: made.audience == EVERYONE
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _complained: set[int] = field(default_factory=set)

    async def run(self) -> None:
        """Until cancelled."""
        recovered = False
        while True:
            try:
                if not recovered:
                    await self.recover()
                    recovered = True
                await self.step()
            except Exception as error:  # noqa: BLE001 - the database may be back in a moment
                trouble.tell("broadcasting_failed", error)
                await self.sleep(_AFTER_TROUBLE)
            await self.sleep(LOOK)

    async def recover(self) -> None:
        """What a crash left: an article in the making is made anew; of a broadcast nobody knows."""
        async with self.database.transaction() as tx:
            for each, _ in await broadcasts.open_(tx, *self._name):
                if each.state is _S.MAKING:
                    await self._move(tx, each, _S.WAITING)
                elif each.state is _S.SENDING:
                    await self._ask(tx, each)

    async def step(self) -> None:
        """Decide what is new, then take each that is under way one step on."""
        async with self.database.transaction() as tx:
            for made in await broadcasts.undecided(tx, *self._name, self.now() - _STALE):
                await self._decide(tx, made)
            under_way = await broadcasts.open_(tx, *self._name)
            recalled = await broadcasts.to_withdraw(tx, *self._name)
            self.channel.routes = await broadcasts.of_live(tx, *self._name)
        for each, theirs in under_way:
            if each.not_before is None or each.not_before <= self.wall():
                await self._advance(each, theirs)
        for each in recalled:
            if each.not_before is None or each.not_before <= self.wall():
                await self._withdraw(each)

    async def _decide(self, tx: Tx, made: Bulletin) -> None:
        reason = ""
        if self.now() - made.created_at > _STALE:
            reason = "late"  # begun while there were no articles, or nobody ran: no news to push at everybody
        elif not self.everybody(made) or made.lane is Lane.REMINDERS:
            reason = "not for everybody"
        elif made.urgent and self.channel.articles.night() is not None:
            reason = "urgent at night"  # whoever may be written to hears of it now, not in the morning
        elif await broadcasts.used_since(tx, *self._name, self.wall() - _DAY) >= self.most:
            reason = "articles of the day"
        state = _S.EACH if reason else _S.WAITING
        await broadcasts.decide(tx, made.id, *self._name, state, self.wall(), reason)

    async def _advance(self, each: Broadcast, made: Bulletin) -> None:
        if made.state in {BulletinState.CANCELLED, BulletinState.RECALLED}:
            await self._put(each, _S.CANCELLED)
        elif made.state is BulletinState.PAUSED:
            return
        elif each.state is _S.WAITING:
            await self._make(each, made)
        elif each.version != made.version:
            await self._put(each, _S.WAITING)  # its words have changed meanwhile
        elif each.state is _S.MADE:
            await self._look(each)
        elif each.state is _S.READY and self.may_send().allows(made.kind, urgent=made.urgent):
            await self._send(each)

    async def _make(self, each: Broadcast, made: Bulletin) -> None:
        begun = await self._put(each, _S.MAKING, version=made.version)
        if begun is None:
            return
        try:
            token = await self.channel.articles.create(self._article(made))
        except DeliveryError as error:
            await self._later(begun, _S.WAITING, error)
        else:
            await self._put(begun, _S.MADE, token=token)

    async def _look(self, each: Broadcast) -> None:
        try:
            found = await self.channel.articles.ready(each.token)
        except DeliveryError as error:
            await self._later(each, _S.MADE, error)
            return
        if found:
            await self._put(each, _S.READY, article=found)
        elif each.tries < _MOST_POLLS:
            await self._put(each, _S.MADE, not_before=self.wall() + _POLL, tries=each.tries + 1)
        else:
            await self._fail(each, "Zalo xử lý bài viết quá lâu")

    async def _send(self, each: Broadcast) -> None:
        if (night := self.channel.articles.night()) is not None:
            await self._put(each, _S.READY, not_before=self.wall() + night, reason="night")
            return
        begun = await self._put(each, _S.SENDING)
        if begun is None:
            return
        faults.point("broadcast.before")
        try:
            message = await self.channel.articles.broadcast(each.article)
        except OutcomeUnknown:
            async with self.database.transaction() as tx:
                await self._ask(tx, begun)
        except DeliveryError as error:
            await self._later(begun, _S.READY, error)
        except Exception:
            async with self.database.transaction() as tx:
                await self._ask(tx, begun)
            raise
        else:
            faults.point("broadcast.after")
            await self._put(begun, _S.SENT, message=message)

    async def _withdraw(self, each: Broadcast) -> None:
        """Its bulletin was recalled: take the article away, and say whether that was done."""
        why = ""
        try:
            await self.channel.articles.remove(each.article)
        except DeliveryError as error:
            if not isinstance(error, Refused) and each.tries < _MOST_REMOVALS:
                again = self.wall() + _LATER
                await self._put(each, each.state, not_before=again, reason=str(error), tries=each.tries + 1)
                return
            why = str(error) or type(error).__name__
        async with self.database.transaction() as tx:
            moved = await self._move(tx, each, _S.STUCK if why else _S.WITHDRAWN, reason=why)
            if moved is not None:
                await tell_withdrawn(tx, each.bulletin_id, self.wall(), why)

    async def _later(self, each: Broadcast, back: BroadcastState, error: DeliveryError) -> None:
        """Certainly not sent: again after a while, or given up for good if it will never be taken."""
        if isinstance(error, Refused):
            await self._fail(each, str(error))
            return
        wait = _MUCH_LATER if isinstance(error, Misconfigured) else _LATER
        if isinstance(error, Throttled):
            wait = max(wait, timedelta(seconds=error.wait))
        if isinstance(error, Misconfigured) and each.id not in self._complained:
            self._complained.add(each.id)
            await self.alert(f"Bài viết của bản tin số {each.bulletin_id} chưa gửi được: {error}.")
        await self._put(each, back, not_before=self.wall() + wait, reason=str(error), tries=each.tries + 1)

    async def _fail(self, each: Broadcast, why: str) -> None:
        await self._put(each, _S.FAILED, reason=why)
        text = f"Bài viết của bản tin số {each.bulletin_id} không gửi được ({why}). Bản tin đi riêng tới từng người."
        await self.alert(text)

    async def _ask(self, tx: Tx, each: Broadcast) -> None:
        await self._move(tx, each, _S.UNKNOWN)
        await ask_article(tx, each.bulletin_id, self.wall())

    async def _put(self, each: Broadcast, to: BroadcastState, **changes: object) -> Broadcast | None:
        async with self.database.transaction() as tx:
            return await self._move(tx, each, to, **changes)

    async def _move(self, tx: Tx, each: Broadcast, to: BroadcastState, **changes: object) -> Broadcast | None:
        return await broadcasts.move(tx, each, to, self.wall(), **changes)

    @property
    def _name(self) -> tuple[str, str]:
        return self.channel.name, self.channel.bot

    def _article(self, made: Bulletin) -> Article:
        """The bulletin's words, a paragraph each; what is bold or linked is plain here, and a choice is typed."""
        reply = load_reply(made.reply)
        words = plain(reply.text)
        paragraphs = [each.strip() for each in words.split("\n\n") if each.strip()]
        choices = ["\n".join([BY_WRITING, *told(reply)])] if reply.rows else []
        return Article(
            title=made.title or paragraphs[0],
            summary=" ".join(words.split())[:_SUMMARY],
            paragraphs=[*paragraphs, *choices],
            author=self.author,
            files=reply.attachments,
        )


def broadcasting_of(
    channels: Sequence[Channel],
    database: Database,
    campaign: Campaign,
    clock: TwoClocks,
    may_send: Callable[[], Verdict],
) -> tuple[Broadcasting, ...]:
    """One for each account that has articles."""
    return tuple(
        Broadcasting(
            database=database,
            channel=channel,
            author=campaign.issuer,
            most=channel.limits.window.articles,
            now=clock.now,
            wall=clock.wall,
            may_send=may_send,
            everybody=lambda made: campaign.for_everybody(made.kind, made.audience),
            alert=partial(tell_admins, database, clock),
        )
        for channel in channels
        if isinstance(channel, Broadcaster) and channel.limits.window and channel.limits.window.articles
    )
