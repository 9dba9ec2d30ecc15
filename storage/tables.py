"""The one description of the schema. Migrations are proven to end in exactly this."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only in a column that is INTEGER, to the letter.
Id = BigInteger().with_variant(Integer, "sqlite")


class Moment(TypeDecorator[datetime]):
    """An instant: aware going in, UTC in store and coming out, on both engines."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone cannot be stored: {value}")
        at = value.astimezone(UTC)
        return at.replace(tzinfo=None) if dialect.name == "sqlite" else at

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _id() -> Column[Any]:
    return Column("id", Id, primary_key=True, autoincrement=True)


def _where(condition: str) -> dict[str, Any]:
    """A partial index on both engines."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


meta = Table("meta", metadata, Column("key", String, primary_key=True), Column("value", JSON, nullable=False))

people = Table(
    "people",
    metadata,
    _id(),
    Column("created_at", Moment, nullable=False),
    Column("locale", String, nullable=False, server_default="vi"),
    Column("consent", String, nullable=False, server_default="unasked"),
    Column("place", String),
    Column("pace", String, nullable=False, server_default="all"),
    Column("name", String, nullable=False, server_default=""),
    Column("blocked_until", Moment),
    Index("ix_people_agreed", "id", **_where("consent = 'agreed'")),
)

addresses = Table(
    "addresses",
    metadata,
    _id(),
    Column("person_id", Id, ForeignKey("people.id"), index=True),
    Column("channel", String, nullable=False),
    Column("bot", String, nullable=False),
    Column("chat", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("title", String, nullable=False, server_default=""),
    Column("reachable", Boolean, nullable=False, server_default=text("true")),
    Column("unreachable_reason", String, nullable=False, server_default=""),
    Column("last_heard", Moment, nullable=False),
    UniqueConstraint("channel", "bot", "chat"),
)

consents = Table(
    "consents",
    metadata,
    _id(),
    # A keyed hash of the address: the proof of a consent outlives the data (Law 91/2025/QH15), not people.
    Column("subject", String, nullable=False, index=True),
    Column("decision", String, nullable=False),
    Column("wording", String, nullable=False),
    Column("at", Moment, nullable=False),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("person_id", Id, ForeignKey("people.id"), nullable=False),
    Column("topic", String, nullable=False),
    PrimaryKeyConstraint("person_id", "topic"),
)

followed_places = Table(
    "followed_places",
    metadata,
    Column("person_id", Id, ForeignKey("people.id"), nullable=False),
    Column("place", String, nullable=False),
    PrimaryKeyConstraint("person_id", "place"),
)

grants = Table(
    "grants",
    metadata,
    _id(),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False, index=True),
    Column("role", String, nullable=False),
    Column("scope", String, nullable=False, server_default=""),
    Column("granted_at", Moment, nullable=False),
    Column("granted_by", String, nullable=False),
    Column("revoked_at", Moment),
    Column("revoked_by", String),
)

invites = Table(
    "invites",
    metadata,
    _id(),
    Column("code_hash", String, nullable=False, unique=True),
    Column("role", String, nullable=False),  # a role, or "desk"
    Column("scope", String, nullable=False, server_default=""),
    Column("uses_left", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("created_by", String, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("revoked_at", Moment),
)

desks = Table(
    "desks",
    metadata,
    _id(),
    Column("agency", String, nullable=False),
    Column("address_id", Id, ForeignKey("addresses.id"), nullable=False),
    Column("connected_at", Moment, nullable=False),
    Column("connected_by", String, nullable=False),
    Column("closed_at", Moment),
    Index("uq_desks_open", "agency", "address_id", unique=True, **_where("closed_at IS NULL")),
)

positions = Table(
    "positions",
    metadata,
    Column("address_id", Id, ForeignKey("addresses.id"), nullable=False),
    Column("sender", String, nullable=False),
    Column("flow", String, nullable=False),
    Column("step", String, nullable=False),
    Column("answers", JSON, nullable=False),
    Column("trail", JSON, nullable=False),
    Column("return_to", String, nullable=False, server_default=""),
    Column("nonce", String, nullable=False),
    Column("prior", String, nullable=False, server_default=""),
    Column("asked_at", Moment, nullable=False, index=True),
    PrimaryKeyConstraint("address_id", "sender"),
)

inbox = Table(
    "inbox",
    metadata,
    _id(),
    Column("channel", String, nullable=False),
    Column("bot", String, nullable=False),
    Column("key", String, nullable=False),
    Column("chat", String, nullable=False),
    Column("body", LargeBinary),
    Column("state", String, nullable=False, server_default="new"),  # new, handled, ignored, parked
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("reason", String, nullable=False, server_default=""),
    Column("reference", String, nullable=False, server_default=""),
    Column("received_at", Moment, nullable=False),
    Column("handled_at", Moment),
    UniqueConstraint("channel", "bot", "key"),
    Index("ix_inbox_new", "channel", "bot", "chat", "id", **_where("state = 'new'")),
    Index("ix_inbox_handled", "handled_at"),
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    Column("channel", String, nullable=False),
    Column("bot", String, nullable=False),
    Column("chat", String, nullable=False),
    Column("address_id", Id, ForeignKey("addresses.id"), index=True),
    Column("lane", Integer, nullable=False),  # 0 answers, 1 alerts, 2 reminders, 3 bulletins
    Column("kind", String, nullable=False),  # send, edit, delete
    Column("body", Text, nullable=False),  # the encoded Reply; empty for a delete and once retention is over
    Column("target_id", Id, ForeignKey("outbox.id")),  # the row that an edit or a delete is about
    Column(
        "delivery_id", Id
    ),  # the delivery that an edit or a delete is about, where it is not a row of ours
    Column("change_id", Id),  # where its words stand, if they go to many
    Column("subject", String, nullable=False, server_default=""),  # the code of what it is about
    Column("dedupe", String, unique=True),
    Column("state", String, nullable=False, server_default="waiting"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column(
        "repeats", Integer, nullable=False, server_default="0"
    ),  # possible repeats after an unknown outcome
    Column("not_before", Moment),  # real time
    Column("reason", String, nullable=False, server_default=""),
    Column("receipt", JSON),  # the platform's message ids
    Column("created_at", Moment, nullable=False),  # real time
    Column("finished_at", Moment),  # real time
    # `chat` is in it so that a group's long queue is passed over without reading its rows.
    Index("ix_outbox_waiting", "channel", "bot", "lane", "id", "chat", **_where("state = 'waiting'")),
    Index("ix_outbox_sending", "channel", "bot", **_where("state = 'sending'")),
    Index("ix_outbox_finished", "finished_at"),
    Index("ix_outbox_target", "target_id", "finished_at"),
    Index("ix_outbox_delivery", "delivery_id", **_where("delivery_id IS NOT NULL")),
)

message_links = Table(
    "message_links",
    metadata,
    Column("address_id", Id, ForeignKey("addresses.id"), nullable=False),
    Column("message", String, nullable=False),
    Column("outbox_id", Id, nullable=False),
    Column("subject", String, nullable=False),
    PrimaryKeyConstraint("address_id", "message"),
)

media = Table(
    "media",
    metadata,
    Column("sha", String, primary_key=True),  # SHA-256 of the bytes: the name of the file in the store
    Column("size", BigInteger, nullable=False),
    Column("kept_at", Moment, nullable=False),  # real time
    Column("until", Moment),  # real time; the file goes then; never if it is empty
)

media_on = Table(
    "media_on",
    metadata,
    Column("channel", String, nullable=False),
    Column("bot", String, nullable=False),
    Column("sha", String, nullable=False),
    Column("kind", String, nullable=False),  # a platform's handle is good for one kind
    Column("handle", String, nullable=False),
    PrimaryKeyConstraint("channel", "bot", "sha", "kind"),
)

bulletins = Table(
    "bulletins",
    metadata,
    _id(),
    Column("kind", String, nullable=False),
    Column("title", String, nullable=False),
    Column("lane", Integer, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("reply", Text, nullable=False),
    Column("audience", JSON, nullable=False),
    Column("state", String, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("cursor", Id, nullable=False, server_default="0"),
    Column("filled", Boolean, nullable=False, server_default=text("false")),  # the cursor reached the end
    Column("counted", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("created_by", String, nullable=False),
    Column("finished_at", Moment),
    Column("reason", String, nullable=False, server_default=""),  # why it was paused or ended
    Column(
        "paid", Boolean, nullable=False, server_default=text("false")
    ),  # beyond the free pace, for a price
    Column("valid_until", Moment),  # after it, whoever is left is asked about
    Column("going_at", Moment),  # real time: when its sending was last seen to be possible
    Index("ix_bulletins_live", "id", **_where("state IN ('sending', 'paused')")),
    Index("ix_bulletins_unswept", "id", **_where("state IN ('cancelled', 'recalled') AND NOT filled")),
)

bulletin_changes = Table(
    "bulletin_changes",
    metadata,
    _id(),
    Column("bulletin_id", Id, ForeignKey("bulletins.id"), nullable=False),
    Column("kind", String, nullable=False),  # change, correct, recall
    Column("version", Integer, nullable=False),
    Column("reply", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("made_by", String, nullable=False),
    Column("approved_at", Moment),
    Column("approved_by", String),
    Column("cursor", Id, nullable=False, server_default="0"),  # people up to here have been seen to
    Column(
        "done", Boolean, nullable=False, server_default=text("false")
    ),  # nothing is left to do, or it was dropped
    Index("ix_bulletin_changes_open", "bulletin_id", "id", **_where("NOT done")),
)

deliveries = Table(
    "deliveries",
    metadata,
    _id(),
    Column("bulletin_id", Id, ForeignKey("bulletins.id"), nullable=False),
    Column("person_id", Id, nullable=False),
    Column("address_id", Id, index=True),  # chosen at claim
    Column("day", String),  # the campaign's local date at claim, ISO: what "one message a day" counts by
    Column("state", String, nullable=False, server_default="waiting"),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("repeats", Integer, nullable=False, server_default="0"),
    Column("not_before", Moment),  # real time
    Column("reason", String, nullable=False, server_default=""),
    Column("receipt", JSON),
    Column("finished_at", Moment),  # real time
    UniqueConstraint("bulletin_id", "person_id"),
    Index("ix_deliveries_person", "person_id", "day"),
    Index("ix_deliveries_waiting", "bulletin_id", "id", **_where("state = 'waiting'")),
    Index("ix_deliveries_sending", "bulletin_id", "person_id", **_where("state = 'sending'")),
    Index("ix_deliveries_finished", "bulletin_id", "finished_at", "state"),
)

reports = Table(
    "reports",
    metadata,
    _id(),
    Column("code", String, nullable=False, unique=True),
    Column("person_id", Id, ForeignKey("people.id"), index=True),
    Column("kind", String, nullable=False),
    Column("place", String, nullable=False),
    Column("words", Text, nullable=False),
    Column("attachments", JSON, nullable=False),
    Column("on_behalf", String, nullable=False, server_default=""),
    Column("verified", Boolean, nullable=False, server_default=text("false")),
    Column("contact", String, nullable=False, server_default=""),
    Column("urgent", Boolean, nullable=False, server_default=text("false")),
    Column("state", String, nullable=False),
    Column("created_at", Moment, nullable=False, index=True),
    Column("updated_at", Moment, nullable=False),  # when its state last changed
    Column("handler", String, nullable=False, server_default=""),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("counted_from", Moment),
    Column("due_at", Moment),
    Column("notice_at", Moment),
    Column("noticed", Integer, nullable=False, server_default="0"),
    Column("proposal", Text, nullable=False, server_default=""),
    Column("decision", Text, nullable=False, server_default=""),
    Column("decision_number", String, nullable=False, server_default=""),
    Column("decision_date", Date),
    Column("duplicate_of", String, nullable=False, server_default=""),
    Column("satisfied", Boolean),
    Index("ix_reports_state", "state", "created_at"),
    Index("ix_reports_notice", "notice_at", **_where("notice_at IS NOT NULL")),
)

report_events = Table(
    "report_events",
    metadata,
    _id(),
    Column("report_id", Id, ForeignKey("reports.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("kind", String, nullable=False),
    Column("actor", String, nullable=False, server_default=""),
    Column("words", Text, nullable=False, server_default=""),
    Column("ref", String, nullable=False, server_default=""),
    Column("attachments", JSON, nullable=False),
)

report_voices = Table(
    "report_voices",
    metadata,
    Column("report_id", Id, ForeignKey("reports.id"), nullable=False),
    # No foreign key: once somebody is erased, a number of nobody's keeps the count.
    Column("person_id", Id, nullable=False),
    Column("at", Moment, nullable=False),
    Column("follows", Boolean, nullable=False, server_default=text("true")),
    PrimaryKeyConstraint("report_id", "person_id"),
    Index("ix_report_voices_person_id", "person_id", "at"),
)

report_shingles = Table(
    "report_shingles",
    metadata,
    Column("area", String, nullable=False),  # the district, or where there is none the commune
    Column("shingle", BigInteger, nullable=False),
    Column("report_id", Id, ForeignKey("reports.id"), nullable=False),
    PrimaryKeyConstraint("area", "shingle", "report_id"),
    Index("ix_report_shingles_report_id", "report_id"),
)

report_locations = Table(
    "report_locations",
    metadata,
    Column("report_id", Id, ForeignKey("reports.id"), primary_key=True, autoincrement=False),
    Column("latitude", Float, nullable=False),  # WGS 84 degrees
    Column("longitude", Float, nullable=False),
)

anonymous_reports = Table(
    "anonymous_reports",
    metadata,
    Column("report_id", Id, ForeignKey("reports.id"), primary_key=True, autoincrement=False),
)

nominations = Table(
    "nominations",
    metadata,
    _id(),
    Column("code", String, nullable=False, unique=True),
    Column("person_id", Id, ForeignKey("people.id"), index=True),
    Column("collective", Boolean, nullable=False),
    Column("name", String, nullable=False),
    Column("unit", String, nullable=False),
    Column("place", String, nullable=False),
    Column("deed", Text, nullable=False),
    Column("happened", String, nullable=False),
    Column("result", Text, nullable=False),
    Column("known_how", Text, nullable=False),
    Column("helped", String, nullable=False),
    Column("name_withheld", Boolean, nullable=False),
    Column("nominee_knows", Boolean),
    Column("attachments", JSON, nullable=False),
    Column("state", String, nullable=False),
    Column("created_at", Moment, nullable=False, index=True),
)

code_tries = Table(
    "code_tries",
    metadata,
    _id(),
    Column("address_id", Id, ForeignKey("addresses.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_code_tries_address_id_at", "address_id", "at"),
)

firings = Table(
    "firings",
    metadata,
    Column("schedule", String, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("fired_at", Moment, nullable=False),
    Column("outcome", String, nullable=False),  # done, skipped
    Column("note", String, nullable=False, server_default=""),
    PrimaryKeyConstraint("schedule", "due_at"),
)

jobs = Table(
    "jobs",
    metadata,
    _id(),
    Column("kind", String, nullable=False),
    Column("payload", JSON, nullable=False),  # emptied when it is over
    Column("dedupe", String, unique=True),
    Column("state", String, nullable=False, server_default="waiting"),  # waiting, done, failed
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("not_before", Moment),  # real time
    Column("reason", String, nullable=False, server_default=""),
    Column("created_at", Moment, nullable=False),  # real time
    Column("finished_at", Moment),  # real time
    Index("ix_jobs_waiting", "id", **_where("state = 'waiting'")),
)

audit = Table(
    "audit",
    metadata,
    _id(),
    Column("at", Moment, nullable=False, index=True),
    Column("actor", String, nullable=False),  # a staff member's name and address, or the operator's name
    Column("action", String, nullable=False),
    Column("subject", String, nullable=False, server_default=""),
    Column("detail", JSON, nullable=False),
)

web_messages = Table(
    "web_messages",
    metadata,
    _id(),
    Column("chat", String, nullable=False, index=True),
    Column("mine", Boolean, nullable=False),  # said by the person
    Column("sender", String, nullable=False, server_default=""),
    Column("body", Text, nullable=False),
    Column("at", Moment, nullable=False),  # campaign time, as the page shows it
    Column("edited", Boolean, nullable=False, server_default=text("false")),
)
