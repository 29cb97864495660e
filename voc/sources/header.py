"""Find where a table begins, name its columns, and check that those of a mapping are there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from voc.domain.mapping import SourceMapping
from voc.errors import SourceFormat
from voc.sources.row import columns, require

MOST_COLUMNS = 16_384
DEEPEST = 20
_FEW = 4
_DAY = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}\b.*")
_AMOUNT = re.compile(r"(?=.*\d)[\d\s.,:;/%€$£+-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Say where a table begins: `above` are the rows that stand over its header; `has_two`: two
    rows name the columns. Of a workbook, `sheet` is the one that is read, `sheets` are all that can
    be seen."""

    above: Sequence[int] = ()
    has_two: bool = False
    sheet: str = ""
    sheets: Sequence[str] = field(default_factory=tuple)

    @property
    def n_rows(self) -> int:
        """Count the rows before the first of the table's own."""
        return len(self.above) + 1 + self.has_two


def begins(rows: Sequence[Sequence[str]]) -> int:
    """Tell at which of a file's first rows its header stands: behind titles and notes, which fill
    few of the table's columns. 0 where no later row is clearly the header."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    most = max(filled, default=0)
    for place, row in enumerate(rows[:DEEPEST]):
        if not _is_title(row, filled[place], most):
            return place if place == 0 or _heads(rows, place) else 0
    return 0


def is_amount(cell: str) -> bool:
    """Tell whether a cell is a number, an amount or a date in numbers."""
    return _AMOUNT.fullmatch(cell) is not None


def _is_title(row: Sequence[str], n_filled: int, most: int) -> bool:
    if n_filled >= most:
        return False
    few = n_filled <= 1 or (n_filled <= _FEW and 2 * n_filled < most)
    return few or any(map(is_amount, row))


def _heads(rows: Sequence[Sequence[str]], place: int) -> bool:
    """Tell whether a row can be a header: no amounts or dates, and as wide as most rows below."""
    width, below = len(rows[place]), rows[place + 1 :]
    if any(map(is_amount, rows[place])):
        return False
    return 2 * sum(len(row) == width for row in below) >= len(below)


def header_of(names: Sequence[str], *, path: Path) -> list[str]:
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


def is_unnamed(name: str) -> bool:
    """Tell whether a column has a name for its place alone."""
    return re.fullmatch(r"column_\d+", name) is not None


def check_names(names: Sequence[str], *, path: Path) -> None:
    """Refuse a header that is a customer's answer: no column is called by a day.

    Raises:
        SourceFormat: it shows nothing of the row.
    """
    if any(map(_DAY.fullmatch, names)):
        raise SourceFormat(
            f"{path}: its first row has a date and looks like an answer, not like a header.",
            hint="Write a row of the columns' names above it.",
        )


def check_header(header: list[str], mapping: SourceMapping, *, path: Path) -> None:
    """Refuse a header that lacks a mapped column or has it twice."""
    require(header, mapping, path=path)
    check_once(header, mapping, path=path)


def check_once(header: list[str], mapping: SourceMapping, *, path: Path) -> None:
    """Refuse a header that has a mapped column twice."""
    twice = [name for name in columns(mapping) if header.count(name) > 1]
    if twice:
        raise SourceFormat(
            f"{path}: column {twice[0]!r} stands there more than once.",
            hint="Rename one of them in the file.",
        )
