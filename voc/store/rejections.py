"""Keep the rows that could not become records, each once, with the latest reason."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, or_, select, tuple_, update

from voc.domain.erasure import Erased
from voc.domain.identity import Keys
from voc.domain.record import CELL_FIELDS, Rejection
from voc.store.statements import parts, put
from voc.store.tables import REJECTION

_PLACE = (REJECTION.c.source, REJECTION.c.file, REJECTION.c.row, REJECTION.c.field)
_SAME_IN_ROW = ("source", "file", "row", "field", "reason", "record_id", "occurred_at")
_KEYS = {name: f"{name}_key" for name in ("customer", "contact", "email", "phone")}
_NOTHING_LEFT = "[]"
# A row whose time can't be read may be from any.
_UNDATED = REJECTION.c.occurred_at.is_(None)


def save_rejections(connection: Connection, rejections: Sequence[Rejection]) -> None:
    """Store rejections; one of the same source, file, row and field replaces the earlier one."""
    rows = {(r.source, r.file, r.row, r.field): _to_row(r) for r in rejections}
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
    return [_rejection(row) for row in rows]


def load_rejected_keys(connection: Connection) -> list[Keys]:
    """List the sets of keys that rejected rows declare, each once."""
    keys = [REJECTION.c[column] for column in _KEYS.values()]
    rows = connection.execute(select(*keys).where(_declares(keys)).distinct().order_by(*keys))
    return [_keys(row) for row in rows]


def count_rejected(connection: Connection) -> dict[str, int]:
    """Map sources to how many of their rows are no records."""
    source = REJECTION.c.source
    refused = select(source, func.count()).where(REJECTION.c.field.not_in(CELL_FIELDS))
    rows = connection.execute(refused.group_by(source).order_by(source))
    return {row[0]: row[1] for row in rows}


def forget_of_records(connection: Connection, record_ids: Collection[str]) -> None:
    """Forget what rejected rows of these records said."""
    for part in parts(record_ids):
        _forget(connection, REJECTION.c.record_id.in_(part))


def forget_of_customers(connection: Connection, erased: Erased) -> None:
    """Forget what rejected rows of erased customers said."""
    keys = [REJECTION.c[column] for column in _KEYS.values()]
    named = select(*_PLACE, *keys).where(_declares(keys))
    gone = [tuple(row)[:4] for row in connection.execute(named) if erased.covers(_keys(row))]
    for part in parts(gone):
        _forget(connection, tuple_(*_PLACE).in_(part))


def forget_older(connection: Connection, before: datetime | None) -> None:
    """Forget what rejected rows said before a time, or at one that can't be read."""
    _forget(connection, or_(_UNDATED, REJECTION.c.occurred_at < before))


def _declares(keys: Sequence[ColumnElement[Any]]) -> ColumnElement[bool]:
    return or_(*(key.is_not(None) for key in keys))


def _forget(connection: Connection, chosen: ColumnElement[bool]) -> None:
    names = ("record_id", "occurred_at", *_KEYS.values())
    empty = dict.fromkeys(names) | {"cells": _NOTHING_LEFT}
    connection.execute(update(REJECTION).where(chosen).values(empty))


def _to_row(rejection: Rejection) -> dict[str, object]:
    return {
        **{name: getattr(rejection, name) for name in _SAME_IN_ROW},
        **{column: getattr(rejection.keys, name) for name, column in _KEYS.items()},
        "cells": json.dumps(rejection.cells, ensure_ascii=False),
    }


def _rejection(row: Row[Any]) -> Rejection:
    values = row._mapping
    return Rejection(
        **{name: values[name] for name in _SAME_IN_ROW},
        cells=tuple((field, cell) for field, cell in json.loads(values["cells"])),
        keys=_keys(row),
    )


def _keys(row: Row[Any]) -> Keys:
    return Keys(**{name: row._mapping[column] for name, column in _KEYS.items()})
