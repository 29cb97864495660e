"""Open a database: its URL, its connections and its transactions."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlmodel import create_engine

from voc.errors import StoreError

# Any numbers will do, as long as nothing else in the same database takes them for its locks.
NIGHT_LOCK = 0x766F_6301
WRITE_LOCK = 0x766F_6302

POSTGRESQL = "postgresql+psycopg"


def parse_url(url: str) -> URL:
    """Read a database's URL: `sqlite:///PATH` or `postgresql://…`.

    Raises:
        StoreError: it is neither, or names no file.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError("The database's URL can't be read.", hint=_URL_HINT) from error
    if parsed.drivername in {"postgresql", "postgres", POSTGRESQL}:
        return parsed.set(drivername=POSTGRESQL)
    if parsed.drivername not in {"sqlite", "sqlite+pysqlite"}:
        raise StoreError(f"voc can't store in {parsed.drivername!r}.", hint=_URL_HINT)
    if parsed.database in {None, "", ":memory:"}:
        raise StoreError("The database's URL names no file.", hint=_URL_HINT)
    return parsed


_URL_HINT = "Write sqlite:///voc.db or postgresql://user@host/database."


def shown(url: URL) -> str:
    """Name a database in a message, without its password."""
    return url.render_as_string(hide_password=True)


def sqlite_file(url: URL) -> Path | None:
    """Find the file of a SQLite database; None for PostgreSQL."""
    return Path(str(url.database)).resolve() if url.get_backend_name() == "sqlite" else None


def make_engine(url: URL, *, foreign_keys: bool = True) -> Engine:
    """Make an engine whose errors never show a row's values."""
    try:
        if sqlite_file(url) is None:
            return create_engine(url, hide_parameters=True, pool_pre_ping=True)
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise StoreError(
            "The driver for PostgreSQL is not installed.",
            hint="Run: pip install 'voc-unifier[postgres]'",
        ) from error
    engine = create_engine(url, hide_parameters=True)
    _set_up_sqlite(engine, foreign_keys=foreign_keys)
    return engine


def _set_up_sqlite(engine: Engine, *, foreign_keys: bool) -> None:
    @event.listens_for(engine, "connect")
    def configure(connection: Any, _: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA busy_timeout = 30000")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA foreign_keys = {int(foreign_keys)}")
        # SQLite's own lower() knows only a to z.
        connection.create_function("lower", 1, _lower, deterministic=True)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and writes later would fail at once, not wait, when
        # another one wrote in between: a writer takes its turn at the start.
        writes = connection.get_execution_options().get("voc_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _lower(value: str | None) -> str | None:
    return None if value is None else value.lower()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open a connection to read from."""
    with _translated(engine), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that is the only one to write, on either database."""
    with _translated(engine), engine.connect() as connection:
        connection.execution_options(voc_writes=True)
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})"))
            yield connection


@contextmanager
def _translated(engine: Engine) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        # Further lines of a server's message may show the values of a row.
        reason = str(error.orig).partition("\n")[0]
        raise StoreError(
            f"The database {shown(engine.url)} refused: {reason}.",
            hint="This step stored nothing. Check that the database can be reached and has room.",
        ) from error
