"""Find topics among the passages that belong to none: at first topics, later proposals."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np

from voc.domain.changes import Changes
from voc.domain.registry import Registry
from voc.domain.topic import Topic, TopicPolicy, TopicState
from voc.errors import CorpusTooSmall
from voc.nlp.topics import FoundTopic, PassageSet, assign, discover, nearest, novel, place
from voc.pipeline.analyse import KnownTopics
from voc.pipeline.births import found_themes, founded
from voc.pipeline.models import Models
from voc.pipeline.report import Progress
from voc.pipeline.settle import Corrections, known_topics
from voc.store import PassageTable, Placement, Store

# Cosine of centroids from which what is found is a topic that is known.
SAME_TOPIC = 0.85
# Below this confidence, a passage may be the first of a subject that nobody knows.
CLEAR = 0.8
EXEMPLARS = 200
# What came in since then, and since the first topics were found, can be news.
RECENT = timedelta(days=7)
NIGHT = "night"


def find_topics(
    store: Store, models: Callable[[], Models], *, policy: TopicPolicy, on_progress: Progress
) -> int:
    """Cluster the residue when passages have come in since the last look; give the number born.

    Known topics are not touched. The first look of all makes topics of what it finds; a later one
    proposes what is new, has enough records, customers and days behind it and is no known topic,
    and accepts it where the policy says so. It looks among passages without a topic and among those
    that were given one unclearly, which move with the birth. One transaction: events and passages.
    """
    log = store.topic_events()
    newest = store.newest()
    since = newest - timedelta(days=policy.window_days) if newest and log else None
    residue = store.registry.residue(since, clear=CLEAR)
    if newest is None or all(residue.considered):
        return 0
    on_progress("find topics", 0, 1)
    changes = Changes(log, at=newest, actor=NIGHT)
    said = Corrections.of(changes.registry)
    rows = [n for n in readable(residue, models()) if not said.is_about(residue, n)]
    known = known_topics(store)
    placements = settled_late(residue, rows, known, changes.registry)
    rows = [n for n in rows if residue.key(n) not in placements]
    free = {n for n in rows if not residue.assigned_ids[n]}
    if log:
        found = news(residue, rows, models(), known, changes.before)
    else:
        found = clusters(residue, rows, models())
    topics = [_with_misplaced(one, residue, rows, models().space) for one in found]
    new = [n for n, t in enumerate(topics) if not log or is_worth(t, policy, changes.before)]
    born = _log(changes, [topics[n] for n in new], [found[n] for n in new], policy)
    active = {topic.id for topic in born if not log or policy.accept == "auto"}
    homes = {n: (topics[n], topics[n].id in active) for n in new}
    placements |= at_home(residue, _placed(residue, rows, found), homes)
    compared = exemplars(residue, sorted(free), placements, without_topic=not log)
    store.registry.log(
        changes.events, list(placements.values()), exemplars=compared, considered=True
    )
    on_progress("find topics", 1, 1)
    return len(active)


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


def readable(table: PassageTable, models: Models) -> list[int]:
    """List the rows in languages that the models read."""
    return [n for n, language in enumerate(table.languages) if language in models.languages]


def _with_misplaced(
    found: FoundTopic, residue: PassageTable, rows: Sequence[int], space: str
) -> Topic:
    """Found a topic; members that had been given to another one move with the birth."""
    own = (rows[n] for n in found.members)
    misplaced = tuple(residue.ref(row) for row in own if residue.assigned_ids[row])
    return replace(founded(found, residue, rows, space=space), pinned=misplaced)


def settled_late(
    residue: PassageTable, rows: Sequence[int], known: KnownTopics, registry: Registry
) -> dict[tuple[str, int], Placement]:
    """Place those of the rows without a topic that belong to what is known by now."""
    nowhere = [n for n in rows if not residue.assigned_ids[n]]
    placements = caught_up(residue, nowhere, known)
    rest = [n for n in nowhere if residue.key(n) not in placements]
    return placements | absorbed(residue, rest, registry)


def caught_up(
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


def absorbed(
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


def clusters(table: PassageTable, rows: Sequence[int], models: Models) -> tuple[FoundTopic, ...]:
    """Discover among some rows of a table; too few of them hold no topics."""
    try:
        return discover(_passages(table, rows), embed=models.encoder)
    except CorpusTooSmall:
        return ()


def news(
    table: PassageTable, rows: Sequence[int], models: Models, known: KnownTopics, registry: Registry
) -> tuple[FoundTopic, ...]:
    """Find what was not said before, among some rows of a table.

    What was said all along, and was only never found, is for a review.
    """
    if not rows or not registry.topics or not len(known.exemplars.owners):
        return ()
    founded_at = min(topic.born_at for topic in registry.topics.values())
    since = max(founded_at, max(table.occurred_at) - RECENT)
    recent = np.array([table.occurred_at[n] > since for n in rows])
    return novel(_passages(table, rows), recent, known.exemplars, embed=models.encoder)


def _passages(table: PassageTable, rows: Sequence[int]) -> PassageSet:
    return PassageSet(
        texts=tuple(table.texts[n] for n in rows),
        vectors=table.vectors[list(rows)],
        record_ids=tuple(table.record_ids[n] for n in rows),
        customer_ids=tuple(table.customer_ids[n] for n in rows),
        channels=tuple(table.channels[n] for n in rows),
    )


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
    chosen = [key for keys in by_topic.values() for key in some(keys)]
    n_members = sum(map(len, by_topic.values()))
    if without_topic and n_members:
        chosen += sorted(rest, key=_chance)[: len(rest) * len(chosen) // n_members]
    return chosen


def some(keys: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Choose up to 200 passages, whichever."""
    return sorted(keys, key=_chance)[:EXEMPLARS]


def _chance(key: tuple[str, int]) -> bytes:
    return hashlib.sha256(f"{key[0]}/{key[1]}".encode()).digest()


def is_worth(topic: Topic, policy: TopicPolicy, registry: Registry) -> bool:
    """Tell whether enough speaks for a topic, and it is none found again that is active, proposed,
    rejected or retired."""
    enough = (
        topic.n_records >= policy.min_records
        and topic.n_customers >= policy.min_customers
        and topic.n_days >= policy.min_days
    )
    ended = (TopicState.MERGED, TopicState.SPLIT)
    known = [one.centroid for one in registry.topics.values() if one.state not in ended]
    return enough and max((float(one @ topic.centroid) for one in known), default=0.0) < SAME_TOPIC


def _log(
    changes: Changes, topics: Sequence[Topic], found: Sequence[FoundTopic], policy: TopicPolicy
) -> list[Topic]:
    first = not changes.before.topics
    born = found_themes(changes, topics, found)
    for topic in born:
        reason = f"{topic.n_passages} passages like each other and like no known topic"
        if topic.pinned:
            reason += f"; {len(topic.pinned)} of them had been taken for known ones and move here"
        if first:
            changes.found(topic, "born", reason)
            continue
        changes.found(replace(topic, state=TopicState.PROPOSED), "proposed", reason)
        if policy.accept == "auto":
            accepted = {topic.id: {"state": TopicState.ACTIVE}}
            changes.change(topic.id, "accepted", f"policy: {policy}", accepted)
    return born


def _placed(
    residue: PassageTable, rows: Sequence[int], found: Sequence[FoundTopic]
) -> list[tuple[int, int, float]]:
    """List rows with the number of their topic and a confidence: its members, and what else lies
    within its radius."""
    placed, sure = place(residue.vectors[list(rows)], found)
    every = zip(rows, placed.tolist(), sure.tolist(), strict=True)
    return [(row, number, round(share, 4)) for row, number, share in every if number >= 0]
