"""Read the stage of a journey map from a text: by likeness, by learning, and by words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voc.domain.journey import JourneyMap, Lesson
from voc.nlp.embed import Encoder, Readings, plain
from voc.nlp.head import LinearHead, combined, fit_head
from voc.nlp.lexical import WordHead, fit_words, word_head
from voc.nlp.near import NearHead, Nearness

NONE = "none"
CORRECTION_WEIGHT = 4.0
# With so many examples a stage, its description counts half, and what was learned from them half.
HALF_DESCRIBED, HALF_LEARNED, HALF_WORDED = 60.0, 10.0, 50.0
# Real passages are harder than written ones: chosen on the half of gold passages looked at.
HEAT = 1.45


@dataclass(frozen=True, slots=True)
class StageHead:
    """Hold three heads over the same labels, the map's stage ids and `none`: how near a text is to
    a stage's description, what was learned from examples over both vectors, and over words. `parts`
    (3,) says how much each counts."""

    near: NearHead
    vectors: LinearHead
    words: WordHead
    parts: NDArray[np.float32]

    @property
    def labels(self) -> tuple[str, ...]:
        """Name the columns of `probabilities`."""
        return self.vectors.labels

    def probabilities(self, texts: Sequence[str], readings: Readings) -> NDArray[np.float64]:
        """Give one row of probabilities per text."""
        said = (
            self.near.probabilities(readings.tone),
            self.vectors.probabilities(readings.both),
            self.words.probabilities([plain(text) for text in texts]),
        )
        return combined(said, self.parts.tolist())

    def save(self, path: Path) -> None:
        """Write the head as an .npz file of plain arrays."""
        np.savez_compressed(
            path,
            allow_pickle=False,
            labels=np.array(self.labels),
            parts=self.parts,
            keys=self.near.keys,
            nearness=np.array([self.near.nearness.sharpness, self.near.nearness.nothing]),
            vector_weights=self.vectors.weights,
            vector_bias=self.vectors.bias,
            **self.words.arrays(),
        )


def load_stage_head(path: Path) -> StageHead:
    """Read a head that `save` wrote."""
    with np.load(path, allow_pickle=False) as held:
        labels = tuple(held["labels"].tolist())
        return StageHead(
            NearHead(labels, NONE, held["keys"], Nearness(*held["nearness"].tolist())),
            LinearHead(labels, held["vector_weights"], held["vector_bias"]),
            word_head(labels, held),
            held["parts"],
        )


def fit_stage_head(
    journey: JourneyMap, encoder: Encoder, lessons: Sequence[Lesson], nearness: Nearness
) -> StageHead:
    """Fit the heads on all that is known of a map.

    They learn from its descriptions, examples, near misses and corrections, and from `lessons`,
    passages written for it; lessons of stages that it doesn't have are left out. A map without
    examples of none borrows those of the generic map, so that "no stage fits" stays an answer. A
    correction counts as four examples while there are few, and as one when there are many. With few
    examples the descriptions lead, with many the examples.
    """
    taught = _taught(journey, lessons)
    labels = tuple(sorted(set(taught.values())))
    described = _described(len(taught) / len(labels))
    weights = _weights(journey, taught, 1.0 + (CORRECTION_WEIGHT - 1.0) * described)
    texts, truth = [plain(text) for text in taught], list(taught.values())
    return StageHead(
        NearHead(labels, NONE, _keys(journey, labels, encoder), nearness),
        fit_head(encoder.read(texts).both, truth, weights=weights),
        fit_words(texts, truth, weights=weights),
        _parts(sum(weights) / len(labels)),
    )


def _parts(n: float) -> NDArray[np.float32]:
    """Say how much likeness, learning and words count with `n` examples a stage."""
    learned, worded = n / (n + HALF_LEARNED), n / (n + HALF_WORDED)
    return np.array([_described(n), learned, worded], np.float32) / HEAT


def _described(n: float) -> float:
    return HALF_DESCRIBED / (n + HALF_DESCRIBED)


def _keys(journey: JourneyMap, labels: Sequence[str], encoder: Encoder) -> NDArray[np.float32]:
    stages = [journey.stage(label) for label in labels if label != NONE]
    return encoder.read([f"{stage.name}. {stage.description}" for stage in stages]).tone


def _weights(journey: JourneyMap, taught: Mapping[str, str], corrected: float) -> list[float]:
    put_right = {correction.text for correction in journey.corrections}
    return [corrected if text in put_right else 1.0 for text in taught]


def _taught(journey: JourneyMap, lessons: Sequence[Lesson]) -> dict[str, str]:
    """Map each text to its label; what people corrected stands above what was written before."""
    known = {NONE, *(stage.id for stage in journey.stages)}
    taught = {lesson.text: lesson.stage for lesson in lessons if lesson.stage in known}
    taught |= dict.fromkeys(journey.none_examples or _generic_none(), NONE)
    for stage in journey.stages:
        taught |= dict.fromkeys(stage.examples, stage.id)
        taught |= {miss.text: miss.belongs_to for miss in stage.near_misses}
        taught |= dict.fromkeys((f"{stage.name}: {stage.goal}", stage.description), stage.id)
    return taught | {right.text: right.stage for right in journey.corrections}


def _generic_none() -> tuple[str, ...]:
    from voc.resources.journeys import load_journey

    return load_journey("generic").none_examples
