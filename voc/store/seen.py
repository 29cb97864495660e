"""Remember what a file's rows have said so far, without memory that grows with the file."""

import sqlite3
from typing import Any

from voc.errors import StoreError

# Nothing of this outlives the process, so nothing of it has to be safe.
_SET_UP = (
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA cache_size = -32768",
    "CREATE TABLE seen (digest BLOB PRIMARY KEY, content BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE said (digest BLOB PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID",
    "BEGIN",
)


class Seen:
    """Hold digests of rows, given in hexadecimal, in a temporary file that the system removes by
    itself; up to 32 MB of it stay in memory.

    Raises:
        StoreError: there is no room for temporary files.
    """

    def __init__(self) -> None:
        self._file = sqlite3.connect("", isolation_level=None)
        for statement in _SET_UP:
            self._ask(statement)

    def count(self, digest: str) -> int:
        """Count a digest, and say how often it came."""
        key = bytes.fromhex(digest)
        n: int = 1 + (self._ask("SELECT n FROM said WHERE digest = ?", key) or 0)
        self._ask("INSERT OR REPLACE INTO said VALUES (?, ?)", key, n)
        return n

    def first(self, digest: str, content: str) -> str:
        """Give the content that came first with a digest."""
        key = bytes.fromhex(digest)
        found: bytes | None = self._ask("SELECT content FROM seen WHERE digest = ?", key)
        if found is not None:
            return found.hex()
        self._ask("INSERT INTO seen VALUES (?, ?)", key, bytes.fromhex(content))
        return content

    def _ask(self, statement: str, *values: bytes | int) -> Any:
        try:
            row = self._file.execute(statement, values).fetchone()
        except sqlite3.Error as error:
            raise StoreError(
                f"No temporary file can be written: {error}.",
                hint="Make room where temporary files lie, or name another folder in TMPDIR.",
            ) from error
        return row[0] if row else None
