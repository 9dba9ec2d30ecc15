"""Nominations on their way to a commendation: their story, who else tells of them, what lists need."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    for column in _columns():
        op.add_column("nominations", column)
    op.create_index("ix_nominations_state", "nominations", ["state", "created_at"])
    op.create_table(
        "nomination_events",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        _nomination("nomination_events"),
        sa.Column("at", Moment, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), server_default="", nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("ref", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_events")),
    )
    op.create_index(op.f("ix_nomination_events_nomination_id"), "nomination_events", ["nomination_id"])
    op.create_table(
        "nomination_voices",
        _nomination("nomination_voices"),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("nomination_id", "person_id", name=op.f("pk_nomination_voices")),
    )
    op.create_index("ix_nomination_voices_person_id", "nomination_voices", ["person_id", "at"])
    op.create_table(
        "nomination_shingles",
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("shingle", sa.BigInteger(), nullable=False),
        _nomination("nomination_shingles"),
        sa.PrimaryKeyConstraint("area", "shingle", "nomination_id", name=op.f("pk_nomination_shingles")),
    )
    op.create_index("ix_nomination_shingles_nomination_id", "nomination_shingles", ["nomination_id"])


def _nomination(table: str) -> sa.Column[int]:
    key = sa.ForeignKey("nominations.id", name=op.f(f"fk_{table}_nomination_id"))
    return sa.Column("nomination_id", Id, key, nullable=False)


def _columns() -> tuple[sa.Column[object], ...]:
    return (
        _text("nominator"),
        sa.Column("first_day", sa.Date()),
        sa.Column("last_day", sa.Date()),
        sa.Column("own", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("track", sa.String(), server_default="campaign", nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("fits", sa.Boolean()),
        sa.Column("named", sa.Boolean()),
        _text("named_by"),
        sa.Column("born", sa.Integer()),
        _text("gender"),
        _text("position"),
        sa.Column("members", sa.Integer()),
        sa.Column("praised", sa.Text(), server_default="", nullable=False),
        _text("form"),
        _text("award"),
        _text("decision_number"),
        sa.Column("decision_date", sa.Date()),
    )


def _text(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.String(), server_default="", nullable=False)
