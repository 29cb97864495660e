"""Find what was not said before: recent passages that lie among recent ones."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from voc.domain.analysis import Vectors
from voc.nlp.topics.assignment import Exemplars, top
from voc.nlp.topics.description import described
from voc.nlp.topics.spheres import Indices
from voc.nlp.topics.types import Embed, FoundTopic, PassageSet
from voc.nlp.topics.vectors import unit

NEAR = 10
RECENT_AMONG_NEAR = 9
# Where a greater share of all is recent, nothing can be told from what was said before.
MOST_RECENT = 0.5
MIN_RECORDS = 8
_BLOCK_CELLS = 20_000_000


def novel(
    passages: PassageSet, recent: NDArray[np.bool_], known: Exemplars, *, embed: Embed | None
) -> tuple[FoundTopic, ...]:
    """Find the subjects of recent passages that neither earlier passages nor known topics have.

    A passage is new when 9 of the 10 nearest of other records are recent, too; where more than half
    of all is recent, none is. New passages that are among each other's nearest make a group: a few
    of one subject are found among thousands of no subject.

    Args:
        recent: (n,), which passages came in lately.

    References: Schilling 1986 and Henze 1988 (two samples compared by nearest neighbours).
    """
    own = known.vectors[known.owners >= 0]
    if not recent.any() or len(own) + len(passages) <= NEAR:
        return ()
    is_recent = np.append(recent, np.zeros(len(own), np.bool_))
    if is_recent.mean() > MOST_RECENT:
        return ()
    rows = np.flatnonzero(recent)
    near = _near(passages, rows, own, known.mean)
    new = is_recent[near].sum(axis=1) >= RECENT_AMONG_NEAR
    found = _groups(passages, rows[new], near[new])
    return tuple(described(passages, found, embed=embed)[0]) if found else ()


def _near(passages: PassageSet, rows: Indices, own: Vectors, mean: Vectors) -> Indices:
    """Find the nearest passages of other records, and exemplars, numbered after the passages."""
    _, records = np.unique(np.asarray(passages.record_ids), return_inverse=True)
    every = np.concatenate([unit(passages.vectors - mean), own])
    at_once = max(1, _BLOCK_CELLS // len(every))
    found = []
    for start in range(0, len(rows), at_once):
        block = rows[start : start + at_once]
        similarity = every[block] @ every.T
        same = records[block][:, None] == records[None]
        similarity[:, : len(passages)][same] = -1.0
        found.append(top(similarity, NEAR)[0])
    return np.concatenate(found)


def _groups(passages: PassageSet, new: Indices, near: Indices) -> list[Indices]:
    n_columns = max(len(passages), int(near.max(initial=0)) + 1)
    ones = np.ones(near.size, np.int8)
    links = csr_matrix((ones, (np.repeat(new, NEAR), near.ravel())), shape=(n_columns, n_columns))
    _, numbers = connected_components(links.multiply(links.T), directed=False)
    groups = [new[numbers[new] == number] for number in np.unique(numbers[new])]
    return [
        group for group in groups if len({passages.record_ids[i] for i in group}) >= MIN_RECORDS
    ]
