"""Find topics among the passages that belong to none: at first topics, later proposals."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np

from voc.domain.changes import Changes
from voc.domain.registry import Registry
from voc.domain.topic import Topic, TopicPolicy, TopicState
from voc.errors import CorpusTooSmall
from voc.nlp.topics import FoundTopic, PassageSet, discover, novel, place
from voc.pipeline.analyse import KnownTopics
from voc.pipeline.births import found_themes, founded, named_apart
from voc.pipeline.models import Models
from voc.pipeline.placing import at_home, exemplars, settled_late
from voc.pipeline.report import Progress
from voc.pipeline.settle import Corrections, known_topics
from voc.store import PassageTable, Store

# Cosine of centroids from which what is found is a topic that is known.
SAME_TOPIC = 0.85
# Below this confidence, a passage may be the first of a subject that nobody knows.
CLEAR = 0.8
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
    free = [n for n in rows if not residue.assigned_ids[n]]
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
    compared = exemplars(residue, free, placements, without_topic=not log)
    store.registry.log(
        changes.events, list(placements.values()), exemplars=compared, considered=True
    )
    on_progress("find topics", 1, 1)
    return len(active)


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


def clusters(
    table: PassageTable, rows: Sequence[int], models: Models, *, from_topics: bool = False
) -> tuple[FoundTopic, ...]:
    """Discover among some rows of a table, from nothing or from the topics that the rows have; too
    few of them hold no topics."""
    numbers = {id_: n for n, id_ in enumerate(sorted({t for t in table.topic_ids if t}))}
    start = [numbers.get(table.topic_ids[n] or "", -1) for n in rows] if from_topics else None
    try:
        return discover(passages_of(table, rows), embed=models.encoder, start=start)
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
    return novel(passages_of(table, rows), recent, known.exemplars, embed=models.encoder)


def passages_of(table: PassageTable, rows: Sequence[int]) -> PassageSet:
    """Take some rows of a table as discovery reads them."""
    return PassageSet(
        texts=tuple(table.texts[n] for n in rows),
        vectors=table.vectors[list(rows)],
        record_ids=tuple(table.record_ids[n] for n in rows),
        customer_ids=tuple(table.customer_ids[n] for n in rows),
        channels=tuple(table.channels[n] for n in rows),
    )


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
    born = found_themes(changes, named_apart(topics, changes.before), found)
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
