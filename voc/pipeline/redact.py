"""Redact texts without a workspace or database: lines in, lines out, in the same order."""

from collections.abc import Iterable, Iterator
from typing import Any

from voc.nlp.clean import Redacted, Rules, redact_many
from voc.pipeline.lines import LineProblem, TextLine, read_lines


def redact(lines: Iterable[bytes], *, rules: Rules) -> Iterator[dict[str, Any] | LineProblem]:
    """Redact lines of `{"id", "text"}`; gives one result or problem per line, in order.

    The text is not repaired first, so that the offsets of `entities` point into the input.
    """
    for chunk in read_lines(lines):
        texts = [item.text for item in chunk if isinstance(item, TextLine)]
        done = iter(redact_many(texts, rules=rules))
        for item in chunk:
            yield item if isinstance(item, LineProblem) else _result(item, next(done))


def _result(line: TextLine, redacted: Redacted) -> dict[str, Any]:
    entities = [{"start": e.start, "end": e.end, "type": e.type} for e in redacted.entities]
    return {"id": line.id, "text": redacted.text, "entities": entities}
