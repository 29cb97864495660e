"""Find topics among the passages that belong to none, and give them an id for life."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime

from voc.domain.topic import Topic, TopicEvent
from voc.errors import CorpusTooSmall
from voc.nlp.topics import FoundTopic, PassageSet, discover, place
from voc.pipeline.models import Models
from voc.store import PassageTable, Store

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
Progress = Callable[[str, int, int | None], None]


def find_topics(store: Store, models: Callable[[], Models], *, on_progress: Progress) -> int:
    """Cluster the residue when passages have come in since the last look; give the number born.

    Known topics are not touched. One transaction: the topics, their events, their passages.
    """
    residue = store.passages(only_unassigned=True)
    if all(residue.considered):
        return 0
    on_progress("find topics", 0, 1)
    rows = [n for n, lang in enumerate(residue.languages) if lang in models().languages]
    found = _found(residue, rows, models())
    born = [_birth(topic, residue, rows) for topic in found]
    topics = [topic for topic, _ in born]
    events = [event for _, event in born]
    store.add_topics(topics, events, _assignments(residue, rows, found, topics))
    on_progress("find topics", 1, 1)
    return len(born)


def _found(residue: PassageTable, rows: list[int], models: Models) -> tuple[FoundTopic, ...]:
    passages = PassageSet(
        texts=tuple(residue.texts[n] for n in rows),
        vectors=residue.vectors[rows],
        record_ids=tuple(residue.record_ids[n] for n in rows),
        customer_ids=tuple(residue.customer_ids[n] for n in rows),
    )
    try:
        return discover(passages, embed=models.encoder)
    except CorpusTooSmall:
        return ()


def _assignments(
    residue: PassageTable,
    rows: list[int],
    found: Sequence[FoundTopic],
    topics: Sequence[Topic],
) -> list[tuple[str, int, str, float]]:
    """Give each topic the passages it was found from, and what else lies within its radius."""
    if not topics:
        return []
    placed, sure = place(residue.vectors[rows], found)
    return [
        (residue.record_ids[row], residue.ordinals[row], topics[number].id, round(share, 4))
        for row, number, share in zip(rows, placed.tolist(), sure.tolist(), strict=True)
        if number >= 0
    ]


def _birth(found: FoundTopic, residue: PassageTable, rows: list[int]) -> tuple[Topic, TopicEvent]:
    members = [rows[n] for n in found.members]
    born_at = max(residue.occurred_at[n] for n in members)
    keys = sorted(f"{residue.record_ids[n]}/{residue.ordinals[n]}" for n in members)
    topic = Topic(
        id=topic_id(born_at, keys),
        label=found.label,
        keywords=tuple(found.keywords),
        centroid=found.centroid,
        radius=found.radius,
        n_passages=len(members),
        born_at=born_at,
    )
    reason = f"{len(members)} passages like each other and like no known topic"
    return topic, TopicEvent(
        topic_id=topic.id, kind="born", at=born_at, actor="night", reason=reason
    )


def topic_id(born_at: datetime, member_keys: list[str]) -> str:
    """Make a ULID whose random part is the digest of the founding members.

    The same passages at the same time give the same id, so a night that is killed and run again
    ends in the same registry.

    References:
        https://github.com/ulid/spec: 48 bits of milliseconds, 80 further bits, Crockford base 32.
    """
    further = hashlib.sha256("\n".join(member_keys).encode()).digest()[:10]
    number = int(born_at.timestamp() * 1000) << 80 | int.from_bytes(further)
    digits = ""
    for _ in range(26):
        number, digit = divmod(number, 32)
        digits = _ALPHABET[digit] + digits
    return digits
