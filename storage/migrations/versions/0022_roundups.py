"""Round-ups for people who want news once a day, and what they have not been told of."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

# SQLite numbers rows by itself only in a column that is INTEGER, to the letter.
Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)
_UNTOLD = sa.text("reason = 'daily' AND day IS NULL")


def upgrade() -> None:
    op.create_table(
        "roundups",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("due_at", Moment, nullable=False),
        sa.Column("told", sa.String(), nullable=False),
        sa.Column("bulletin_id", Id, nullable=False),
        sa.ForeignKeyConstraint(["bulletin_id"], ["bulletins.id"], name="fk_roundups_bulletin_id"),
        sa.PrimaryKeyConstraint("id", name="pk_roundups"),
        sa.UniqueConstraint("due_at", "told", name="uq_roundups_due_at_told"),
    )
    # Who was passed over before there were round-ups had their one message of that day.
    op.execute("UPDATE deliveries SET day = '' WHERE reason = 'daily' AND day IS NULL")
    op.create_index(
        "ix_deliveries_untold",
        "deliveries",
        ["person_id", "bulletin_id"],
        sqlite_where=_UNTOLD,
        postgresql_where=_UNTOLD,
    )
