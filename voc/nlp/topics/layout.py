"""Lay topics and their passages out on a plane: a map to look at, never to compute with."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.domain.analysis import Vectors
from voc.nlp.topics.circles import packed
from voc.nlp.topics.vectors import centred, unit

Plane = NDArray[np.float64]
Indices = NDArray[np.int64]

_DIMENSIONS = 50
_SEED = 20240607
_KIN = 0.5  # topics of one theme count as half as far apart
_PERPLEXITY = 12.0
_FEW = 5
# scikit-learn's own rate is never below 50, at which few topics fly apart.
_SLOWEST, _FASTEST = 10.0, 50.0
_PULL = 0.6
_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """Hold places in units of the map's width: x 0..1 from the left, y from the top. `points` is
    (n, 2), `centres` (topics, 2), `radii` (topics,): a topic's passages lie within its circle."""

    points: Plane
    centres: Plane
    radii: NDArray[np.float64]


def layout(vectors: Vectors, topics: Indices, themes: Indices) -> Layout:
    """Place passages on a plane, each in its topic's circle, topics that are alike side by side.

    A circle's area is its topic's number of passages; circles don't overlap. Within a circle the
    unusual passages lie outside, and each towards the topics that it is most like. A passage
    without a topic lies between the three that it is most like. The same vectors give the same map.

    Args:
        vectors: (n, dimensions), unit rows.
        topics: (n,), the topic of each passage, from 0; -1 for none.
        themes: (topics,), the theme of each topic, from 0; -1 for none.

    References: van der Maaten & Hinton 2008 (t-SNE, of topics only); Schönemann 1966 (Procrustes).
    """
    n = np.bincount(topics[topics >= 0], minlength=len(themes))
    if not len(themes) or not n.all():
        raise ValueError("Every topic needs a passage, and a map a topic.")
    rows = _reduced(vectors)
    centroids = unit(_sums(rows, topics, len(themes)))
    radii = np.sqrt(n / n.sum())
    centres = packed(_turned(_neighbours(centroids, themes)), radii)
    alike = rows @ centroids.T
    points = np.empty((len(rows), 2))
    for topic in range(len(themes)):
        members = np.flatnonzero(topics == topic)
        pull = _pull(alike[members], centres, topic)
        points[members] = centres[topic] + radii[topic] * _disk(rows[members], pull)
    loose = np.flatnonzero(topics < 0)
    points[loose] = _between(alike[loose], centres)
    return _fitted(points, centres, radii)


def _reduced(vectors: Vectors) -> Vectors:
    rows = centred(vectors)
    if rows.shape[1] <= _DIMENSIONS:
        return rows
    return np.asarray(rows @ _axes(rows, _DIMENSIONS), dtype=np.float32)


def _axes(rows: Vectors | Plane, n: int) -> Plane:
    """Give the first principal axes as columns, the largest part of each being positive."""
    _, axes = np.linalg.eigh(np.asarray(rows.T @ rows, dtype=np.float64))
    axes = axes[:, ::-1][:, :n]
    largest = axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])]
    return np.asarray(axes * np.where(largest < 0, -1.0, 1.0))


def _sums(rows: Vectors, topics: Indices, n_topics: int) -> Vectors:
    held = np.flatnonzero(topics >= 0)
    order = held[np.argsort(topics[held], kind="stable")]
    starts = np.searchsorted(topics[order], np.arange(n_topics))
    return np.asarray(np.add.reduceat(rows[order], starts, axis=0))


def _neighbours(centroids: Vectors, themes: Indices) -> Plane:
    """Place topics so that those alike are neighbours: t-SNE from where classical scaling puts
    them."""
    far = 1.0 - np.clip(centroids @ centroids.T, -1.0, 1.0).astype(np.float64)
    kin = (themes[:, None] == themes) & (themes[:, None] >= 0)
    far = np.where(kin, _KIN * far, far)
    np.fill_diagonal(far, 0.0)
    start = _scaled(far)
    if len(far) < _FEW:
        return start
    from sklearn.manifold import TSNE

    tsne = TSNE(
        metric="precomputed",
        method="exact",
        init=1e-4 * start / max(start[:, 0].std(), 1e-9),
        perplexity=min(_PERPLEXITY, (len(far) - 1) / 3),
        learning_rate=float(np.clip(len(far) / 4, _SLOWEST, _FASTEST)),
        random_state=_SEED,
        max_iter=500,
    )
    return np.asarray(tsne.fit_transform(far), dtype=np.float64)


def _turned(places: Plane) -> Plane:
    """Turn places so that they reach farthest from left to right."""
    middle = places - places.mean(axis=0)
    return np.asarray(middle @ _axes(middle, 2))


def _scaled(far: Plane) -> Plane:
    """Place by classical scaling; fewer than three topics lie on a line."""
    n = len(far)
    middle = np.eye(n) - 1.0 / n
    values, axes = np.linalg.eigh(-0.5 * middle @ far**2 @ middle)
    places = np.zeros((n, 2))
    for axis in range(min(2, n - 1)):
        column = axes[:, -1 - axis]
        sign = np.sign(column[np.abs(column).argmax()])
        places[:, axis] = sign * column * np.sqrt(max(values[-1 - axis], 0.0))
    return places


def _pull(alike: Vectors, centres: Plane, topic: int) -> Plane:
    """Point each member of a topic to the other topics that it is most like, (members, 2)."""
    if len(centres) == 1:
        return np.zeros((len(alike), 2))
    others = alike.copy()
    others[:, topic] = -np.inf
    nearest, shares = _shares(others, min(_NEAREST, len(centres) - 1), sharpness=8.0)
    ways = centres[nearest] - centres[topic]
    ways /= np.linalg.norm(ways, axis=-1, keepdims=True) + 1e-9
    return np.asarray((ways * shares[..., None]).sum(axis=1))


def _shares(alike: Vectors, n: int, *, sharpness: float) -> tuple[Indices, Plane]:
    nearest = np.argpartition(-alike, n - 1, axis=1)[:, :n]
    best = np.take_along_axis(alike, nearest, axis=1).astype(np.float64)
    weights = np.exp(sharpness * (best - best.max(axis=1, keepdims=True)))
    return nearest, np.asarray(weights / weights.sum(axis=1, keepdims=True))


def _disk(rows: Vectors, pull: Plane) -> Plane:
    """Spread members evenly over the unit disk, their two main axes turned towards `pull`."""
    n = len(rows)
    if n == 1:
        return np.zeros((1, 2))
    own = rows - rows.mean(axis=0)
    flat = _standard(own @ _axes(own, 2))
    left, _, right = np.linalg.svd(flat.T @ (pull - pull.mean(axis=0)))
    turned = flat @ (left @ right) + _PULL * _standard(pull)
    # Equal texts would lie on each other: a sunflower's angles part them.
    angle = np.arange(n) * np.pi * (3.0 - np.sqrt(5.0))
    turned += 0.05 * np.column_stack([np.cos(angle), np.sin(angle)])
    far = np.linalg.norm(turned, axis=1)
    rank = np.argsort(np.argsort(far, kind="stable"), kind="stable")
    return np.asarray(turned / far[:, None] * np.sqrt((rank + 0.5) / n)[:, None])


def _standard(rows: Vectors | Plane) -> Plane:
    spread = rows.std(axis=0)
    return np.asarray((rows - rows.mean(axis=0)) / np.where(spread > 1e-9, spread, np.inf))


def _between(alike: Vectors, centres: Plane) -> Plane:
    nearest, shares = _shares(alike, min(_NEAREST, len(centres)), sharpness=10.0)
    return np.asarray((centres[nearest] * shares[..., None]).sum(axis=1))


def _fitted(points: Plane, centres: Plane, radii: NDArray[np.float64]) -> Layout:
    low = (centres - radii[:, None]).min(axis=0)
    high = (centres + radii[:, None]).max(axis=0)
    width = high[0] - low[0]
    return Layout((points - low) / width, (centres - low) / width, radii / width)
