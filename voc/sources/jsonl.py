"""Read JSON Lines: one object per line."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from voc.domain.mapping import SourceMapping
from voc.errors import SourceFormat
from voc.sources import files
from voc.sources.flat import decoder, flat
from voc.sources.row import SourceRow, require_seen

_TOO_DEEP = "The object is nested too deep to be feedback: leave the inner parts out."


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
        row = _row(number, line, decode)
        if row.problem and first:
            raise _no_lines(path, number, line, row.problem)
        first = False
        yield row


def _row(number: int, line: str, decode: Callable[[str], Any]) -> SourceRow:
    try:
        value = decode(line)
    except RecursionError:
        return SourceRow(number, {}, _TOO_DEEP)
    except ValueError:
        return SourceRow(number, {}, "The line is no whole JSON object: it is cut off or damaged.")
    if not isinstance(value, dict):
        return SourceRow(number, {}, "The line is JSON, but not an object.")
    try:
        return SourceRow(number, flat(value))
    except RecursionError:
        return SourceRow(number, {}, _TOO_DEEP)
    except ValueError:
        return SourceRow(number, {}, "The object has more than 16,384 values.")


def _no_lines(path: Path, number: int, line: str, problem: str) -> SourceFormat:
    """Say why a file is not JSONL, as its first line shows."""
    begun = line.lstrip()[:1]
    if begun in ("{", "[") and problem != _TOO_DEEP:
        return SourceFormat(
            f"{path}, line {number}: not a JSON object on one line, but JSON over several lines, "
            "or cut off.",
            hint='Set format = "json" if it is a JSON file; export it again if it is cut off.',
        )
    return SourceFormat(
        f"{path}, line {number}: not a JSON object. {problem}",
        hint="JSONL has one object on each line; name the source's right `format`.",
    )
