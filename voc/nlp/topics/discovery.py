"""Discover topics: groups of alike passages, each with a label, keywords and examples."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from voc.errors import CorpusTooSmall
from voc.nlp.topics.assignment import assign, place
from voc.nlp.topics.description import described
from voc.nlp.topics.groups import MIN_PASSAGES, groups
from voc.nlp.topics.spheres import Indices, merged, spheres
from voc.nlp.topics.types import Dissolved, Embed, FoundTopic, Look, PassageSet, Reason

READ_AT_ONCE = 30_000
ROUNDS = 3


def discover(
    passages: PassageSet,
    *,
    min_records: int = 8,
    min_customers: int = 5,
    embed: Embed | None = None,
    start: Sequence[int] | None = None,
) -> tuple[FoundTopic, ...]:
    """Find the topics of a set of passages, largest first: `look` without what it left.

    Raises:
        CorpusTooSmall: there are fewer than 50 passages.
    """
    return look(
        passages,
        min_records=min_records,
        min_customers=min_customers,
        embed=embed,
        start=start,
    ).topics


def look(
    passages: PassageSet,
    *,
    min_records: int = 8,
    min_customers: int = 5,
    embed: Embed | None = None,
    start: Sequence[int] | None = None,
) -> Look:
    """Find the topics of a set of passages, and say why passages are in none.

    Topics are Leiden communities of the passages' neighbour graph. A community is dissolved when
    it has fewer than `min_records` records or `min_customers` customers, when it is far looser
    than the others, or when no words of it can name it. `embed`, the model behind the vectors,
    improves the labels. With `start`, the topic of each passage so far (a number from 0, -1 for
    none), the search begins there and changes only what the passages ask for. Neither the order of
    the passages nor the number of threads matters.

    Of more than 30,000 passages, that many are read at once, drawn by the digest of their text;
    the others join the topics whose spheres they lie in. What lies in none is read again, twice at
    most, so that a subject too rare for the first look is found in a later one.

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
    begun = None if start is None else np.asarray(start, np.int64)[order]
    found, left = _rounds(ordered, min_records, min_customers, begun)
    topics, nameless = described(ordered, merged(ordered.vectors, found), embed=embed)
    left += [Dissolved(Reason.NAMELESS, tuple(group.tolist())) for group in nameless]
    if len(ordered) > READ_AT_ONCE:
        topics = _with_the_rest(ordered, topics)
    return Look(
        topics=tuple(
            replace(
                topic,
                members=_back(order, topic.members),
                representatives=tuple(int(order[i]) for i in topic.representatives),
            )
            for topic in topics
        ),
        dissolved=tuple(Dissolved(one.reason, _back(order, one.members)) for one in left),
    )


def _back(order: Indices, members: Sequence[int]) -> tuple[int, ...]:
    return tuple(np.sort(order[list(members)]).tolist())


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
        channels=tuple(passages.channels[i] for i in order) if passages.channels else (),
    )


def _rounds(
    passages: PassageSet, min_records: int, min_customers: int, start: Indices | None
) -> tuple[list[Indices], list[Dissolved]]:
    """Group passages, at most 30,000 at once, and look again at what lies in no group's sphere."""
    rest = np.arange(len(passages))
    found: list[Indices] = []
    for _ in range(ROUNDS):
        part = rest[:READ_AT_ONCE]
        new, left = groups(
            passages if len(part) == len(passages) else _taken(passages, part),
            min_records=min_records,
            min_customers=min_customers,
            start=None if start is None else start[part],
        )
        new = [part[group] for group in new]
        found += new
        if not new or len(rest) == len(part):
            break
        drawn = spheres(passages.vectors[part], [np.searchsorted(part, group) for group in new])
        topics, _ = assign(passages.vectors[rest], drawn.centroids, drawn.radii)
        topics[np.isin(rest, np.concatenate(new))] = 0
        rest = rest[topics < 0]
        if len(rest) < MIN_PASSAGES:
            break
    return found, [Dissolved(one.reason, _back(part, one.members)) for one in left]


def _with_the_rest(passages: PassageSet, topics: Sequence[FoundTopic]) -> list[FoundTopic]:
    placed, _ = place(passages.vectors, topics)
    whole = [
        replace(topic, members=tuple(np.flatnonzero(placed == number).tolist()))
        for number, topic in enumerate(topics)
    ]
    return sorted(whole, key=lambda topic: (-len(topic.members), topic.members[0]))
