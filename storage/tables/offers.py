"""What people offer to give or do."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, text

from storage.tables.base import Id, Moment, id_column, metadata

offers = Table(
    "offers",
    metadata,
    id_column(),
    Column("code", String, nullable=False, unique=True),
    Column("person_id", Id, ForeignKey("people.id"), index=True),
    Column("kind", String, nullable=False),
    Column("place", String, nullable=False, server_default=""),
    Column("words", Text, nullable=False),
    Column("when", String, nullable=False, server_default=""),
    Column("contact", String, nullable=False, server_default=""),
    Column("shared", Boolean, nullable=False, server_default=text("false")),
    Column("state", String, nullable=False),
    Column("need", String, nullable=False, server_default="", index=True),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Index("ix_offers_state", "state", "created_at"),
)


offer_events = Table(
    "offer_events",
    metadata,
    id_column(),
    Column("offer_id", Id, ForeignKey("offers.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("kind", String, nullable=False),
    Column("actor", String, nullable=False, server_default=""),
    Column("words", Text, nullable=False, server_default=""),
    Column("ref", String, nullable=False, server_default=""),
)
