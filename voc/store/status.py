"""Count what is in the store, and read it whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Table, func, select

from voc.domain.record import Mark
from voc.store.records import is_pending
from voc.store.rejections import count_rejected
from voc.store.tables import RECORD, SNAPSHOT, TOPIC, Base

_DUPLICATE = RECORD.c.mark == Mark.DUPLICATE.value
_WITHDRAWN = RECORD.c.mark == Mark.WITHDRAWN.value


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreCounts:
    """Count what is stored. `pending` records wait for an analysis; `duplicates` are by source; the
    `withdrawn` say nothing any more. `records` has all of them."""

    records: int
    by_source: Mapping[str, int]
    by_channel: Mapping[str, int]
    pending: int
    duplicates: Mapping[str, int]
    withdrawn: int
    rejected: int
    topics: int
    latest_snapshot: str | None


def count_store(connection: Connection, version: str | None) -> StoreCounts:
    """Count the rows of each kind."""
    latest = select(SNAPSHOT.c.id).order_by(SNAPSHOT.c.sequence.desc()).limit(1)
    return StoreCounts(
        records=_size(connection, RECORD),
        by_source=_sizes_by(connection, RECORD.c.source),
        by_channel=_sizes_by(connection, RECORD.c.channel),
        pending=connection.scalar(select(func.count()).where(is_pending(version))) or 0,
        duplicates=_sizes_by(connection, RECORD.c.source, only=_DUPLICATE),
        withdrawn=connection.scalar(select(func.count()).where(_WITHDRAWN)) or 0,
        rejected=sum(count_rejected(connection).values()),
        topics=_size(connection, TOPIC),
        latest_snapshot=connection.scalar(latest),
    )


def _size(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _sizes_by(
    connection: Connection, column: ColumnElement[str], *, only: ColumnElement[bool] | None = None
) -> dict[str, int]:
    counted = select(column, func.count()).group_by(column).order_by(column)
    rows = connection.execute(counted if only is None else counted.where(only))
    return {row[0]: row[1] for row in rows}


def dump(connection: Connection) -> Iterator[tuple[str, list[tuple[object, ...]]]]:
    """Read all tables by name, each with its rows by primary key: equal stores give equal dumps."""
    for name in sorted(Base.metadata.tables):
        table = Base.metadata.tables[name]
        rows = connection.execute(select(table).order_by(*table.primary_key))
        yield name, [tuple(row) for row in rows]
