"""From what discovery finds to topics and themes with ids for life."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np

from voc.domain.analysis import Vectors
from voc.domain.changes import Changes
from voc.domain.label import distinct
from voc.domain.registry import Registry
from voc.domain.topic import Theme, Topic
from voc.nlp.topics import FoundTopic, theme_name, unit
from voc.store import PassageTable

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# Cosine to a theme's mean topic from which topics found later are taken into it.
SAME_THEME = 0.6
HALF = 0.5


def founded(found: FoundTopic, table: PassageTable, rows: Sequence[int], *, space: str) -> Topic:
    """Make a topic of what was found among some rows of a table of passages."""
    members = [rows[n] for n in found.members]
    born_at = max(table.occurred_at[n] for n in members)
    records = {table.record_ids[n]: table.channels[n] for n in members}
    return Topic(
        id=topic_id(born_at, [f"{table.record_ids[n]}/{table.ordinals[n]}" for n in members]),
        label=found.label,
        keywords=tuple(found.keywords),
        centroid=found.centroid,
        founding_centroid=found.centroid,
        radius=float(found.radius),
        embedding=space,
        born_at=born_at,
        stage=_stage([table.stages[n] for n in members]),
        n_passages=len(members),
        n_records=len(records),
        n_customers=len({table.customer_ids[n] or table.record_ids[n] for n in members}),
        n_days=len({table.occurred_at[n].date() for n in members}),
        channels=dict(sorted(Counter(records.values()).items())),
        representatives=tuple(table.ref(rows[n]) for n in found.representatives),
    )


def part_of(cluster: Topic, parent: Topic) -> Topic:
    """Make what was found a part of a topic that is split."""
    return replace(
        cluster,
        id=topic_id(cluster.born_at, [parent.id, cluster.id]),
        parents=(parent.id,),
        theme_id=parent.theme_id,
        owner=parent.owner,
    )


def named_apart(topics: Sequence[Topic], registry: Registry, *also: str) -> list[Topic]:
    """Let new topics have labels that no active or proposed one has, nor each other, nor `also`."""
    taken = [*also, *(topic.label for topic in (*registry.active(), *registry.proposed()))]
    out = []
    for topic in topics:
        label = distinct(topic.label, topic.keywords, taken)
        taken.append(label)
        out.append(replace(topic, label=label))
    return out


def _stage(stages: Sequence[str | None]) -> str | None:
    [(stage, n)] = Counter(stages).most_common(1)
    return stage if n > HALF * len(stages) else None


def found_themes(
    changes: Changes, topics: Sequence[Topic], found: Sequence[FoundTopic]
) -> list[Topic]:
    """Give each new topic its theme: a known one that is near, or a new one.

    `found` is what discovery says of each of them.
    """
    homes: dict[int, str] = {}
    centres = _centres(changes.registry)
    labels = {one.theme: one.theme_label for one in found}
    for number, label in sorted(labels.items()):
        own = [topic for topic, its in zip(topics, found, strict=True) if its.theme == number]
        mean = unit(np.mean([topic.centroid for topic in own], axis=0))
        near = {id_: float(mean @ centre) for id_, centre in centres.items()}
        nearest = max(near, key=lambda id_: near[id_]) if near else ""
        if not nearest or near[nearest] < SAME_THEME:
            theme = _theme(own, label, changes.registry)
            nearest = theme.id
            if nearest not in changes.registry.themes:
                changes.found(theme, "theme_born", f"topics like each other: {len(own)}")
        homes[number] = nearest
    return [replace(t, theme_id=homes[one.theme]) for t, one in zip(topics, found, strict=True)]


def _centres(registry: Registry) -> dict[str, Vectors]:
    own: dict[str, list[Vectors]] = {}
    for topic in registry.active():
        if topic.theme_id:
            own.setdefault(topic.theme_id, []).append(topic.centroid)
    return {id_: unit(np.mean(rows, axis=0)) for id_, rows in own.items()}


def _theme(topics: Sequence[Topic], label: str, registry: Registry) -> Theme:
    born_at = max(topic.born_at for topic in topics)
    largest = sorted(topics, key=lambda topic: (-topic.n_passages, topic.id))
    name = theme_name(label, [topic.label for topic in largest])
    taken = [theme.label for theme in registry.themes.values()]
    name = distinct(name, largest[0].keywords, taken)
    return Theme(id=topic_id(born_at, [t.id for t in topics]), label=name, born_at=born_at)


def topic_id(born_at: datetime, member_keys: Sequence[str]) -> str:
    """Make a ULID whose random part is the digest of the founding members, in any order.

    The same passages at the same time give the same id, so a night that is killed and run again
    ends in the same registry.

    References:
        https://github.com/ulid/spec: 48 bits of milliseconds, 80 further bits, Crockford base 32.
    """
    further = hashlib.sha256("\n".join(sorted(member_keys)).encode()).digest()[:10]
    number = int(born_at.timestamp() * 1000) << 80 | int.from_bytes(further)
    digits = ""
    for _ in range(26):
        number, digit = divmod(number, 32)
        digits = _ALPHABET[digit] + digits
    return digits
