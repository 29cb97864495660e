"""The neighbour graph that topics are communities of."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.domain.analysis import Vectors

NEIGHBOURS = (15, 30)
_SHARE = 0.003
_SCALE = 4000.0
_SPARE = 8
_CHUNK = 64
_BLOCK_CELLS = 20_000_000

Graph = Any  # scipy.sparse.csr_array, which has no usable type parameters


def lattice(vectors: Vectors) -> Vectors:
    """Take the mean out of unit rows and round them to whole numbers of length 4,000.

    What all passages share tells no topics apart. A product of two such rows, and each partial sum
    of it, is a whole number below 2^24, which float32 holds exactly: no order of summation, hence
    no number of threads and no other machine, changes a similarity.

    References: Mu & Viswanath 2018, All-but-the-Top.
    """
    fine = np.rint(vectors * _SCALE).astype(np.float64)
    rows = fine - fine.sum(axis=0) / max(1, len(fine))
    lengths = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    scaled: Vectors = np.rint(rows * (_SCALE / np.maximum(lengths, 1.0))).astype(np.float32)
    return scaled


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
    padded = np.full((rows, n + -n % _CHUNK), lowest, np.float32)
    for start in range(0, n, rows):
        stop = min(start + rows, n)
        similarity = padded[: stop - start]
        np.matmul(points[start:stop], points.T, out=similarity[:, :n])
        similarity[np.arange(stop - start), np.arange(start, stop)] = lowest
        nearest[start:stop], cosine[start:stop] = _top(similarity, k)
    return nearest, np.maximum(cosine, 0.0) / _SCALE**2


def _top(similarity: Vectors, k: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Find the k largest of each row, the earlier of equals first.

    They lie in the k chunks of 64 columns with the largest maxima, which are found much faster.
    """
    chunks = similarity.reshape(len(similarity), -1, _CHUNK)
    wide = min(k + _SPARE, chunks.shape[1])
    chosen = np.argpartition(chunks.max(axis=2), -wide, axis=1)[:, -wide:]
    chosen.sort(axis=1)
    values = np.take_along_axis(chunks, chosen[:, :, None], 1).reshape(len(similarity), -1)
    columns = (chosen[:, :, None] * _CHUNK + np.arange(_CHUNK)).reshape(len(similarity), -1)
    near = np.argpartition(values, -(k + _SPARE), axis=1)[:, -(k + _SPARE) :]
    near.sort(axis=1)
    exact = np.take_along_axis(values, near, 1).astype(np.float64)
    best = np.argsort(-exact, axis=1, kind="stable")[:, :k]
    nearest = np.take_along_axis(np.take_along_axis(columns, near, 1), best, 1)
    return nearest, np.take_along_axis(exact, best, 1)
