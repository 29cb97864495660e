"""Keep what stood in rejected rows, redacted, and by which it is found to be erased."""

import sqlalchemy as sa
from alembic import op

from voc.store.tables import Key, Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("rejection") as table:
        table.add_column(sa.Column("cells", sa.Text(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("occurred_at", Moment(), nullable=True))
        for name in ("record_id", "customer_key", "contact_key", "email_key", "phone_key"):
            table.add_column(sa.Column(name, Key(), nullable=True))
    with op.batch_alter_table("rejection") as table:
        table.alter_column("cells", server_default=None)
