"""What people pressed under bulletins."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# SQLite numbers rows by itself only in a column that is INTEGER, to the letter.
Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "bulletin_presses",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("bulletin_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["bulletin_id"], ["bulletins.id"], name="fk_bulletin_presses_bulletin_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bulletin_presses"),
        sa.UniqueConstraint(
            "bulletin_id", "person_id", "asked", name="uq_bulletin_presses_bulletin_id_person_id_asked"
        ),
    )
    op.create_index("ix_bulletin_presses_person", "bulletin_presses", ["person_id"])
