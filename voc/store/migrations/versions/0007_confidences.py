"""Add the next likeliest stage of a passage, and how sure sentiments are. The next night reads all
records again and fills them."""

import sqlalchemy as sa
from alembic import op

from voc.store.tables import Key

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_CONFIDENCES = {
    "analysis": ("sentiment_confidence",),
    "passage": ("second_confidence", "sentiment_confidence"),
}


def upgrade() -> None:
    for name, columns in _CONFIDENCES.items():
        with op.batch_alter_table(name) as table:
            for column in columns:
                table.add_column(sa.Column(column, sa.Float(), nullable=False, server_default="0"))
        with op.batch_alter_table(name) as table:
            for column in columns:
                table.alter_column(column, server_default=None)
    op.add_column("passage", sa.Column("second_stage", Key(), nullable=True))
