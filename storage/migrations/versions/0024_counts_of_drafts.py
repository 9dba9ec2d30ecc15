"""For how many people a draft was approved, to be held against its audience at its hour."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("drafts", sa.Column("counted", sa.Integer(), nullable=True))
