"""What the house keeps about itself: settings, firings of the calendar, the audit log, the rehearsal room."""

from sqlalchemy import JSON, Boolean, Column, PrimaryKeyConstraint, String, Table, Text, text

from storage.tables.base import Moment, id_column, metadata

meta = Table("meta", metadata, Column("key", String, primary_key=True), Column("value", JSON, nullable=False))


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


audit = Table(
    "audit",
    metadata,
    id_column(),
    Column("at", Moment, nullable=False, index=True),
    Column("actor", String, nullable=False),  # a staff member's name and address, or the operator's name
    Column("action", String, nullable=False),
    Column("subject", String, nullable=False, server_default=""),
    Column("detail", JSON, nullable=False),
)


web_messages = Table(
    "web_messages",
    metadata,
    id_column(),
    Column("chat", String, nullable=False, index=True),
    Column("mine", Boolean, nullable=False),  # said by the person
    Column("sender", String, nullable=False, server_default=""),
    Column("body", Text, nullable=False),
    Column("at", Moment, nullable=False),  # campaign time, as the page shows it
    Column("edited", Boolean, nullable=False, server_default=text("false")),
)
