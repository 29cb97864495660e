"""Keep of ids that hold an address, as those of mails do, a digest alone."""

import base64
import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        # Overwrite the bytes of what is replaced.
        op.execute("PRAGMA secure_delete = ON")
    for table, id_ in (("record", "id"), ("record_revision", "record_id")):
        op.execute(f"UPDATE {table} SET external_id = {id_} WHERE external_id LIKE '%@%'")
        _digest_responses(table)


def _digest_responses(table: str) -> None:
    chosen = f"SELECT DISTINCT source, response_id FROM {table} WHERE response_id LIKE '%@%'"
    change = sa.text(
        f"UPDATE {table} SET response_id = :digest WHERE source = :source AND response_id = :id"
    )
    for source, id_ in list(op.get_bind().execute(sa.text(chosen))):
        digest = hashlib.sha256(f"{source}\0{id_}".encode()).digest()
        kept = base64.b32encode(digest).decode().lower()[:26]
        op.execute(change.bindparams(digest=kept, source=source, id=id_))
