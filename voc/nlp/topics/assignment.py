"""Assign passages to known topics by cosine, radius and margin."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voc.domain.analysis import Vectors
from voc.nlp.topics.types import FoundTopic

MARGIN = 0.01
SHARPNESS = 20.0
_BLOCK_CELLS = 20_000_000


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

    Members keep the topic that they were found in, with confidence 0 where `assign` would not have
    put them there; any other passage goes where `assign` puts it.
    """
    if not found:
        return assign(vectors, np.zeros((0, vectors.shape[1]), np.float32), np.zeros(0, np.float32))
    radii = np.array([topic.radius for topic in found], np.float32)
    nearest, confidence = assign(vectors, np.stack([topic.centroid for topic in found]), radii)
    topics = nearest.copy()
    for number, topic in enumerate(found):
        topics[list(topic.members)] = number
    return topics, np.where(topics == nearest, confidence, np.float32(0.0))


def _nearest(
    similarity: Vectors, radii: NDArray[np.float32], margin: float
) -> tuple[NDArray[np.int64], Vectors]:
    rows = np.arange(len(similarity))
    best = similarity.argmax(axis=1)
    first = similarity[rows, best]
    similarity[rows, best] = -1.0
    second = similarity.max(axis=1)
    radius = radii[best]
    belongs = (first >= radius) & (first - second >= margin)
    rivals = np.exp(SHARPNESS * (second - first)) + np.exp(SHARPNESS * (radius - first))
    confidence = np.where(belongs, 1.0 / (1.0 + rivals), 0.0).astype(np.float32)
    return np.where(belongs, best, -1).astype(np.int64), confidence
