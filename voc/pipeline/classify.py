"""Classify texts without a workspace or database: lines in, lines out, in the same order."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from voc.domain.analysis import Analysis
from voc.errors import RecordRejected
from voc.nlp.clean import clean
from voc.pipeline.analyse import Verbatim, analyse
from voc.pipeline.models import Models

CHUNK = 256
MAX_LINE_BYTES = 1_000_000
MAX_TEXT = 100_000


@dataclass(frozen=True, slots=True)
class LineProblem:
    """Name a line that could not be classified; `line` counts from 1."""

    line: int
    reason: str


def classify(lines: Iterable[bytes], models: Models) -> Iterator[dict[str, Any] | LineProblem]:
    """Classify lines of `{"id", "text"}`; gives one result or problem per line, in order.

    Text is repaired and redacted before it is analysed; offsets point into `verbatim`.
    Blank lines are passed over.
    """
    numbered = ((n, line) for n, line in enumerate(lines, start=1) if line.strip())
    while chunk := list(islice(numbered, CHUNK)):
        read = [_parse(number, line) for number, line in chunk]
        batch = [item[1] for item in read if not isinstance(item, LineProblem)]
        done = iter(analyse(batch, models).records)
        for item in read:
            yield item if isinstance(item, LineProblem) else _result(*item, next(done))


def _parse(number: int, line: bytes) -> tuple[str | int, Verbatim] | LineProblem:
    try:
        given_id, text = _fields(line)
    except RecordRejected as error:
        return LineProblem(number, str(error))
    cleaned = clean(text)
    return given_id, Verbatim(str(given_id), cleaned.verbatim, cleaned.language)


def _fields(line: bytes) -> tuple[str | int, str]:
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
    return record_id, text


def _result(given_id: str | int, verbatim: Verbatim, analysis: Analysis) -> dict[str, Any]:
    return {
        "id": given_id,
        "language": verbatim.language,
        "verbatim": verbatim.text,
        "stage": analysis.stage,
        "stage_confidence": analysis.stage_confidence,
        "sentiment": analysis.sentiment,
        "sentiment_label": analysis.sentiment_label.value,
        "type": analysis.type.value,
        "passages": [
            {
                "start": passage.span.start,
                "end": passage.span.end,
                "stage": passage.stage,
                "stage_confidence": passage.stage_confidence,
                "sentiment": passage.sentiment,
                "sentiment_label": passage.sentiment_label.value,
            }
            for passage in analysis.passages
        ],
    }
