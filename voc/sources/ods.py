"""Count the cells of an ODS file's sheets, which name a row or cell once and say how often it
stands there."""

from typing import IO
from xml.parsers import expat

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_VALUE_TYPE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 value-type"


class _Extent:
    """Follow rows and cells up to the last filled ones."""

    def __init__(self) -> None:
        self.cells = 0
        self._row = self._last_row = self._column = self._last_column = self._repeat = 0
        self._filled = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == f"{_TABLE} table":
            self._row = self._last_row = self._last_column = 0
        elif name == f"{_TABLE} table-row":
            self._repeat = _count(attributes, "rows")
            self._column, self._filled = 0, False
        elif name in (f"{_TABLE} table-cell", f"{_TABLE} covered-table-cell"):
            self._column += _count(attributes, "columns")
            if _VALUE_TYPE in attributes:
                self._filled = True
                self._last_column = max(self._last_column, self._column)

    def end(self, name: str) -> None:
        if name == f"{_TABLE} table-row":
            self._row += self._repeat
            if self._filled:
                self._last_row = self._row
                self.cells = max(self.cells, self._last_row * self._last_column)


def count_cells(content: IO[bytes]) -> int:
    """Count the cells of the largest sheet, from the first to the outermost filled ones.

    Raises:
        ExpatError: it is no XML.
        ValueError: a count is no number.
    """
    extent = _Extent()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = extent.start
    parser.EndElementHandler = extent.end
    parser.ParseFile(content)
    return extent.cells


def _count(attributes: dict[str, str], axis: str) -> int:
    return int(attributes.get(f"{_TABLE} number-{axis}-repeated", "1"))
