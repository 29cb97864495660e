"""The statements that several subjects need."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")
# SQLite takes at most 32,766 values in one statement.
AT_ONCE = 5_000


def fetch_in(
    connection: Connection,
    statement: Select[*tuple[Any, ...]],
    column: ColumnElement[Any],
    values: Collection[Any],
) -> Iterator[Row[*tuple[Any, ...]]]:
    """Fetch the rows whose column is one of any number of values."""
    for part in parts(values):
        yield from connection.execute(statement.where(column.in_(part)))


def parts(values: Collection[T], at_once: int = AT_ONCE) -> Iterator[list[T]]:
    """Cut values, in their order, into lists that fit into one statement."""
    ordered = list(values)
    for start in range(0, len(ordered), at_once):
        yield ordered[start : start + at_once]


def put(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows, or replace those that have the same primary key."""
    if not rows:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    new = {c.name: statement.excluded[c.name] for c in table.c if not c.primary_key}
    keys = [column.name for column in table.primary_key]
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=new), rows)


def next_sequence(connection: Connection, table: Table) -> int:
    """Count on from the highest sequence; a database's own counter would skip after a rollback."""
    return 1 + (connection.scalar(select(func.max(table.c.sequence))) or 0)
