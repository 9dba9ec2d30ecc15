"""Bulletins that go out as one article to all who follow an account."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# SQLite numbers rows by itself only in a column that is INTEGER, to the letter.
Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)
OPEN = "state IN ('waiting', 'making', 'made', 'ready', 'sending')"


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String(), server_default="", nullable=False)


def upgrade() -> None:
    op.create_table(
        "broadcasts",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("bulletin_id", Id, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("bot", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        _text("token"),
        _text("article"),
        _text("message"),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", Moment, nullable=True),
        _text("reason"),
        sa.Column("decided_at", Moment, nullable=False),
        sa.Column("finished_at", Moment, nullable=True),
        sa.ForeignKeyConstraint(["bulletin_id"], ["bulletins.id"], name="fk_broadcasts_bulletin_id"),
        sa.PrimaryKeyConstraint("id", name="pk_broadcasts"),
        sa.UniqueConstraint("bulletin_id", "channel", "bot", name="uq_broadcasts_bulletin_id_channel_bot"),
    )
    op.create_index(
        "ix_broadcasts_open",
        "broadcasts",
        ["id"],
        sqlite_where=sa.text(OPEN),
        postgresql_where=sa.text(OPEN),
    )
