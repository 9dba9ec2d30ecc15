"""What is pushed to many: bulletins, new words for them, one delivery a person."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
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

bulletins = Table(
    "bulletins",
    metadata,
    id_column(),
    Column("kind", String, nullable=False),
    Column("title", String, nullable=False),
    Column("lane", Integer, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("reply", Text, nullable=False),
    Column("audience", JSON, nullable=False),
    Column("state", String, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("cursor", Id, nullable=False, server_default="0"),
    Column("filled", Boolean, nullable=False, server_default=text("false")),  # the cursor reached the end
    Column("counted", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("created_by", String, nullable=False),
    Column("finished_at", Moment),
    Column("reason", String, nullable=False, server_default=""),  # why it was paused or ended
    Column(
        "paid", Boolean, nullable=False, server_default=text("false")
    ),  # beyond the free pace, for a price
    Column("valid_until", Moment),  # after it, whoever is left is asked about
    Column("going_at", Moment),  # real time: when its sending was last seen to be possible
    Column("lost", Integer, nullable=False, server_default="0"),  # gave up all news within a day of it
    Column(
        "made", Integer, nullable=False, server_default="0"
    ),  # deliveries up to the cursor while it was filled
    Column(
        "seen", Integer, nullable=False, server_default="0"
    ),  # people it was for when asked about its growth
    Column(
        "topic", String, nullable=False, server_default=""
    ),  # of its audience, a blank between; for the day's limit
    Index("ix_bulletins_live", "id", **where("state IN ('sending', 'paused')")),
    Index("ix_bulletins_unswept", "id", **where("state IN ('cancelled', 'recalled') AND NOT filled")),
)


bulletin_changes = Table(
    "bulletin_changes",
    metadata,
    id_column(),
    Column("bulletin_id", Id, ForeignKey("bulletins.id"), nullable=False),
    Column("kind", String, nullable=False),  # change, correct, recall
    Column("version", Integer, nullable=False),
    Column("reply", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("made_by", String, nullable=False),
    Column("approved_at", Moment),
    Column("approved_by", String),
    Column("cursor", Id, nullable=False, server_default="0"),  # people up to here have been seen to
    Column(
        "done", Boolean, nullable=False, server_default=text("false")
    ),  # nothing is left to do, or it was dropped
    Column("made_by_id", Id),  # a person in chat; nobody approves their own words
    Index("ix_bulletin_changes_open", "bulletin_id", "id", **where("NOT done")),
)


deliveries = Table(
    "deliveries",
    metadata,
    id_column(),
    Column("bulletin_id", Id, ForeignKey("bulletins.id"), nullable=False),
    Column("person_id", Id, nullable=False),
    Column("address_id", Id, index=True),  # chosen at claim
    Column("day", String),  # the campaign's local date at claim, ISO: what "one message a day" counts by
    Column("state", String, nullable=False, server_default="waiting"),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("repeats", Integer, nullable=False, server_default="0"),
    Column("not_before", Moment),  # real time
    Column("reason", String, nullable=False, server_default=""),
    Column("receipt", JSON),
    Column("finished_at", Moment),  # real time
    UniqueConstraint("bulletin_id", "person_id"),
    Index("ix_deliveries_person", "person_id", "day"),
    Index("ix_deliveries_untold", "person_id", "bulletin_id", **where("reason = 'daily' AND day IS NULL")),
    Index("ix_deliveries_waiting", "bulletin_id", "id", **where("state = 'waiting'")),
    Index("ix_deliveries_sending", "bulletin_id", "person_id", **where("state = 'sending'")),
    Index("ix_deliveries_finished", "bulletin_id", "finished_at", "state"),
)


# Round-ups: a bulletin for each choice of bulletins that somebody did not get that day.
roundups = Table(
    "roundups",
    metadata,
    id_column(),
    Column("due_at", Moment, nullable=False),
    Column("told", String, nullable=False),  # ids of the bulletins that it tells of, ascending, as "12,15"
    Column("bulletin_id", Id, ForeignKey("bulletins.id"), nullable=False),
    UniqueConstraint("due_at", "told"),
)


broadcasts = Table(
    "broadcasts",
    metadata,
    id_column(),
    Column("bulletin_id", Id, ForeignKey("bulletins.id"), nullable=False),
    Column("channel", String, nullable=False),
    Column("bot", String, nullable=False),
    Column("state", String, nullable=False),
    Column("token", String, nullable=False, server_default=""),
    Column("article", String, nullable=False, server_default=""),
    Column("message", String, nullable=False, server_default=""),  # the platform's id of the broadcast
    Column("version", Integer, nullable=False, server_default="0"),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("not_before", Moment),  # real time
    Column("reason", String, nullable=False, server_default=""),
    Column("decided_at", Moment, nullable=False),  # real time
    Column("finished_at", Moment),  # real time
    UniqueConstraint("bulletin_id", "channel", "bot"),
    Index("ix_broadcasts_open", "id", **where("state IN ('waiting', 'making', 'made', 'ready', 'sending')")),
)
