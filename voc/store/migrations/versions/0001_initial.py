"""Create the tables."""

import sqlalchemy as sa
from alembic import op

from voc.store.tables import Key, Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "customer",
        sa.Column("id", Key(), nullable=False),
        sa.Column("account_id", Key(), nullable=True),
        sa.Column("customer_segment", Key(), nullable=True),
        sa.Column("region", Key(), nullable=True),
        sa.Column("monthly_revenue", sa.Float(), nullable=True),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
    )
    op.create_table(
        "record",
        sa.Column("source", Key(), nullable=False),
        sa.Column("external_id", Key(), nullable=False),
        sa.Column("channel", Key(), nullable=False),
        sa.Column("solicited", sa.Boolean(), nullable=False),
        sa.Column("occurred_at", Moment(), nullable=False),
        sa.Column("verbatim", sa.Text(), nullable=False),
        sa.Column("language", Key(), nullable=False),
        sa.Column("content_digest", Key(), nullable=False),
        sa.Column("normal_digest", Key(), nullable=False),
        sa.Column("mark", Key(), nullable=True),
        sa.Column("duplicate_of", Key(), nullable=True),
        sa.Column("score_value", sa.Float(), nullable=True),
        sa.Column("score_scale", Key(), nullable=True),
        sa.Column("response_id", Key(), nullable=True),
        sa.Column("customer_id", Key(), nullable=True),
        sa.Column("account_id", Key(), nullable=True),
        sa.Column("customer_segment", Key(), nullable=True),
        sa.Column("region", Key(), nullable=True),
        sa.Column("touchpoint", Key(), nullable=True),
        sa.Column("id", Key(), nullable=False),
        sa.Column("analysed_version", Key(), nullable=True),
        sa.ForeignKeyConstraint(
            ["duplicate_of"], ["record.id"], name=op.f("fk_record_duplicate_of")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record")),
    )
    op.create_index(op.f("ix_record_duplicate_of"), "record", ["duplicate_of"])
    op.create_index(op.f("ix_record_normal_digest"), "record", ["normal_digest"])
    op.create_index(op.f("ix_record_occurred_at_id"), "record", ["occurred_at", "id"])
    op.create_table(
        "rejection",
        sa.Column("source", Key(), nullable=False),
        sa.Column("file", Key(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("field", Key(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("source", "file", "row", "field", name=op.f("pk_rejection")),
    )
    op.create_table(
        "snapshot",
        sa.Column("id", Key(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint("sequence", name=op.f("uq_snapshot_sequence")),
    )
    op.create_table(
        "topic",
        sa.Column("id", Key(), nullable=False),
        sa.Column("label", Key(), nullable=False),
        sa.Column("keywords", sa.JSON(), nullable=False),
        sa.Column("centroid", sa.LargeBinary(), nullable=False),
        sa.Column("radius", sa.Float(), nullable=False),
        sa.Column("n_passages", sa.Integer(), nullable=False),
        sa.Column("born_at", Moment(), nullable=False),
        sa.Column("state", Key(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
    )
    op.create_table(
        "analysis",
        sa.Column("record_id", Key(), nullable=False),
        sa.Column("stage", Key(), nullable=True),
        sa.Column("stage_confidence", sa.Float(), nullable=False),
        sa.Column("sentiment", sa.Float(), nullable=False),
        sa.Column("sentiment_label", Key(), nullable=False),
        sa.Column("type", Key(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_analysis_record_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_analysis")),
    )
    op.create_table(
        "record_revision",
        sa.Column("source", Key(), nullable=False),
        sa.Column("external_id", Key(), nullable=False),
        sa.Column("channel", Key(), nullable=False),
        sa.Column("solicited", sa.Boolean(), nullable=False),
        sa.Column("occurred_at", Moment(), nullable=False),
        sa.Column("verbatim", sa.Text(), nullable=False),
        sa.Column("language", Key(), nullable=False),
        sa.Column("content_digest", Key(), nullable=False),
        sa.Column("normal_digest", Key(), nullable=False),
        sa.Column("mark", Key(), nullable=True),
        sa.Column("duplicate_of", Key(), nullable=True),
        sa.Column("score_value", sa.Float(), nullable=True),
        sa.Column("score_scale", Key(), nullable=True),
        sa.Column("response_id", Key(), nullable=True),
        sa.Column("customer_id", Key(), nullable=True),
        sa.Column("account_id", Key(), nullable=True),
        sa.Column("customer_segment", Key(), nullable=True),
        sa.Column("region", Key(), nullable=True),
        sa.Column("touchpoint", Key(), nullable=True),
        sa.Column("record_id", Key(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["record.id"],
            name=op.f("fk_record_revision_record_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("record_id", "revision", name=op.f("pk_record_revision")),
    )
    op.create_table(
        "story",
        sa.Column("id", Key(), nullable=False),
        sa.Column("snapshot_id", Key(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["snapshot.id"], name=op.f("fk_story_snapshot_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story")),
        sa.UniqueConstraint("sequence", name=op.f("uq_story_sequence")),
    )
    op.create_index(op.f("ix_story_snapshot_id"), "story", ["snapshot_id"])
    op.create_table(
        "topic_event",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("topic_id", Key(), nullable=False),
        sa.Column("kind", Key(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", Key(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_topic_event_topic_id")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_topic_event")),
    )
    op.create_index(op.f("ix_topic_event_topic_id"), "topic_event", ["topic_id"])
    op.create_table(
        "passage",
        sa.Column("record_id", Key(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("stage", Key(), nullable=True),
        sa.Column("stage_confidence", sa.Float(), nullable=False),
        sa.Column("sentiment", sa.Float(), nullable=False),
        sa.Column("sentiment_label", Key(), nullable=False),
        sa.Column("type", Key(), nullable=False),
        sa.Column("topic_id", Key(), nullable=True),
        sa.Column("topic_confidence", sa.Float(), nullable=False),
        sa.Column("topic_considered", sa.Boolean(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["analysis.record_id"],
            name=op.f("fk_passage_record_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_passage_topic_id")),
        sa.PrimaryKeyConstraint("record_id", "ordinal", name=op.f("pk_passage")),
    )
    op.create_index(op.f("ix_passage_topic_id"), "passage", ["topic_id"])
