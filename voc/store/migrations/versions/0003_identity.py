"""Add the keys that a record declares of its customer, the log of joins, and what erasing leaves:
tombstones and an audit."""

import sqlalchemy as sa
from alembic import op

from voc.store.tables import Key, Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("record", "record_revision"):
        for name in ("customer_key", "contact_key", "email_key", "phone_key"):
            op.add_column(table, sa.Column(name, Key(), nullable=True))
        op.execute(f"UPDATE {table} SET customer_key = customer_id")
    for name in ("email_key", "phone_key"):
        op.add_column("customer", sa.Column(name, Key(), nullable=True))
    op.create_table(
        "join_event",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", Key(), nullable=False),
        sa.Column("key", Key(), nullable=False),
        sa.Column("customer_id", Key(), nullable=False),
        sa.Column("via", Key(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", Key(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_join_event")),
    )
    op.create_table(
        "tombstone",
        sa.Column("key", Key(), nullable=False),
        sa.Column("kind", Key(), nullable=False),
        sa.Column("customer_id", Key(), nullable=False),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_tombstone")),
    )
    op.create_index(op.f("ix_tombstone_customer_id"), "tombstone", ["customer_id"])
    op.create_table(
        "erasure",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("customer_id", Key(), nullable=True),
        sa.Column("before", Moment(), nullable=True),
        sa.Column("requested_on", sa.Date(), nullable=True),
        sa.Column("newest", Moment(), nullable=True),
        sa.Column("n_records", sa.Integer(), nullable=False),
        sa.Column("n_revisions", sa.Integer(), nullable=False),
        sa.Column("n_passages", sa.Integer(), nullable=False),
        sa.Column("n_quotes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_erasure")),
    )
