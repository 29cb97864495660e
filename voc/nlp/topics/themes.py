"""Themes: the parents of topics."""

import numpy as np
from numpy.typing import NDArray

from voc.nlp.topics.communities import leiden
from voc.nlp.topics.graph import Graph

RESOLUTION = 0.7


def themes(graph: Graph, topics: NDArray[np.int64]) -> list[int]:
    """Number the theme of each topic: the broad community in which most of its nodes lie.

    Broad communities are those at resolution 0.7. A topic is in one theme whole, so that the two
    levels nest.

    Args:
        graph: (nodes, nodes), the neighbour graph.
        topics: (nodes,), each node's topic from 0; -1 for none.

    References: Traag, Waltman & van Eck 2019 (Leiden).
    """
    broad = leiden(graph, resolution=RESOLUTION, iterations=5, trials=10)
    n_topics = int(topics.max(initial=-1)) + 1
    return [int(np.bincount(broad[topics == topic]).argmax()) for topic in range(n_topics)]
