"""What units and organisations are asked to do, and what each has done about it. No person stands in these rows."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from storage.tables.base import Id, Moment, id_column, metadata, where

directives = Table(
    "directives",
    metadata,
    id_column(),
    Column("title", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("attachments", JSON, nullable=False),
    Column("need", String, nullable=False),
    Column("due_at", Moment, nullable=False, index=True),
    Column("addressees", JSON, nullable=False),
    Column("state", String, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("created_by", String, nullable=False),
    Column("reason", String, nullable=False, server_default=""),
    Column("recalled_at", Moment),
)


obligations = Table(
    "obligations",
    metadata,
    id_column(),
    Column("code", String, nullable=False, unique=True),
    Column("directive_id", Id, ForeignKey("directives.id"), nullable=False),
    Column("body", String, nullable=False, index=True),
    Column("state", String, nullable=False),
    Column("words", Text, nullable=False, server_default=""),
    Column("number", Integer),
    Column("attachments", JSON, nullable=False),
    Column("check_words", Text, nullable=False, server_default=""),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("noticed", Integer, nullable=False, server_default="0"),
    Column("notice_at", Moment),
    UniqueConstraint("directive_id", "body"),
    Index("ix_obligations_notice", "notice_at", **where("notice_at IS NOT NULL")),
)


obligation_events = Table(
    "obligation_events",
    metadata,
    id_column(),
    Column("obligation_id", Id, ForeignKey("obligations.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("kind", String, nullable=False),
    Column("actor", String, nullable=False, server_default=""),
    Column("words", Text, nullable=False, server_default=""),
)
