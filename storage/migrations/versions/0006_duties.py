"""What units and organisations are asked to do, and what each has done about it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "directives",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("attachments", sa.JSON(), nullable=False),
        sa.Column("need", sa.String(), nullable=False),
        sa.Column("due_at", Moment, nullable=False),
        sa.Column("addressees", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("recalled_at", Moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_directives"),
    )
    op.create_index("ix_directives_due_at", "directives", ["due_at"], unique=False)
    op.create_table(
        "obligations",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("directive_id", Id, nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("attachments", sa.JSON(), nullable=False),
        sa.Column("check_words", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("noticed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("notice_at", Moment, nullable=True),
        sa.ForeignKeyConstraint(["directive_id"], ["directives.id"], name="fk_obligations_directive_id"),
        sa.PrimaryKeyConstraint("id", name="pk_obligations"),
        sa.UniqueConstraint("code", name="uq_obligations_code"),
        sa.UniqueConstraint("directive_id", "body", name="uq_obligations_directive_id_body"),
    )
    op.create_index("ix_obligations_body", "obligations", ["body"], unique=False)
    op.create_index(
        "ix_obligations_notice",
        "obligations",
        ["notice_at"],
        unique=False,
        sqlite_where=sa.text("notice_at IS NOT NULL"),
        postgresql_where=sa.text("notice_at IS NOT NULL"),
    )
    op.create_table(
        "obligation_events",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("obligation_id", Id, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), server_default="", nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligations.id"], name="fk_obligation_events_obligation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_obligation_events"),
    )
    op.create_index(
        "ix_obligation_events_obligation_id", "obligation_events", ["obligation_id"], unique=False
    )
