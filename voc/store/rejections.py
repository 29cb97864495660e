"""Keep the rows that could not become records, each once, with the latest reason."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import Connection, select

from voc.domain.record import Rejection
from voc.store.statements import put
from voc.store.tables import REJECTION


def save_rejections(connection: Connection, rejections: Sequence[Rejection]) -> None:
    """Store rejections; one of the same source, file, row and field replaces the earlier one."""
    rows = {(r.source, r.file, r.row, r.field): asdict(r) for r in rejections}
    put(connection, REJECTION, list(rows.values()))


def load_rejections(connection: Connection) -> list[Rejection]:
    """List all rejections by source, file, row and field."""
    rows = connection.execute(select(REJECTION).order_by(*REJECTION.primary_key))
    return [Rejection(**row._mapping) for row in rows]
