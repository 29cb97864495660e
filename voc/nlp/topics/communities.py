"""Communities of the neighbour graph, at the resolution that other samples reproduce best."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voc.nlp.topics.cores import Cores
from voc.nlp.topics.graph import Graph
from voc.nlp.topics.leiden import Labels, leiden_from, runs
from voc.nlp.topics.resolution import RESOLUTIONS, resolution_of

RUNS = 6
_ITERATIONS, _LAST_ITERATIONS = 2, 5


def communities(graph: Graph, *, start: Labels | None = None) -> Labels:
    """Cut the graph into communities at the resolution that `resolution_of` chooses.

    They are those of the graph in which each edge counts by how many of 6 runs put its two
    ends together, and what all put together stays so: one run breaks ties by chance, and a few new
    passages would change what it finds.

    With `start` (shape (n,), the community of each node so far, -1 for none), communities begin
    there, and what the graph doesn't ask to change stays. Which resolution is chosen may hinge on a
    few passages: of that one and those beside it, the one that changes least is taken.

    References: Lancichinetti & Fortunato 2012 (consensus of runs).
    """
    resolution = resolution_of(graph)
    if start is not None and (start >= 0).any():
        return _settled(start, graph, resolution)
    (found,) = runs([graph], resolution=resolution, n_runs=RUNS, iterations=_ITERATIONS)
    cores = Cores.agreed(_agreed(graph, found), found)
    return cores.cut(resolution=resolution, iterations=_LAST_ITERATIONS)


def _settled(start: Labels, graph: Graph, resolution: float) -> Labels:
    from sklearn.metrics import adjusted_rand_score

    at = RESOLUTIONS.index(resolution)
    tried = [
        leiden_from(start, graph, resolution=near, iterations=_ITERATIONS)
        for near in RESOLUTIONS[max(0, at - 1) : at + 2]
    ]
    known = start >= 0
    return max(tried, key=lambda found: adjusted_rand_score(start[known], found[known]))


def _agreed(graph: Graph, found: Sequence[Labels]) -> Graph:
    """Weigh each edge by the share of runs that put its ends together."""
    rows = np.repeat(np.arange(graph.shape[0]), np.diff(graph.indptr))
    together = np.zeros(len(rows))
    for labels in found:
        together += labels[rows] == labels[graph.indices]
    agreed = graph.copy()
    agreed.data = graph.data * together / len(found)
    agreed.eliminate_zeros()
    return agreed


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
