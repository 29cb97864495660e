"""Read spreadsheets: XLSX, XLS and ODS."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voc.domain.mapping import SourceMapping
from voc.errors import SourceFormat
from voc.sources import files
from voc.sources.delimited import Numbered, open_table, to_rows
from voc.sources.header import DEEPEST, Start, check_header, header_of
from voc.sources.row import SourceRow
from voc.sources.workbook import check_size, is_spreadsheet

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_NARROW = 2
_LOOKED_AT = 50
_SENTENCE = 4


def rows(path: Path, mapping: SourceMapping) -> Iterator[SourceRow]:
    """Read the rows of a sheet, numbered as the sheet numbers them.

    Raises:
        SourceFormat: the file is no such sheet, is damaged, or lacks a mapped column.
    """
    header, body = table(path, sheet=mapping.sheet)
    check_header(header, mapping, path=path)
    return to_rows(header, body)


def table(path: Path, *, sheet: str | None = None) -> tuple[list[str], Iterator[Numbered]]:
    """Read a sheet's header and its other rows, each with its number; empty rows are left out.

    Raises:
        SourceFormat: the file is no spreadsheet, is damaged, would fill the memory, or has no
            such sheet, or the sheet is empty.
    """
    _, header, body = start(path, sheet=sheet)
    return header, body


def start(path: Path, *, sheet: str | None = None) -> tuple[Start, list[str], Iterator[Numbered]]:
    """Find the sheet of a workbook that is read, and where its table begins; read its header and
    its other rows as `table` does."""
    if not files.start(path).strip():
        raise SourceFormat(f"{path} is empty.", hint="Export the file again.")
    if not is_spreadsheet(path):
        raise SourceFormat(
            f"{path} is no XLSX, XLS or ODS file.", hint="Name the source's right `format`."
        )
    check_size(path)
    name, sheets, cells = _open(path, sheet)
    body = _body(cells)
    first = list(islice(body, DEEPEST))
    if not first:
        raise SourceFormat(f"{path}: the sheet is empty.", hint="Name another one in `sheet`.")
    begun, names = open_table(first)
    begun = replace(begun, sheet=name, sheets=sheets)
    return begun, header_of(names, path=path), chain(first[begun.n_rows :], body)


def _body(cells: Iterable[list[Any]]) -> Iterator[Numbered]:
    for number, row in enumerate(cells, 1):
        texts = [_text(cell) for cell in row]
        if any(texts):
            yield Numbered(number, texts)


def _open(path: Path, sheet: str | None) -> tuple[str, Sequence[str], Iterator[list[Any]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with files.whole(path) as stream:
            book = CalamineWorkbook.from_filelike(stream)
            visible = _visible(book)
            name = _check(book, sheet, path=path) if sheet else _choose(book, visible)
            return name, visible, book.get_sheet_by_name(name).iter_rows()
    except (CalamineError, OSError, ValueError) as error:
        raise _damaged(path) from error
    except BaseException as error:
        # The parser's own bugs come as panics, which are no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(path) from error


def _damaged(path: Path) -> SourceFormat:
    return SourceFormat(
        f"{path}: the spreadsheet is damaged, cut off or locked by a password.",
        hint="Open it, save it again as XLSX or CSV, and read that.",
    )


def _visible(book: "CalamineWorkbook") -> list[str]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    tables = [found for found in book.sheets_metadata if found.typ == SheetTypeEnum.WorkSheet]
    shown = [found.name for found in tables if found.visible == SheetVisibleEnum.Visible]
    return shown or [found.name for found in tables] or [*book.sheet_names, ""][:1]


def _choose(book: "CalamineWorkbook", visible: Sequence[str]) -> str:
    """Choose the first visible sheet in which somebody says something, as in a summary nobody does.
    Where none is so: the first or, where that is too narrow for feedback, as one of notes to the
    reader is, the first that is more than twice as wide."""
    first, *others = visible
    if not others:
        return first
    if told := next((name for name in visible if _tells(book, name)), None):
        return told
    width = book.get_sheet_by_name(first).width
    wider = (name for name in others if book.get_sheet_by_name(name).width > max(2 * width, 2))
    return first if width > _NARROW else next(wider, first)


def _tells(book: "CalamineWorkbook", name: str) -> bool:
    """Tell whether a sheet is a table of several columns that holds sentences below its header."""
    sheet = book.get_sheet_by_name(name)
    rows = [*islice(sheet.iter_rows(), _LOOKED_AT)][2:] if sheet.width > _NARROW else []
    telling = sum(any(len(str(cell).split()) >= _SENTENCE for cell in row) for row in rows)
    return telling >= max(1, len(rows) / 10)


def _check(book: "CalamineWorkbook", sheet: str, *, path: Path) -> str:
    if sheet not in book.sheet_names:
        known = ", ".join(repr(name) for name in book.sheet_names)
        raise SourceFormat(f"{path} has no sheet {sheet!r}.", hint=f"Its sheets are {known}.")
    return sheet


def _text(cell: Any) -> str:
    """Write a cell as a person would: whole numbers without a point, times as ISO 8601."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(sep=" ")
    return str(cell).replace("\0", "")
