"""A page of a live source, and the cursor with which the next pull goes on behind it."""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from voc.errors import SettingsInvalid
from voc.sources.objects import Arrange, to_row
from voc.sources.row import SourceRow

Cursor = Mapping[str, Any]

# A row may show up late, and clocks differ: so much is read again, and changes nothing.
OVERLAP = timedelta(hours=1)
_STEP = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Page:
    """Hold rows that came together. `cursor` (JSON; empty: from the beginning) says where to go on
    once they are stored."""

    rows: Sequence[SourceRow]
    cursor: Cursor


Pages = Generator[Page, None, None]


@dataclass(frozen=True, slots=True)
class Listing:
    """Hold a part of a list by time of change: its rows, their times, and the mark of the part
    that follows, if one does."""

    rows: Sequence[SourceRow]
    times: Sequence[datetime]
    following: str | None


def rows_of(items: Sequence[Any], *, what: str, arrange: Arrange, id_key: str) -> list[SourceRow]:
    """Make rows of items; each names its place by the tool's own id."""
    numbered = enumerate(items, 1)
    made = (to_row(number, item, what=what, arrange=arrange) for number, item in numbered)
    return [replace(row, where=f"{what} {row.values.get(id_key, '?')}") for row in made]


def times_of(items: Sequence[Any], key: str, *, now: datetime | None) -> list[datetime]:
    """Read the times under a key. One beyond the service's clock counts as now: a row that a wrong
    clock dated into the future must not close the source to all that come before then."""
    texts = (str(item.get(key) or "") for item in items if isinstance(item, dict))
    found = [moment for moment in map(_moment, texts) if moment]
    return [min(moment, now) for moment in found] if now else found


def newest_of(cursor: Cursor) -> datetime | None:
    """Read up to when a cursor has seen everything."""
    return _moment(cursor.get("newest") or "")


def start_of(cursor: Cursor, since: object) -> datetime | None:
    """Say from when to read: what the cursor has seen less the overlap, or else `since` (a date
    begins at midnight UTC).

    Raises:
        SettingsInvalid: `since` is no date.
    """
    newest = newest_of(cursor)
    if newest is not None:
        return newest - OVERLAP
    start = _moment(str(since)) if isinstance(since, date | str) else None
    if since is not None and start is None:
        raise SettingsInvalid("`live.since` is no date.", hint="Write since = 2026-01-31.")
    return start


def seen(newest: datetime | None, **more: Any) -> Cursor:
    """Make a cursor that has seen everything up to a time."""
    return ({"newest": newest.isoformat()} if newest else {}) | more


def zulu(moment: datetime) -> str:
    """Write a time as most APIs take it: UTC, whole seconds, Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def by_time(
    fetch: Callable[[datetime | None, str | None], Listing], cursor: Cursor, *, since: object
) -> Pages:
    """Walk a list that is sorted by time of change, from the cursor on.

    Each part begins where the one before ended in time, not in place: what changes meanwhile moves
    to the end, and by place the row that slips into the gap would never be seen. `fetch` takes the
    time to begin at, and a mark to follow where one second holds more than a part.
    """
    newest, start, mark, in_order = newest_of(cursor), start_of(cursor, since), None, True
    while True:
        part = fetch(start, mark)
        in_order = in_order and list(part.times) == sorted(part.times)
        newest = max([*part.times, *([newest] if newest else [])], default=None)
        done = part.following is None
        yield Page(part.rows, seen(newest) if in_order or done else cursor)
        if done:
            return
        edge = max(part.times) - _STEP if in_order and part.times else None
        if edge and (start is None or edge > start):
            start, mark = edge, None
        else:
            mark = part.following


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromtimestamp(int(text), UTC) if text.isdigit() else None
        found = found or datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
