"""Read SurveyMonkey's exports, CSV or XLSX: a row of questions, a row of their answers' names, then
the responses."""

from collections.abc import Iterator
from pathlib import Path

from voc.domain.mapping import SourceMapping
from voc.errors import SourceFormat
from voc.sources.delimited import Numbered, to_rows
from voc.sources.double_header import SURVEYMONKEY
from voc.sources.header import check_once
from voc.sources.row import SourceRow, require_seen
from voc.sources.tabular import table

_PLAIN = frozenset({"", "Response", "Open-Ended Response"})


def rows(path: Path, mapping: SourceMapping) -> Iterator[SourceRow]:
    """Read the responses; the first is row 3. A question with one answer gives its column its
    name; other columns are named `question - answer`.

    Raises:
        SourceFormat: the file hasn't SurveyMonkey's two header rows, or lacks a mapped column.
    """
    header, body = table(path, mapping)
    answers = next(body, Numbered(2, [""])).cells
    if not set(header) >= SURVEYMONKEY or answers[0].strip():
        raise SourceFormat(
            f"{path} has no SurveyMonkey headers in rows 1 and 2.",
            hint='Export "All individual responses" with the original view, or set format = "csv".',
        )
    names = _names(header, answers)
    check_once(names, mapping, path=path)
    return require_seen(to_rows(names, body), mapping, path=path)


def _names(header: list[str], answers: list[str]) -> list[str]:
    named, question = [], ""
    for place, name in enumerate(header, 1):
        # A question over several columns is named in its first; the table calls the rest so.
        question = question if name == f"column_{place}" else name
        answer = answers[place - 1].strip() if place <= len(answers) else ""
        named.append(question if answer in _PLAIN else f"{question} - {answer}")
    return named
