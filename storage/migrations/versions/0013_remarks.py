"""Replies to bulletins."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# SQLite numbers rows by itself only in a column that is INTEGER, to the letter.
Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "remarks",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("bulletin_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=True),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("became", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["bulletin_id"], ["bulletins.id"], name="fk_remarks_bulletin_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_remarks_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_remarks"),
        sa.UniqueConstraint("code", name="uq_remarks_code"),
    )
    op.create_index("ix_remarks_bulletin_id", "remarks", ["bulletin_id"])
    op.create_index("ix_remarks_person_id", "remarks", ["person_id"])
    op.create_table(
        "remark_lines",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("remark_id", Id, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("actor", sa.String(), server_default="", nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("attachments", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["remark_id"], ["remarks.id"], name="fk_remark_lines_remark_id"),
        sa.PrimaryKeyConstraint("id", name="pk_remark_lines"),
    )
    op.create_index("ix_remark_lines_remark_id", "remark_lines", ["remark_id"])
