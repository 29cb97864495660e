"""From communities to topics' centroids and radii."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.domain.analysis import Vectors
from voc.nlp.topics.vectors import unit

QUANTILES = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
PURITY = 0.7
ALIKE = 0.9
_BLOCK_CELLS = 20_000_000

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Spheres:
    """Hold topics as spheres: unit centroids (topics, dimensions) and radii (topics,), cosines."""

    centroids: Vectors
    radii: NDArray[np.float32]


def spheres(vectors: Vectors, groups: Sequence[Indices]) -> Spheres:
    """Draw a sphere around each group that leaves out its farthest 15 %, or more where needed.

    At least 70 % of what lies in a sphere, and nearest to its centre, shall be of its group: where
    passages that belong elsewhere or nowhere mix in, the sphere shrinks, at most to half the group.
    """
    centroids = centres(vectors, groups)
    radii = np.zeros(len(groups), np.float32)
    if not groups:
        return Spheres(centroids, radii)
    nearest, cosine = _nearest(vectors, centroids)
    for topic, group in enumerate(groups):
        own = np.zeros(len(vectors), bool)
        own[group] = True
        inside = nearest == topic
        members = vectors[group] @ centroids[topic]
        radii[topic] = _radius(members, cosine[inside], own[inside])
    return Spheres(centroids, radii)


def centres(vectors: Vectors, groups: Sequence[Indices]) -> Vectors:
    """Compute the unit mean of each group: shape (groups, dimensions)."""
    means = np.zeros((len(groups), vectors.shape[1]))
    for number, group in enumerate(groups):
        means[number] = vectors[group].mean(axis=0, dtype=np.float64)
    return unit(means.astype(np.float32))


def _nearest(vectors: Vectors, centroids: Vectors) -> tuple[Indices, NDArray[np.float32]]:
    nearest = np.empty(len(vectors), np.int64)
    cosine = np.empty(len(vectors), np.float32)
    rows = max(1, _BLOCK_CELLS // len(centroids))
    for start in range(0, len(vectors), rows):
        similarity = vectors[start : start + rows] @ centroids.T
        nearest[start : start + rows] = similarity.argmax(axis=1)
        cosine[start : start + rows] = similarity.max(axis=1)
    return nearest, cosine


def _radius(
    members: NDArray[np.float32], cosine: NDArray[np.float32], own: NDArray[np.bool_]
) -> float:
    radius = 0.0
    for quantile in QUANTILES:
        radius = float(np.quantile(members, quantile))
        reached = own[cosine >= radius]
        if len(reached) and reached.mean() >= PURITY:
            break
    return radius


def merged(vectors: Vectors, groups: Sequence[Indices]) -> list[Indices]:
    """Merge groups whose centroids' cosine is 0.9 or more, the larger taking in the smaller; give
    the largest first."""
    ordered = sorted(groups, key=lambda group: (-len(group), int(group[0])))
    kept: list[Indices] = []
    middles: list[Vectors] = []
    for group, own in zip(ordered, centres(vectors, ordered), strict=True):
        alike = [n for n, middle in enumerate(middles) if float(middle @ own) >= ALIKE][:1]
        for n in alike:
            kept[n] = np.sort(np.concatenate([kept[n], group]))
            middles[n] = centres(vectors, [kept[n]])[0]
        if not alike:
            kept.append(group)
            middles.append(own)
    return sorted(kept, key=lambda group: (-len(group), int(group[0])))
