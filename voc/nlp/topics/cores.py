"""Cores: nodes that several runs put together, and the graph between cores."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voc.nlp.topics.graph import Graph
from voc.nlp.topics.leiden import Labels, leiden


@dataclass(frozen=True, slots=True)
class Cores:
    """Hold the core of each node (`of`, shape (n,)) and the graph between cores. It has a
    fifth to a thirtieth of the nodes, and is cut in as much less time.

    References: Ovelgönne & Geyer-Schulz 2013 (core groups).
    """

    of: Labels
    graph: Graph

    @classmethod
    def agreed(cls, graph: Graph, runs: Sequence[Labels]) -> "Cores":
        """Make a core of all nodes that every run put together."""
        _, core = np.unique(np.stack(runs, axis=1), axis=0, return_inverse=True)
        of = np.asarray(core.ravel(), np.int64)
        return cls(of, _with_twins(_between(graph, of)))

    def cut(self, *, resolution: float, iterations: int) -> Labels:
        """Number the community of each node, as `leiden` does for a graph."""
        found = leiden(self.graph, resolution=resolution, iterations=iterations)
        return np.asarray(found[self.of])


def _between(graph: Graph, of: Labels) -> Graph:
    """Sum up edges by the cores of their ends; the diagonal has each edge within a core twice."""
    from scipy.sparse import csr_array

    n = len(of)
    member = csr_array((np.ones(n), (np.arange(n), of)), shape=(n, int(of.max()) + 1))
    return csr_array(member.T @ graph @ member)


def _with_twins(graph: Graph) -> Graph:
    """Give each node a twin, tied to it alone by the weight within it, in place of the diagonal.

    Leiden must know that weight, or cores with much of it would be joined too readily, and the
    library leaves out what ties a node to itself. A twin ends in the community of its node.
    """
    from scipy.sparse import block_array, csr_array, diags_array

    within = graph.diagonal()
    tie = diags_array(within / 2)
    out = csr_array(block_array([[graph - diags_array(within), tie], [tie, None]]))
    out.eliminate_zeros()
    out.sort_indices()
    return out
