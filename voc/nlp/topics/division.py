"""Divide a topic's passages into a number of parts."""

import numpy as np
from numpy.typing import NDArray

from voc.domain.analysis import Vectors
from voc.nlp.topics.vectors import centred, unit

ROUNDS = 20


def divide(vectors: Vectors, n_parts: int) -> NDArray[np.int64]:
    """Number the part of each passage: those nearest to one of as many centres.

    The first centre is the passage farthest from the mean, each next one the passage farthest from
    all centres so far. Equal input gives equal parts.

    Args:
        vectors: (n, dimensions), unit rows.

    References: Dhillon & Modha 2001 (spherical k-means); Gonzalez 1985 (farthest first).
    """
    rows = centred(vectors)
    chosen = [int((rows @ unit(rows.mean(axis=0))).round(4).argmin())]
    while len(chosen) < n_parts:
        chosen.append(int((rows @ rows[chosen].T).max(axis=1).round(4).argmin()))
    centres = rows[chosen]
    parts = np.zeros(len(rows), np.int64)
    for _ in range(ROUNDS):
        parts = (rows @ centres.T).round(4).argmax(axis=1)
        means = [rows[parts == n].mean(axis=0) if (parts == n).any() else c
                 for n, c in enumerate(centres)]  # fmt: skip
        centres = unit(np.stack(means))
    return parts
