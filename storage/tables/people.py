"""People: their addresses, what they agreed to and follow, the roles they hold, where they stand in a dialog."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    text,
)

from storage.tables.base import Id, Moment, id_column, metadata, where

people = Table(
    "people",
    metadata,
    id_column(),
    Column("created_at", Moment, nullable=False),
    Column("locale", String, nullable=False, server_default="vi"),
    Column("consent", String, nullable=False, server_default="unasked"),
    Column("place", String),
    Column("pace", String, nullable=False, server_default="all"),
    Column("name", String, nullable=False, server_default=""),
    Column("blocked_until", Moment),
    Index("ix_people_agreed", "id", **where("consent = 'agreed'")),
)


addresses = Table(
    "addresses",
    metadata,
    id_column(),
    Column("person_id", Id, ForeignKey("people.id"), index=True),
    Column("channel", String, nullable=False),
    Column("bot", String, nullable=False),
    Column("chat", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("title", String, nullable=False, server_default=""),
    Column("reachable", Boolean, nullable=False, server_default=text("true")),
    Column("unreachable_reason", String, nullable=False, server_default=""),
    Column("last_heard", Moment, nullable=False),
    # Messages that still cost nothing, as the platform said since they were last heard; NULL where it said nothing.
    Column("free_left", Integer),
    UniqueConstraint("channel", "bot", "chat"),
)


consents = Table(
    "consents",
    metadata,
    id_column(),
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
    id_column(),
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
    id_column(),
    Column("code_hash", String, nullable=False, unique=True),
    Column("role", String, nullable=False),  # a role, or "desk"
    Column("scope", String, nullable=False, server_default=""),
    Column("uses_left", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("created_by", String, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    # The grant that ends when this is used. No foreign key: an erased holder's grants go.
    Column("replaces", Id),
)


# One-time codes by which a person shows in one app that they are who they are in another.
link_codes = Table(
    "link_codes",
    metadata,
    Column("code_hash", String, primary_key=True),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False, index=True),
    Column("address_id", Id, ForeignKey("addresses.id"), nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
)


desks = Table(
    "desks",
    metadata,
    id_column(),
    Column("agency", String, nullable=False),
    Column("address_id", Id, ForeignKey("addresses.id"), nullable=False),
    Column("connected_at", Moment, nullable=False),
    Column("connected_by", String, nullable=False),
    Column("closed_at", Moment),
    Index("uq_desks_open", "agency", "address_id", unique=True, **where("closed_at IS NULL")),
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
    Column("menu", JSON, nullable=False, server_default="[]"),  # [label, button data] by number
    PrimaryKeyConstraint("address_id", "sender"),
)
