"""What people see of topics: the list of all, and one with its passages."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from voc.domain.registry import Registry, fold, undone
from voc.domain.topic import PassageRef, Topic, TopicEvent, TopicState
from voc.store import Store

_NAMES = ("id", "label", "keywords", "born_at", "theme_id", "stage", "owner")
_ENDED = (TopicState.MERGED, TopicState.SPLIT, TopicState.RETIRED)
UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Member:
    """Hold a passage of a topic, written as RECORD/ORDINAL, its text, its cosine to the topic's
    centroid, and whether a person or a birth put it there whatever it is like."""

    passage: str
    text: str
    cosine: float
    pinned: bool


def list_topics(store: Store, *, every: bool = False) -> list[dict[str, Any]]:
    """List the active topics, or every one, by the passages that they hold now, largest first."""
    log, sizes = store.topic_events(), store.registry.sizes()
    registry, gone = fold(log), _undone(log)
    rows = [
        _row(topic, registry, gone, sizes[topic.id])
        for topic in registry.topics.values()
        if every or topic.state is TopicState.ACTIVE
    ]
    return sorted(rows, key=lambda row: (-row["n_passages"], row["id"]))


def show_topic(store: Store, id_: str, *, most: int) -> dict[str, Any]:
    """Show a topic as `list_topics` does, with what is locked, where it came from and went, and up
    to so many of its passages, the most central first."""
    log = store.topic_events()
    registry, gone = fold(log), _undone(log)
    topic = registry.topics[id_]
    members = [] if topic.state in _ENDED else _members(store, topic)
    return {
        **_row(topic, registry, gone, len(members)),
        "locked": topic.locked,
        "parents": topic.parents,
        "successors": topic.successors,
        "passages": members[:most],
    }


def _row(topic: Topic, registry: Registry, gone: set[str], n_passages: int) -> dict[str, Any]:
    theme = registry.themes.get(topic.theme_id or "")
    return {
        **{name: getattr(topic, name) for name in _NAMES},
        "theme": theme.label if theme else None,
        "n_passages": 0 if topic.state in _ENDED else n_passages,
        "state": UNDONE if topic.id in gone else topic.state.value,
    }


def _undone(log: list[TopicEvent]) -> set[str]:
    """Name what was founded by an event that is undone."""
    off = undone(log)
    founded = (event for event in log if event.number in off)
    return {id_ for event in founded for id_, after in event.after.items() if "is" in after}


def _members(store: Store, topic: Topic) -> list[Member]:
    table = store.registry.members(topic.id)
    if not len(table):
        return []
    # Another model's vectors can't be compared until the next night reads all anew.
    fits = table.vectors.shape[1] == len(topic.centroid)
    cosines = table.vectors @ topic.centroid if fits else np.zeros(len(table))
    pinned: set[PassageRef] = set(topic.pinned)
    members = [
        Member(
            passage=f"{table.record_ids[row]}/{table.ordinals[row]}",
            text=" ".join(table.texts[row].split()),
            cosine=round(float(cosines[row]), 4),
            pinned=table.ref(row) in pinned,
        )
        for row in range(len(table))
    ]
    return sorted(members, key=lambda member: (-member.cosine, member.passage))
