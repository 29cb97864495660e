"""The vectors that topics are found in and assigned by."""

from collections.abc import Hashable, Sequence

import numpy as np

from voc.domain.analysis import Vectors

CONTEXT_WEIGHT = 1.5


def unit(rows: Vectors) -> Vectors:
    """Scale rows to unit length; a zero row stays zero."""
    norms = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.maximum(norms, 1e-9), dtype=np.float32)


def centred(vectors: Vectors) -> Vectors:
    """Take the corpus mean out of unit rows: what all passages share tells no topics apart.

    References: Mu & Viswanath 2018, All-but-the-Top.
    """
    return unit(vectors - vectors.mean(axis=0))


def topic_vectors(meaning: Vectors, records_of: Sequence[Hashable]) -> Vectors:
    """Put each passage into the context of its neighbours in the record.

    A sentence such as "it took four calls" has its subject in the sentence before. The whole record
    would be too much context: all passages of a long review would be about the review.

    Args:
        meaning: (n, dimensions), unit rows; the passages of a record adjacent, as they are read.
        records_of: (n,), the record of each passage.

    Returns:
        Unit rows of the same shape, float32 of the precision that is stored (float16).
    """
    if not len(meaning):
        return meaning
    _, record = np.unique(np.asarray(records_of), return_inverse=True)
    follows = record[1:] == record[:-1]
    context = meaning.copy()
    context[1:][follows] += meaning[:-1][follows]
    context[:-1][follows] += meaning[1:][follows]
    mixed = unit(meaning + CONTEXT_WEIGHT * unit(context))
    return mixed.astype(np.float16).astype(np.float32)
