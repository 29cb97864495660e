"""Read lines of `{"id", "text"}`; a line that can't be read becomes a problem with its number."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from voc.errors import RecordRejected

CHUNK = 256
MAX_LINE_BYTES = 1_000_000
MAX_TEXT = 100_000
# JSON can hold half of a pair, which no encoding can write.
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class LineProblem:
    """Name a line that could not be read; `line` counts from 1."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class TextLine:
    """Hold one line's text, raw: it may hold personal data."""

    id: str | int
    text: str


def read_lines(lines: Iterable[bytes]) -> Iterator[list[TextLine | LineProblem]]:
    """Read lines, 256 at a time and in order. Blank lines are passed over."""
    numbered = ((n, line) for n, line in enumerate(lines, start=1) if line.strip())
    while chunk := list(islice(numbered, CHUNK)):
        yield [_read(number, line) for number, line in chunk]


def _read(number: int, line: bytes) -> TextLine | LineProblem:
    try:
        return _fields(line)
    except RecordRejected as error:
        return LineProblem(number, str(error))


def _fields(line: bytes) -> TextLine:
    if len(line) > MAX_LINE_BYTES:
        raise RecordRejected(f"The line is longer than {MAX_LINE_BYTES:,} bytes.", field="line")
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise RecordRejected("The line is not JSON.", field="line") from error
    if not isinstance(data, dict):
        raise RecordRejected("The line is not a JSON object.", field="line")
    record_id, text = data.get("id"), data.get("text")
    if isinstance(record_id, bool) or not isinstance(record_id, str | int):
        raise RecordRejected('The field "id" is missing or not a text or number.', field="id")
    if not isinstance(text, str):
        raise RecordRejected('The field "text" is missing or not a text.', field="text")
    if len(text) > MAX_TEXT:
        raise RecordRejected(f"The text is longer than {MAX_TEXT:,} characters.", field="text")
    return TextLine(_whole(record_id) if isinstance(record_id, str) else record_id, _whole(text))


def _whole(text: str) -> str:
    """Replace lone surrogates, one character by one, so that places in the text hold."""
    return _LONE_SURROGATE.sub("\ufffd", text)
