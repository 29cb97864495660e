"""Check a spreadsheet's size before it is parsed: the parser holds every cell of a sheet, filled or
not, so a file of a few kilobytes could fill the memory."""

import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO
from xml.parsers.expat import ExpatError

from voc.errors import SourceFormat
from voc.sources import files
from voc.sources.ods import count_cells as _ods_cells

_MOST_BYTES = 1 << 30
_MOST_CELLS = 10_000_000
_BLOCK = 1 << 20
_OVERLAP = 64
_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XLSX_CELL = re.compile(rb"""\br=["']([A-Za-z]{1,3})?(\d{1,8})["']""")


def is_spreadsheet(path: Path) -> bool:
    """Tell by its first bytes whether a file is an XLSX, ODS or XLS file."""
    return files.start(path, 8).startswith((_ZIP, _COMPOUND))


def check_size(path: Path) -> None:
    """Refuse a spreadsheet that is damaged or too large to parse.

    Raises:
        SourceFormat: it unpacks to more than 1 GB, or a sheet spans more than 10 million cells.
    """
    with files.whole(path) as stream:
        if stream.read(len(_COMPOUND)) == _COMPOUND:
            return  # XLS is not packed, and a sheet of it has 65,536 rows of 256 cells at most.
        try:
            with zipfile.ZipFile(stream) as packed:
                _check_packed(packed, path)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError,
                ValueError, ExpatError, OSError) as error:  # fmt: skip
            raise SourceFormat(
                f"{path}: the spreadsheet is damaged or cut off.",
                hint="Copy or export the file again.",
            ) from error


def _check_packed(packed: zipfile.ZipFile, path: Path) -> None:
    entries = packed.infolist()
    names = {entry.filename for entry in entries}
    if not names & {"xl/workbook.xml", "content.xml"}:
        raise SourceFormat(
            f"{path} is a zip file, but no XLSX or ODS.", hint="Unpack it and name the files."
        )
    if sum(entry.file_size for entry in entries) > _MOST_BYTES:
        raise SourceFormat(
            f"{path} unpacks to more than {_MOST_BYTES >> 30} GB.",
            hint="Save the sheet as CSV and read that.",
        )
    for entry in entries:
        count = _counter(entry.filename)
        # Reading to the end checks the size that the entry claims, whatever is in it.
        with packed.open(entry) as content:
            if count(content) > _MOST_CELLS:
                raise SourceFormat(
                    f"{path}: {entry.filename} spans more than {_MOST_CELLS:,} cells.",
                    hint="Delete what lies far out in the sheet, or save it as CSV.",
                )


def _counter(name: str) -> Callable[[IO[bytes]], int]:
    if name.startswith("xl/worksheets/"):
        return _xlsx_cells
    return _ods_cells if name == "content.xml" else _drain


def _drain(content: IO[bytes]) -> int:
    while content.read(_BLOCK):
        pass
    return 0


def _xlsx_cells(content: IO[bytes]) -> int:
    """Count the cells between the outermost ones that the sheet names."""
    last_row, last_column, tail = 0, 0, b""
    while block := content.read(_BLOCK):
        text = tail + block
        for letters, digits in set(_XLSX_CELL.findall(text)):
            last_row = max(last_row, int(digits))
            last_column = max(last_column, _column(letters))
        tail = text[-_OVERLAP:]
    return last_row * max(last_column, 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
