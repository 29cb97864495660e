"""A near head: the stage whose description a text is nearest to, also of maps never seen."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voc.domain.analysis import Vectors
from voc.domain.journey import NONE
from voc.nlp.head import softmax


@dataclass(frozen=True, slots=True)
class Nearness:
    """Hold what training found: by how much a cosine counts, and how near, times that, is too far
    for any stage."""

    sharpness: float
    nothing: float


@dataclass(frozen=True, slots=True)
class NearHead:
    """Hold a head. `keys` has one float32 unit row per label but the one of no stage, `none`,
    in the order of `labels`."""

    labels: tuple[str, ...]
    keys: Vectors
    nearness: Nearness

    def probabilities(self, vectors: Vectors) -> NDArray[np.float64]:
        """Give one row of probabilities per vector, in the order of `labels`."""
        logits = np.full((len(vectors), len(self.labels)), self.nearness.nothing, np.float32)
        stages = [n for n, label in enumerate(self.labels) if label != NONE]
        logits[:, stages] = self.nearness.sharpness * vectors @ self.keys.T
        return softmax(logits)


def load_nearness(path: Path) -> Nearness:
    """Read what training found."""
    return Nearness(**json.loads(path.read_text(encoding="utf-8")))
