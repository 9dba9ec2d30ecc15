"""What people say back to bulletins."""

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table, Text

from storage.tables.base import Id, Moment, id_column, metadata

remarks = Table(
    "remarks",
    metadata,
    id_column(),
    Column("code", String, nullable=False, unique=True),
    Column("bulletin_id", Id, ForeignKey("bulletins.id"), nullable=False, index=True),
    Column("person_id", Id, ForeignKey("people.id"), index=True),
    Column("agency", String, nullable=False),
    Column("state", String, nullable=False),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("created_at", Moment, nullable=False),
    Column("became", String, nullable=False, server_default=""),
)

remark_lines = Table(
    "remark_lines",
    metadata,
    id_column(),
    Column("remark_id", Id, ForeignKey("remarks.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("actor", String, nullable=False, server_default=""),
    Column("words", Text, nullable=False),
    Column("attachments", JSON, nullable=False),
)
