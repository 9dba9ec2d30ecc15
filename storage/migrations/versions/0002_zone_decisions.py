"""Decisions on zone colours: what was entered, by whom, and what it says of each commune."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# SQLite numbers rows by itself only in a column that is INTEGER, to the letter.
Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)
OPEN = sa.text("state IN ('waiting', 'contested')")


def upgrade() -> None:
    op.create_table(
        "zone_entries",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("file", sa.String(), server_default="", nullable=False),
        sa.Column("flaws", sa.JSON(), nullable=False),
        sa.Column("entered_at", Moment, nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("author_id", Id, nullable=True),
        sa.Column("settled_at", Moment, nullable=True),
        sa.Column("settled_by", sa.String(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("annul_by", sa.String(), server_default="", nullable=False),
        sa.Column("annul_author_id", Id, nullable=True),
        sa.Column("annulled_at", Moment, nullable=True),
        sa.Column("annulled_by", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name="fk_zone_entries_author_id"),
        sa.ForeignKeyConstraint(["annul_author_id"], ["people.id"], name="fk_zone_entries_annul_author_id"),
        sa.PrimaryKeyConstraint("id", name="pk_zone_entries"),
    )
    op.create_index("ix_zone_entries_author_id", "zone_entries", ["author_id"])
    op.create_index("ix_zone_entries_annul_author_id", "zone_entries", ["annul_author_id"])
    op.create_index("ix_zone_entries_open", "zone_entries", ["id"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_table(
        "zone_changes",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("entry_id", Id, nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("colour", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["zone_entries.id"], name="fk_zone_changes_entry_id"),
        sa.PrimaryKeyConstraint("id", name="pk_zone_changes"),
        sa.UniqueConstraint("entry_id", "place", name="uq_zone_changes_entry_id_place"),
    )
    op.create_index("ix_zone_changes_place", "zone_changes", ["place"])
