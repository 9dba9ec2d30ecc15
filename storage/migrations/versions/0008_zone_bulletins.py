"""Which bulletins told people of a decision on zone colours, so that those of a mistake can be stopped."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    told = sa.Column("told", sa.JSON(), server_default=sa.text("'[]'"), nullable=False)
    op.add_column("zone_entries", told)
