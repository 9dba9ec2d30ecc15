"""A nominee answers for themselves whether they may be named, by a one-time code, and hears of what comes of it."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "nominee_codes",
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("nomination_id", number, nullable=False),
        sa.Column("by_office", sa.Boolean(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["nomination_id"], ["nominations.id"], name="fk_nominee_codes_nomination_id"),
        sa.PrimaryKeyConstraint("code_hash", name="pk_nominee_codes"),
    )
    op.create_index("ix_nominee_codes_nomination_id", "nominee_codes", ["nomination_id"])
    op.create_index("ix_nominee_codes_expires_at", "nominee_codes", ["expires_at"])
    op.create_table(
        "nominees",
        sa.Column("nomination_id", number, autoincrement=False, nullable=False),
        sa.Column("person_id", number, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["nomination_id"], ["nominations.id"], name="fk_nominees_nomination_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_nominees_person_id"),
        sa.PrimaryKeyConstraint("nomination_id", name="pk_nominees"),
    )
    op.create_index("ix_nominees_person_id", "nominees", ["person_id"])
