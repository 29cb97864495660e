"""From communities to topics' centroids and radii."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.domain.analysis import Vectors
from voc.nlp.topics.graph import unit

RADIUS_QUANTILE = 0.15
ALIKE = 0.9

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Spheres:
    """Hold topics as spheres: unit centroids (topics, dimensions) and radii (topics,), cosines."""

    centroids: Vectors
    radii: NDArray[np.float32]


def spheres(vectors: Vectors, groups: Sequence[Indices]) -> Spheres:
    """Draw a sphere around each group that leaves out its farthest 15 %."""
    centroids = np.zeros((len(groups), vectors.shape[1]), np.float32)
    radii = np.zeros(len(groups), np.float32)
    for topic, group in enumerate(groups):
        centroids[topic] = unit(vectors[group].mean(axis=0))
        radii[topic] = np.quantile(vectors[group] @ centroids[topic], RADIUS_QUANTILE)
    return Spheres(centroids, radii)


def merged(vectors: Vectors, groups: Sequence[Indices]) -> list[Indices]:
    """Merge groups whose centroids' cosine is 0.9 or more; the earlier takes in the later."""
    kept: list[Indices] = []
    for group in groups:
        centre = unit(vectors[group].mean(axis=0))
        for place, other in enumerate(kept):
            if float(unit(vectors[other].mean(axis=0)) @ centre) >= ALIKE:
                kept[place] = np.sort(np.concatenate([other, group]))
                break
        else:
            kept.append(group)
    return kept
