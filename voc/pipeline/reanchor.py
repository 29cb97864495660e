"""Carry topics over to another embedding model: ids and passages stay, centroids are made anew."""

from collections.abc import Callable, Iterable

import numpy as np

from voc.domain.changes import Changes
from voc.domain.topic import Topic
from voc.nlp.topics import nearest, unit
from voc.pipeline.discover import NIGHT
from voc.pipeline.models import Models
from voc.pipeline.settle import known_topics
from voc.store import PassageTable, Placement, Store

QUANTILE = 0.15


def is_stale(topics: Iterable[Topic], space: str) -> bool:
    """Tell whether centroids are of another space than a model's."""
    return any(topic.embedding not in ("", space) for topic in topics)


def reanchor(store: Store, models: Callable[[], Models], space: str) -> None:
    """Anchor each topic by its passages as another model reads them, and log what that moved.

    All records are analysed by the new model already. No passage changes its topic: the log says
    how many the new model reads as another topic's. What came in meanwhile is assigned. The caller
    holds the store's lock. One transaction.
    """
    newest = store.newest()
    if newest is None or not is_stale(store.topics(), space):
        return
    table = store.passages()
    known = known_topics(store)
    found, shares = nearest(table.vectors, known.exemplars)
    read_as = [known.topic_ids[n] if n >= 0 else None for n in found.tolist()]
    changes = Changes(store.topic_events(), at=newest, actor=NIGHT)
    for topic in changes.before.topics.values():
        rows = [n for n, id_ in enumerate(table.assigned_ids) if id_ == topic.id]
        if rows:
            moved = sum(read_as[n] not in (None, table.topic_ids[n]) for n in rows)
            reason = (
                f"embedding model {space}: {moved} of {len(rows)} passages are read as another "
                "topic's"
            )
            fields = _anchored(table, rows) | {"embedding": space}
            changes.change(topic.id, "reanchored", reason, {topic.id: fields})
    readable = models().languages
    placements = [
        Placement(*table.key(n), known.assigned_ids[at], read_as[n], round(float(shares[n]), 4))
        for n, at in enumerate(found.tolist())
        if read_as[n] and not (table.assigned_ids[n] or table.considered[n])
        if table.languages[n] in readable
    ]
    store.registry.log(changes.events, placements)


def _anchored(table: PassageTable, rows: list[int]) -> dict[str, object]:
    vectors = table.vectors[rows]
    centroid = unit(vectors.mean(axis=0))
    radius = float(np.quantile(vectors @ centroid, QUANTILE))
    return {"centroid": centroid, "founding_centroid": centroid, "radius": radius}
