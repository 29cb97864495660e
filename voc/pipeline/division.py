"""Find the parts of a topic that a person wants to split."""

import numpy as np

from voc.domain.topic import Topic
from voc.errors import Conflict
from voc.nlp.topics import FoundTopic, unit
from voc.nlp.topics.division import divide
from voc.nlp.topics.keywords import keywords
from voc.pipeline.births import founded, part_of
from voc.pipeline.discover import clusters
from voc.pipeline.models import Models
from voc.store import PassageTable, Store

NAMED_BY = 3


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
    found = _divided(table, rows, n_parts) if n_parts else clusters(table, rows, models)
    return [part_of(founded(one, table, rows, space=models.space), topic) for one in found]


def _divided(table: PassageTable, rows: list[int], n_parts: int) -> list[FoundTopic]:
    vectors = table.vectors[rows]
    places = divide(vectors, n_parts)
    groups = [np.flatnonzero(places == part) for part in range(n_parts)]
    words = keywords([table.texts[n] for n in rows], groups, stop=frozenset())
    found = []
    for part, members in enumerate(groups):
        centroid = unit(vectors[members].mean(axis=0))
        cosine = vectors[members] @ centroid
        central = members[np.argsort(-cosine.round(4), kind="stable")]
        found.append(
            FoundTopic(
                label=" · ".join(words[part][:NAMED_BY]) or f"part {part + 1}",
                theme=0,
                theme_label="",
                keywords=tuple(words[part]),
                members=tuple(members.tolist()),
                representatives=tuple(central[:5].tolist()),
                centroid=centroid,
                radius=float(np.quantile(cosine, 0.15)),
            )
        )
    return found
