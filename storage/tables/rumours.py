"""Rumours that people ask about: one item each, who asked, and by what they are known again."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
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

rumours = Table(
    "rumours",
    metadata,
    id_column(),
    Column("code", String, nullable=False, unique=True),
    Column("agency", String, nullable=False),  # who answers it
    Column("words", Text, nullable=False),  # as first asked, numbers of people hidden
    Column("attachments", JSON, nullable=False),
    Column("state", String, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("asked_at", Moment, nullable=False),  # last
    Column("version", Integer, nullable=False, server_default="0"),
    Column("pending", JSON(none_as_null=True)),  # an answer that its author is looking at once more
    Column("claim", Text, nullable=False, server_default=""),  # what is told, in the agency's words
    Column("verdict", String, nullable=False, server_default=""),
    Column("answer", Text, nullable=False, server_default=""),
    Column("source", Text, nullable=False, server_default=""),
    Column("answered_at", Moment),
    Column("answered_by", String, nullable=False, server_default=""),
    Column("edition", Integer, nullable=False, server_default="0"),  # raised with every answer given
    Column("telling", Boolean, nullable=False, server_default=text("false")),  # somebody is still to be told
    Index("ix_rumours_state", "state", "id"),
    Index("ix_rumours_telling", "id", **where("telling")),
)

rumour_askers = Table(
    "rumour_askers",
    metadata,
    Column("rumour_id", Id, ForeignKey("rumours.id"), nullable=False),
    # No foreign key: once somebody is erased, a number of nobody's keeps the count.
    Column("person_id", Id, nullable=False),
    Column("at", Moment, nullable=False),
    Column("told", Integer, nullable=False, server_default="0"),  # the edition they have read
    Column("follows", Boolean, nullable=False, server_default=text("true")),
    Column("helped", Boolean),
    PrimaryKeyConstraint("rumour_id", "person_id"),
    Index("ix_rumour_askers_person_id", "person_id", "at"),
)

rumour_texts = Table(
    "rumour_texts",
    metadata,
    id_column(),
    Column("rumour_id", Id, ForeignKey("rumours.id"), nullable=False, index=True),
    Column("terms", Text, nullable=False),
    Column("places", JSON, nullable=False),
)

rumour_shingles = Table(
    "rumour_shingles",
    metadata,
    Column("shingle", BigInteger, nullable=False),
    Column("text_id", Id, ForeignKey("rumour_texts.id"), nullable=False),
    PrimaryKeyConstraint("shingle", "text_id"),
    Index("ix_rumour_shingles_text_id", "text_id"),
)

rumour_photos = Table(
    "rumour_photos",
    metadata,
    id_column(),
    Column("rumour_id", Id, ForeignKey("rumours.id"), nullable=False, index=True),
    Column("hash", String, nullable=False),  # perceptual, hexadecimal
)

rumour_photo_parts = Table(
    "rumour_photo_parts",
    metadata,
    Column("part", Integer, nullable=False),  # which part of the hash, and what stands there
    Column("photo_id", Id, ForeignKey("rumour_photos.id"), nullable=False),
    PrimaryKeyConstraint("part", "photo_id"),
    Index("ix_rumour_photo_parts_photo_id", "photo_id"),
)

rumour_tries = Table(
    "rumour_tries",
    metadata,
    id_column(),
    Column("person_id", Id, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_rumour_tries_person_id_at", "person_id", "at"),
)
