"""Read the stage of a journey map from a text: by description, by examples, and by words."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voc.domain.journey import NONE, JourneyMap, Lesson
from voc.nlp.embed import Encoder, Readings, plain
from voc.nlp.examples import ExampleHead, keep_examples
from voc.nlp.head import combined
from voc.nlp.lexical import WordHead, fit_words, word_head
from voc.nlp.near import NearHead, Nearness

# With so many examples a stage, its description counts as much as their words do.
HALFWAY = 100.0
# Real passages are harder than written ones: chosen on the demo company, after which no lesson was
# written.
HEAT = 1.25


@dataclass(frozen=True, slots=True)
class StageHead:
    """Hold three heads over the same labels, the map's stage ids and `none`: how near a text is to
    a stage's description, how near to its examples, and what was learned over words. `parts` (3,)
    says how much each counts."""

    near: NearHead
    examples: ExampleHead
    words: WordHead
    parts: NDArray[np.float32]

    @property
    def labels(self) -> tuple[str, ...]:
        """Name the columns of `probabilities`."""
        return self.examples.labels

    def probabilities(self, texts: Sequence[str], readings: Readings) -> NDArray[np.float64]:
        """Give one row of probabilities per text."""
        said = (
            self.near.probabilities(readings.tone),
            self.examples.probabilities(readings.both),
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
            examples=self.examples.vectors,
            owners=self.examples.owners,
            **self.words.arrays(),
        )


def load_stage_head(path: Path) -> StageHead:
    """Read a head that `save` wrote."""
    with np.load(path, allow_pickle=False) as held:
        labels = tuple(held["labels"].tolist())
        return StageHead(
            NearHead(labels, held["keys"], Nearness(*held["nearness"].tolist())),
            ExampleHead(labels, held["examples"], held["owners"]),
            word_head(labels, held),
            held["parts"],
        )


def fit_stage_head(
    journey: JourneyMap, encoder: Encoder, lessons: Sequence[Lesson], nearness: Nearness
) -> StageHead:
    """Fit the heads on all that is known of a map.

    They learn from its descriptions, examples, near misses and corrections, and from `lessons`,
    passages written for it; lessons of stages that it doesn't have are left out. A map without
    examples of none borrows those of the generic map, so that "no stage fits" stays an answer. With
    few examples the descriptions lead, with many the words.
    """
    taught = _taught(journey, lessons)
    texts, truth = [plain(text) for text in taught], list(taught.values())
    labels = tuple(sorted(set(truth)))
    return StageHead(
        NearHead(labels, _keys(journey, labels, encoder), nearness),
        keep_examples(encoder.read(texts).both, truth),
        fit_words(texts, truth),
        _parts(len(texts) / len(labels)),
    )


def _parts(n: float) -> NDArray[np.float32]:
    """Say how much descriptions, examples and words count with `n` examples a stage."""
    described = HALFWAY / (n + HALFWAY)
    return np.array([described, 1.0, 1.0 - described], np.float32) / np.float32(HEAT)


def _keys(journey: JourneyMap, labels: Sequence[str], encoder: Encoder) -> NDArray[np.float32]:
    stages = [journey.stage(label) for label in labels if label != NONE]
    return encoder.read([f"{stage.name}. {stage.description}" for stage in stages]).tone


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
