"""Analyse a batch: one pure function from verbatims to passages with stage, sentiment, type."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from voc.domain.analysis import Analyses, Analysis, FeedbackType, Passage, Sentiment, Span, Vectors
from voc.domain.journey import NONE
from voc.domain.score import Score
from voc.nlp.passages import n_words, split, standing_alone
from voc.nlp.topics import Exemplars, nearest, topic_vectors
from voc.pipeline.models import Models
from voc.pipeline.wholes import Shares, expected, read_wholes, with_score


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Hold one text to analyse: cleaned, redacted, its language an ISO 639-1 code or `unknown`.
    `asked_at` is the stage of the touchpoint that the customer was asked about, where one was, and
    `score` what was given with the text."""

    record_id: str
    text: str
    language: str
    asked_at: str | None = None
    score: Score | None = None


@dataclass(frozen=True, slots=True)
class KnownTopics:
    """Hold what passages are compared with: exemplars, and of each the active topic that it is in,
    and the one that it was given, which may have been merged since."""

    exemplars: Exemplars
    topic_ids: Sequence[str | None]
    assigned_ids: Sequence[str | None]

    @classmethod
    def of(
        cls, vectors: Vectors, topic_ids: Sequence[str | None], assigned_ids: Sequence[str | None]
    ) -> "KnownTopics":
        """Number the topics of exemplars."""
        numbers = {id_: n for n, id_ in enumerate(sorted({id_ for id_ in topic_ids if id_}))}
        owners = np.array([numbers.get(id_ or "", -1) for id_ in topic_ids], np.int64)
        return cls(Exemplars.of(vectors, owners), topic_ids, assigned_ids)


@dataclass(frozen=True, slots=True)
class _Reading:
    """Hold what the heads say of each passage, one row per passage; `topic` is its exemplar."""

    vectors: Vectors
    stage: NDArray[np.float64]
    sentiment: NDArray[np.float64]
    type: NDArray[np.float64]
    topic: NDArray[np.int64]
    topic_confidence: NDArray[np.float32]


class _Tone(TypedDict):
    sentiment: float
    sentiment_label: Sentiment
    sentiment_confidence: float
    type: FeedbackType


_NO_TONE: _Tone = {
    "sentiment": 0.0,
    "sentiment_label": Sentiment.NEUTRAL,
    "sentiment_confidence": 0.0,
    "type": FeedbackType.OTHER,
}


NOTHING_KNOWN = KnownTopics.of(np.zeros((0, 0), np.float32), (), ())


def analyse(
    batch: Sequence[Verbatim], models: Models, topics: KnownTopics = NOTHING_KNOWN
) -> Analyses:
    """Analyse verbatims against a frozen set of topics.

    Pure: equal input gives equal output in any batch, process or order. A text in a language that
    the models were not measured to read gets passages, but no stage, no topic and no tone:
    sentiment 0, neutral, type other.
    """
    spans = [split(verbatim.text, language=verbatim.language) for verbatim in batch]
    texts = [
        standing_alone(span.of(verbatim.text))
        for verbatim, own in zip(batch, spans, strict=True)
        for span in own
    ]
    records_of = [number for number, own in enumerate(spans) for _ in own]
    reading = _read(texts, records_of, models, topics)
    asked = [verbatim.asked_at for verbatim in batch]
    asked_of = [asked[number] for number in records_of]
    reading = replace(reading, stage=expected(reading.stage, asked_of, models.stage.labels))
    wholes = read_wholes([verbatim.text for verbatim in batch], spans, asked, models)
    records = []
    row = 0
    for number, (verbatim, own) in enumerate(zip(batch, spans, strict=True)):
        rows = range(row, row + len(own))
        whole = wholes.get(number)
        records.append(_record(verbatim, own, rows, reading, whole, models, topics))
        row += len(own)
    return Analyses(records=tuple(records), vectors=reading.vectors)


def _read(
    texts: Sequence[str], records_of: Sequence[int], models: Models, topics: KnownTopics
) -> _Reading:
    readings = models.encoder.read(texts)
    vectors = topic_vectors(readings.meaning, records_of)
    topic, confidence = nearest(vectors, topics.exemplars)
    return _Reading(
        vectors,
        models.stage.probabilities(texts, readings),
        models.sentiment.probabilities(texts, readings),
        models.type.probabilities(readings.tone),
        topic,
        confidence,
    )


def _record(
    verbatim: Verbatim,
    spans: Sequence[Span],
    rows: range,
    reading: _Reading,
    whole: Shares | None,
    models: Models,
    topics: KnownTopics,
) -> Analysis:
    readable = verbatim.language in models.languages
    passages = tuple(
        _passage(span, row, reading, models, topics, readable=readable)
        for span, row in zip(spans, rows, strict=True)
    )
    if not passages or not readable:
        return Analysis(
            record_id=verbatim.record_id,
            passages=passages,
            stage=None,
            stage_confidence=0.0,
            **_NO_TONE,
        )
    weights = np.array([max(1, n_words(span.of(verbatim.text))) for span in spans], float)
    weights /= weights.sum()
    parts = (reading.stage[rows], reading.sentiment[rows], reading.type[rows])
    said = Shares(*(weights @ part for part in parts))
    said = said.with_whole(whole) if whole else said
    felt = with_score(said.sentiment, verbatim.score, models.sentiment.labels)
    best = int(said.stage.argmax())
    return Analysis(
        record_id=verbatim.record_id,
        passages=passages,
        stage=_stage(best, models),
        stage_confidence=round(float(said.stage[best]), 4),
        **_tone(felt, said.type, models),
    )


def _passage(
    span: Span,
    row: int,
    reading: _Reading,
    models: Models,
    topics: KnownTopics,
    *,
    readable: bool,
) -> Passage:
    if not readable:
        return Passage(span=span, stage=None, stage_confidence=0.0, **_NO_TONE)
    # Stable, so that of equals the first label is the best, as argmax has it.
    best, second = np.argsort(-reading.stage[row], kind="stable")[:2].tolist()
    topic = int(reading.topic[row])
    return Passage(
        span=span,
        stage=_stage(best, models),
        stage_confidence=round(float(reading.stage[row, best]), 4),
        second_stage=_stage(second, models),
        second_confidence=round(float(reading.stage[row, second]), 4),
        topic_id=topics.topic_ids[topic] if topic >= 0 else None,
        assigned_id=topics.assigned_ids[topic] if topic >= 0 else None,
        topic_confidence=round(float(reading.topic_confidence[row]), 4) if topic >= 0 else 0.0,
        **_tone(reading.sentiment[row], reading.type[row], models),
    )


def _stage(label: int, models: Models) -> str | None:
    stage = models.stage.labels[label]
    return None if stage == NONE else stage


def _tone(sentiment: NDArray[np.float64], kind: NDArray[np.float64], models: Models) -> _Tone:
    share = dict(zip(models.sentiment.labels, sentiment.tolist(), strict=True))
    likeliest = max(share, key=lambda label: share[label])
    return {
        "sentiment": round(share[Sentiment.POSITIVE] - share[Sentiment.NEGATIVE], 4),
        "sentiment_label": Sentiment(likeliest),
        "sentiment_confidence": round(share[likeliest], 4),
        "type": FeedbackType(models.type.labels[int(kind.argmax())]),
    }
