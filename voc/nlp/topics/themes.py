"""Themes, the parents of topics, and their names."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from voc.domain.analysis import Vectors
from voc.domain.label import BETWEEN
from voc.nlp.topics.labels import labels
from voc.nlp.topics.phrases import Parsed
from voc.nlp.topics.spheres import Indices

_READ = 80
_HELD = 0.15
_MOST = 0.5
_NAMED_BY = 2


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


def shared_labels(
    parsed: Sequence[Sequence[Parsed]], parents: Sequence[int], *, names: Mapping[str, str]
) -> list[str | None]:
    """Choose for each theme a label, no two alike, that more than half of its topics share: 15 % of
    the texts of each hold all its lemmas. None where there is no such label or one topic only.

    Args:
        parsed: per topic, its central texts.
        parents: per topic, the number of its theme.
        names: words that keep their capital, by lower case.
    """
    of_themes = [
        [texts for texts, parent in zip(parsed, parents, strict=True) if parent == number]
        for number in range(max(parents, default=-1) + 1)
    ]
    return labels([list(_shared(topics)) for topics in of_themes], None, names=names)


def theme_name(shared: str, topic_labels: Sequence[str]) -> str:
    """Name a theme by what its topics share; where that is nothing, by its two largest topics, so
    that nobody takes it for one of them. `topic_labels` begin with the largest topic's."""
    return shared or BETWEEN.join(topic_labels[:_NAMED_BY])


def _shared(topics: Sequence[Sequence[Parsed]]) -> Iterator[Parsed]:
    """Give some texts of each topic with those of their phrases that most of the topics hold."""
    lemmas = _held_by_most(topics, [frozenset((one,)) for one in _lemmas(topics)])
    known = frozenset().union(*lemmas)
    said = {frozenset(p.lemmas) for texts in topics for text in texts for p in text.phrases}
    phrases = _held_by_most(topics, [one for one in said if one <= known])
    for texts in topics:
        for text in texts[: max(3, _READ // len(topics))]:
            kept = frozenset(p for p in text.phrases if frozenset(p.lemmas) in phrases)
            yield replace(text, phrases=kept)


def _lemmas(topics: Sequence[Sequence[Parsed]]) -> set[str]:
    return {lemma for texts in topics for text in texts for lemma in text.lemmas}


def _held_by_most(
    topics: Sequence[Sequence[Parsed]], sets: Sequence[frozenset[str]]
) -> set[frozenset[str]]:
    if len(topics) < _NAMED_BY:
        return set()
    held = Counter(
        one
        for texts in topics
        for one in sets
        if sum(one <= text.lemmas for text in texts) >= _HELD * len(texts)
    )
    return {one for one, n in held.items() if n > _MOST * len(topics)}
