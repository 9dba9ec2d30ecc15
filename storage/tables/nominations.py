"""Good deeds told of, who else tells of them, and what happened to them."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    text,
)

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
    Column("nominator", String, nullable=False, server_default=""),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("own", Boolean, nullable=False, server_default=text("false")),
    Column("track", String, nullable=False, server_default="campaign"),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("fits", Boolean),
    Column("named", Boolean),
    Column("named_by", String, nullable=False, server_default=""),
    Column("born", Integer),
    Column("gender", String, nullable=False, server_default=""),
    Column("position", String, nullable=False, server_default=""),
    Column("members", Integer),
    Column("praised", Text, nullable=False, server_default=""),
    Column("form", String, nullable=False, server_default=""),
    Column("award", String, nullable=False, server_default=""),
    Column("decision_number", String, nullable=False, server_default=""),
    Column("decision_date", Date),
    Index("ix_nominations_state", "state", "created_at"),
)


nomination_events = Table(
    "nomination_events",
    metadata,
    id_column(),
    Column("nomination_id", Id, ForeignKey("nominations.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("kind", String, nullable=False),
    Column("actor", String, nullable=False, server_default=""),
    Column("words", Text, nullable=False, server_default=""),
    Column("ref", String, nullable=False, server_default=""),
)


nomination_voices = Table(
    "nomination_voices",
    metadata,
    Column("nomination_id", Id, ForeignKey("nominations.id"), nullable=False),
    # No foreign key: once somebody is erased, a number of nobody's keeps the count.
    Column("person_id", Id, nullable=False),
    Column("at", Moment, nullable=False),
    Column("words", Text, nullable=False, server_default=""),
    PrimaryKeyConstraint("nomination_id", "person_id"),
    Index("ix_nomination_voices_person_id", "person_id", "at"),
)


# One-time codes by which a nominee answers for themselves whether they may be named.
nominee_codes = Table(
    "nominee_codes",
    metadata,
    Column("code_hash", String, primary_key=True),
    Column("nomination_id", Id, ForeignKey("nominations.id"), nullable=False, index=True),
    Column("by_office", Boolean, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
)


nominees = Table(
    "nominees",
    metadata,
    Column("nomination_id", Id, ForeignKey("nominations.id"), primary_key=True, autoincrement=False),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
)


nomination_shingles = Table(
    "nomination_shingles",
    metadata,
    Column("area", String, nullable=False),  # the district, or where there is none the commune
    Column("shingle", BigInteger, nullable=False),
    Column("nomination_id", Id, ForeignKey("nominations.id"), nullable=False),
    PrimaryKeyConstraint("area", "shingle", "nomination_id"),
    Index("ix_nomination_shingles_nomination_id", "nomination_id"),
)
