"""Which signed figures a draft quotes, and its words before they were filled in."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "drafts", sa.Column("figures_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
    )
    op.add_column("drafts", sa.Column("unfilled", sa.JSON(), nullable=True))
