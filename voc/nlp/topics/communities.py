"""Communities of the neighbour graph, at the resolution that other samples reproduce best."""

import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from voc.nlp.topics.graph import Graph

RESOLUTIONS = (0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 5.6, 8.0)
TOLERANCE = 0.01
# Samples and runs; of many nodes, fewer of them agree as well.
EFFORT, MANY, LESS_EFFORT = (3, 10), 15_000, (2, 5)
SAMPLE_SHARE = 0.8
_COMPARED = 3000
_SEED = 20240607
_THREADS = 2

Labels = NDArray[np.int64]


def communities(graph: Graph) -> Labels:
    """Cut the graph into communities at the resolution that samples of it agree on most.

    At each resolution, samples of 80 % of the nodes are clustered alone; the criterion is the mean
    adjusted mutual information between pairs of samples on 3,000 shared nodes, averaged with the
    neighbouring resolutions. Resolutions that give more communities than the root of the number of
    nodes aren't considered. Among resolutions within 0.01 of the best the finest is taken: topics
    can be summed up later, but what one topic mixes stays mixed. The communities are those of the
    graph in which each edge counts by how many of 10 runs (5 of more than 15,000 nodes) put its two
    ends together: one run breaks ties by chance, and a few new passages would change what it finds.

    References: Traag, Waltman & van Eck 2019 (Leiden); Ben-Hur, Elisseeff & Guyon 2002 (agreement
    of samples); Vinh, Epps & Bailey 2010 (adjusted mutual information); Pal & Bezdek 1995 (root);
    Lancichinetti & Fortunato 2012 (consensus of runs).
    """
    best = resolution_of(graph)
    return leiden(_consensus(graph, best), resolution=best, iterations=5)


def resolution_of(graph: Graph) -> float:
    """Choose the resolution of a graph, as `communities` says."""
    n = graph.shape[0]
    samples = _samples(n)
    parts = [graph[nodes][:, nodes].tocsr() for nodes in samples]
    agreements: list[float] = []
    with ThreadPoolExecutor(_THREADS) as pool:
        # All are asked for at once, so that no thread waits for the others of its resolution.
        runs = [[pool.submit(leiden, part, resolution=r) for part in parts] for r in RESOLUTIONS]
        for own in runs:
            found = [run.result() for run in own]
            usual = np.median([(np.bincount(labels) > 1).sum() for labels in found])
            if agreements and usual > math.sqrt(n):
                pool.shutdown(cancel_futures=True)
                break
            agreements.append(
                _agreement([_spread(p, nodes, n) for p, nodes in zip(found, samples, strict=True)])
            )
    smooth = _smooth(agreements)
    return RESOLUTIONS[int(np.flatnonzero(smooth >= smooth.max() - TOLERANCE)[-1])]


def _consensus(graph: Graph, resolution: float) -> Graph:
    rows, columns = graph.tocoo().coords
    together = np.zeros(len(rows))
    _, runs = _effort(graph.shape[0])
    with ThreadPoolExecutor(_THREADS) as pool:
        seeds = range(_SEED, _SEED + runs)
        for labels in pool.map(lambda seed: leiden(graph, resolution=resolution, seed=seed), seeds):
            together += labels[rows] == labels[columns]
    agreed = graph.copy()
    agreed.data = graph.data * together / runs
    agreed.eliminate_zeros()
    return agreed


def leiden(graph: Graph, *, resolution: float, iterations: int = 2, seed: int = _SEED) -> Labels:
    """Number the community of each node from 0, largest community first.

    More iterations give steadier results.
    """
    from graspologic_native import leiden_csr

    _, found = leiden_csr(
        graph.indptr.astype(np.int64),
        graph.indices.astype(np.int32),
        graph.data.astype(np.float64),
        graph.shape[0],
        resolution=resolution,
        iterations=iterations,
        seed=seed,
    )
    n = graph.shape[0]
    # A node without an edge is in no community: it gets one of its own.
    raw = np.fromiter((found.get(node, n + node) for node in range(n)), np.int64, n)
    _, first, dense, sizes = np.unique(
        raw, return_index=True, return_inverse=True, return_counts=True
    )
    rank = np.empty(len(sizes), np.int64)
    rank[np.lexsort((first, -sizes))] = np.arange(len(sizes))
    return np.asarray(rank[dense])


def belonging(graph: Graph, labels: Labels) -> NDArray[np.float64]:
    """Measure how much of each node's edge weight stays in its community: shape (n,), 0 to 1.

    References: Lancichinetti, Kivelä, Saramäki & Fortunato 2010 (embeddedness).
    """
    rows, columns = graph.tocoo().coords
    same = labels[rows] == labels[columns]
    n = graph.shape[0]
    inside = np.bincount(rows[same], weights=graph.data[same], minlength=n)
    total = np.bincount(rows, weights=graph.data, minlength=n)
    return np.asarray(inside / np.maximum(total, 1e-9))


def _samples(n: int) -> list[Labels]:
    random = np.random.default_rng(_SEED)
    size = int(n * SAMPLE_SHARE)
    return [np.sort(random.choice(n, size, replace=False)) for _ in range(_effort(n)[0])]


def _effort(n: int) -> tuple[int, int]:
    return EFFORT if n <= MANY else LESS_EFFORT


def _spread(labels: Labels, nodes: Labels, n: int) -> Labels:
    out = np.full(n, -1, np.int64)
    out[nodes] = labels
    return out


def _agreement(parts: list[Labels]) -> float:
    from sklearn.metrics import adjusted_mutual_info_score

    scores = []
    for i, left in enumerate(parts):
        for right in parts[:i]:
            both = np.flatnonzero((left >= 0) & (right >= 0))[:_COMPARED]
            scores.append(adjusted_mutual_info_score(left[both], right[both]))
    return float(np.mean(scores))


def _smooth(values: list[float]) -> NDArray[np.float64]:
    padded = np.pad(np.asarray(values), 1, mode="edge")
    return np.asarray((padded[:-2] + padded[1:-1] + padded[2:]) / 3.0)
