"""Read the elements of a list in a JSON object one by one, without holding the file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from voc.errors import SourceFormat
from voc.sources import files
from voc.sources.flat import decoder

# One value of more characters is a damaged file rather than a ticket.
_LARGEST = 1 << 26


def elements(path: Path, key: str, *, encoding: str | None = None) -> Iterator[Any]:
    """Read the elements of the list under a key of the file's top object.

    Raises:
        SourceFormat: the file is no such object, or is cut off.
    """
    cursor = _Cursor(path, files.blocks(path, encoding=encoding))
    _find(cursor, key)
    cursor.take("[")
    if cursor.peek() == "]":
        return
    while True:
        yield cursor.value()
        if cursor.peek() != ",":
            break
        cursor.take(",")
    cursor.take("]")


def _find(cursor: "_Cursor", key: str) -> None:
    cursor.take("{")
    while cursor.peek() != "}":
        name = cursor.value()
        cursor.take(":")
        if name == key:
            return
        cursor.value()
        if cursor.peek() == ",":
            cursor.take(",")
    raise cursor.error(f"the object has no {key!r}")


class _Cursor:
    """Walk over JSON text that comes in blocks."""

    def __init__(self, path: Path, blocks: Iterator[str]) -> None:
        self._path, self._blocks = path, blocks
        self._text, self._at, self._line = "", 0, 1
        self._decoder = decoder()

    def peek(self) -> str:
        """Skip white space and look at the next character; "" at the end."""
        while True:
            while self._at < len(self._text):
                if not self._text[self._at].isspace():
                    return self._text[self._at]
                self._at += 1
            if not self._more():
                return ""

    def take(self, expected: str) -> None:
        """Step over one character."""
        found = self.peek()
        if found != expected:
            what = f"found {found!r}" if found else "the file ends: it is cut off"
            raise self.error(f"expected {expected!r}, but {what}")
        self._at += 1

    def value(self) -> Any:
        """Read one value."""
        self.peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except RecursionError as error:
                raise self.error("a value is nested too deep") from error
            except ValueError:
                if len(self._text) > _LARGEST or not self._more():
                    raise self.error("a value is no JSON, or the file is cut off") from None
                continue
            # A number at the end of what is read may go on in the next block.
            if end == len(self._text):
                end -= self._at
                if self._more():
                    continue
            self._at = end
            return value

    def error(self, what: str) -> SourceFormat:
        """Say what is wrong at this place."""
        line = self._line + self._text[: self._at].count("\n")
        return SourceFormat(
            f"{self._path}, line {line}: {what}.",
            hint="Export the file again, or name the source's right `format`.",
        )

    def _more(self) -> bool:
        """Read on by as much as is still unread, so that a large value is tried few times."""
        self._line += self._text[: self._at].count("\n")
        unread = [self._text[self._at :]]
        wanted, read = max(1, len(unread[0])), 0
        self._at = 0
        for block in self._blocks:
            unread.append(block)
            read += len(block)
            if read >= wanted:
                break
        self._text = "".join(unread)
        return read > 0
