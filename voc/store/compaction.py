"""Write the database's files anew, without the bytes of deleted rows."""

import sqlite3
from contextlib import closing

from sqlalchemy import Engine, text

from voc.errors import Locked, StoreError
from voc.store.database import reading, shown, sqlite_file
from voc.store.tables import Base

_PATIENCE_MS = 3_000
_HINT = "Stop what reads it (an API server, a notebook) and give the same command again."


def compact(engine: Engine) -> None:
    """Write the database's files anew without what was deleted. No transaction may be open.

    SQLite's file and its -wal then hold stored rows alone. PostgreSQL writes the tables anew; its
    write-ahead log and its backups are the server's.

    Raises:
        Locked: somebody reads a SQLite database meanwhile: rows are gone, their bytes are not.
        StoreError: there is no room for the copy.
    """
    if sqlite_file(engine.url) is None:
        _vacuum_tables(engine)
        return
    try:
        pooled = engine.raw_connection()
        pooled.detach()
        with closing(pooled) as connection:
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
            cursor.execute("VACUUM")
            busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError as error:
        raise StoreError(
            f"What was deleted from {shown(engine.url)} could not be overwritten: {error}.",
            hint=_HINT,
        ) from error
    if busy:
        raise Locked(
            f"Somebody reads {shown(engine.url)}: what was deleted is still in its -wal file.",
            hint=_HINT,
        )


def _vacuum_tables(engine: Engine) -> None:
    with reading(engine) as connection:
        connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        for name in sorted(Base.metadata.tables):
            connection.execute(text(f'VACUUM (FULL) "{name}"'))
