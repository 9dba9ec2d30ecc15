"""Good deeds told of."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, String, Table, Text

from storage.tables.base import Id, Moment, id_column, metadata

nominations = Table(
    "nominations",
    metadata,
    id_column(),
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
