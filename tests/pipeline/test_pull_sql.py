"""Any SQL database as a source: from a watermark on, reading only."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text

from voc.domain.mapping import SourceMapping
from voc.errors import SettingsInvalid, SourceFormat, SourceUnavailable
from voc.pipeline.ingest import ingest
from voc.pipeline.pull import pull
from voc.pipeline.report import whole
from voc.store import RecordFilter, Store, create_or_migrate, open_store

QUERY = "SELECT id, said, nps, who, changed FROM answer WHERE changed >= :watermark"
ROWS = [
    (1, "It came late", 3, "C-1", "2026-03-02 10:00:00"),
    (2, "It came; broken: twice", 1, None, "2026-03-03 10:00:00"),
    (3, "All was well", 10, "C-3", "2026-03-04 10:00:00"),
]


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Store]:
    create_or_migrate(f"sqlite:///{tmp_path / 'kept.db'}")
    with open_store(f"sqlite:///{tmp_path / 'kept.db'}") as opened:
        yield opened


@pytest.fixture
def warehouse(database_url: str) -> Iterator[Engine]:
    """Make a company's own database, SQLite or PostgreSQL."""
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(
            text("CREATE TABLE answer (id INT, said TEXT, nps INT, who TEXT, changed TIMESTAMP)")
        )
    add(engine, *ROWS)
    yield engine
    engine.dispose()


def add(engine: Engine, *rows: tuple[Any, ...]) -> None:
    names = ("id", "said", "nps", "who", "changed")
    with engine.begin() as connection:
        for row in rows:
            given = dict(zip(names, row, strict=True))
            if engine.dialect.name == "postgresql":
                given["changed"] = datetime.fromisoformat(row[-1])
            connection.execute(
                text("INSERT INTO answer VALUES (:id, :said, :nps, :who, :changed)"), given
            )


def mapping(query: str = QUERY, **live: Any) -> SourceMapping:
    asked = {"credential": "WAREHOUSE", "query": query, "watermark": "changed"}
    return SourceMapping(
        format="sql",
        channel="survey",
        solicited=True,
        external_id="id",
        occurred_at="changed",
        text="said",
        score="nps",
        scale="nps_0_10",
        customer="who",
        live=asked | {"since": datetime(2026, 1, 1)} | live,
    )


def take(store: Store, engine: Engine | str, how: SourceMapping) -> Any:
    url = engine if isinstance(engine, str) else engine.url.render_as_string(hide_password=False)
    return pull(store, source="answers", mapping=how, credential=url, secret="a secret of tests")


def texts(store: Store) -> set[str]:
    return {record.verbatim for record, _ in store.list_records(RecordFilter(), limit=1000)}


def test_rows_come_once_and_then_from_the_watermark(kept: Store, warehouse: Engine) -> None:
    assert take(kept, warehouse, mapping()).stored == 3
    add(warehouse, (4, "Now it is fine", 9, "C-4", "2026-03-05 10:00:00"))
    report = take(kept, warehouse, mapping())
    assert (report.read, report.stored, report.unchanged) == (2, 1, 1)
    assert texts(kept) == {row[1] for row in ROWS} | {"Now it is fine"}
    before = dict(kept.dump())
    take(kept, warehouse, mapping())
    assert dict(kept.dump()) == before


def test_a_number_can_be_the_watermark(kept: Store, warehouse: Engine) -> None:
    query = "SELECT * FROM answer WHERE id > :watermark"
    how = mapping(query, watermark="id", since=1)
    assert take(kept, warehouse, how).stored == 2
    add(warehouse, (9, "Number nine", 9, None, "2026-01-01 10:00:00"))
    assert take(kept, warehouse, how).read == 1


def test_many_rows_are_read_in_parts(kept: Store, warehouse: Engine) -> None:
    add(warehouse, *((n, f"Text {n}", None, None, "2026-03-06 10:00:00") for n in range(10, 2210)))
    assert take(kept, warehouse, mapping()).stored == 2203


@pytest.mark.parametrize(
    "query",
    [
        "",
        "DELETE FROM answer",
        "SELECT 1; DELETE FROM answer",
        "WITH gone AS (DELETE FROM answer RETURNING *) SELECT * FROM gone",
        "SELECT * INTO copied FROM answer",
        "/* SELECT */ DROP TABLE answer",
        "SELECT * FROM answer FOR UPDATE",
        "SELECT * FROM answer /*! INTO OUTFILE 'x' */",
        "SELECT 1 -- it's\n; DELETE FROM answer --'",
        "PRAGMA writable_schema = 1",
    ],
)
def test_what_is_not_one_reading_statement_is_refused(kept, warehouse, query: str) -> None:
    with pytest.raises(SettingsInvalid, match=r"`live.query`|lacks `query`"):
        take(kept, warehouse, mapping(query))
    with warehouse.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM answer")) == len(ROWS)


@pytest.mark.parametrize(
    "query",
    [
        QUERY + " ORDER BY changed ; ",
        "-- what customers' answers were; all\n" + QUERY,
        "SELECT *, (1) AS one FROM answer /* delete; this */",
        "WITH said AS (SELECT *, 'delete; this' AS note FROM answer) SELECT * FROM said",
    ],
)
def test_what_only_reads_is_let_through(kept: Store, warehouse: Engine, query: str) -> None:
    assert take(kept, warehouse, mapping(query)).stored == 3


def test_a_function_that_writes_is_stopped_by_the_database(kept: Store, warehouse: Engine) -> None:
    if warehouse.dialect.name != "postgresql":
        pytest.skip("SQLite has no functions that write")
    with warehouse.begin() as connection:
        connection.execute(
            text(
                "CREATE FUNCTION wipe() RETURNS int LANGUAGE sql AS 'DELETE FROM answer; SELECT 1'"
            )
        )
    with pytest.raises(SourceUnavailable, match=r"Read.?Only"):
        take(kept, warehouse, mapping("SELECT *, wipe() FROM answer"))
    with warehouse.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM answer")) == len(ROWS)


def test_mistakes_are_named_without_the_password(kept, warehouse, tmp_path: Path) -> None:
    bad = [
        (mapping("SELECT nothing FROM answer"), warehouse, SourceUnavailable, "nothing"),
        (mapping("SELECT * FROM answer WHERE id = :who"), warehouse, SettingsInvalid, ":who"),
        (mapping(since=None), warehouse, SettingsInvalid, "`since`"),
        (mapping(watermark="updated"), warehouse, SourceFormat, "'updated'.*'changed'"),
        (mapping(), f"sqlite:///{tmp_path}/no.db", SourceUnavailable, "no SQLite file"),
        (mapping(), "postgresql://me:pass123@127.0.0.1:1/x", SourceUnavailable, "WAREHOUSE"),
        (mapping(), "nosuch://me:pass123@host/x", SettingsInvalid, "driver for 'nosuch'"),
        (mapping(), "pass123", SettingsInvalid, "URL can't be read"),
    ]
    for how, where, kind, message in bad:
        with pytest.raises(kind, match=message) as caught:
            take(kept, where, how)
        assert "pass123" not in str(caught.value)
    assert texts(kept) == set()


def test_a_query_reads_no_file(kept: Store, tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text("id\n1\n")
    with pytest.raises(SourceFormat, match="without a file"):
        whole(
            ingest(
                kept, source="answers", mapping=mapping(), paths=[path], secret="a secret of tests"
            )
        )
