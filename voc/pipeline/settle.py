"""Which topic a passage belongs to, by what the night gave it and what people said since."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

import numpy as np

from voc.domain.registry import Registry
from voc.domain.topic import PassageRef, Topic
from voc.pipeline.analyse import KnownTopics
from voc.store import PassageTable, Placement, Store


@dataclass(frozen=True, slots=True)
class Corrections:
    """Know the passages that people put into a topic or out of one."""

    pinned: dict[PassageRef, str] = field(default_factory=dict)
    barred: dict[PassageRef, set[str]] = field(default_factory=dict)
    record_ids: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, registry: Registry) -> "Corrections":
        """Collect those of all topics."""
        found = cls()
        for topic in registry.topics.values():
            found.pinned.update(dict.fromkeys(topic.pinned, topic.id))
            for ref in topic.barred:
                found.barred.setdefault(ref, set()).add(topic.id)
        found.record_ids.update(ref.record_id for ref in (*found.pinned, *found.barred))
        return found

    def is_about(self, table: PassageTable, row: int) -> bool:
        """Tell whether a person said where a passage belongs, or doesn't."""
        if table.record_ids[row] not in self.record_ids:
            return False
        ref = table.ref(row)
        return ref in self.pinned or ref in self.barred


def known_topics(store: Store) -> KnownTopics:
    """Read what later passages are compared with: exemplars, and what people pinned."""
    vectors, topic_ids, assigned_ids = store.registry.exemplars()
    said = Corrections.of(store.registry.load())
    table = store.registry.of_records({ref.record_id for ref in said.pinned})
    rows = [row for row in range(len(table)) if table.ref(row) in said.pinned]
    if rows:
        own = table.vectors[rows]
        vectors = np.concatenate([vectors, own]) if len(vectors) else own
        topic_ids += [table.topic_ids[row] for row in rows]
        assigned_ids += [table.topic_ids[row] for row in rows]
    return KnownTopics.of(vectors, topic_ids, assigned_ids)


def settled(store: Store, before: Registry, after: Registry) -> list[Placement]:
    """Place the passages anew whose topic changes from one registry to the next."""
    changed = [id_ for id_ in after.topics if before.leads_to(id_) != after.leads_to(id_)]
    said = Corrections.of(after)
    corrected = _corrected(before) ^ _corrected(after)
    corrected |= {pair for pair in _corrected(after) if pair[0] in changed}
    tables = [
        store.registry.assigned_to(changed),
        store.registry.of_records({ref.record_id for _, _, ref in corrected}),
    ]
    placed = {}
    for table in tables:
        for placement in placements(table, after, said):
            placed[placement.record_id, placement.ordinal] = placement
    return list(placed.values())


def whereabouts(
    store: Store, registry: Registry, record_ids: Collection[str]
) -> dict[PassageRef, str | None]:
    """Tell in which topic the passages of records are by a registry: the active one, the proposed
    one that they wait for, or none."""
    table = store.registry.of_records(record_ids)
    proposed = {topic.id for topic in registry.proposed()}
    now = dict(enumerate(table.topic_ids))
    rows = {table.key(row): row for row in range(len(table))}
    for one in placements(table, registry, Corrections.of(registry)):
        now[rows[one.record_id, one.ordinal]] = one.topic_id
    waiting = [id_ if id_ in proposed else None for id_ in table.assigned_ids]
    return {table.ref(row): topic or waiting[row] for row, topic in now.items()}


def _corrected(registry: Registry) -> set[tuple[str, str, PassageRef]]:
    return {
        (topic.id, kind, ref)
        for topic in registry.topics.values()
        for kind in ("pinned", "barred")
        for ref in getattr(topic, kind)
    }


def placements(table: PassageTable, registry: Registry, said: Corrections) -> Iterator[Placement]:
    """Give the passages of a table that belong to another topic than they are in."""
    leads = {id_: registry.leads_to(id_) for id_ in registry.topics}
    for row in range(len(table)):
        assigned = table.assigned_ids[row]
        ways = leads[assigned] if assigned else ()
        if said.is_about(table, row):
            ways = _corrected_ways(table.ref(row), ways, leads, said)
        topic = _nearest(table, row, [registry.topics[id_] for id_ in ways])
        if topic != table.topic_ids[row]:
            yield Placement(*table.key(row), assigned, topic, table.confidences[row])


def _corrected_ways(
    ref: PassageRef, ways: tuple[str, ...], leads: dict[str, tuple[str, ...]], said: Corrections
) -> tuple[str, ...]:
    if ref in said.pinned and leads[said.pinned[ref]]:
        return leads[said.pinned[ref]]
    out = {lead for id_ in said.barred.get(ref, ()) for lead in leads[id_]}
    return tuple(id_ for id_ in ways if id_ not in out)


def _nearest(table: PassageTable, row: int, topics: list[Topic]) -> str | None:
    if len(topics) < 2:
        return topics[0].id if topics else None
    vector = table.vectors[row]
    return max(topics, key=lambda topic: round(float(topic.centroid @ vector), 4)).id
