"""Leiden communities of a graph, by one run or by several."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from voc.nlp.topics.graph import Graph

SEED = 20240607
THREADS = 2

Labels = NDArray[np.int64]


def leiden(graph: Graph, *, resolution: float, iterations: int, seed: int = SEED) -> Labels:
    """Number the community of each node from 0, largest community first.

    More iterations give steadier results.

    References: Traag, Waltman & van Eck 2019.
    """
    from graspologic_native import leiden_csr

    n = graph.shape[0]
    if not graph.nnz:  # The library can't read a graph without edges.
        return np.arange(n)
    _, found = leiden_csr(
        graph.indptr.astype(np.int64, copy=False),
        graph.indices.astype(np.int32, copy=False),
        graph.data.astype(np.float64, copy=False),
        n,
        resolution=resolution,
        iterations=iterations,
        seed=seed,
    )
    return _numbered(found, n)


def leiden_from(start: Labels, graph: Graph, *, resolution: float, iterations: int) -> Labels:
    """Number the community of each node as `leiden` does, but begin with the communities `start`
    (shape (n,); -1 is none) instead of with each node alone.

    A node leaves its community, and communities are joined or cut, only where that is better.
    """
    from graspologic_native import leiden as of_edges

    n = graph.shape[0]
    if not graph.nnz:
        return np.arange(n)
    _, own = np.unique(np.where(start < 0, -1 - np.arange(n), start), return_inverse=True)
    rows, columns = graph.tocoo().coords
    once = rows < columns
    names = [str(node) for node in range(n)]
    edges = [
        (names[row], names[column], weight)
        for row, column, weight in zip(
            rows[once].tolist(), columns[once].tolist(), graph.data[once].tolist(), strict=True
        )
    ]
    tied = np.flatnonzero(np.diff(graph.indptr)).tolist()
    _, found = of_edges(
        edges,
        starting_communities={names[node]: int(own[node]) for node in tied},
        resolution=resolution,
        iterations=iterations,
        seed=SEED,
    )
    return _numbered({int(node): label for node, label in found.items()}, n)


def _numbered(found: Mapping[int, int], n: int) -> Labels:
    # A node without an edge is in no community: it gets one of its own.
    raw = np.arange(n, 2 * n)
    raw[np.fromiter(found.keys(), np.int64, len(found))] = np.fromiter(
        found.values(), np.int64, len(found)
    )
    _, first, dense, sizes = np.unique(
        raw, return_index=True, return_inverse=True, return_counts=True
    )
    rank = np.empty(len(sizes), np.int64)
    rank[np.lexsort((first, -sizes))] = np.arange(len(sizes))
    return np.asarray(rank[dense])


def runs(
    graphs: Sequence[Graph], *, resolution: float, n_runs: int, iterations: int
) -> list[list[Labels]]:
    """Cut each graph several times, each time from another seed."""
    with ThreadPoolExecutor(THREADS) as pool:
        asked = [
            [
                pool.submit(
                    leiden, graph, resolution=resolution, iterations=iterations, seed=SEED + n
                )
                for n in range(n_runs)
            ]
            for graph in graphs
        ]
        return [[run.result() for run in own] for own in asked]
