"""What agencies write before it becomes a bulletin."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# SQLite numbers rows by itself only in a column that is INTEGER, to the letter.
Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def _where(condition: str) -> dict[str, Any]:
    """A partial index on both engines."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.String(), server_default="", nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("attachments", sa.JSON(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("subject", sa.String(), server_default="", nullable=False),
        sa.Column("valid_until", Moment, nullable=True),
        sa.Column("state", sa.String(), server_default="writing", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("author_id", Id, nullable=True),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("changed_at", Moment, nullable=False),
        sa.Column("submitted_at", Moment, nullable=True),
        sa.Column("submitted_by", sa.String(), server_default="", nullable=False),
        sa.Column("decided_at", Moment, nullable=True),
        sa.Column("decided_by", sa.String(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("shown", sa.String(), server_default="", nullable=False),
        sa.Column("bulletin_id", Id, nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name="fk_drafts_author_id"),
        sa.ForeignKeyConstraint(["bulletin_id"], ["bulletins.id"], name="fk_drafts_bulletin_id"),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sa.UniqueConstraint("bulletin_id", name="uq_drafts_bulletin_id"),
    )
    op.create_index(
        "ix_drafts_open", "drafts", ["agency", "id"], **_where("state NOT IN ('started', 'dropped')")
    )
    op.create_index("ix_drafts_subject", "drafts", ["subject", "id"], **_where("subject <> ''"))
    op.create_table(
        "draft_writers",
        sa.Column("draft_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name="fk_draft_writers_draft_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_draft_writers_person_id"),
        sa.PrimaryKeyConstraint("draft_id", "person_id", name="pk_draft_writers"),
    )
    op.create_index("ix_draft_writers_person_id", "draft_writers", ["person_id"])
