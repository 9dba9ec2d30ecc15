"""What people offer to give or do."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "offers",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("person_id", Id, nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("place", sa.String(), server_default="", nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("when", sa.String(), server_default="", nullable=False),
        sa.Column("contact", sa.String(), server_default="", nullable=False),
        sa.Column("shared", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("need", sa.String(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("updated_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_offers_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_offers"),
        sa.UniqueConstraint("code", name="uq_offers_code"),
    )
    op.create_index("ix_offers_need", "offers", ["need"], unique=False)
    op.create_index("ix_offers_person_id", "offers", ["person_id"], unique=False)
    op.create_index("ix_offers_state", "offers", ["state", "created_at"], unique=False)
    op.create_table(
        "offer_events",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("offer_id", Id, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), server_default="", nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("ref", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name="fk_offer_events_offer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_offer_events"),
    )
    op.create_index("ix_offer_events_offer_id", "offer_events", ["offer_id"], unique=False)
