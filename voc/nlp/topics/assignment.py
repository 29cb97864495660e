"""Assign passages to topics: by exemplars to known ones, by centroid and radius to new ones."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.domain.analysis import Vectors
from voc.nlp.topics.types import FoundTopic
from voc.nlp.topics.vectors import unit

MARGIN = 0.01
SHARPNESS = 20.0
NEIGHBOURS = 20
SHARE = 0.3
FARTHEST = 0.05
# Rounding to four decimals doesn't make none of it.
_LEAST = 1e-4
_SPARE = 8
_DECIMALS = 4
_BLOCK_CELLS = 20_000_000


@dataclass(frozen=True, slots=True)
class Exemplars:
    """Hold passages that others are compared with, centred by their mean.

    `vectors` (n, dimensions) has unit rows; `owners` (n,) the number of each one's topic from 0, or
    -1 for none: that is an exemplar too. `floors` (topics,) is the cosine to one of its exemplars
    that a topic asks for: 95 % of them have another one so near.
    """

    vectors: Vectors
    owners: NDArray[np.int64]
    floors: NDArray[np.float32]
    mean: Vectors

    @classmethod
    def of(cls, vectors: Vectors, owners: NDArray[np.int64]) -> "Exemplars":
        """Centre unit rows, and measure how near to each other the exemplars of a topic lie."""
        if not len(vectors):
            nothing = np.zeros(0, np.float32)
            return cls(vectors, owners, nothing, nothing)
        mean = vectors.mean(axis=0)
        rows = unit(vectors - mean)
        floors = [_floor(rows[owners == topic]) for topic in range(int(owners.max()) + 1)]
        return cls(rows, owners, np.array(floors, np.float32), mean)


def _floor(rows: Vectors) -> float:
    if len(rows) < 2:
        return 1.0
    similarity = rows @ rows.T
    np.fill_diagonal(similarity, -1.0)
    return float(np.quantile(similarity.max(axis=1), FARTHEST))


def nearest(
    vectors: Vectors, exemplars: Exemplars
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Find, for each passage, the nearest exemplar of the topic it belongs to, or -1, and how clear
    the answer is.

    The 20 nearest exemplars vote with the square of their cosine. A passage belongs to the topic
    with most votes when these are at least 30 % of all, and when an exemplar of it is as near as
    the topic asks for. Confidence (0..1) is that share; 0 for no topic.

    Args:
        vectors: (n, dimensions), unit rows.

    References: Cover & Hart 1967; Dudani 1976 (votes weighted by distance).
    """
    found = np.full(len(vectors), -1, np.int64)
    confidence = np.zeros(len(vectors), np.float32)
    if not len(exemplars.floors) or not len(vectors):
        return found, confidence
    rows = max(1, _BLOCK_CELLS // len(exemplars.owners))
    for start in range(0, len(vectors), rows):
        block = slice(start, start + rows)
        similarity = unit(vectors[block] - exemplars.mean) @ exemplars.vectors.T
        found[block], confidence[block] = _vote(similarity, exemplars)
    return found, confidence


def _vote(
    similarity: Vectors, exemplars: Exemplars
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    rows = np.arange(len(similarity))
    near, cosine = top(similarity, min(NEIGHBOURS, similarity.shape[1]))
    owners = exemplars.owners[near]
    votes = np.zeros((len(similarity), len(exemplars.floors) + 1))
    np.add.at(votes, (rows[:, None], owners), np.maximum(cosine, 0.0) ** 2)  # the last: no topic
    total = np.maximum(votes.sum(axis=1), 1e-9)
    best = votes[:, :-1].round(_DECIMALS).argmax(axis=1)
    share = votes[rows, best] / total
    own = np.where(owners == best[:, None], cosine, -1.0)
    first = own.argmax(axis=1)
    belongs = (share >= SHARE) & (own[rows, first] >= exemplars.floors[best])
    return (
        np.where(belongs, near[rows, first], -1),
        np.where(belongs, share, 0.0).astype(np.float32),
    )


def top(similarity: Vectors, k: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Find the k nearest, nearest first: columns and rounded cosines."""
    # Rounding, then index, decides between those that are equally near, so that another number of
    # threads, which changes the last bits of a product, changes no neighbour.
    wide = min(k + _SPARE, similarity.shape[1])
    candidates = np.argpartition(similarity, -wide, axis=1)[:, -wide:]
    candidates.sort(axis=1)
    values = np.take_along_axis(similarity, candidates, axis=1).astype(np.float64).round(_DECIMALS)
    order = np.argsort(-values, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(candidates, order, 1), np.take_along_axis(values, order, 1)


def assign(
    vectors: Vectors, centroids: Vectors, radii: NDArray[np.float32], *, margin: float = MARGIN
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Find the topic of each passage, or -1, and how clear the answer is.

    A passage belongs to its nearest centroid when their cosine is at least that topic's radius and
    exceeds the second nearest by `margin`. Confidence (0..1) is the softmax share, at a sharpness
    of 20, of the nearest topic against the second nearest and against the radius; 0 for no topic.

    Args:
        vectors: (n, dimensions), unit rows.
        centroids: (topics, dimensions), unit rows.
        radii: (topics,), cosines.
    """
    topics = np.full(len(vectors), -1, np.int64)
    confidence = np.zeros(len(vectors), np.float32)
    if len(centroids) == 0:
        return topics, confidence
    rows = max(1, _BLOCK_CELLS // len(centroids))
    for start in range(0, len(vectors), rows):
        block = slice(start, start + rows)
        similarity = vectors[block] @ centroids.T
        topics[block], confidence[block] = _nearest(similarity, radii, margin)
    return topics, confidence


def place(
    vectors: Vectors, found: Sequence[FoundTopic]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Give each passage that topics were found in its topic, or -1, and a confidence.

    Members keep the topic that they were found in, also where `assign` would not have put them
    there; any other passage goes where `assign` puts it. Confidence is the share that `assign`
    describes, of the topic that the passage has: at least 0.0001, and below 0.6 for a member that
    lies outside its topic's radius or not clearly nearest to it; 0 for no topic.
    """
    if not found:
        return assign(vectors, np.zeros((0, vectors.shape[1]), np.float32), np.zeros(0, np.float32))
    radii = np.array([topic.radius for topic in found], np.float32)
    centroids = np.stack([topic.centroid for topic in found])
    topics, confidence = assign(vectors, centroids, radii)
    for number, topic in enumerate(found):
        members = np.array(topic.members)
        kept = members[topics[members] != number]
        own, rival = _compared(vectors[kept] @ centroids.T, np.full(len(kept), number))
        confidence[kept] = np.maximum(_share(own, rival, radii[number]), _LEAST)
        topics[kept] = number
    return topics, confidence


def _nearest(
    similarity: Vectors, radii: NDArray[np.float32], margin: float
) -> tuple[NDArray[np.int64], Vectors]:
    best = similarity.argmax(axis=1)
    first, second = _compared(similarity, best)
    belongs = (first >= radii[best]) & (first - second >= margin)
    confidence = np.where(belongs, _share(first, second, radii[best]), 0.0).astype(np.float32)
    return np.where(belongs, best, -1).astype(np.int64), confidence


def _compared(similarity: Vectors, topics: NDArray[np.int64]) -> tuple[Vectors, Vectors]:
    """Give the cosine to each passage's topic, and to the nearest of the others."""
    rows = np.arange(len(similarity))
    own = similarity[rows, topics]
    similarity[rows, topics] = -1.0
    return own, similarity.max(axis=1)


def _share(own: Vectors, rival: Vectors, radius: Vectors | np.float32) -> Vectors:
    rivals = np.exp(SHARPNESS * (rival - own)) + np.exp(SHARPNESS * (radius - own))
    return np.asarray(1.0 / (1.0 + rivals))
