"""Read CSV and TSV files: quoted cells over several lines, any usual delimiter."""

import csv
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from voc.domain.mapping import SourceMapping
from voc.errors import SourceFormat
from voc.sources import files
from voc.sources.row import SourceRow, columns, look_ahead, require

Numbered = tuple[int, list[str]]

MOST_COLUMNS = 16_384
_DELIMITERS = ",;\t|"
# No line may hold a NUL, so this can't be text; it ends up inside a cell whose quote never closes.
_END = "\0end"


def rows(path: Path, mapping: SourceMapping) -> Iterator[SourceRow]:
    """Read the rows of a CSV or TSV file; the header is row 1.

    Raises:
        SourceFormat: the file is no such table, or lacks a mapped column.
    """
    header, body = table(path, encoding=mapping.encoding, delimiter=mapping.delimiter)
    head, body = look_ahead(body, 2)
    if has_import_ids(head):
        raise SourceFormat(
            f"{path} is a Qualtrics export, with three header rows.",
            hint='Set format = "qualtrics" in the source\'s mapping.',
        )
    check_header(header, mapping, path=path)
    return to_rows(header, body)


def table(
    path: Path, *, encoding: str | None = None, delimiter: str | None = None
) -> tuple[list[str], Iterator[Numbered]]:
    """Read a table's header and its other rows, each with its number.

    Raises:
        SourceFormat: it is empty, a quote never closes, or a cell is larger than 131,072
            characters.
    """
    head, source = look_ahead(files.lines(path, encoding=encoding), 50)
    body = _cells(path, source, delimiter or _sniff(head))
    _, names = next(body)
    return header_of(names, path=path), body


def header_of(names: list[str], *, path: Path) -> list[str]:
    """Name the columns of a table by its header.

    Raises:
        SourceFormat: there are more of them than a spreadsheet can have.
    """
    if len(names) > MOST_COLUMNS:
        raise SourceFormat(
            f"{path}, row 1: {len(names):,} columns; at most {MOST_COLUMNS:,} are read.",
            hint="Export fewer columns, or name the right `delimiter`.",
        )
    return [name.strip() or f"column_{place}" for place, name in enumerate(names, 1)]


def check_header(header: list[str], mapping: SourceMapping, *, path: Path) -> None:
    """Refuse a header that lacks a mapped column or has it twice."""
    require(header, mapping, path=path)
    check_once(header, mapping, path=path)


def check_once(header: list[str], mapping: SourceMapping, *, path: Path) -> None:
    """Refuse a header that has a mapped column twice."""
    twice = [name for name in columns(mapping) if header.count(name) > 1]
    if twice:
        raise SourceFormat(
            f"{path}, row 1: column {twice[0]!r} stands there more than once.",
            hint="Rename one of them in the file.",
        )


def has_import_ids(head: list[Numbered]) -> bool:
    """Tell whether the second row after the header holds Qualtrics' import ids."""
    return len(head) == 2 and any('"ImportId"' in cell for cell in head[1][1])


def to_rows(header: list[str], body: Iterable[Numbered]) -> Iterator[SourceRow]:
    """Name the cells of each row. Missing cells at the end are empty, as some tools leave them
    out; surplus ones mean that the row's cells can't be told apart."""
    width = len(header)
    for number, cells in body:
        surplus = len(cells) > width and any(cell.strip() for cell in cells[width:])
        problem = f"The row has {len(cells)} cells, the header {width}." if surplus else ""
        padded = cells + [""] * (width - len(cells))
        yield SourceRow(number, dict(zip(header, padded, strict=False)), problem)


def _cells(path: Path, source: Iterable[str], delimiter: str) -> Iterator[Numbered]:
    number, end = 0, f"{_END}{delimiter}"
    try:
        for number, cells in enumerate(csv.reader(chain(source, [end]), delimiter=delimiter), 1):
            if cells == [_END, ""]:
                return
            if cells and cells[-1].endswith(end):
                raise SourceFormat(
                    f"{path}, row {number}: a quote is opened and never closed.",
                    hint="The file is cut off or the quote is a stray one: export it again.",
                )
            if cells:
                yield number, cells
    except csv.Error as error:
        raise SourceFormat(
            f"{path}, row {number + 1}: {error}.",
            hint="A quote may be missing, or the file is no table: export it again.",
        ) from error


def _sniff(head: list[str]) -> str:
    """Choose the delimiter that gives most rows as many cells as the header."""
    return max(_DELIMITERS, key=lambda delimiter: _fit(head, delimiter))


def _fit(head: list[str], delimiter: str) -> tuple[bool, float, int]:
    try:
        widths = [len(cells) for cells in csv.reader(head, delimiter=delimiter) if cells]
    except csv.Error:
        widths = []
    if not widths:
        return (False, 0.0, 0)
    return (widths[0] > 1, widths.count(widths[0]) / len(widths), widths[0])
