"""The day's figures, entered and signed by the health office."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# SQLite numbers rows by itself only in a column that is INTEGER, to the letter.
Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "day_figures",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("entered_at", Moment, nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("signed_at", Moment, nullable=True),
        sa.Column("signed_by", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_day_figures"),
    )
    op.create_index("ix_day_figures_day", "day_figures", ["day", "signed_at"])
