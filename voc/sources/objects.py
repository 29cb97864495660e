"""Make rows of JSON objects, as the exports of tools hold them."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from voc.domain.mapping import SourceMapping
from voc.errors import SourceFormat
from voc.sources.flat import flat
from voc.sources.json_stream import items
from voc.sources.row import Reader, SourceRow, require_seen

Arrange = Callable[[dict[str, Any]], dict[str, Any]]


def reader(*keys: str, what: str = "item", arrange: Arrange = dict) -> Reader:
    """Make a reader of JSON files whose items lie in a list under one of the keys, in an array, or
    one after another. `arrange` brings an item into the form whose keys become columns; it may
    raise the errors of an item that isn't built as it should be (KeyError, TypeError, …)."""

    def rows(path: Path, mapping: SourceMapping) -> Iterator[SourceRow]:
        """Read the items, numbered from 1; inner keys are joined by dots.

        Raises:
            SourceFormat: the file is no such JSON, is cut off, or lacks a mapped column.
        """
        chosen = (mapping.items,) if mapping.items else keys
        found = _rows(path, chosen, mapping.encoding, what=what, arrange=arrange)
        return require_seen(found, mapping, path=path)

    return rows


def _rows(
    path: Path, keys: Sequence[str], encoding: str | None, *, what: str, arrange: Arrange
) -> Iterator[SourceRow]:
    for number, item in enumerate(items(path, keys, encoding=encoding), 1):
        if not isinstance(item, dict):
            raise SourceFormat(
                f"{path}, {what} {number}: not an object.",
                hint="Each item must be a JSON object; name the list of them in `items`.",
            )
        yield to_row(number, item, what=what, arrange=arrange)


def to_row(number: int, item: dict[str, Any], *, what: str, arrange: Arrange) -> SourceRow:
    """Make a row of an item; one that isn't built as it should be has a problem."""
    try:
        return SourceRow(number, flat(arrange(item)))
    except RecursionError:
        return SourceRow(number, {}, f"The {what} is nested too deep.")
    except (ValueError, TypeError, AttributeError, LookupError):
        return SourceRow(number, {}, f"The {what} is not built as such exports are.")
