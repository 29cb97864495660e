"""Read CSV and TSV files: quoted cells over several lines, any usual delimiter."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from voc.domain.mapping import SourceMapping
from voc.errors import SourceFormat
from voc.sources import files
from voc.sources.double_header import has_second, joined
from voc.sources.header import DEEPEST, Start, begins, check_header, header_of
from voc.sources.row import SourceRow, look_ahead
from voc.sources.workbook import is_spreadsheet


class Numbered(NamedTuple):
    """Hold the cells of a row. `ends`: the file ends in it, without a line's end."""

    number: int
    cells: list[str]
    ends: bool = False


_DELIMITERS = ",;\t|"
# No line may hold a NUL, so this can't be text; it ends up inside a cell whose quote never closes.
_END = "\0end"
# A first line by which a spreadsheet program is told the delimiter; it is no row.
_STATED = re.compile(r'"?sep=(.)"?[ \r\n]*', re.IGNORECASE)
_PAGE = re.compile(rb"\s*<(!doctype|html|table|\?xml|head|meta)", re.IGNORECASE)


def rows(path: Path, mapping: SourceMapping) -> Iterator[SourceRow]:
    """Read the rows of a CSV or TSV file, numbered as a spreadsheet numbers them.

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
    """Read a table's header and its other rows, each with its number; blank rows are none.

    Raises:
        SourceFormat: it is empty or no text, a quote never closes, or a cell is larger than
            131,072 characters.
    """
    _, header, body = start(path, encoding=encoding, delimiter=delimiter)
    return header, body


def start(
    path: Path, *, encoding: str | None = None, delimiter: str | None = None
) -> tuple[Start, list[str], Iterator[Numbered]]:
    """Find where a table begins; read its header and its other rows as `table` does."""
    _check_text(path)
    head, source = look_ahead(files.lines(path, encoding=encoding), 50)
    stated = _STATED.fullmatch(head[0]) if head else None
    if stated:
        head = head[1:]
        next(source)
    body = _cells(path, source, delimiter or (stated[1] if stated else _sniff(head)))
    first, body = look_ahead(body, DEEPEST)
    if not first:
        next(body, None)
        raise SourceFormat(f"{path} has no rows.", hint="Export the file again.")
    begun, names = open_table(first)
    return begun, header_of(names, path=path), islice(body, begun.n_rows, None)


def open_table(first: Sequence[Numbered]) -> tuple[Start, list[str]]:
    """Find the header among a file's first rows, and read it."""
    cells = [row.cells for row in first]
    place = begins(cells)
    has_two = has_second(cells[place:])
    names = joined(*cells[place : place + 2]) if has_two else cells[place]
    return Start(above=[row.number for row in first[:place]], has_two=has_two), names


def has_import_ids(head: list[Numbered]) -> bool:
    """Tell whether the second row after the header holds Qualtrics' import ids."""
    return len(head) == 2 and any('"ImportId"' in cell for cell in head[1].cells)


def to_rows(header: list[str], body: Iterable[Numbered]) -> Iterator[SourceRow]:
    """Name the cells of each row. Those that a row lacks at its end are empty and named: some
    tools leave them out, but in the last row the file may be cut off. Surplus ones mean that the
    row's cells can't be told apart."""
    width = len(header)
    for number, cells, ends in body:
        problem, absent = "", tuple(header[len(cells) :])
        if len(cells) > width and any(cell.strip() for cell in cells[width:]):
            problem = f"The row has {len(cells)} cells, the header {width}."
        elif absent and ends:
            problem = f"The file is cut off here: the row has {len(cells)} cells of {width}."
        padded = cells + [""] * len(absent)
        yield SourceRow(number, dict(zip(header, padded, strict=False)), problem, absent=absent)


def _check_text(path: Path) -> None:
    """Refuse what only looks like a table by its name."""
    if is_spreadsheet(path):
        raise SourceFormat(
            f"{path} is a spreadsheet (XLSX, XLS or ODS) or zip file, whatever its name says.",
            hint='Set format = "spreadsheet", or save it as CSV.',
        )
    if _PAGE.match(files.start(path, 64)):
        raise SourceFormat(
            f"{path} is a web page or XML, no table, whatever its name says.",
            hint="Open it in a spreadsheet program, save it as XLSX or CSV, and read that.",
        )


def _cells(path: Path, source: Iterable[str], delimiter: str) -> Iterator[Numbered]:
    number, end, last = 0, f"{_END}{delimiter}", ""

    def lines() -> Iterator[str]:
        nonlocal last
        for line in source:
            last = line
            yield line
        yield end

    try:
        for number, cells in enumerate(csv.reader(lines(), delimiter=delimiter), 1):
            if cells == [_END, ""]:
                return
            if cells and cells[-1].endswith(end):
                raise SourceFormat(
                    f"{path}, row {number}: a quote is opened and never closed.",
                    hint="The file is cut off or the quote is a stray one: export it again.",
                )
            if any(cell and not cell.isspace() for cell in cells):
                yield Numbered(number, cells, not last.endswith(("\n", "\r")))
    except csv.Error as error:
        raise SourceFormat(
            f"{path}, row {number + 1}: {error}.",
            hint="A quote may be missing, or the file is no table: export it again.",
        ) from error


def _sniff(head: list[str]) -> str:
    """Choose the delimiter that gives most rows as many cells as the header."""
    return max(_DELIMITERS, key=lambda delimiter: _fit(head, delimiter))


def _fit(head: list[str], delimiter: str) -> tuple[bool, bool, float, int]:
    """Rate a delimiter: first whether the file begins with its header, and most rows are like it;
    a title above the header is believed where no delimiter does so."""
    try:
        found = [cells for cells in csv.reader(head, delimiter=delimiter) if any(cells)]
    except csv.Error:
        found = []
    if not found:
        return (False, False, 0.0, 0)
    place = begins(found)
    widths = [len(cells) for cells in found[place:]]
    share = widths.count(widths[0]) / len(widths)
    return (widths[0] > 1 and place == 0 and share >= 0.5, widths[0] > 1, share, widths[0])
