"""Difficulty reports and what belongs to them."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    text,
)

from storage.tables.base import Id, Moment, id_column, metadata, where

reports = Table(
    "reports",
    metadata,
    id_column(),
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
    Index("ix_reports_state", "state", "created_at"),
    Index("ix_reports_notice", "notice_at", **where("notice_at IS NOT NULL")),
)


report_events = Table(
    "report_events",
    metadata,
    id_column(),
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


report_ratings = Table(
    "report_ratings",
    metadata,
    Column("report_id", Id, ForeignKey("reports.id"), nullable=False),
    # No foreign key, as in report_voices.
    Column("person_id", Id, nullable=False),
    Column("at", Moment, nullable=False),
    Column("satisfied", Boolean, nullable=False),
    PrimaryKeyConstraint("report_id", "person_id"),
    Index("ix_report_ratings_at", "at"),
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


code_tries = Table(
    "code_tries",
    metadata,
    id_column(),
    Column("address_id", Id, ForeignKey("addresses.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_code_tries_address_id_at", "address_id", "at"),
)
