"""Read JSON Lines: one object per line."""

from collections.abc import Iterator
from pathlib import Path

from voc.domain.mapping import SourceMapping
from voc.errors import SourceFormat
from voc.sources import files
from voc.sources.flat import decoder, flat
from voc.sources.row import SourceRow, require_seen


def rows(path: Path, mapping: SourceMapping) -> Iterator[SourceRow]:
    """Read the lines of a JSONL file. A line that is no object is a row with a problem; when it
    is the first one, the file is not JSONL.

    Raises:
        SourceFormat: the file is not JSONL, or lacks a mapped column.
    """
    return require_seen(_rows(path, mapping.encoding), mapping, path=path)


def _rows(path: Path, encoding: str | None) -> Iterator[SourceRow]:
    decode, first = decoder().decode, True
    for number, line in enumerate(files.lines(path, encoding=encoding), 1):
        if not line.strip():
            continue
        try:
            value = decode(line)
            row = SourceRow(number, flat(value)) if isinstance(value, dict) else None
        except (ValueError, RecursionError):
            row = None
        if row is None and first:
            raise SourceFormat(
                f"{path}, line {number}: not a JSON object.",
                hint="JSONL has one object on each line; name the source's right `format`.",
            )
        first = False
        yield row or SourceRow(number, {}, "The line is not a JSON object, or is cut off.")
