"""Keywords of topics: BERTopic's class-based TF-IDF over word sequences."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.domain.analysis import Vectors
from voc.nlp.topics.wording import COURTESIES, FUNCTION_WORDS, readable, words

N_KEYWORDS = 8
_CANDIDATES = 40
_DIVERSITY = 0.6
_MIN_TEXTS = 3


def keywords(
    texts: Sequence[str], topics: NDArray[np.int64], vectors: Vectors, *, stop: frozenset[str]
) -> dict[int, tuple[str, ...]]:
    """Rank the words that tell each topic from the others: 8 per topic, diverse.

    Args:
        topics: (n,), the topic of each text; -1 for none.
        vectors: (n, dimensions).
        stop: words that may not be keywords, besides function words and courtesies.

    References: Grootendorst 2022 (c-TF-IDF); Carbonell & Goldstein 1998 (MMR).
    """
    sequences = partial(_sequences, stop=FUNCTION_WORDS | COURTESIES | stop)
    held = Counter(sequence for text in texts for sequence in set(sequences(text)))
    vocabulary = sorted(sequence for sequence, n in held.items() if n >= _MIN_TEXTS)
    if not vocabulary:
        return {int(topic): () for topic in np.unique(topics) if topic >= 0}
    model = _frame(sequences, vocabulary)
    model.fit([readable(text) or "-" for text in texts], vectors, y=topics.tolist())
    # BERTopic numbers topics anew, by size.
    theirs = dict(zip(topics.tolist(), model.topics_, strict=True))
    return {
        ours: _diverse([(w, float(s)) for w, s in model.get_topic(number) if w])
        for ours, number in sorted(theirs.items())
        if ours >= 0
    }


def _sequences(text: str, *, stop: frozenset[str]) -> list[str]:
    """List the sequences of one to three words, without stop words."""
    kept = [word for word in words(text) if len(word) > 2 and word not in stop]
    return [" ".join(kept[i : i + n]) for n in (1, 2, 3) for i in range(len(kept) - n + 1)]


def _frame(sequences: Callable[[str], list[str]], vocabulary: list[str]) -> Any:
    with _hidden("umap", "hdbscan"):
        from bertopic import BERTopic
        from bertopic.cluster import BaseCluster
        from bertopic.dimensionality import BaseDimensionalityReduction
        from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import CountVectorizer

    return BERTopic(
        language="multilingual",  # "english" would strip every letter outside A to Z
        embedding_model=None,
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=BaseCluster(),
        vectorizer_model=CountVectorizer(analyzer=sequences, vocabulary=vocabulary),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
        top_n_words=_CANDIDATES,
    )


@contextmanager
def _hidden(*modules: str) -> Iterator[None]:
    # BERTopic does without these two when they aren't there, and we use neither; importing them
    # compiles numba code, which takes half a minute on a cold machine.
    hidden = [name for name in modules if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None makes import fail
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


def _diverse(ranked: Sequence[tuple[str, float]]) -> tuple[str, ...]:
    """Pick by maximal marginal relevance, where phrases are alike by the words they share."""
    if not ranked:
        return ()
    top = max(score for _, score in ranked)
    rest = {phrase: score / top for phrase, score in ranked if score > 0}
    chosen: list[str] = []
    while rest and len(chosen) < N_KEYWORDS:
        best = max(
            rest,
            key=lambda p: (
                (1 - _DIVERSITY) * rest[p]
                - _DIVERSITY * max((_overlap(p, c) for c in chosen), default=0.0)
            ),
        )
        chosen.append(best)
        del rest[best]
    return tuple(chosen)


def _overlap(left: str, right: str) -> float:
    a, b = set(left.split()), set(right.split())
    return len(a & b) / min(len(a), len(b))
