"""An invite may name the role that it takes over: whoever redeems it is a successor."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "invites", sa.Column("replaces", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
    )
