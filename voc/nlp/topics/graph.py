"""The neighbour graph that topics are communities of."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.domain.analysis import Vectors

NEIGHBOURS = 15
CONTEXT_WEIGHT = 0.75
_SPARE = 8
_DECIMALS = 4
_BLOCK_CELLS = 40_000_000

Graph = Any  # scipy.sparse.csr_array, which has no usable type parameters


def unit(rows: Vectors) -> Vectors:
    """Scale rows to unit length; a zero row stays zero."""
    norms = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.maximum(norms, 1e-9), dtype=np.float32)


def centred(vectors: Vectors) -> Vectors:
    """Take the corpus mean out of unit rows: what all passages share tells no topics apart.

    References: Mu & Viswanath 2018, All-but-the-Top.
    """
    return unit(vectors - vectors.mean(axis=0))


def in_context(vectors: Vectors, record_ids: Sequence[str]) -> Vectors:
    """Add to each passage the mean of its record.

    A sentence such as "it took four calls" has its subject in the sentence before.
    """
    _, record = np.unique(np.asarray(record_ids), return_inverse=True)
    whole = np.zeros((record.max() + 1, vectors.shape[1]), np.float32)
    np.add.at(whole, record, vectors)
    return unit(vectors + CONTEXT_WEIGHT * unit(whole)[record])


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
