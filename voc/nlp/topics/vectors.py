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
    """Put each passage into the context of its record.

    A sentence such as "it took four calls" has its subject in the sentence before.

    Args:
        meaning: (n, dimensions), unit rows.
        records_of: (n,), the record of each passage; all passages of a record must be there.

    Returns:
        Unit rows of the same shape, float32 of the precision that is stored (float16).
    """
    if not len(meaning):
        return meaning
    _, record = np.unique(np.asarray(records_of), return_inverse=True)
    whole = np.zeros((record.max() + 1, meaning.shape[1]), np.float32)
    np.add.at(whole, record, meaning)
    context = unit(meaning + CONTEXT_WEIGHT * unit(whole)[record])
    return context.astype(np.float16).astype(np.float32)
