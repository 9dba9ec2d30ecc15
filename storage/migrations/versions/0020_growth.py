"""How many deliveries were made of a bulletin, and the size that its audience was found to have grown to."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("bulletins", sa.Column("made", sa.Integer(), server_default="0", nullable=False))
    op.add_column("bulletins", sa.Column("seen", sa.Integer(), server_default="0", nullable=False))
