"""What agencies write before it becomes a bulletin, and whose hands were on it."""

from sqlalchemy import (
    JSON,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.tables.base import Id, Moment, id_column, metadata, where

drafts = Table(
    "drafts",
    metadata,
    id_column(),
    Column("kind", String, nullable=False),
    Column("agency", String, nullable=False),
    Column("title", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("source", String, nullable=False, server_default=""),
    Column("audience", JSON, nullable=False),
    Column("attachments", JSON, nullable=False),
    Column("choices", JSON, nullable=False),  # the buttons that people get
    Column("subject", String, nullable=False, server_default=""),
    Column("valid_until", Moment),
    Column("state", String, nullable=False, server_default="writing"),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("author_id", Id, ForeignKey("people.id")),
    Column("created_at", Moment, nullable=False),
    Column("created_by", String, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("submitted_at", Moment),
    Column("submitted_by", String, nullable=False, server_default=""),
    Column("decided_at", Moment),
    Column("decided_by", String, nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),  # why it was returned
    Column("shown", String, nullable=False, server_default=""),  # hash of what was submitted or approved
    Column("bulletin_id", Id, ForeignKey("bulletins.id"), unique=True),
    Column("send_at", Moment),  # campaign time; as soon as it is approved if empty
    Column("daily_until", Date),  # the last day on which it goes out again, each day at that hour
    Column("counted", Integer),  # people it was for when it was approved
    Column("repeats_id", Id),  # of what goes out daily: the draft of the day before
    Column("figures_id", Id),  # the signed figures (day_figures) that its words quote
    Column("unfilled", JSON),  # title, text and source before these were filled in
    Column(
        "on_call", String, nullable=False, server_default=""
    ),  # agencies whose approvers were asked besides its own, a blank between
    Column("urged_at", Moment),  # when approvers were asked once more
    Index("ix_drafts_due", "send_at", **where("state = 'approved'")),
    Index("ix_drafts_open", "agency", "id", **where("state NOT IN ('started', 'dropped')")),
    Index("ix_drafts_subject", "subject", "id", **where("subject <> ''")),
)


draft_writers = Table(
    "draft_writers",
    metadata,
    Column("draft_id", Id, ForeignKey("drafts.id"), nullable=False),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False, index=True),
    PrimaryKeyConstraint("draft_id", "person_id"),
)


bulletin_presses = Table(
    "bulletin_presses",
    metadata,
    id_column(),
    Column("bulletin_id", Id, ForeignKey("bulletins.id"), nullable=False),
    Column(
        "person_id", Id, nullable=False
    ),  # a negative number is nobody's: they were erased, the count stays
    Column("asked", String, nullable=False),  # seen, pledge or poll: one answer each
    Column("choice", String, nullable=False),  # the key of the button (Offered.key)
    Column("at", Moment, nullable=False),
    UniqueConstraint("bulletin_id", "person_id", "asked"),
    Index("ix_bulletin_presses_person", "person_id"),
)


day_figures = Table(
    "day_figures",
    metadata,
    id_column(),
    Column("day", String, nullable=False),  # the day they are of, ISO
    Column("figures", JSON, nullable=False),  # by key of the campaign file's figures
    Column("source", String, nullable=False),
    Column("entered_at", Moment, nullable=False),
    Column("entered_by", String, nullable=False),
    Column("signed_at", Moment),
    Column("signed_by", String, nullable=False, server_default=""),
    Index("ix_day_figures_day", "day", "signed_at"),
)
