"""Keep vectors in a file beside a workspace, so that a text is encoded once."""

import hashlib
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

# About 0.6 GB with two readings of 384 dimensions; when it is full, nothing more is kept.
MAX_TEXTS = 400_000
_PART = 500
_SCHEMA = """
CREATE TABLE IF NOT EXISTS vector (key BLOB PRIMARY KEY, halves BLOB NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Keeper:
    """Say where vectors are kept, and by which secret their texts are hashed.

    The file holds no text: only, under a keyed hash of model and text, the vectors in half
    precision. A vector still tells something of its text, so the whole file goes when anything is
    erased: `erasures` is how many erasures the workspace has seen.
    """

    path: Path
    secret: str
    max_texts: int = MAX_TEXTS

    def forget(self) -> None:
        """Delete what is kept."""
        for name in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + name).unlink(missing_ok=True)

    def forget_unless(self, erasures: int) -> None:
        """Delete what was kept before the latest erasure, and what can't be read."""
        try:
            known = self._erasures()
        except sqlite3.DatabaseError:
            known = None
        if known != erasures:
            self.forget()
            with closing(self._connect()) as connection:
                connection.execute(f"PRAGMA user_version = {erasures:d}")

    def _erasures(self) -> int | None:
        if not self.path.is_file():
            return None
        with closing(self._connect()) as connection:
            (known,) = connection.execute("PRAGMA user_version").fetchone()
            return int(known)

    def open(self, version: str) -> "KeptVectors":
        """Open the vectors of one model; `version` names all that they depend on."""
        key = hashlib.blake2b(f"{self.secret}\0{version}".encode()).digest()
        return KeptVectors(self._connect(), key, self.max_texts)

    def _connect(self) -> sqlite3.Connection:
        if not self.path.exists():
            self.path.touch(mode=0o600)
        connection = sqlite3.connect(self.path, isolation_level=None)
        connection.executescript(
            # What is lost with the machine's power is encoded again.
            f"PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; {_SCHEMA}"
        )
        return connection


class KeptVectors:
    """Find and keep the vectors of texts: per text an array of half precision, shape (readings,
    dimensions)."""

    def __init__(self, connection: sqlite3.Connection, key: bytes, max_texts: int) -> None:
        self._connection = connection
        self._key = key
        self._room = max_texts - self._count()

    def find(self, texts: Sequence[str]) -> Mapping[str, NDArray[np.float16]]:
        """Give the vectors of those texts that have any, flat."""
        found: dict[str, NDArray[np.float16]] = {}
        for start in range(0, len(texts), _PART):
            by_key = {self._hash(text): text for text in texts[start : start + _PART]}
            marks = ",".join("?" * len(by_key))
            rows = self._connection.execute(
                f"SELECT key, halves FROM vector WHERE key IN ({marks})", list(by_key)
            )
            found |= {by_key[key]: np.frombuffer(halves, np.float16) for key, halves in rows}
        return found

    def keep(self, texts: Sequence[str], vectors: NDArray[np.float16]) -> None:
        """Keep the vectors of texts that have none yet, while there is room."""
        rows = [(self._hash(t), v.tobytes()) for t, v in zip(texts, vectors, strict=True)]
        rows = rows[: max(0, self._room)]
        if not rows:
            return
        with self._connection:
            self._connection.execute("BEGIN")
            self._connection.executemany("INSERT OR IGNORE INTO vector VALUES (?, ?)", rows)
        self._room -= len(rows)

    def _count(self) -> int:
        (last,) = self._connection.execute("SELECT coalesce(max(rowid), 0) FROM vector").fetchone()
        return int(last)

    def _hash(self, text: str) -> bytes:
        return hashlib.blake2b(
            text.encode("utf-8", "surrogatepass"), key=self._key, digest_size=16
        ).digest()
