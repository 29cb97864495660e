"""Let one night at a time work on a store."""

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout
from sqlalchemy import Engine, text

from voc.errors import Locked
from voc.store.database import NIGHT_LOCK, reading, shown, sqlite_file


@contextmanager
def night_lock(engine: Engine) -> Iterator[None]:
    """Hold the lock of a store. The operating system (SQLite) or the server (PostgreSQL) lets go
    of it when its holder dies, however it dies.

    Raises:
        Locked: a night, an ingestion or a change of topics holds it.
    """
    held = _file_lock(engine) if sqlite_file(engine.url) else _advisory_lock(engine)
    with held:
        yield


def _locked(engine: Engine) -> Locked:
    return Locked(
        f"A night, an ingestion or another change is being written to {shown(engine.url)}.",
        hint="Try again when it has ended. One that was killed doesn't hold the lock.",
    )


@contextmanager
def _file_lock(engine: Engine) -> Iterator[None]:
    # Without the operating system's lock, filelock would fall back to the mere existence of the
    # file, which outlives a dead holder.
    lock = FileLock(f"{sqlite_file(engine.url)}.lock", timeout=0, fallback_to_soft=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise _locked(engine) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _advisory_lock(engine: Engine) -> Iterator[None]:
    with reading(engine) as connection:
        connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        # A holder whose machine vanished is noticed within two minutes instead of two hours.
        for setting, seconds in (("idle", 60), ("interval", 10)):
            connection.execute(text(f"SET tcp_keepalives_{setting} = {seconds}"))
        if not connection.scalar(text(f"SELECT pg_try_advisory_lock({NIGHT_LOCK})")):
            raise _locked(engine)
        try:
            yield
        finally:
            connection.execute(text(f"SELECT pg_advisory_unlock({NIGHT_LOCK})"))
