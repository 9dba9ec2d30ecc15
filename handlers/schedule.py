"""What happens by itself: reminders, the last day, the closing, digests, the units' daily duty, the round-up."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers import roundup
from handlers.readers import readers
from handlers.staff import asked_digests
from handlers.staff.digests import gather, see_all, want_files, with_files
from handlers.staff.duties import giving
from messages import buttons
from messages.content import Choice, Lane, Reply
from messages.contexts.calendar import Closing, Missed, Reminder, Skipped, StillWaiting
from messages.render import Words, render, short_day
from messages.vi import states
from storage import bulletins, desks, jobs, outbox, statistics
from storage.bulletins import NewBulletin
from storage.campaign import Campaign, Entry, Firing
from storage.campaign.filling import conditions_of
from storage.database import Tx
from storage.firings import Fired, Why
from storage.outbox import Outgoing
from storage.records import Address, Audience, Role
from storage.statistics import DigestData

AUTHOR = "calendar"
CLOSED = "campaign closed"  # the reason kept with what was stopped
_LISTED = 8  # skipped firings named in one alert
_AT_ONCE = 200  # outbox rows in one statement: a dozen parameters each, SQLite takes 32,766

Fire = Callable[[Tx, Entry, datetime], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What each calendar entry does when it is due.

    Attributes:
        available: whether citizens can use a command of this name; what they cannot use is not shown.
        wall: real time, by which the outbox counts.
    """

    campaign: Campaign
    available: Callable[[str], bool]
    wall: Callable[[], datetime]

    @property
    def fires(self) -> Mapping[str, Fire]:
        """By kind of entry."""
        return {
            "reminder": self.remind,
            "last_day": self.remind,
            "closing": self.say_goodbye,
            "digest": self.send_digest,
            "duty": self.give_duty,
            "board": self.draft_board,
            "roundup": self.round_up,
        }

    def objection(self, firing: Firing, at: datetime) -> Why | None:
        """Why a firing must not happen at this campaign instant; None if it may."""
        if firing.entry.kind != "digest" and self.campaign.phase(at) == "closed":
            return Why.CLOSED
        if at > firing.until:
            return Why.TOO_LATE
        if at > firing.due and self.campaign.quiet.covers(self.campaign.local(at)):
            return Why.QUIET
        return None

    async def remind(self, tx: Tx, entry: Entry, due: datetime) -> None:
        """The day's reminder, to everyone who takes reminders."""
        words = Reminder(day=self.campaign.local(due), text=self._text(entry.text))
        await self._start(tx, entry, due, "reminder", words, readers(self.campaign, entry))

    async def say_goodbye(self, tx: Tx, entry: Entry, due: datetime) -> None:
        """The closing, to everyone who agreed; to the desks the whole campaign's digest, final board and report.

        Those who still wait for something are told that we know.
        """
        words = Closing(text=self._text(entry.text))
        await self._start(tx, entry, due, "closing", words, readers(self.campaign, entry))
        await self._report(tx, entry, due)
        if entry.waiting:
            waiting = await statistics.open_matters(tx)
            await self._put(tx, [self._still_waiting(entry, due, *each) for each in waiting])

    async def _report(self, tx: Tx, entry: Entry, due: datetime) -> None:
        """The office's own part of the closing, once, however late: the whole campaign's digest and report."""
        found = await asked_digests.whole(tx, self.campaign, due)
        name = f"{_name(entry, due)}:whole"
        await self._to_desks(tx, found.data, found.text, name, totals=found.totals)

    async def send_digest(self, tx: Tx, entry: Entry, due: datetime) -> None:
        """The figures since the last digest, to the offices that collect and read them."""
        data = await gather(tx, self.campaign, due)
        await self._to_desks(tx, data, with_files(data), _name(entry, due))

    async def give_duty(self, tx: Tx, entry: Entry, due: datetime) -> None:
        """What units are asked to do every day, to their officers."""
        await self._put(tx, await giving.standing(tx, self.campaign, entry, due))

    async def draft_board(self, tx: Tx, entry: Entry, due: datetime) -> None:
        """The emulation board up to the day before, as a draft for the morning bulletin."""
        day = self.campaign.local(due).date() - timedelta(days=1)
        payload = {"day": day.isoformat()}
        await jobs.put(tx, "zone_morning", payload, self.wall(), dedupe=f"{_name(entry, due)}:board")

    async def round_up(self, tx: Tx, entry: Entry, due: datetime) -> None:
        """What was withheld from those who want news once a day, in one message each."""
        wall = self.wall()
        payload = {"due": due.isoformat(), "until": wall.isoformat()}
        await jobs.put(tx, roundup.JOB, payload, wall, dedupe=f"{_name(entry, due)}:roundup")

    async def _to_desks(self, tx: Tx, data: DigestData, text: str, name: str, *, totals: str = "") -> None:
        """The digest, and with `totals` the campaign's own, to Home Affairs and to the People's Committee's office.

        Then the files, by email too.
        """
        said = [(name, Reply(text=text, rows=see_all(data)))]
        said += [(f"{name}:totals", Reply(text=totals))] if totals else []
        office = await self._desks_of(tx, Role.HOME_AFFAIRS)
        found = await self._desks_of(tx, Role.COMMITTEE) | office
        out = [
            Outgoing(address=desk, reply=reply, lane=Lane.ALERTS, dedupe=f"{named}:{desk.id}")
            for desk in found.values()
            for named, reply in said
        ]
        await self._put(tx, out)
        only_read = [each for each in found if each not in office]
        files, final = f"{name}:files", bool(totals)
        await want_files(
            tx, data, list(office), self.wall(), readers=only_read, dedupe=files, email=True, final=final
        )

    async def _desks_of(self, tx: Tx, role: Role) -> dict[int, Address]:
        """Where the agencies with this role read, by the address's id."""
        agencies = self.campaign.agencies_with(role)
        return {desk.id: desk for each in agencies for desk in await desks.open_desks(tx, each.key, role)}

    async def close_up(self, tx: Tx, now: datetime) -> None:
        """Once the campaign is over, whatever is still being sent to many stops. Harmless to repeat."""
        if self.campaign.phase(now) == "closed":
            await bulletins.close_all(tx, now, CLOSED)

    async def report_skipped(self, tx: Tx, skipped: Sequence[Fired]) -> None:
        """Tell the administrators what did not happen, in one message.

        People's closing is worth nothing the morning after, the office's report is: it goes out all the same.
        """
        kinds = {entry.key: entry.kind for entry in self.campaign.calendar}
        missed = tuple(
            Missed(
                kind=kinds[each.schedule], due=self.campaign.local(each.due_at), why=each.why or Why.TOO_LATE
            )
            for each in skipped
        )
        words = Skipped(missed=missed[:_LISTED], more=max(0, len(missed) - _LISTED))
        reply = Reply(text=render(words))
        admins = await desks.holders(tx, Role.ADMIN)
        await self._put(tx, [Outgoing(address=admin, reply=reply, lane=Lane.ALERTS) for admin in admins])
        entries = {entry.key: entry for entry in self.campaign.calendar if entry.kind == "closing"}
        for each in skipped:
            # What failed again and again would fail here too, and take the word to the administrators with it.
            if each.schedule in entries and each.why is not Why.FAILED:
                await self._report(tx, entries[each.schedule], each.due_at)

    async def _start(
        self, tx: Tx, entry: Entry, due: datetime, kind: str, words: Words, audience: Audience
    ) -> None:
        new = NewBulletin(
            kind=kind,
            title=f"{states.BULLETIN[kind]} {short_day(self.campaign.local(due))}",
            lane=Lane.REMINDERS,
            reply=Reply(text=render(words), rows=self._rows(entry)),
            audience=audience,
            created_by=AUTHOR,
        )
        await bulletins.start(tx, new, due)

    def _still_waiting(self, entry: Entry, due: datetime, address: Address, count: int) -> Outgoing:
        words = StillWaiting(text=self._text(entry.waiting, open_count=str(count)))
        reply = Reply(text=render(words), rows=self._rows(entry))
        return Outgoing(address=address, reply=reply, dedupe=f"{_name(entry, due)}:{address.id}")

    def _text(self, text: str, **more: str) -> str:
        conditions = {f"if_{name}": "yes" if self.available(name) else "" for name in conditions_of(text)}
        filled = self.campaign.fill(text, **conditions, **more)
        if not filled:
            raise ValueError("every sentence of this calendar text needs a contact that is not filled in")
        return filled

    def _rows(self, entry: Entry) -> tuple[tuple[Choice, ...], ...]:
        """One button a row: side by side a phone cuts their labels."""
        return tuple(
            (Choice(label=shortcut.label, data=buttons.command(shortcut.name, shortcut.argument)),)
            for shortcut in entry.choices
            if self.available(shortcut.name)
        )

    async def _put(self, tx: Tx, messages: Sequence[Outgoing]) -> None:
        for start in range(0, len(messages), _AT_ONCE):
            await outbox.put(tx, messages[start : start + _AT_ONCE], self.wall())


def _name(entry: Entry, due: datetime) -> str:
    """The name under which one address gets this firing at most once."""
    return f"{entry.key}:{due.isoformat()}"
