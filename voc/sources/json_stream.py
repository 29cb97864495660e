"""Read the items of a JSON file one by one, however it holds them, without holding the file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from voc.errors import SourceFormat
from voc.sources import files
from voc.sources.flat import decoder

# One value of more characters is a damaged file rather than a ticket.
_LARGEST = 1 << 26
_ASSIGNMENT = re.compile(r"\s*(?:window\.|var |const )[\w.]+\s*=")


def items(path: Path, keys: Sequence[str], *, encoding: str | None = None) -> Iterator[Any]:
    """Read the items of a file that is an array, an object with a list under one of the keys
    (dots lead to inner objects), several such objects (pages), an object of like objects, objects
    one after another, or one of these after `window.NAME =`.

    Raises:
        SourceFormat: it is none of these, or is cut off.
    """
    cursor = _Cursor(path, _assigned(files.blocks(path, encoding=encoding)))
    if cursor.peek() == "[":
        yield from _array(cursor)
        return
    while cursor.peek():
        if cursor.peek() != "{":
            raise cursor.error("expected an object or a list of them")
        yield from _members(cursor, [key.split(".") for key in keys])


def _assigned(blocks: Iterator[str]) -> Iterator[str]:
    first = next(blocks, "")
    return chain([_ASSIGNMENT.sub("", first, count=1) if _starts(first) else first], blocks)


def _starts(text: str) -> bool:
    return _ASSIGNMENT.match(text) is not None


def _members(cursor: "_Cursor", ways: Sequence[Sequence[str]]) -> Iterator[Any]:
    """Read an object: the items of the list that a way leads to, or else the object itself."""
    fields, has_list = {}, False
    cursor.take("{")
    while cursor.peek() != "}":
        name = cursor.value()
        cursor.take(":")
        inner = [way[1:] for way in ways if way[0] == name]
        if [] in inner and cursor.peek() == "[":
            has_list = True
            yield from _array(cursor)
        elif inner and all(inner) and cursor.peek() == "{":
            has_list = True
            yield from _members(cursor, inner)
        else:
            fields[str(name)] = cursor.value()
        if cursor.peek() != ",":
            break
        cursor.take(",")
    cursor.take("}")
    if not has_list:
        yield from fields.values() if are_keyed(fields) else [fields]


def are_keyed(value: Mapping[str, Any]) -> bool:
    """Tell whether an object holds items of one kind by their keys, as databases export them."""
    shapes = [item.keys() for item in value.values() if isinstance(item, dict) and item]
    if not 2 <= len(shapes) == len(value):
        return False
    shared = set[str].intersection(*map(set, shapes))
    return 2 * len(shared) >= max(map(len, shapes))


def _array(cursor: "_Cursor") -> Iterator[Any]:
    cursor.take("[")
    while cursor.peek() != "]":
        yield cursor.value()
        if cursor.peek() != ",":
            break
        cursor.take(",")
    cursor.take("]")


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
