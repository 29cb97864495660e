"""Read lines of `{"id", "text"}`; a line that can't be read becomes a problem with its number."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from voc.errors import RecordRejected, SourceFormat

CHUNK = 256
MAX_LINE_BYTES = 1_000_000
MAX_TEXT = 100_000
_MARK = b"\xef\xbb\xbf"
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


@dataclass(frozen=True, slots=True)
class WholeFile:
    """Hold a file of `n_lines` lines: `texts`, those that could be read, `places`, where each of
    them stands among all lines from 0, and `problems`, those that were refused. The rest is blank.
    """

    n_lines: int
    texts: tuple[TextLine, ...]
    places: tuple[int, ...]
    problems: tuple[LineProblem, ...]

    @property
    def repeated(self) -> dict[str, int]:
        """Map each id that several texts have to how many do."""
        counts = Counter(str(text.id) for text in self.texts)
        return {id_: n for id_, n in counts.items() if n > 1}


def read_whole(lines: Iterable[bytes], *, name: str) -> WholeFile:
    """Read all lines of the file `name`.

    Raises:
        SourceFormat: not one of them can be read, or they are one array; says what the file is.
    """
    given = list(lines)
    filled = [place for place, line in enumerate(given) if line.strip()]
    items = [item for chunk in read_lines(given) for item in chunk]
    whole = WholeFile(
        n_lines=len(given),
        texts=tuple(item for item in items if isinstance(item, TextLine)),
        places=tuple(
            p for item, p in zip(items, filled, strict=True) if isinstance(item, TextLine)
        ),
        problems=tuple(item for item in items if isinstance(item, LineProblem)),
    )
    is_array = filled and _is_array(given[filled[0]], given[filled[-1]])
    if whole.problems and (is_array or not whole.texts):
        raise _unlike_lines(name, given[filled[0]], whole.problems[0])
    return whole


def _unlike_lines(name: str, first: bytes, problem: LineProblem) -> SourceFormat:
    """Say what a file is whose lines can't be read, as its first line shows."""
    begins = first.removeprefix(_MARK).lstrip()
    if b"\0" in first or not _is_text(first):
        what, hint = "is no text file in UTF-8", 'Give one {"id", "text"} per line.'
    elif begins.startswith(b"["):
        what = "is a JSON array, not lines of JSON"
        hint = "Write each of its objects on a line of its own, as `jq -c '.[]'` does."
    elif begins.startswith(b"{"):
        what, hint = "has no line that can be read", 'Give one {"id", "text"} per line.'
    elif re.search(rb"[,;\t]", first):
        what = "seems to be a table, not lines of JSON"
        hint = (
            'Write a line {"id": …, "text": …} for each row, or read it into a workspace: '
            "`voc ingest --dry-run` says how."
        )
    else:
        what, hint = "holds no lines of JSON", 'Give one {"id", "text"} per line.'
    return SourceFormat(f"{name} {what}. Line {problem.line}: {problem.reason}", hint=hint)


def _is_array(first: bytes, last: bytes) -> bool:
    """Tell whether lines are those of one JSON array, some of which may be whole objects."""
    return first.removeprefix(_MARK).lstrip().startswith(b"[") and last.rstrip().endswith(b"]")


def _is_text(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


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
