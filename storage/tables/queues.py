"""The durable queues: what came in, what goes out, slow work, and the files that travel with them."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables.base import Id, Moment, id_column, metadata, where

inbox = Table(
    "inbox",
    metadata,
    id_column(),
    Column("channel", String, nullable=False),
    Column("bot", String, nullable=False),
    Column("key", String, nullable=False),
    Column("chat", String, nullable=False),
    Column("body", LargeBinary),
    Column("state", String, nullable=False, server_default="new"),  # new, handled, ignored, parked
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("reason", String, nullable=False, server_default=""),
    Column("reference", String, nullable=False, server_default=""),
    Column("received_at", Moment, nullable=False),
    Column("handled_at", Moment),
    UniqueConstraint("channel", "bot", "key"),
    Index("ix_inbox_new", "channel", "bot", "chat", "id", **where("state = 'new'")),
    Index("ix_inbox_handled", "handled_at"),
)


outbox = Table(
    "outbox",
    metadata,
    id_column(),
    Column("channel", String, nullable=False),
    Column("bot", String, nullable=False),
    Column("chat", String, nullable=False),
    Column("address_id", Id, ForeignKey("addresses.id"), index=True),
    Column("lane", Integer, nullable=False),  # 0 answers, 1 alerts, 2 reminders, 3 bulletins
    Column("kind", String, nullable=False),  # send, edit, delete
    Column("body", Text, nullable=False),  # the encoded Reply; empty for a delete and once retention is over
    Column("target_id", Id, ForeignKey("outbox.id")),  # the row that an edit or a delete is about
    Column(
        "delivery_id", Id
    ),  # the delivery that an edit or a delete is about, where it is not a row of ours
    Column("change_id", Id),  # where its words stand, if they go to many
    Column("subject", String, nullable=False, server_default=""),  # the code of what it is about
    Column("dedupe", String, unique=True),
    Column("state", String, nullable=False, server_default="waiting"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column(
        "repeats", Integer, nullable=False, server_default="0"
    ),  # possible repeats after an unknown outcome
    Column("not_before", Moment),  # real time
    Column("reason", String, nullable=False, server_default=""),
    Column("receipt", JSON),  # the platform's message ids
    Column("created_at", Moment, nullable=False),  # real time
    Column("finished_at", Moment),  # real time
    # an edit that is worth nothing as a new message, where messages cannot be changed
    Column("in_place", Boolean, nullable=False, server_default=text("false")),
    # `chat` is in it so that a group's long queue is passed over without reading its rows.
    Index("ix_outbox_waiting", "channel", "bot", "lane", "id", "chat", **where("state = 'waiting'")),
    Index("ix_outbox_sending", "channel", "bot", **where("state = 'sending'")),
    Index("ix_outbox_finished", "finished_at"),
    Index("ix_outbox_target", "target_id", "finished_at"),
    Index("ix_outbox_delivery", "delivery_id", **where("delivery_id IS NOT NULL")),
)


message_links = Table(
    "message_links",
    metadata,
    Column("address_id", Id, ForeignKey("addresses.id"), nullable=False),
    Column("message", String, nullable=False),
    Column("outbox_id", Id, nullable=False),
    Column("subject", String, nullable=False),
    PrimaryKeyConstraint("address_id", "message"),
)


media = Table(
    "media",
    metadata,
    Column("sha", String, primary_key=True),  # SHA-256 of the bytes: the name of the file in the store
    Column("size", BigInteger, nullable=False),
    Column("kept_at", Moment, nullable=False),  # real time
    Column("until", Moment),  # real time; the file goes then; never if it is empty
)


media_on = Table(
    "media_on",
    metadata,
    Column("channel", String, nullable=False),
    Column("bot", String, nullable=False),
    Column("sha", String, nullable=False),
    Column("kind", String, nullable=False),  # a platform's handle is good for one kind
    Column("handle", String, nullable=False),
    PrimaryKeyConstraint("channel", "bot", "sha", "kind"),
)


# Files that people sent where the platform gives them out for a short while only: fetched at once.
media_from = Table(
    "media_from",
    metadata,
    Column("channel", String, nullable=False),
    Column("bot", String, nullable=False),
    Column("chat", String, nullable=False),
    Column("ref", String, nullable=False),  # as the message has it
    Column("sha", String, nullable=False, index=True),
    Column("mime", String, nullable=False),
    Column("size", BigInteger, nullable=False),
    PrimaryKeyConstraint("channel", "bot", "ref"),
)


jobs = Table(
    "jobs",
    metadata,
    id_column(),
    Column("kind", String, nullable=False),
    Column("payload", JSON, nullable=False),  # emptied when it is over
    Column("dedupe", String, unique=True),
    Column("state", String, nullable=False, server_default="waiting"),  # waiting, done, failed
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("not_before", Moment),  # real time
    Column("reason", String, nullable=False, server_default=""),
    Column("created_at", Moment, nullable=False),  # real time
    Column("finished_at", Moment),  # real time
    Index("ix_jobs_waiting", "id", **where("state = 'waiting'")),
)
