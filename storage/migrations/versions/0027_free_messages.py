"""How many messages to an address still cost nothing, as its platform said: nothing is billed after a restart."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("addresses", sa.Column("free_left", sa.Integer()))
