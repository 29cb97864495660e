"""Read a table, whether it comes as text or as a spreadsheet."""

from collections.abc import Iterator
from pathlib import Path

from voc.domain.mapping import SourceMapping
from voc.sources import delimited, sheet
from voc.sources.delimited import Numbered
from voc.sources.header import Start, check_once
from voc.sources.row import SourceRow, require_seen
from voc.sources.workbook import is_spreadsheet


def table(path: Path, mapping: SourceMapping) -> tuple[list[str], Iterator[Numbered]]:
    """Read a table's header and its other rows, each with its number.

    Raises:
        SourceFormat: it is no table, or is damaged.
    """
    _, header, body = start(path, mapping)
    return header, body


def start(path: Path, mapping: SourceMapping) -> tuple[Start, list[str], Iterator[Numbered]]:
    """Find where a table begins; read its header and its other rows as `table` does."""
    if is_spreadsheet(path):
        return sheet.start(path, sheet=mapping.sheet)
    return delimited.start(path, encoding=mapping.encoding, delimiter=mapping.delimiter)


def rows(path: Path, mapping: SourceMapping) -> Iterator[SourceRow]:
    """Read the rows of a tool's table, which may leave out columns that its mapping knows.

    Raises:
        SourceFormat: it is no table, is damaged, or lacks the columns of a field.
    """
    header, body = table(path, mapping)
    check_once(header, mapping, path=path)
    return require_seen(delimited.to_rows(header, body), mapping, path=path)
