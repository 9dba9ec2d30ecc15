"""Everyone who reported a matter says once how it went, not its author alone."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_ratings",
        sa.Column("report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("satisfied", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_report_ratings_report_id"),
        sa.PrimaryKeyConstraint("report_id", "person_id", name="pk_report_ratings"),
    )
    op.create_index("ix_report_ratings_at", "report_ratings", ["at"])
    # Whose author is gone had been rated by somebody who is nobody now.
    op.execute(
        "INSERT INTO report_ratings (report_id, person_id, at, satisfied)"
        " SELECT id, COALESCE(person_id, -1), updated_at, satisfied FROM reports WHERE satisfied IS NOT NULL"
    )
    with op.batch_alter_table("reports") as reports:
        reports.drop_column("satisfied")
