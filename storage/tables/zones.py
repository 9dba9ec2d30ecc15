"""Zone colours as decisions change them: who entered what, who approved it, and nothing ever overwritten."""

from sqlalchemy import (
    JSON,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables.base import Id, Moment, id_column, metadata, where

zone_entries = Table(
    "zone_entries",
    metadata,
    id_column(),
    Column("document", String, nullable=False),  # kind and number of the decision, as people read them
    Column("decided_on", Date, nullable=False),
    Column("state", String, nullable=False),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("file", String, nullable=False, server_default=""),  # the name of the file it came in
    Column("flaws", JSON, nullable=False),  # lines of that file that were not taken
    Column("entered_at", Moment, nullable=False),
    Column("entered_by", String, nullable=False),
    Column("author_id", Id, ForeignKey("people.id"), index=True),  # whoever entered it must not approve it
    Column("settled_at", Moment),  # approved or returned
    Column("settled_by", String, nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
    Column("annul_by", String, nullable=False, server_default=""),
    Column("annul_author_id", Id, ForeignKey("people.id"), index=True),
    Column("annulled_at", Moment),
    Column("annulled_by", String, nullable=False, server_default=""),
    Column("told", JSON, nullable=False, server_default=text("'[]'")),  # bulletins that told people of it
    Index("ix_zone_entries_open", "id", **where("state IN ('waiting', 'contested')")),
)


zone_changes = Table(
    "zone_changes",
    metadata,
    id_column(),
    Column("entry_id", Id, ForeignKey("zone_entries.id"), nullable=False),
    Column("place", String, nullable=False, index=True),  # the commune's code
    Column("colour", String, nullable=False),  # a key of the campaign's scale
    UniqueConstraint("entry_id", "place"),
)
