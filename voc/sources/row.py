"""A row of a source, before its columns become fields."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Never, TypeVar

from voc.domain.mapping import SourceMapping
from voc.errors import SourceError, SourceFormat

T = TypeVar("T")
COLUMN_FIELDS = (
    "external_id",
    "occurred_at",
    "text",
    "score",
    "response_id",
    "customer",
    "contact",
    "email",
    "phone",
    "account",
    "customer_segment",
    "region",
    "touchpoint",
)
_LOOK_AHEAD = 1000


@dataclass(frozen=True, slots=True)
class SourceRow:
    """Hold one row. `number` is what a person sees: the row of a sheet, the line of a JSONL file,
    the place of a ticket, each from 1. `problem` says why the row can't be read, if it can't.
    `where` names its place if it stands in no file. `absent` are columns for which it has no cell,
    not even an empty one."""

    number: int
    values: Mapping[str, str]
    problem: str = ""
    where: str = ""
    absent: tuple[str, ...] = ()


Reader = Callable[[Path, SourceMapping], Iterator[SourceRow]]


def columns(mapping: SourceMapping) -> list[str]:
    """List the columns that a mapping reads, in order and once."""
    named = [name for field in COLUMN_FIELDS for name in getattr(mapping, field)]
    return list(dict.fromkeys([*named, *mapping.only, *mapping.unless, *mapping.deleted]))


def require(present: Iterable[str], mapping: SourceMapping, *, path: Path) -> None:
    """Refuse a file that lacks a mapped column.

    Raises:
        SourceFormat: naming the missing columns and those there are.
    """
    known = list(dict.fromkeys(present))
    missing = [name for name in columns(mapping) if name not in known]
    if missing:
        raise lacks(path, missing, known)


def require_seen(
    rows: Iterator[SourceRow], mapping: SourceMapping, *, path: Path | str
) -> Iterator[SourceRow]:
    """Pass rows on, of a format whose rows may leave columns out.

    The first 1,000 rows must show one column at least of each field that a record needs; a column
    of another field may be absent, as in a day on which no customer had one.

    Raises:
        SourceFormat: naming the missing columns and those there are.
    """
    filters = (*mapping.only, *mapping.unless)
    needed = (mapping.external_id, mapping.occurred_at, mapping.text, filters)
    head, rows = look_ahead(rows, _LOOK_AHEAD if any(needed) else 0)
    known = list(dict.fromkeys(name for row in head for name in row.values))
    missing = [names for names in needed if names and not set(names) & set(known)]
    if known and missing:
        # Of a file that ends here, the rest may have had them.
        list(islice(rows, len(head) + 1))
        raise lacks(path, [name for names in missing for name in names], known)
    yield from rows


def look_ahead(items: Iterator[T], n: int) -> tuple[list[T], Iterator[T]]:
    """Look at the first n items; give them, and all items. Where a file can't be read on, it says
    so at that place: what stands before it is not lost."""
    head: list[T] = []
    try:
        head.extend(islice(items, n))
    except SourceError as error:
        return head, chain(head, _stop(error))
    return head, chain(head, items)


def chunks(rows: Iterable[SourceRow], size: int) -> Iterator[list[SourceRow]]:
    """Give rows in lists of a size. Where a file can't be read on, what stands before that place
    comes first."""
    chunk: list[SourceRow] = []
    try:
        for row in rows:
            chunk.append(row)
            if len(chunk) == size:
                yield chunk
                chunk = []
    except SourceError:
        if chunk:
            yield chunk
        raise
    if chunk:
        yield chunk


def _stop(error: SourceError) -> Iterator[Never]:
    raise error
    yield


def lacks(path: Path | str, missing: list[str], known: list[str]) -> SourceFormat:
    """Say which columns a file lacks, and which it has."""
    shown = ", ".join(repr(name) for name in known[:40]) + (", …" if len(known) > 40 else "")
    return SourceFormat(
        f"{path} has no column {', '.join(repr(name) for name in missing)}.",
        hint=f"Correct the source's mapping; the columns are {shown}.",
    )
