"""Keep where each live source's next pull goes on."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from voc.store.statements import put
from voc.store.tables import SOURCE_CURSOR


def save_cursor(connection: Connection, source: str, cursor: Mapping[str, Any]) -> None:
    """Store a source's cursor in place of the one before."""
    document = json.dumps(cursor, sort_keys=True)
    put(connection, SOURCE_CURSOR, [{"source": source, "cursor": document}])


def load_cursor(connection: Connection, source: str) -> dict[str, Any]:
    """Read a source's cursor; empty before its first pull."""
    chosen = SOURCE_CURSOR.c.source == source
    found = connection.scalar(select(SOURCE_CURSOR.c.cursor).where(chosen))
    return {} if found is None else dict(json.loads(found))
