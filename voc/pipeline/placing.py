"""Place the passages that belonged to no topic, by what is known by now or what was just found."""

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np

from voc.domain.registry import Registry
from voc.domain.topic import Topic, TopicState
from voc.nlp.topics import assign, nearest
from voc.pipeline.analyse import KnownTopics
from voc.store import PassageTable, Placement

EXEMPLARS = 200


def settled_late(
    residue: PassageTable, rows: Sequence[int], known: KnownTopics, registry: Registry
) -> dict[tuple[str, int], Placement]:
    """Place those of the rows without a topic that belong to what is known by now."""
    nowhere = [n for n in rows if not residue.assigned_ids[n]]
    placements = _caught_up(residue, nowhere, known)
    rest = [n for n in nowhere if residue.key(n) not in placements]
    return placements | _absorbed(residue, rest, registry)


def _caught_up(
    residue: PassageTable, rows: Sequence[int], known: KnownTopics
) -> dict[tuple[str, int], Placement]:
    """Give passages to topics that were born, or taught by a person, since these came in."""
    found, shares = nearest(residue.vectors[list(rows)], known.exemplars)
    return {
        residue.key(row): Placement(
            *residue.key(row), known.assigned_ids[n], known.topic_ids[n], round(share, 4)
        )
        for row, n, share in zip(rows, found.tolist(), shares.tolist(), strict=True)
        if n >= 0
    }


def _absorbed(
    residue: PassageTable, rows: Sequence[int], registry: Registry
) -> dict[tuple[str, int], Placement]:
    """Give passages to what was proposed before, or rejected or retired: it is not found again."""
    waiting = [
        topic
        for topic in registry.topics.values()
        if topic.state in (TopicState.PROPOSED, TopicState.RETIRED) and not topic.successors
    ]
    if not waiting:
        return {}
    centroids = np.stack([topic.centroid for topic in waiting])
    radii = np.array([topic.radius for topic in waiting], np.float32)
    numbers, shares = assign(residue.vectors[list(rows)], centroids, radii)
    return {
        residue.key(row): Placement(*residue.key(row), waiting[n].id, None, round(share, 4))
        for row, n, share in zip(rows, numbers.tolist(), shares.tolist(), strict=True)
        if n >= 0
    }


def at_home(
    residue: PassageTable,
    placed: Sequence[tuple[int, int, float]],
    homes: Mapping[int, tuple[Topic, bool]],
) -> dict[tuple[str, int], Placement]:
    """Place what was found with new topics, which are active or not. What had been given to another
    topic moves to an active one of which it is a member."""
    out = {}
    for row, number, share in placed:
        if number not in homes:
            continue
        topic, is_active = homes[number]
        to = topic.id if is_active else None
        given = residue.assigned_ids[row]
        if given is None or (to and residue.ref(row) in topic.pinned):
            out[residue.key(row)] = Placement(*residue.key(row), given or topic.id, to, share)
    return out


def exemplars(
    table: PassageTable,
    rows: Sequence[int],
    placements: Mapping[tuple[str, int], Placement],
    *,
    without_topic: bool,
) -> list[tuple[str, int]]:
    """Choose what later passages are compared with: up to 200 passages of each topic, whichever,
    and, in the same proportion, of those without a topic."""
    by_topic: dict[str | None, list[tuple[str, int]]] = {}
    for row in rows:
        key = table.key(row)
        id_ = placements[key].assigned_id if key in placements else None
        by_topic.setdefault(id_, []).append(key)
    rest = by_topic.pop(None, [])
    chosen = [key for keys in by_topic.values() for key in _some(keys)]
    n_members = sum(map(len, by_topic.values()))
    if without_topic and n_members:
        chosen += sorted(rest, key=_chance)[: len(rest) * len(chosen) // n_members]
    return chosen


def _some(keys: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Choose up to 200 passages, whichever."""
    return sorted(keys, key=_chance)[:EXEMPLARS]


def _chance(key: tuple[str, int]) -> bytes:
    return hashlib.sha256(f"{key[0]}/{key[1]}".encode()).digest()
