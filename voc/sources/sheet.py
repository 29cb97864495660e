"""Read spreadsheets: XLSX, XLS and ODS."""

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voc.domain.mapping import SourceMapping
from voc.errors import SourceFormat
from voc.sources import files
from voc.sources.delimited import Numbered, check_header, header_of, to_rows
from voc.sources.row import SourceRow
from voc.sources.workbook import check_size, is_spreadsheet

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook


def rows(path: Path, mapping: SourceMapping) -> Iterator[SourceRow]:
    """Read the rows of a sheet, numbered as the sheet numbers them; the first filled row is the
    header.

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
    if not files.start(path).strip():
        raise SourceFormat(f"{path} is empty.", hint="Export the file again.")
    if not is_spreadsheet(path):
        raise SourceFormat(
            f"{path} is no XLSX, XLS or ODS file.", hint="Name the source's right `format`."
        )
    check_size(path)
    body = _body(_cells(path, sheet))
    first = next(body, None)
    if first is None:
        raise SourceFormat(f"{path}: the sheet is empty.", hint="Name another one in `sheet`.")
    return header_of(first[1], path=path), body


def _body(cells: Iterable[list[Any]]) -> Iterator[Numbered]:
    for number, row in enumerate(cells, 1):
        texts = [_text(cell) for cell in row]
        if any(texts):
            yield number, texts


def _cells(path: Path, sheet: str | None) -> Iterator[list[Any]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with files.whole(path) as stream:
            book = CalamineWorkbook.from_filelike(stream)
            name = _choose(book, sheet, path=path)
            return book.get_sheet_by_name(name).iter_rows()
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


def _choose(book: "CalamineWorkbook", sheet: str | None, *, path: Path) -> str:
    from python_calamine import SheetVisibleEnum

    if sheet is None:
        shown = SheetVisibleEnum.Visible
        visible = [found.name for found in book.sheets_metadata if found.visible == shown]
        sheet = (visible or book.sheet_names or [""])[0]
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
