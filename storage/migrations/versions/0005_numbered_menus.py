"""Numbered menus of platforms without buttons, and edits that only make sense in place."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "outbox", sa.Column("in_place", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.add_column("positions", sa.Column("menu", sa.JSON(), server_default="[]", nullable=False))
