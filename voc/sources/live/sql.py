"""Pull the rows of a query from any SQL database, from a watermark on.

The database is only read: one SELECT, in a read-only transaction where the database has them.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from voc.domain.mapping import Live, SourceMapping
from voc.errors import SettingsInvalid, SourceFormat, SourceUnavailable
from voc.sources.flat import flat
from voc.sources.live.client import Wait
from voc.sources.live.page import OVERLAP, Cursor, Page, Pages
from voc.sources.live.query import check_query
from voc.sources.row import SourceRow

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_AT_ONCE = 1000
_TYPES: Mapping[str, Any] = {"datetime": datetime, "date": date}


def rows(path: Path, _mapping: SourceMapping) -> NoReturn:
    """Refuse a file.

    Raises:
        SourceFormat: always; a query has none.
    """
    raise SourceFormat(
        f"{path}: a source with a query reads no files.", hint="voc ingest SOURCE, without a file."
    )


def pages(mapping: SourceMapping, credential: str, cursor: Cursor, _wait: Wait) -> Pages:
    """Pull the rows of the query. The credential is an SQLAlchemy URL.

    The rows' order is not known, so the watermark moves when all of them are stored.
    """
    from sqlalchemy import text

    live = _checked(mapping)
    newest = _loaded(cursor.get("newest"))
    engine = _engine(credential)
    with _translated(live), _reading(engine) as connection:
        statement = text(live.query)
        given = _given(statement.compile().params, live, newest, engine.dialect.name)
        result = connection.execute(statement, given)
        for part in result.mappings().partitions(_AT_ONCE):
            newest = _newest(part, live, newest)
            yield Page([_row(number, row, mapping) for number, row in enumerate(part, 1)], cursor)
    yield Page([], {} if newest is None else {"newest": _saved(newest)})


def _checked(mapping: SourceMapping) -> Live:
    if mapping.live is None or not mapping.live.query:
        raise SettingsInvalid("`live` lacks `query`.", hint="docs/sources.md shows one.")
    if not mapping.external_id:
        raise SettingsInvalid(
            "A query needs `external_id`.", hint="Name the column whose values tell rows apart."
        )
    check_query(mapping.live.query)
    return mapping.live


def _given(names: Mapping[str, Any], live: Live, newest: Any, dialect: str) -> dict[str, Any]:
    """Fill in the query's parameters."""
    unknown = [name for name in names if name != "watermark"]
    if unknown:
        raise SettingsInvalid(
            f"`live.query` has :{unknown[0]}; only :watermark is filled in.",
            hint=r"Write a colon that begins no parameter as \:.",
        )
    if "watermark" not in names:
        return {}
    value = live.since if newest is None else newest
    if value is None or not live.watermark:
        raise SettingsInvalid(
            "`live.query` has :watermark, but `live` lacks `watermark` or `since`.",
            hint="Name the column in `watermark`, and the value to begin at in `since`.",
        )
    if newest is not None and isinstance(newest, datetime):
        value = newest - OVERLAP
    # SQLite keeps times as text.
    plain = value.isoformat(" ") if isinstance(value, datetime) else str(value)
    return {"watermark": plain if dialect == "sqlite" and isinstance(value, date) else value}


def _newest(part: Sequence[Mapping[Any, Any]], live: Live, newest: Any) -> Any:
    if not live.watermark:
        return None
    if live.watermark not in part[0]:
        shown = ", ".join(repr(name) for name in part[0])
        raise SourceFormat(
            f"The query gives no column {live.watermark!r}.", hint=f"Its columns are {shown}."
        )
    values = [row[live.watermark] for row in part if row[live.watermark] is not None]
    try:
        return max([*values, *([] if newest is None else [newest])], default=None)
    except TypeError as error:
        raise SourceFormat(
            f"The values of {live.watermark!r} are of several kinds.",
            hint="Cast the column in the query.",
        ) from error


def _saved(value: Any) -> Any:
    """Write a watermark as JSON."""
    if isinstance(value, int | float | str):
        return value
    for name in _TYPES:
        if type(value) is _TYPES[name]:
            return {name: value.isoformat()}
    raise SourceFormat(
        f"A watermark can't be a {type(value).__name__}.",
        hint="Cast it to a number, a time or a text in the query.",
    )


def _loaded(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((name, text),) = value.items()
    return _TYPES[name].fromisoformat(text)


def _row(number: int, row: Mapping[Any, Any], mapping: SourceMapping) -> SourceRow:
    values = flat({str(name): value for name, value in row.items()})
    ids = " ".join(values.get(name, "") for name in mapping.external_id)
    return SourceRow(number, values, where=f"row {ids}")


def _engine(url: str) -> "Engine":
    from sqlalchemy import create_engine
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError

    try:
        parsed = make_url(url)
        if parsed.drivername in ("postgres", "postgresql"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        file = parsed.database if parsed.get_backend_name() == "sqlite" else None
        if file is not None and not Path(file).is_file():
            raise SourceUnavailable("There is no SQLite file where the URL says.")
        return create_engine(parsed, hide_parameters=True)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise SettingsInvalid(
            f"The driver for {parsed.drivername!r} is not installed.",
            hint="Install it beside voc with pip.",
        ) from error
    except (ArgumentError, ValueError) as error:
        raise SettingsInvalid(
            "The database's URL can't be read.", hint="Write dialect://user:password@host/database."
        ) from error


@contextmanager
def _reading(engine: "Engine") -> "Iterator[Connection]":
    options = {"stream_results": True, "yield_per": _AT_ONCE}
    if engine.dialect.name == "postgresql":
        options["postgresql_readonly"] = True
    try:
        with engine.connect().execution_options(**options) as connection:
            if engine.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA query_only = ON")
            yield connection
    finally:
        engine.dispose()


@contextmanager
def _translated(live: Live) -> Iterator[None]:
    from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

    try:
        yield
    except DBAPIError as error:
        # Other errors, and further lines, may show the values of a row.
        speaks = isinstance(error, OperationalError | ProgrammingError)
        reason = str(error.orig).partition("\n")[0] if speaks else type(error.orig).__name__
        raise SourceUnavailable(
            f"The database that {live.credential} names refused: {reason}.",
            hint="Check the URL and `live.query`.",
        ) from error
