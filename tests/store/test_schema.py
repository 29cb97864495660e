"""A store opens with the schema of this version only, and says what to do otherwise."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL
from store_examples import a_record

from voc.errors import SchemaOutdated, StoreError
from voc.store import create_or_migrate, open_store
from voc.store.schema import refusal
from voc.store.tables import Base


def set_revision(url: str, revision: str) -> None:
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})
    engine.dispose()


def test_a_store_that_was_never_made_says_voc_init(database_url: str) -> None:
    with pytest.raises(SchemaOutdated, match="voc migrate"):
        open_store(database_url)


def test_looking_for_a_store_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(SchemaOutdated):
        open_store(f"sqlite:///{tmp_path / 'voc.db'}")
    assert list(tmp_path.iterdir()) == []


def test_making_a_store_again_keeps_its_rows(database_url: str) -> None:
    create_or_migrate(database_url)
    with open_store(database_url) as store:
        store.upsert_records([a_record("a")])
    create_or_migrate(database_url)
    with open_store(database_url) as store:
        assert store.counts().records == 1


def test_a_schema_of_a_newer_voc_is_refused_and_left_alone(database_url: str) -> None:
    create_or_migrate(database_url)
    set_revision(database_url, "9999")
    for use in (open_store, create_or_migrate):
        with pytest.raises(SchemaOutdated, match=r"newer voc.*--upgrade"):
            use(database_url)


def test_an_older_schema_says_voc_migrate() -> None:
    assert refusal("0001", ("0001", "0002"), name="voc.db").hint == "Run: voc migrate"


def test_the_migrations_make_the_tables_that_the_code_uses(database_url: str) -> None:
    create_or_migrate(database_url)
    engine = create_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "voc.db"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE topic (mine TEXT)"))
    with pytest.raises(StoreError, match="topic already exists"):
        create_or_migrate(f"sqlite:///{path}")
    with engine.connect() as connection:
        tables = connection.scalars(text("SELECT name FROM sqlite_master")).all()
    assert tables == ["topic"]


def test_a_plain_postgresql_url_is_understood(postgres_url: URL) -> None:
    plain = postgres_url.set(drivername="postgresql").render_as_string(hide_password=False)
    with pytest.raises(SchemaOutdated, match="voc migrate"):
        open_store(plain)


def test_a_server_that_is_away_is_named_without_its_password() -> None:
    with pytest.raises(StoreError, match="refused") as caught:
        open_store("postgresql://me:pass123@127.0.0.1:1/voc")
    assert "pass123" not in str(caught.value)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no folder"):
        create_or_migrate(f"sqlite:///{tmp_path / 'gone' / 'voc.db'}")
