"""Keep the rows that could not become records, each once, with the latest reason."""

from collections.abc import Collection, Sequence
from dataclasses import asdict

from sqlalchemy import Connection, delete, select, tuple_

from voc.domain.record import Rejection
from voc.store.statements import parts, put
from voc.store.tables import REJECTION


def save_rejections(connection: Connection, rejections: Sequence[Rejection]) -> None:
    """Store rejections; one of the same source, file, row and field replaces the earlier one."""
    rows = {(r.source, r.file, r.row, r.field): asdict(r) for r in rejections}
    put(connection, REJECTION, list(rows.values()))


def settle_rejections(
    connection: Connection, source: str, file: str, still: Collection[Rejection]
) -> None:
    """Forget the rejections of a source's file but for some."""
    kept = {(rejection.row, rejection.field) for rejection in still}
    of_file = (REJECTION.c.source == source, REJECTION.c.file == file)
    place = tuple_(REJECTION.c.row, REJECTION.c.field)
    rows = connection.execute(select(REJECTION.c.row, REJECTION.c.field).where(*of_file))
    for part in parts([key for key in map(tuple, rows) if key not in kept]):
        connection.execute(delete(REJECTION).where(*of_file, place.in_(part)))


def load_rejections(connection: Connection) -> list[Rejection]:
    """List all rejections by source, file, row and field."""
    rows = connection.execute(select(REJECTION).order_by(*REJECTION.primary_key))
    return [Rejection(**row._mapping) for row in rows]
