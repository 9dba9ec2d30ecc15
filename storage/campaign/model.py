"""The campaign: what its file says, and what the rest of the program asks of it."""

from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field, field_validator

from storage.campaign.bodies import Agency, Organisation, OrganisationKind, Scope
from storage.campaign.bulletins import BulletinTemplate, Figure
from storage.campaign.contents import (
    Commending,
    Contacts,
    Help,
    Limits,
    Notes,
    Promises,
    ReportKind,
    Retention,
    Topic,
    UnitsSource,
    Who,
    ZonesSource,
)
from storage.campaign.deadlines import Deadline, ReplyTemplate, Urgency
from storage.campaign.duties import Urging
from storage.campaign.fields import Blank, Part, Text, wrong
from storage.campaign.filling import fill_slots
from storage.campaign.guidance import Guidance
from storage.campaign.readiness import awaiting_approval, unfilled
from storage.campaign.schedule import Entry, Firing, Quiet, Working, each_day
from storage.problems import Problem
from storage.records import Audience, Role
from storage.units import Units
from storage.zones import Zones

# Nothing is withheld so shortly before the last round-up: what is claimed while it is made would be told by none.
LAST_MOMENT = timedelta(minutes=10)
Phase = Literal["before", "running", "closed"]


class CampaignFile(Part):
    """Exactly what a campaign file holds.

    Attributes:
        number: of the plan; signed: its date; issuer: who issued it.
        province: as in a sentence ("tỉnh ..."); place: as in the date line of a document.
        title: of the plan, to follow "đợt thi đua"; theme: its slogan.
        starts, ends: first and last day, both whole days in `time_zone`.
        clause: the part of the plan that has difficulties reported, as in a sentence ("phần V").
        target: what is striven for by the last day; never to be told as reached.
        nominations_until: last day on which good deeds are taken; may lie after the end.
    """

    number: Text
    signed: date
    issuer: Text
    province: Text
    place: Text
    title: Text
    theme: Text
    starts: date
    ends: date
    time_zone: Text
    motto: Text
    clause: Blank = ""
    target: Blank = ""
    aims: tuple[Text, ...]
    content: tuple[Text, ...]
    commendation: tuple[Text, ...]
    who: Who
    nominations_until: date
    operator_may_send: bool
    contacts: Contacts
    retention: Retention
    promises: Promises = Promises()
    limits: Limits = Limits()
    urging: Urging = Urging()
    notes: Notes = Notes()
    help: Help = Help()
    commending: Commending = Commending()
    working: Working
    quiet: Quiet
    report_kinds: tuple[ReportKind, ...] = Field(min_length=1)
    topics: tuple[Topic, ...] = Field(min_length=1)
    agencies: tuple[Agency, ...] = Field(min_length=1)
    organisation_kinds: tuple[OrganisationKind, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    calendar: tuple[Entry, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    reply_templates: tuple[ReplyTemplate, ...] = ()
    figures: tuple[Figure, ...] = ()
    bulletin_templates: tuple[BulletinTemplate, ...] = ()
    guidance: Guidance
    units: UnitsSource
    zones: ZonesSource | None = None

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, OSError, ValueError):  # unknown; a folder of zones; not a name at all
            raise wrong("không có múi giờ này", 'ghi tên IANA, như "Asia/Ho_Chi_Minh"') from None
        return value


class Campaign(CampaignFile):
    """A campaign read whole, with its units and zones; frozen. Made by `load_campaign`."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    units: Units  # type: ignore[assignment]
    zones: Zones | None = None  # type: ignore[assignment]

    @property
    def zone_info(self) -> ZoneInfo:
        """The campaign's time zone."""
        return ZoneInfo(self.time_zone)

    def local(self, now: datetime) -> datetime:
        """An aware instant as the campaign's clocks show it; ValueError on a naive one."""
        if now.tzinfo is None:
            raise ValueError("campaign time needs an aware datetime")
        return now.astimezone(self.zone_info)

    def phase(self, now: datetime) -> Phase:
        """Whether the campaign is yet to come, on, or over; its last day counts to midnight."""
        today = self.local(now).date()
        return "before" if today < self.starts else "closed" if today > self.ends else "running"

    def day_number(self, now: datetime) -> int | None:
        """1 on the first day, 10 on the last of ten; None outside the campaign."""
        return (self.local(now).date() - self.starts).days + 1 if self.phase(now) == "running" else None

    @property
    def days(self) -> int:
        """How many days the campaign has."""
        return (self.ends - self.starts).days + 1

    @cached_property
    def firings(self) -> tuple[Firing, ...]:
        """Everything the calendar will do, in order of time."""
        found = [self._firing(entry, day) for entry in self.calendar for day in self._days_of(entry)]
        return tuple(sorted(found, key=lambda firing: firing.due))

    def _days_of(self, entry: Entry) -> list[date]:
        if entry.date:
            return [entry.date]
        return list(each_day(entry.first or self.starts, entry.last or self.ends))

    def _firing(self, entry: Entry, day: date) -> Firing:
        due = datetime.combine(day, entry.at, self.zone_info)
        end_of_day = datetime.combine(day, time.max, self.zone_info)
        return Firing(entry=entry, due=due, until=min(due + entry.grace, end_of_day))

    @cached_property
    def roundups(self) -> tuple[datetime, ...]:
        """When those who want news once a day are told of it, the earliest first."""
        return tuple(each.due for each in self.firings if each.entry.kind == "roundup")

    def next_roundup(self, at: datetime) -> datetime | None:
        """The first one after this moment; None where nothing is withheld, because none comes that would tell of it."""
        if not self.roundups or at >= self.roundups[-1] - LAST_MOMENT:
            return None
        return next((each for each in self.roundups if each > at), None)

    def agency(self, key: str) -> Agency | None:
        """The agency with this key."""
        return next((agency for agency in self.agencies if agency.key == key), None)

    def agencies_with(self, role: Role) -> list[Agency]:
        """The agencies whose people may hold this role."""
        return [agency for agency in self.agencies if role in agency.roles]

    def organisation(self, key: str) -> Organisation | None:
        """The organisation with this key."""
        return next((one for one in self.organisations if one.key == key), None)

    def organisations_of(self, kind: str) -> list[Organisation]:
        """The organisations of one kind."""
        return [one for one in self.organisations if one.kind == kind]

    def kind(self, key: str) -> ReportKind | None:
        """The kind of difficulty with this key."""
        return next((kind for kind in self.report_kinds if kind.key == key), None)

    def topic(self, key: str) -> Topic | None:
        """The topic with this key."""
        return next((topic for topic in self.topics if topic.key == key), None)

    def topics_of(self, kind: str) -> tuple[str, ...]:
        """The topic that bulletins of this kind belong to, as an audience names it; empty where none does."""
        return tuple(topic.key for topic in self.topics if kind in topic.kinds)

    def audience_of(self, kind: str) -> Audience:
        """Whom a draft of this kind is for until its editor says otherwise."""
        return Audience(topics=self.topics_of(kind))

    def for_everybody(self, kind: str, audience: Audience) -> bool:
        """Whether a bulletin of this kind leaves out nobody but those who gave up its topic."""
        return audience in {Audience(), self.audience_of(kind)}

    def deadline(self, urgency: Urgency) -> Deadline | None:
        """What the office has promised for this urgency; None if nothing."""
        return next((one for one in self.deadlines if one.urgency == urgency), None)

    def scope(self, code: str) -> Scope | None:
        """What a GSO code, an agency key or an organisation key stands for; None if nothing has it.

        A body that is both an agency and an organisation is the agency.
        """
        code = code.strip()
        if code in self.units:
            return Scope(kind="unit", key=code, name=self.units.full_label(code))
        if agency := self.agency(code):
            return Scope(kind="agency", key=code, name=agency.name)
        organisation = self.organisation(code)
        return Scope(kind="organisation", key=code, name=organisation.name) if organisation else None

    @cached_property
    def slots(self) -> dict[str, str]:
        """What fills the slots of the campaign's texts; an empty value drops its sentence."""
        return {
            **self.contacts.model_dump(),
            "number": self.number,
            "signed": full_date(self.signed),
            "issuer": self.issuer,
            "province": self.province,
            "title": self.title,
            "theme": self.theme,
            "motto": self.motto,
            "starts": f"{self.starts.day}/{self.starts.month}",
            "ends": full_date(self.ends),
            "last_day": f"{self.ends.day}/{self.ends.month}",
            "nominations_until": full_date(self.nominations_until),
        }

    def fill(self, text: str, **more: str) -> str:
        """The text with its slots filled, `more` adding to the campaign's own; see `fill_slots`."""
        return fill_slots(text, {**self.slots, **more})

    def unfilled(self) -> list[Problem]:
        """What the office must fill in before real use; a rehearsal runs without."""
        return unfilled(self.contacts)

    def awaiting_approval(self) -> list[Problem]:
        """Guidance that the office still has to approve before real use."""
        return awaiting_approval(self.guidance)


def full_date(day: date) -> str:
    """A date as it is written in running text: 25/8/2021."""
    return f"{day.day}/{day.month}/{day.year}"
