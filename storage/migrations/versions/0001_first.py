"""The schema of the first release."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


# SQLite numbers rows by itself only in a column that is INTEGER, to the letter.
Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def _where(condition: str) -> dict[str, Any]:
    """A partial index on both engines."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:  # noqa: PLR0915 - one table after another
    op.create_table(
        "audit",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), server_default="", nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_table(
        "bulletins",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("cursor", Id, server_default="0", nullable=False),
        sa.Column("filled", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("finished_at", Moment, nullable=True),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("paid", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("valid_until", Moment, nullable=True),
        sa.Column("going_at", Moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_bulletins"),
    )
    op.create_index("ix_bulletins_live", "bulletins", ["id"], **_where("state IN ('sending', 'paused')"))
    op.create_index(
        "ix_bulletins_unswept",
        "bulletins",
        ["id"],
        **_where("state IN ('cancelled', 'recalled') AND NOT filled"),
    )
    op.create_table(
        "bulletin_changes",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("bulletin_id", Id, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("made_at", Moment, nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("approved_at", Moment, nullable=True),
        sa.Column("approved_by", sa.String(), nullable=True),
        sa.Column("cursor", Id, server_default="0", nullable=False),
        sa.Column("done", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.ForeignKeyConstraint(["bulletin_id"], ["bulletins.id"], name="fk_bulletin_changes_bulletin_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bulletin_changes"),
    )
    op.create_index(
        "ix_bulletin_changes_open", "bulletin_changes", ["bulletin_id", "id"], **_where("NOT done")
    )
    op.create_table(
        "consents",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
    )
    op.create_index("ix_consents_subject", "consents", ["subject"])
    op.create_table(
        "firings",
        sa.Column("schedule", sa.String(), nullable=False),
        sa.Column("due_at", Moment, nullable=False),
        sa.Column("fired_at", Moment, nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("schedule", "due_at", name="pk_firings"),
    )
    op.create_table(
        "inbox",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("bot", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(), server_default="new", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("reference", sa.String(), server_default="", nullable=False),
        sa.Column("received_at", Moment, nullable=False),
        sa.Column("handled_at", Moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("channel", "bot", "key", name="uq_inbox_channel_bot_key"),
    )
    op.create_index("ix_inbox_handled", "inbox", ["handled_at"])
    op.create_index("ix_inbox_new", "inbox", ["channel", "bot", "chat", "id"], **_where("state = 'new'"))
    op.create_table(
        "invites",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), server_default="", nullable=False),
        sa.Column("uses_left", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
        sa.Column("revoked_at", Moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_invites"),
        sa.UniqueConstraint("code_hash", name="uq_invites_code_hash"),
    )
    op.create_table(
        "media",
        sa.Column("sha", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("kept_at", Moment, nullable=False),
        sa.Column("until", Moment, nullable=True),
        sa.PrimaryKeyConstraint("sha", name="pk_media"),
    )
    op.create_table(
        "media_on",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("bot", sa.String(), nullable=False),
        sa.Column("sha", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "bot", "sha", "kind", name="pk_media_on"),
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_meta"),
    )
    op.create_table(
        "people",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("locale", sa.String(), server_default="vi", nullable=False),
        sa.Column("consent", sa.String(), server_default="unasked", nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("pace", sa.String(), server_default="all", nullable=False),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("blocked_until", Moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
    )
    op.create_index("ix_people_agreed", "people", ["id"], **_where("consent = 'agreed'"))
    op.create_table(
        "web_messages",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("mine", sa.Boolean(), nullable=False),
        sa.Column("sender", sa.String(), server_default="", nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("edited", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_web_messages"),
    )
    op.create_index("ix_web_messages_chat", "web_messages", ["chat"])
    op.create_table(
        "addresses",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("person_id", Id, nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("bot", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), server_default="", nullable=False),
        sa.Column("reachable", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("unreachable_reason", sa.String(), server_default="", nullable=False),
        sa.Column("last_heard", Moment, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_addresses_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_addresses"),
        sa.UniqueConstraint("channel", "bot", "chat", name="uq_addresses_channel_bot_chat"),
    )
    op.create_index("ix_addresses_person_id", "addresses", ["person_id"])
    op.create_table(
        "deliveries",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("bulletin_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("address_id", Id, nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("state", sa.String(), server_default="waiting", nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("repeats", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", Moment, nullable=True),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("receipt", sa.JSON(), nullable=True),
        sa.Column("finished_at", Moment, nullable=True),
        sa.ForeignKeyConstraint(["bulletin_id"], ["bulletins.id"], name="fk_deliveries_bulletin_id"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("bulletin_id", "person_id", name="uq_deliveries_bulletin_id_person_id"),
    )
    op.create_index("ix_deliveries_address_id", "deliveries", ["address_id"])
    op.create_index("ix_deliveries_finished", "deliveries", ["bulletin_id", "finished_at", "state"])
    op.create_index("ix_deliveries_person", "deliveries", ["person_id", "day"])
    op.create_index(
        "ix_deliveries_sending", "deliveries", ["bulletin_id", "person_id"], **_where("state = 'sending'")
    )
    op.create_index(
        "ix_deliveries_waiting", "deliveries", ["bulletin_id", "id"], **_where("state = 'waiting'")
    )
    op.create_table(
        "followed_places",
        sa.Column("person_id", Id, nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_followed_places_person_id"),
        sa.PrimaryKeyConstraint("person_id", "place", name="pk_followed_places"),
    )
    op.create_table(
        "grants",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), server_default="", nullable=False),
        sa.Column("granted_at", Moment, nullable=False),
        sa.Column("granted_by", sa.String(), nullable=False),
        sa.Column("revoked_at", Moment, nullable=True),
        sa.Column("revoked_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_grants_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_grants"),
    )
    op.create_index("ix_grants_person_id", "grants", ["person_id"])
    op.create_table(
        "nominations",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("person_id", Id, nullable=True),
        sa.Column("collective", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("happened", sa.String(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("known_how", sa.Text(), nullable=False),
        sa.Column("helped", sa.String(), nullable=False),
        sa.Column("name_withheld", sa.Boolean(), nullable=False),
        sa.Column("nominee_knows", sa.Boolean(), nullable=True),
        sa.Column("attachments", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_nominations_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_nominations"),
        sa.UniqueConstraint("code", name="uq_nominations_code"),
    )
    op.create_index("ix_nominations_created_at", "nominations", ["created_at"])
    op.create_index("ix_nominations_person_id", "nominations", ["person_id"])
    op.create_table(
        "reports",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("person_id", Id, nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("attachments", sa.JSON(), nullable=False),
        sa.Column("on_behalf", sa.String(), server_default="", nullable=False),
        sa.Column("verified", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("contact", sa.String(), server_default="", nullable=False),
        sa.Column("urgent", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("updated_at", Moment, nullable=False),
        sa.Column("handler", sa.String(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("counted_from", Moment, nullable=True),
        sa.Column("due_at", Moment, nullable=True),
        sa.Column("notice_at", Moment, nullable=True),
        sa.Column("noticed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("proposal", sa.Text(), server_default="", nullable=False),
        sa.Column("decision", sa.Text(), server_default="", nullable=False),
        sa.Column("decision_number", sa.String(), server_default="", nullable=False),
        sa.Column("decision_date", sa.Date(), nullable=True),
        sa.Column("duplicate_of", sa.String(), server_default="", nullable=False),
        sa.Column("satisfied", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_reports_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
        sa.UniqueConstraint("code", name="uq_reports_code"),
    )
    op.create_index("ix_reports_created_at", "reports", ["created_at"])
    op.create_index("ix_reports_person_id", "reports", ["person_id"])
    op.create_index("ix_reports_state", "reports", ["state", "created_at"])
    op.create_index("ix_reports_notice", "reports", ["notice_at"], **_where("notice_at IS NOT NULL"))
    op.create_table(
        "subscriptions",
        sa.Column("person_id", Id, nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_subscriptions_person_id"),
        sa.PrimaryKeyConstraint("person_id", "topic", name="pk_subscriptions"),
    )
    op.create_table(
        "code_tries",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("address_id", Id, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["address_id"], ["addresses.id"], name="fk_code_tries_address_id"),
        sa.PrimaryKeyConstraint("id", name="pk_code_tries"),
    )
    op.create_index("ix_code_tries_address_id_at", "code_tries", ["address_id", "at"])
    op.create_table(
        "desks",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("address_id", Id, nullable=False),
        sa.Column("connected_at", Moment, nullable=False),
        sa.Column("connected_by", sa.String(), nullable=False),
        sa.Column("closed_at", Moment, nullable=True),
        sa.ForeignKeyConstraint(["address_id"], ["addresses.id"], name="fk_desks_address_id"),
        sa.PrimaryKeyConstraint("id", name="pk_desks"),
    )
    op.create_index(
        "uq_desks_open", "desks", ["agency", "address_id"], unique=True, **_where("closed_at IS NULL")
    )
    op.create_table(
        "message_links",
        sa.Column("address_id", Id, nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("outbox_id", Id, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["address_id"], ["addresses.id"], name="fk_message_links_address_id"),
        sa.PrimaryKeyConstraint("address_id", "message", name="pk_message_links"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("bot", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("address_id", Id, nullable=True),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("target_id", Id, nullable=True),
        sa.Column("delivery_id", Id, nullable=True),
        sa.Column("change_id", Id, nullable=True),
        sa.Column("subject", sa.String(), server_default="", nullable=False),
        sa.Column("dedupe", sa.String(), nullable=True),
        sa.Column("state", sa.String(), server_default="waiting", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("repeats", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", Moment, nullable=True),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("receipt", sa.JSON(), nullable=True),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("finished_at", Moment, nullable=True),
        sa.ForeignKeyConstraint(["address_id"], ["addresses.id"], name="fk_outbox_address_id"),
        sa.ForeignKeyConstraint(["target_id"], ["outbox.id"], name="fk_outbox_target_id"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("dedupe", name="uq_outbox_dedupe"),
    )
    op.create_index("ix_outbox_address_id", "outbox", ["address_id"])
    op.create_index("ix_outbox_finished", "outbox", ["finished_at"])
    op.create_index("ix_outbox_sending", "outbox", ["channel", "bot"], **_where("state = 'sending'"))
    op.create_index("ix_outbox_target", "outbox", ["target_id", "finished_at"])
    op.create_index("ix_outbox_delivery", "outbox", ["delivery_id"], **_where("delivery_id IS NOT NULL"))
    op.create_index(
        "ix_outbox_waiting", "outbox", ["channel", "bot", "lane", "id", "chat"], **_where("state = 'waiting'")
    )
    op.create_table(
        "positions",
        sa.Column("address_id", Id, nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("trail", sa.JSON(), nullable=False),
        sa.Column("return_to", sa.String(), server_default="", nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("prior", sa.String(), server_default="", nullable=False),
        sa.Column("asked_at", Moment, nullable=False),
        sa.ForeignKeyConstraint(["address_id"], ["addresses.id"], name="fk_positions_address_id"),
        sa.PrimaryKeyConstraint("address_id", "sender", name="pk_positions"),
    )
    op.create_index("ix_positions_asked_at", "positions", ["asked_at"])
    op.create_table(
        "report_events",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("report_id", Id, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), server_default="", nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("ref", sa.String(), server_default="", nullable=False),
        sa.Column("attachments", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_report_events_report_id"),
        sa.PrimaryKeyConstraint("id", name="pk_report_events"),
    )
    op.create_index("ix_report_events_report_id", "report_events", ["report_id"])
    op.create_table(
        "report_voices",
        sa.Column("report_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("follows", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_report_voices_report_id"),
        sa.PrimaryKeyConstraint("report_id", "person_id", name="pk_report_voices"),
    )
    op.create_index("ix_report_voices_person_id", "report_voices", ["person_id", "at"])
    op.create_table(
        "report_shingles",
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("shingle", sa.BigInteger(), nullable=False),
        sa.Column("report_id", Id, nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_report_shingles_report_id"),
        sa.PrimaryKeyConstraint("area", "shingle", "report_id", name="pk_report_shingles"),
    )
    op.create_index("ix_report_shingles_report_id", "report_shingles", ["report_id"])
    op.create_table(
        "report_locations",
        sa.Column("report_id", Id, autoincrement=False, nullable=False),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_report_locations_report_id"),
        sa.PrimaryKeyConstraint("report_id", name="pk_report_locations"),
    )
    op.create_table(
        "jobs",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("dedupe", sa.String(), nullable=True),
        sa.Column("state", sa.String(), server_default="waiting", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", Moment, nullable=True),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("finished_at", Moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.UniqueConstraint("dedupe", name="uq_jobs_dedupe"),
    )
    op.create_index(
        "ix_jobs_waiting",
        "jobs",
        ["id"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "anonymous_reports",
        sa.Column("report_id", Id, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_anonymous_reports_report_id"),
        sa.PrimaryKeyConstraint("report_id", name="pk_anonymous_reports"),
    )
