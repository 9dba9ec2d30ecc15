"""Which draft a daily one repeats, so that growth accepted on one day counts as approved on the next."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("drafts", sa.Column("repeats_id", number, nullable=True))
