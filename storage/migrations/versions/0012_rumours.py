"""Rumours: one item however many ask about it, who asked, and by what words and pictures it is known again."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TELLING = sa.text("telling")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "rumour_tries",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rumour_tries"),
    )
    op.create_index("ix_rumour_tries_person_id_at", "rumour_tries", ["person_id", "at"], unique=False)
    op.create_table(
        "rumours",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("attachments", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("asked_at", Moment, nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("pending", sa.JSON(), nullable=True),
        sa.Column("claim", sa.Text(), server_default="", nullable=False),
        sa.Column("verdict", sa.String(), server_default="", nullable=False),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.Column("answered_at", Moment, nullable=True),
        sa.Column("answered_by", sa.String(), server_default="", nullable=False),
        sa.Column("edition", sa.Integer(), server_default="0", nullable=False),
        sa.Column("telling", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rumours"),
        sa.UniqueConstraint("code", name="uq_rumours_code"),
    )
    op.create_index("ix_rumours_state", "rumours", ["state", "id"], unique=False)
    op.create_index(
        "ix_rumours_telling", "rumours", ["id"], unique=False, sqlite_where=TELLING, postgresql_where=TELLING
    )
    op.create_table(
        "rumour_askers",
        sa.Column("rumour_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("told", sa.Integer(), server_default="0", nullable=False),
        sa.Column("follows", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("helped", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["rumour_id"], ["rumours.id"], name="fk_rumour_askers_rumour_id"),
        sa.PrimaryKeyConstraint("rumour_id", "person_id", name="pk_rumour_askers"),
    )
    op.create_index("ix_rumour_askers_person_id", "rumour_askers", ["person_id", "at"], unique=False)
    op.create_table(
        "rumour_photos",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("rumour_id", Id, nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["rumour_id"], ["rumours.id"], name="fk_rumour_photos_rumour_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rumour_photos"),
    )
    op.create_index("ix_rumour_photos_rumour_id", "rumour_photos", ["rumour_id"], unique=False)
    op.create_table(
        "rumour_texts",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("rumour_id", Id, nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["rumour_id"], ["rumours.id"], name="fk_rumour_texts_rumour_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rumour_texts"),
    )
    op.create_index("ix_rumour_texts_rumour_id", "rumour_texts", ["rumour_id"], unique=False)
    op.create_table(
        "rumour_photo_parts",
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("photo_id", Id, nullable=False),
        sa.ForeignKeyConstraint(["photo_id"], ["rumour_photos.id"], name="fk_rumour_photo_parts_photo_id"),
        sa.PrimaryKeyConstraint("part", "photo_id", name="pk_rumour_photo_parts"),
    )
    op.create_index("ix_rumour_photo_parts_photo_id", "rumour_photo_parts", ["photo_id"], unique=False)
    op.create_table(
        "rumour_shingles",
        sa.Column("shingle", sa.BigInteger(), nullable=False),
        sa.Column("text_id", Id, nullable=False),
        sa.ForeignKeyConstraint(["text_id"], ["rumour_texts.id"], name="fk_rumour_shingles_text_id"),
        sa.PrimaryKeyConstraint("shingle", "text_id", name="pk_rumour_shingles"),
    )
    op.create_index("ix_rumour_shingles_text_id", "rumour_shingles", ["text_id"], unique=False)
