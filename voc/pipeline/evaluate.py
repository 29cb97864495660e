"""Measure stage and sentiment on labelled passages, and say what to label next."""

from collections.abc import Sequence

import numpy as np

from voc.domain.analysis import Analysis, Vectors
from voc.domain.journey import NONE
from voc.metrics.evaluation import Confidence, Evaluation, LabelsQuality, ToLabel
from voc.metrics.quality import (
    at_confidence,
    calibration,
    confusion,
    label_qualities,
    macro_f1,
)
from voc.nlp.clean import Rules, clean_many
from voc.pipeline.analyse import Verbatim, analyse
from voc.pipeline.gold import Gold
from voc.pipeline.models import Models

SURE = 0.8
N_NEXT, MAX_POOL, NEIGHBOURS, ALIKE = 20, 3000, 10, 0.9
_CHUNK = 256
_RULES = Rules(model=False)


def evaluate(gold: Sequence[Gold], models: Models, *, unlabelled: Sequence[str] = ()) -> Evaluation:
    """Read labelled passages as `voc classify` would, and compare; choose from the unlabelled ones
    what would teach most. A stage in `also` counts as right."""
    read = _analysed([one.text for one in gold], models)[0]
    pairs = list(zip(gold, read, strict=True))
    return Evaluation(
        journey=models.journey.id,
        n_passages=len(gold),
        n_not_read=sum(own.stage_confidence == 0 for own in read),
        stage=_stages([pair for pair in pairs if pair[0].stage]),
        sentiment=_sentiments([pair for pair in pairs if pair[0].sentiment]),
        label_next=_label_next(unlabelled, models),
    )


def _analysed(
    texts: Sequence[str], models: Models
) -> tuple[list[Analysis], list[Verbatim], list[Vectors]]:
    records: list[Analysis] = []
    batches: list[Verbatim] = []
    vectors: list[Vectors] = []
    for start in range(0, len(texts), _CHUNK):
        cleaned = clean_many(texts[start : start + _CHUNK], rules=_RULES)
        batch = [
            Verbatim(str(n), one.verbatim, one.language) for n, one in enumerate(cleaned, start)
        ]
        done = analyse(batch, models)
        records += done.records
        batches += batch
        vectors.append(done.vectors)
    return records, batches, vectors


def _stages(pairs: Sequence[tuple[Gold, Analysis]]) -> LabelsQuality | None:
    found = [own.stage or NONE for _, own in pairs]
    truth = [
        guess if guess in one.also else one.stage or NONE
        for (one, _), guess in zip(pairs, found, strict=True)
    ]
    return _quality(truth, found, [own.stage_confidence for _, own in pairs])


def _sentiments(pairs: Sequence[tuple[Gold, Analysis]]) -> LabelsQuality | None:
    return _quality(
        [one.sentiment or "" for one, _ in pairs],
        [own.sentiment_label.value for _, own in pairs],
        [own.sentiment_confidence for _, own in pairs],
    )


def _quality(
    truth: Sequence[str], found: Sequence[str], sure: Sequence[float]
) -> LabelsQuality | None:
    if not truth:
        return None
    labels, counts = confusion(truth, found)
    return LabelsQuality(
        f1=macro_f1(truth, found),
        accuracy=float(counts.trace() / counts.sum()),
        labels=labels,
        confusion=counts.tolist(),
        by_label=label_qualities(truth, found),
        confidence=_confidence(sure, [a == b for a, b in zip(truth, found, strict=True)]),
    )


def _confidence(said: Sequence[float], was_right: Sequence[bool]) -> Confidence:
    sure = [confidence for confidence in said if confidence]
    right = [hit for hit, confidence in zip(was_right, said, strict=True) if confidence]
    error, bins = calibration(sure, right)
    coverage, precision = at_confidence(sure, right, least=SURE)
    return Confidence(error, bins, coverage, precision)


def _label_next(texts: Sequence[str], models: Models) -> list[ToLabel]:
    """Choose passages that are uncertain and like many others, and not like each other.

    References:
        Settles and Craven (2008): information density.
    """
    distinct = list(dict.fromkeys(texts))[:MAX_POOL]
    if not distinct:
        return []
    records, batch, parts = _analysed(distinct, models)
    passages = [(v, p) for v, own in zip(batch, records, strict=True) for p in own.passages]
    vectors = np.vstack([part for part in parts if len(part)] or [np.zeros((0, 1), np.float32)])
    likeness = _likeness(vectors)
    read = [verbatim.language in models.languages for verbatim, _ in passages]
    doubt = np.array([1 - passage.stage_confidence for _, passage in passages]) * read
    chosen: list[int] = []
    for n in np.argsort(-doubt * likeness, kind="stable").tolist():
        apart = all(float(vectors[n] @ vectors[m]) < ALIKE for m in chosen)
        if apart and len(chosen) < N_NEXT and doubt[n] > 0:
            chosen.append(n)
    return [
        ToLabel(
            text=passages[n][1].span.of(passages[n][0].text),
            stage=passages[n][1].stage or NONE,
            confidence=passages[n][1].stage_confidence,
            likeness=round(float(likeness[n]), 4),
        )
        for n in chosen
    ]


def _likeness(vectors: Vectors) -> Vectors:
    """Average each row's cosine to its ten nearest, itself left out."""
    k = min(NEIGHBOURS, len(vectors) - 1)
    if k < 1:
        return np.ones(len(vectors), np.float32)
    near = vectors @ vectors.T
    np.fill_diagonal(near, -1.0)
    means: Vectors = np.partition(near, -k, axis=1)[:, -k:].mean(axis=1)
    return np.maximum(means, 0.0)
