"""Let the log of events hold all that topics are, so that they can be folded from it; add themes, and
which topic the night gave each passage, and what
figures counted. Topics that are stored get their birth into the log."""

import base64
from typing import Any

import sqlalchemy as sa
from alembic import op

from voc.store.tables import Key, Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_OLD = ("keywords", "centroid", "radius", "n_passages", "born_at")


def upgrade() -> None:
    op.create_table(
        "theme",
        sa.Column("id", Key(), nullable=False),
        sa.Column("label", Key(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
    )
    op.create_table(
        "counted",
        sa.Column("record_id", Key(), nullable=False),
        sa.Column("occurred_at", Moment(), nullable=False),
        sa.Column("solicited", sa.Boolean(), nullable=False),
        sa.Column("digest", Key(), nullable=False),
        sa.Column("version", Key(), nullable=False),
        sa.Column("topic_ids", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_counted")),
    )
    op.create_table(
        "restatement",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("topic_id", Key(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("solicited", sa.Boolean(), nullable=False),
        sa.Column("cause", Key(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "sequence", "topic_id", "day", "solicited", "cause", name=op.f("pk_restatement")
        ),
    )
    with op.batch_alter_table("topic") as topic:
        topic.add_column(sa.Column("fields", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("topic_event") as event:
        event.drop_constraint(op.f("fk_topic_event_topic_id"), type_="foreignkey")
        for name in ("before", "after"):
            event.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default="{}"))
        event.add_column(sa.Column("undoes", sa.Integer(), nullable=True))
    with op.batch_alter_table("passage") as passage:
        passage.add_column(sa.Column("assigned_id", Key(), nullable=True))
        passage.add_column(
            sa.Column("exemplar", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        passage.create_foreign_key(
            op.f("fk_passage_assigned_id"), "topic", ["assigned_id"], ["id"]
        )
        passage.create_index(op.f("ix_passage_assigned_id"), ["assigned_id"])
    op.execute("UPDATE passage SET assigned_id = topic_id, exemplar = (topic_id IS NOT NULL)")
    _fill()
    with op.batch_alter_table("topic") as topic:
        topic.alter_column("fields", existing_type=sa.JSON(), server_default=None)
        for name in _OLD:
            topic.drop_column(name)
    with op.batch_alter_table("passage") as passage:
        passage.alter_column("exemplar", existing_type=sa.Boolean(), server_default=None)
    with op.batch_alter_table("topic_event") as event:
        for name in ("before", "after"):
            event.alter_column(name, existing_type=sa.JSON(), server_default=None)


def _fill() -> None:
    moment = sa.column("born_at", Moment())
    columns: list[sa.ColumnClause[Any]] = [sa.column(name) for name in ("id", "label", "state", *_OLD[1:4])]
    rows = op.get_bind().execute(
        sa.select(*columns, sa.column("keywords", sa.JSON()), moment).select_from(sa.table("topic"))
    )
    topics = sa.table("topic", sa.column("id"), sa.column("fields", sa.JSON()))
    events = sa.table(
        "topic_event", sa.column("topic_id"), sa.column("kind"), sa.column("after", sa.JSON())
    )
    for row in rows.all():
        fields = _fields(row)
        op.execute(topics.update().where(topics.c.id == row.id).values(fields=fields))
        born = (events.c.topic_id == row.id) & (events.c.kind == "born")
        op.execute(events.update().where(born).values(after={row.id: fields}))


def _fields(row: Any) -> dict[str, object]:
    centroid = base64.b64encode(bytes(row.centroid)).decode()
    lists = ("locked", "parents", "successors", "representatives", "exemplars", "pinned", "barred")
    return {
        "is": "topic",
        "label": row.label,
        "keywords": row.keywords,
        "centroid": centroid,
        "radius": row.radius,
        "n_passages": row.n_passages,
        "born_at": row.born_at.isoformat(),
        "state": row.state,
        "theme_id": None,
        "stage": None,
        "owner": None,
        "founding_centroid": centroid,
        "embedding": "",
        "n_records": 0,
        "n_customers": 0,
        "n_days": 0,
        "channels": {},
        **{name: [] for name in lists},
    }
