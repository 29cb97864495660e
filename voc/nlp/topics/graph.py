"""The neighbour graph that topics are communities of."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.domain.analysis import Vectors

NEIGHBOURS = 15
_SPARE = 8
_DECIMALS = 4
_BLOCK_CELLS = 40_000_000

Graph = Any  # scipy.sparse.csr_array, which has no usable type parameters


def neighbour_graph(vectors: Vectors, *, neighbours: int = NEIGHBOURS) -> Graph:
    """Build the symmetric graph of nearest neighbours, of shape (n, n).

    An edge weighs the cosine; twice as much when both ends have each other among their nearest.
    """
    from scipy.sparse import csr_array

    n = len(vectors)
    k = min(neighbours, n - 1)
    nearest, cosine = _neighbours(vectors, k)
    rows = np.repeat(np.arange(n), k)
    directed = csr_array((cosine.ravel(), (rows, nearest.ravel())), shape=(n, n))
    graph = csr_array(directed + directed.T)
    graph.eliminate_zeros()
    graph.sort_indices()
    return graph


def _neighbours(vectors: Vectors, k: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    n = len(vectors)
    nearest = np.empty((n, k), np.int64)
    cosine = np.empty((n, k), np.float64)
    rows = max(1, _BLOCK_CELLS // n)
    for start in range(0, n, rows):
        stop = min(start + rows, n)
        similarity = vectors[start:stop] @ vectors.T
        similarity[np.arange(stop - start), np.arange(start, stop)] = -2.0
        nearest[start:stop], cosine[start:stop] = _top(similarity, k)
    return nearest, np.maximum(cosine, 0.0)


def _top(similarity: Vectors, k: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    # Rounding, then index, decides between neighbours that are equally near, so that another
    # number of threads, which changes the last bits of a product, changes no neighbour.
    wide = min(k + _SPARE, similarity.shape[1])
    candidates = np.argpartition(similarity, -wide, axis=1)[:, -wide:]
    candidates.sort(axis=1)
    values = np.take_along_axis(similarity, candidates, axis=1).astype(np.float64).round(_DECIMALS)
    best = np.argsort(-values, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(candidates, best, 1), np.take_along_axis(values, best, 1)
