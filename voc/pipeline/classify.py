"""Classify texts without a workspace or database: lines in, lines out, in the same order."""

from collections.abc import Iterable, Iterator
from typing import Any

from voc.domain.analysis import Analysis
from voc.nlp.clean import Rules, clean_many
from voc.pipeline.analyse import Verbatim, analyse
from voc.pipeline.lines import LineProblem, TextLine, read_lines
from voc.pipeline.models import Models

# Names are found by lists and cues alone: loading the model would take longer than a short file.
_RULES = Rules(model=False)


def classify(lines: Iterable[bytes], models: Models) -> Iterator[dict[str, Any] | LineProblem]:
    """Classify lines of `{"id", "text"}`; gives one result or problem per line, in order.

    Text is repaired and redacted before it is analysed; offsets point into `verbatim`.
    Blank lines are passed over.
    """
    for chunk in read_lines(lines):
        read = [item for item in chunk if isinstance(item, TextLine)]
        cleaned = clean_many([item.text for item in read], rules=_RULES)
        batch = [
            Verbatim(str(line.id), clean.verbatim, clean.language)
            for line, clean in zip(read, cleaned, strict=True)
        ]
        done = zip(read, batch, analyse(batch, models).records, strict=True)
        for item in chunk:
            if isinstance(item, LineProblem):
                yield item
            else:
                line, verbatim, analysis = next(done)
                yield _result(line.id, verbatim, analysis)


def _result(given_id: str | int, verbatim: Verbatim, analysis: Analysis) -> dict[str, Any]:
    return {
        "id": given_id,
        "language": verbatim.language,
        "verbatim": verbatim.text,
        "stage": analysis.stage,
        "stage_confidence": analysis.stage_confidence,
        "stages": [{"stage": own.stage, "share": own.share} for own in analysis.stages],
        "sentiment": analysis.sentiment,
        "sentiment_label": analysis.sentiment_label.value,
        "sentiment_confidence": analysis.sentiment_confidence,
        "type": analysis.type.value,
        "passages": [
            {
                "start": passage.span.start,
                "end": passage.span.end,
                "stage": passage.stage,
                "stage_confidence": passage.stage_confidence,
                "second_stage": passage.second_stage,
                "second_confidence": passage.second_confidence,
                "sentiment": passage.sentiment,
                "sentiment_label": passage.sentiment_label.value,
                "sentiment_confidence": passage.sentiment_confidence,
            }
            for passage in analysis.passages
        ],
    }
