"""Bring a database to the schema of this version, and refuse any other."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine

from voc.errors import SchemaOutdated, StoreError
from voc.store.database import make_engine, parse_url, reading, shown, sqlite_file, writing
from voc.store.lock import night_lock

if TYPE_CHECKING:
    from alembic.config import Config


def create_or_migrate(url: str) -> None:
    """Create the tables of a new database, or migrate those of an older one and keep its rows.

    Raises:
        SchemaOutdated: a newer voc made the schema.
        Locked: there is something to migrate while a night is running.
    """
    parsed = parse_url(url)
    path = sqlite_file(parsed)
    if path and not path.parent.is_dir():
        raise StoreError(f"There is no folder {path.parent}.", hint="Create it first.")
    # SQLite changes a column by copying its table; with foreign keys on, dropping the old copy
    # would delete the rows that point to it.
    engine = make_engine(parsed, foreign_keys=False)
    try:
        current, known = current_revision(engine), revisions()
        if current == known[-1]:
            return
        if current is not None and current not in known:
            raise refusal(current, known, name=shown(parsed))
        if path and not path.exists():
            # SQLite gives its -wal the mode of its file. What fails here fails there, and says why.
            with suppress(OSError):
                path.touch(mode=0o600)
        with night_lock(engine), writing(engine) as connection:
            _upgrade(connection)
    finally:
        engine.dispose()


def check_schema(engine: Engine) -> None:
    """Make sure that a database has the schema of this version.

    Raises:
        SchemaOutdated: it has none, an older or a newer one.
    """
    current, known = current_revision(engine), revisions()
    if current != known[-1]:
        raise refusal(current, known, name=shown(engine.url))


def refusal(current: str | None, known: Sequence[str], *, name: str) -> SchemaOutdated:
    """Say why a schema can't be used; `known` are this version's revisions, oldest first."""
    if current is None:
        return SchemaOutdated(f"{name} has no tables of voc yet.", hint="Run: voc migrate")
    if current in known:
        return SchemaOutdated(f"{name} was made by an older voc.", hint="Run: voc migrate")
    return SchemaOutdated(
        f"{name} was made by a newer voc (schema {current}; this one knows up to {known[-1]}).",
        hint="Run: pip install --upgrade voc-unifier",
    )


def current_revision(engine: Engine) -> str | None:
    """Read a database's revision; None where it has no tables. Creates no file."""
    from alembic.migration import MigrationContext

    path = sqlite_file(engine.url)
    if path and not path.exists():
        return None
    with reading(engine) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def revisions() -> tuple[str, ...]:
    """List the revisions that this version knows, oldest first."""
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(_config())
    return tuple(script.revision for script in scripts.walk_revisions())[::-1]


def _upgrade(connection: Connection) -> None:
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken:
            raise StoreError(
                f"After migrating, rows of the table {broken[0]} point to rows that don't exist.",
                hint="Nothing was changed. Please report this.",
            )


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
