"""The neighbour graph that topics are communities of."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.domain.analysis import Vectors

NEIGHBOURS = (15, 30)
_SHARE = 0.003
_SCALE = 4000.0
_FOLDS = 64
_ROWS = 1000
_BLOCK_CELLS = 20_000_000

Graph = Any  # scipy.sparse.csr_array, which has no usable type parameters


def lattice(vectors: Vectors) -> Vectors:
    """Take the mean out of unit rows and round them to whole numbers of length 4,000.

    What all passages share tells no topics apart. A product of two such rows, and each partial sum
    of it, is a whole number below 2^24, which float32 holds exactly: no order of summation, hence
    no number of threads and no other machine, changes a similarity.

    References: Mu & Viswanath 2018, All-but-the-Top.
    """
    points = np.empty(vectors.shape, np.float32)
    total = np.zeros(vectors.shape[1])
    # In blocks that the processor's cache holds: this is several times faster.
    blocks = [slice(start, start + _ROWS) for start in range(0, len(points), _ROWS)]
    for block in blocks:
        total += np.rint(vectors[block] * _SCALE, out=points[block]).sum(axis=0, dtype=np.float64)
    mean = total / max(1, len(points))
    for block in blocks:
        rows = points[block] - mean
        lengths = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
        points[block] = np.rint(rows * (_SCALE / np.maximum(lengths, 1.0)))
    return points


def neighbour_graph(points: Vectors, *, neighbours: int | None = None) -> Graph:
    """Build the symmetric graph of nearest neighbours, of shape (n, n).

    Each node has three in a thousand of the nodes as neighbours, from 15 to 30, unless `neighbours`
    says how many. An edge weighs the cosine; twice as much when both ends have each other among
    their nearest.

    Args:
        points: (n, dimensions), as `lattice` gives them.
    """
    from scipy.sparse import csr_array

    n = len(points)
    usual = int(np.clip(round(_SHARE * n), *NEIGHBOURS))
    k = min(neighbours or usual, n - 1)
    nearest, cosine = _neighbours(points, k)
    rows = np.repeat(np.arange(n), k)
    directed = csr_array((cosine.ravel(), (rows, nearest.ravel())), shape=(n, n))
    graph = csr_array(directed + directed.T)
    graph.eliminate_zeros()
    graph.sort_indices()
    return graph


def _neighbours(points: Vectors, k: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    n = len(points)
    nearest = np.empty((n, k), np.int64)
    cosine = np.empty((n, k), np.float64)
    rows = max(1, _BLOCK_CELLS // n)
    lowest = np.float32(-2 * _SCALE**2)
    padded = np.full((rows, n + -n % _FOLDS), lowest, np.float32)
    for start in range(0, n, rows):
        stop = min(start + rows, n)
        similarity = padded[: stop - start]
        np.matmul(points[start:stop], points.T, out=similarity[:, :n])
        similarity[np.arange(stop - start), np.arange(start, stop)] = lowest
        nearest[start:stop], cosine[start:stop] = _top(similarity, k)
    return nearest, np.maximum(cosine, 0.0) / _SCALE**2


def _top(similarity: Vectors, k: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Find the k largest of each row, the earlier of equals first.

    Folded over each other, the columns of a row leave the maxima of every 64; the k-th largest of
    these is a floor that at least k of the row reach, and few more.
    """
    n_rows, width = similarity.shape
    maxima = similarity.reshape(n_rows, _FOLDS, -1).max(axis=1)
    if maxima.shape[1] < k:
        maxima = similarity
    floor = np.partition(maxima, -k, axis=1)[:, -k]
    row, column = np.divmod(np.flatnonzero(similarity >= floor[:, None]), width)
    counts = np.bincount(row, minlength=n_rows)
    place = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    columns = np.zeros((n_rows, counts.max()), np.int64)
    values = np.full(columns.shape, -np.inf)
    columns[row, place] = column
    values[row, place] = similarity[row, column]
    best = np.argsort(-values, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(columns, best, 1), np.take_along_axis(values, best, 1)
