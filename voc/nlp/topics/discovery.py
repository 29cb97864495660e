"""Discover topics: communities of alike passages, each with a label, keywords and examples."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from voc.domain.analysis import Vectors
from voc.errors import CorpusTooSmall
from voc.nlp.topics.communities import belonging, communities
from voc.nlp.topics.graph import neighbour_graph
from voc.nlp.topics.keywords import keywords
from voc.nlp.topics.labels import labels
from voc.nlp.topics.phrases import Parsed, parse
from voc.nlp.topics.representatives import central, representatives
from voc.nlp.topics.spheres import Indices, centres, merged, spheres
from voc.nlp.topics.themes import themes
from voc.nlp.topics.types import Embed, FoundTopic, PassageSet
from voc.nlp.topics.vectors import centred, unit
from voc.nlp.topics.wording import brands, names, says_something, words

MIN_PASSAGES = 50
COHERENCE_SHARE = 0.7
MIN_BELONGING = 0.25
_PARSED = 50


def discover(
    passages: PassageSet,
    *,
    min_records: int = 8,
    min_customers: int = 5,
    embed: Embed | None = None,
) -> tuple[FoundTopic, ...]:
    """Find the topics of a set of passages, largest first.

    Topics are Leiden communities of the passages' neighbour graph. A passage three quarters of
    whose neighbours lie in other communities belongs to none. A community is dissolved when it has
    fewer than `min_records` records or `min_customers` customers, when it is far looser than the
    others, or when no words of it can name it. The order of the passages doesn't matter. `embed`,
    the model behind the vectors, improves the labels.

    Raises:
        CorpusTooSmall: there are fewer than 50 passages.
    """
    if len(passages) < MIN_PASSAGES:
        raise CorpusTooSmall(
            f"{len(passages)} passages are too few to find topics in.",
            hint=f"Add feedback until there are at least {MIN_PASSAGES} passages.",
        )
    order = _canonical_order(passages)
    ordered = _taken(passages, order)
    known = names(ordered.texts)
    barred = brands(ordered.texts, known)
    groups, parents = _groups(ordered, min_records, min_customers)
    return tuple(
        replace(
            topic,
            members=tuple(sorted(int(order[i]) for i in topic.members)),
            representatives=tuple(int(order[i]) for i in topic.representatives),
        )
        for topic in _described(ordered, groups, parents, barred=barred, known=known, embed=embed)
    )


def _canonical_order(passages: PassageSet) -> Indices:
    keys = [
        (hashlib.sha256(text.encode()).digest(), record)
        for text, record in zip(passages.texts, passages.record_ids, strict=True)
    ]
    return np.asarray(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64)


def _taken(passages: PassageSet, order: Indices) -> PassageSet:
    return PassageSet(
        texts=tuple(passages.texts[i] for i in order),
        vectors=passages.vectors[order],
        record_ids=tuple(passages.record_ids[i] for i in order),
        customer_ids=tuple(passages.customer_ids[i] for i in order),
    )


def _groups(
    passages: PassageSet, min_records: int, min_customers: int
) -> tuple[list[Indices], list[int]]:
    """Group passages that say something by community, largest first; give each group's theme."""
    nodes = _nodes(passages.texts)
    if len(nodes) < MIN_PASSAGES:
        return [], []
    vectors = centred(unit(np.stack([passages.vectors[node].mean(axis=0) for node in nodes])))
    graph = neighbour_graph(vectors)
    found = communities(graph)
    found[belonging(graph, found) < MIN_BELONGING] = -1
    groups = [
        np.sort(np.concatenate([nodes[i] for i in community]))
        for community in _coherent(vectors, found)
    ]
    large = [
        group
        for group in merged(passages.vectors, groups)
        if len({passages.record_ids[i] for i in group}) >= min_records
        and len({passages.speaker(i) for i in group}) >= min_customers
    ]
    ordered = sorted(large, key=lambda group: (-len(group), int(group[0])))
    place = _place(len(passages), ordered)
    return ordered, themes(graph, place[[node[0] for node in nodes]])


def _place(n: int, groups: Sequence[Indices]) -> Indices:
    place = np.full(n, -1, np.int64)
    for number, group in enumerate(groups):
        place[group] = number
    return place


def _nodes(texts: Sequence[str]) -> list[Indices]:
    """Group passages of equal words: a text that is often repeated would be its own neighbours."""
    same: dict[str, list[int]] = {}
    for index, text in enumerate(texts):
        if says_something(text):
            same.setdefault(" ".join(words(text)), []).append(index)
    return [np.asarray(indices, dtype=np.int64) for indices in same.values()]


def _coherent(vectors: Vectors, found: Indices) -> list[Indices]:
    """List the nodes of each community, without those far looser than the usual community."""
    every = [np.flatnonzero(found == community) for community in range(int(found.max()) + 1)]
    groups = [group for group in every if len(group)]
    # The length of a mean of unit vectors is their mean cosine to it.
    tightness = np.array([np.linalg.norm(vectors[group].mean(axis=0)) for group in groups])
    floor = COHERENCE_SHARE * np.median(tightness[[len(group) > 1 for group in groups]])
    return [group for group, tight in zip(groups, tightness, strict=True) if tight >= floor]


def _described(
    passages: PassageSet,
    groups: Sequence[Indices],
    parents: Sequence[int],
    *,
    barred: frozenset[str],
    known: Mapping[str, str],
    embed: Embed | None,
) -> list[FoundTopic]:
    chosen = _labels(passages, groups, barred=barred, known=known, embed=embed)
    named = [
        (group, theme, label)
        for group, theme, label in zip(groups, parents, chosen, strict=True)
        if label
    ]
    kept = [group for group, _, _ in named]
    drawn = spheres(passages.vectors, kept)
    ranked = _keywords(passages, kept, barred)
    speakers = [passages.speaker(i) for i in range(len(passages))]
    return [
        FoundTopic(
            label=label,
            theme=theme,
            keywords=ranked[topic],
            members=tuple(group.tolist()),
            representatives=representatives(
                passages.vectors, group, centroid, texts=passages.texts, speakers=speakers
            ),
            centroid=centroid,
            radius=float(radius),
        )
        for topic, ((group, theme, label), centroid, radius) in enumerate(
            zip(named, drawn.centroids, drawn.radii, strict=True)
        )
    ]


def _labels(
    passages: PassageSet,
    groups: Sequence[Indices],
    *,
    barred: frozenset[str],
    known: Mapping[str, str],
    embed: Embed | None,
) -> list[str | None]:
    centroids = centres(passages.vectors, groups)
    chosen = [
        _one_per_record(passages, central(passages.vectors, group, centroid, n=len(group)))[
            :_PARSED
        ]
        for group, centroid in zip(groups, centroids, strict=True)
    ]
    parsed = _parsed(passages, chosen, barred)
    return labels(parsed, centroids, names=known, embed=embed)


def _parsed(
    passages: PassageSet, chosen: Sequence[Sequence[int]], barred: frozenset[str]
) -> list[list[Parsed]]:
    """Parse, per topic, the records of its chosen passages.

    A passage offers its own phrases, and the lemmas of all its record says.
    """
    records = {passages.record_ids[i] for indices in chosen for i in indices}
    needed = [i for i, record in enumerate(passages.record_ids) if record in records]
    parts = parse([passages.texts[i] for i in needed], barred=barred)
    own = dict(zip(needed, parts, strict=True))
    whole: dict[str, list[Parsed]] = {}
    for i, part in own.items():
        whole.setdefault(passages.record_ids[i], []).append(part)
    return [
        [
            Parsed(
                phrases=own[i].phrases,
                lemmas=frozenset().union(*(p.lemmas for p in whole[passages.record_ids[i]])),
                nouns=frozenset().union(*(p.nouns for p in whole[passages.record_ids[i]])),
            )
            for i in indices
        ]
        for indices in chosen
    ]


def _one_per_record(passages: PassageSet, indices: Sequence[int]) -> list[int]:
    first: dict[str, int] = {}
    for i in indices:
        first.setdefault(passages.record_ids[i], i)
    return list(first.values())


def _keywords(
    passages: PassageSet, groups: Sequence[Indices], barred: frozenset[str]
) -> dict[int, tuple[str, ...]]:
    if not groups:
        return {}
    topics = _place(len(passages), groups)
    return keywords(passages.texts, topics, passages.vectors, stop=barred)
