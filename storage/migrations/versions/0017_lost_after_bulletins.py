"""How many people gave up all news within a day of a bulletin: a number, and nobody's name."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("bulletins", sa.Column("lost", sa.Integer(), server_default="0", nullable=False))
