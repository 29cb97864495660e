"""Add what finds near duplicates: the keys by which alike texts are found, the records that wait to be
compared, and those that a person keeps apart. Records that are stored already wait."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from voc.store.tables import Key

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_of_record(
        "sketch",
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("keys", sa.LargeBinary(), nullable=False),
    )
    op.create_index(op.f("ix_sketch_day"), "sketch", ["day"])
    _create_of_record(
        "uncompared",
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("why", Key(), nullable=False),
    )
    _create_of_record("kept_apart")
    op.drop_index("ix_record_normal_digest", "record")
    op.execute("UPDATE record SET mark = NULL, duplicate_of = NULL WHERE mark = 'duplicate'")
    op.execute(
        "INSERT INTO uncompared (record_id, sequence, why)"
        " SELECT id, row_number() OVER (ORDER BY occurred_at, id), 'again' FROM record"
        " WHERE mark IS NULL AND normal_digest <> ''"
    )


def _create_of_record(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        sa.Column("record_id", Key(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f(f"fk_{name}_record_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", name=op.f(f"pk_{name}")),
    )
