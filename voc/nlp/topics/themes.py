"""Themes: the parents of topics."""

import math
from collections.abc import Sequence

import numpy as np

from voc.domain.analysis import Vectors
from voc.nlp.topics.spheres import Indices


def themes(vectors: Vectors, groups: Sequence[Indices]) -> list[int]:
    """Number the theme of each topic, from 0 in the order of the topics.

    Topics are joined two by two, always those whose passages are most alike on average (mean
    cosine over all pairs), until as many themes are left as the root of the number of topics: then
    there are about as many themes as topics in a theme, and a reader takes in both at a glance.

    Args:
        vectors: (n, dimensions), unit rows.
        groups: per topic, the rows of its passages.

    References: Sokal & Michener 1958 (average linkage).
    """
    if not groups:
        return []
    usual = vectors.mean(axis=0, dtype=np.float64)
    sums = np.stack([(vectors[group] - usual).sum(axis=0) for group in groups])
    likeness = (sums @ sums.T).round(6)
    sizes = np.array([len(group) for group in groups], np.float64)
    parent = np.arange(len(groups))
    for _ in range(len(groups) - round(math.sqrt(len(groups)))):
        alive = np.unique(parent)
        mean = likeness[np.ix_(alive, alive)] / np.outer(sizes[alive], sizes[alive])
        mean[np.tril_indices(len(alive))] = -np.inf
        first, second = alive[list(np.unravel_index(mean.argmax(), mean.shape))]
        likeness[first] += likeness[second]
        likeness[:, first] += likeness[:, second]
        sizes[first] += sizes[second]
        parent[parent == second] = first
    return [int(number) for number in np.unique(parent, return_inverse=True)[1]]
