"""Whose approvers were asked about an urgent alert besides its agency's own, and whether they were asked twice."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("drafts", sa.Column("on_call", sa.String(), nullable=False, server_default=""))
    op.add_column("drafts", sa.Column("urged_at", sa.DateTime(timezone=True), nullable=True))
