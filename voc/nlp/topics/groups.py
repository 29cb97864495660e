"""Groups of alike passages, and what is dissolved."""

from collections.abc import Sequence

import numpy as np

from voc.domain.analysis import Vectors
from voc.nlp.topics.communities import belonging, communities
from voc.nlp.topics.graph import lattice, neighbour_graph
from voc.nlp.topics.spheres import Indices
from voc.nlp.topics.types import Dissolved, PassageSet, Reason
from voc.nlp.topics.vectors import unit
from voc.nlp.topics.wording import subjects

MIN_PASSAGES = 50
COHERENCE_SHARE = 0.7
MIN_BELONGING = 0.15


def groups(
    passages: PassageSet,
    *,
    min_records: int,
    min_customers: int,
    start: Indices | None = None,
) -> tuple[list[Indices], list[Dissolved]]:
    """Group passages by community; passages nearly all of whose neighbours lie in other
    communities are in none, and communities too small or far looser than the others are dissolved.

    Passages of equal words count as one, unless they say fewer than 50 different things at all.
    With `start`, the group of each passage so far or -1, communities begin there.
    """
    nodes = _nodes(passages.texts)
    telling = np.sort(np.concatenate([*nodes, np.empty(0, np.int64)]))
    silent = np.setdiff1d(np.arange(len(passages)), telling)
    if len(telling) < MIN_PASSAGES:
        return [], _left((Reason.NO_SUBJECT, silent), (Reason.FEW_RECORDS, telling))
    if len(nodes) < MIN_PASSAGES:
        nodes = list(telling[:, None])
    points = lattice(_means(passages.vectors, nodes))
    graph = neighbour_graph(points)
    begun = None if start is None else _commonest(start, nodes)
    # Where all passages say the same, nothing is left when the mean is taken out of them.
    alike = np.zeros(len(nodes), np.int64)
    found = communities(graph, start=begun) if points.any() else alike
    between = (np.diff(graph.indptr) > 0) & (belonging(graph, found) < MIN_BELONGING)
    found[between] = -1
    kept: list[Indices] = []
    left = [
        (Reason.NO_SUBJECT, silent),
        (Reason.BETWEEN, _passages(nodes, np.flatnonzero(between))),
    ]
    for community, loose in _communities(points, found):
        group = _passages(nodes, community)
        if loose:
            left.append((Reason.LOOSE, group))
        elif len({passages.record_ids[i] for i in group}) < min_records:
            left.append((Reason.FEW_RECORDS, group))
        elif len({passages.speaker(i) for i in group}) < min_customers:
            left.append((Reason.FEW_CUSTOMERS, group))
        else:
            kept.append(group)
    return kept, _left(*left)


def _left(*parts: tuple[Reason, Indices]) -> list[Dissolved]:
    return [Dissolved(reason, tuple(group.tolist())) for reason, group in parts if len(group)]


def _passages(nodes: Sequence[Indices], community: Indices) -> Indices:
    return np.sort(np.concatenate([np.empty(0, np.int64), *(nodes[i] for i in community)]))


def _nodes(texts: Sequence[str]) -> list[Indices]:
    """Group passages of equal words: a text that is often repeated would be its own neighbours."""
    same: dict[str, list[int]] = {}
    for index, said in enumerate(subjects(texts)):
        if said:
            same.setdefault(said, []).append(index)
    return [np.asarray(indices, dtype=np.int64) for indices in same.values()]


def _commonest(start: Indices, nodes: Sequence[Indices]) -> Indices:
    """Give each node the group that most of its passages have, -1 where none has one."""
    return np.array([int(np.bincount(start[node] + 1).argmax()) for node in nodes]) - 1


def _means(vectors: Vectors, nodes: Sequence[Indices]) -> Vectors:
    means = vectors[[node[0] for node in nodes]]
    for number, node in enumerate(nodes):
        if len(node) > 1:
            means[number] = vectors[node].mean(axis=0)
    return unit(means)


def _communities(points: Vectors, found: Indices) -> list[tuple[Indices, bool]]:
    """List the nodes of each community, and whether it is far looser than the usual one."""
    every = [np.flatnonzero(found == community) for community in range(int(found.max()) + 1)]
    sets = [nodes for nodes in every if len(nodes)]
    # The length of a mean of unit vectors is their mean cosine to it.
    tightness = np.array([np.linalg.norm(points[nodes].mean(axis=0)) for nodes in sets])
    several = [len(nodes) > 1 for nodes in sets]
    floor = COHERENCE_SHARE * np.median(tightness[several]) if any(several) else 0.0
    return list(zip(sets, (tightness < floor).tolist(), strict=True))
