"""Find the parts of a topic that a person wants to split."""

from collections.abc import Sequence

import numpy as np

from voc.domain.analysis import Vectors
from voc.domain.label import BETWEEN
from voc.domain.topic import Topic
from voc.errors import Conflict
from voc.nlp.topics import FoundTopic, unit
from voc.nlp.topics.description import described
from voc.nlp.topics.division import divide
from voc.nlp.topics.keywords import keywords
from voc.nlp.topics.spheres import Indices
from voc.pipeline.births import founded, part_of
from voc.pipeline.discover import clusters, passages_of
from voc.pipeline.models import Models
from voc.store import PassageTable, Store


def parts_of(store: Store, models: Models, topic: Topic, n_parts: int | None = None) -> list[Topic]:
    """Cluster a topic's passages alone, or divide them into so many parts, and describe each.

    Raises:
        Conflict: the topic has fewer passages than parts.
    """
    table = store.passages()
    rows = [n for n, id_ in enumerate(table.topic_ids) if id_ == topic.id]
    if len(rows) < (n_parts or 2):
        raise Conflict(
            f"The topic {topic.label!r} has {len(rows)} passages.", hint="Ask for fewer parts."
        )
    if n_parts:
        found: Sequence[FoundTopic] = _divided(table, rows, n_parts, models, topic.label)
    else:
        found = clusters(table, rows, models)
    return [part_of(founded(one, table, rows, space=models.space), topic) for one in found]


def _divided(
    table: PassageTable, rows: list[int], n_parts: int, models: Models, whole: str
) -> list[FoundTopic]:
    """Divide passages, and describe each part; one that no words of its own name has the whole's
    label, with the word that tells it best behind it."""
    passages = passages_of(table, rows)
    places = divide(passages.vectors, n_parts)
    groups = [np.flatnonzero(places == part) for part in range(n_parts)]
    named, nameless = described(passages, groups, embed=models.encoder)
    words = keywords(passages.texts, nameless, stop=frozenset())
    rest = [
        _nameless(passages.vectors, group, own, whole)
        for group, own in zip(nameless, words, strict=True)
    ]
    return sorted([*named, *rest], key=lambda part: (-len(part.members), part.members))


def _nameless(vectors: Vectors, members: Indices, words: Sequence[str], whole: str) -> FoundTopic:
    centroid = unit(vectors[members].mean(axis=0))
    cosine = vectors[members] @ centroid
    central = members[np.argsort(-cosine.round(4), kind="stable")]
    return FoundTopic(
        label=BETWEEN.join([whole, *words[:1]]),
        theme=0,
        theme_label="",
        keywords=tuple(words),
        members=tuple(members.tolist()),
        representatives=tuple(central[:5].tolist()),
        centroid=centroid,
        radius=float(np.quantile(cosine, 0.15)),
    )
