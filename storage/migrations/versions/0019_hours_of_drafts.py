"""When an approved draft goes out, and until which day it goes out again."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

APPROVED = sa.text("state = 'approved'")


def upgrade() -> None:
    op.add_column("drafts", sa.Column("send_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("drafts", sa.Column("daily_until", sa.Date(), nullable=True))
    op.create_index("ix_drafts_due", "drafts", ["send_at"], sqlite_where=APPROVED, postgresql_where=APPROVED)
