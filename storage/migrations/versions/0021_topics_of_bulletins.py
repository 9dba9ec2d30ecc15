"""What topic a bulletin is about, by which a person's day is limited."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("bulletins", sa.Column("topic", sa.String(), nullable=False, server_default=""))
