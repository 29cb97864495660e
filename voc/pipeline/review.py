"""The review: cluster everything again, and propose what should become of the topics."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from voc.domain.changes import Changes
from voc.domain.registry import encoded, founding
from voc.domain.topic import Proposal, Topic, TopicEvent, TopicPolicy, TopicState
from voc.nlp.topics import FoundTopic, unit
from voc.pipeline.births import found_themes, founded, named_apart, part_of
from voc.pipeline.discover import NIGHT, clusters, is_worth, readable
from voc.pipeline.models import Models
from voc.pipeline.report import Progress
from voc.pipeline.settle import Corrections
from voc.store import PassageTable, Placement, Store

HALF = 0.5
# A topic falls apart where each of two clusters has this share of its members.
PART = 0.25
# A topic is silent when no passage of it came in for so long.
SILENT = timedelta(weeks=13)
# How far a review moves a centroid to the mean of its passages; from which cosine to the founding
# centroid on it doesn't, but asks.
DRIFT = 0.2
CAP = 0.95


def is_due(log: Sequence[TopicEvent], newest: datetime | None, policy: TopicPolicy) -> bool:
    """Tell whether so many days of data have come in since the last review, or the first topics."""
    if newest is None or not log or not policy.review_days:
        return False
    last = max((event.at for event in log if event.kind == "reviewed"), default=log[0].at)
    return newest >= last + timedelta(days=policy.review_days)


def review(
    store: Store,
    models: Callable[[], Models],
    *,
    policy: TopicPolicy,
    on_progress: Progress,
    actor: str = NIGHT,
) -> None:
    """Cluster all passages again, from the topics that they have, and log what that speaks for:
    splits, merges, retirements and births, each proposed once; what was rejected is not proposed
    again. Centroids follow their passages a little. No passage changes its topic: that takes a
    person who accepts. `actor` is who asked for it. The caller holds the store's lock. One
    transaction.
    """
    log, newest = store.topic_events(), store.newest()
    if newest is None or not log:
        return
    on_progress("review topics", 0, 1)
    changes = Changes(log, at=newest, actor=actor)
    table = store.passages()
    rows = readable(table, models())
    found = clusters(table, rows, models(), from_topics=True)
    groups = [[rows[n] for n in one.members] for one in found]
    topics = [founded(one, table, rows, space=models().space) for one in found]
    parts = _Overlap(table, groups, topics, Corrections.of(changes.before))
    for proposal in (
        *parts.splits(changes),
        *parts.merges(changes),
        *_silent(changes, table, newest),
        *_drifted(changes, table),
    ):
        if proposal.id not in changes.registry.proposals:
            changes.found(proposal, "review_proposed", proposal.reason)
    placements = _births(changes, table, groups, topics, found, policy)
    changes.change("", "reviewed", f"{len(topics)} clusters of {len(rows)} passages", {})
    compared = [(p.record_id, p.ordinal) for p in placements]
    store.registry.log(changes.events, placements, exemplars=compared)
    on_progress("review topics", 1, 1)


class _Overlap:
    """Count the members that topics and clusters share, without those that people put there."""

    def __init__(
        self,
        table: PassageTable,
        groups: Sequence[Sequence[int]],
        topics: Sequence[Topic],
        said: Corrections,
    ) -> None:
        self.clusters = topics
        self.of_topic: dict[str, Counter[int]] = {}
        for number, rows in enumerate(groups):
            for row in rows:
                id_ = table.topic_ids[row]
                if id_ is not None and not said.is_about(table, row):
                    self.of_topic.setdefault(id_, Counter())[number] += 1
        self.sizes = Counter(id_ for id_ in table.topic_ids if id_ is not None)
        self.topics_of = [
            Counter({id_: counts[n] for id_, counts in self.of_topic.items() if counts[n]})
            for n in range(len(groups))
        ]

    def splits(self, changes: Changes) -> list[Proposal]:
        """Propose to split topics of which two clusters or more hold a good part, mostly theirs."""
        found = []
        for topic in _open(changes):
            counts = self.of_topic.get(topic.id, Counter())
            parts = [
                number
                for number, n in sorted(counts.items())
                if n >= PART * self.sizes[topic.id]
                and n > HALF * sum(self.topics_of[number].values())
            ]
            if len(parts) > 1:
                shares = ", ".join(
                    f"“{self.clusters[n].label}” {counts[n] / self.sizes[topic.id]:.0%}"
                    for n in parts
                )
                own = (part_of(self.clusters[n], topic) for n in parts)
                new = tuple({"id": part.id, **founding(part)} for part in own)
                reason = f"its passages fall apart: {shares}"
                found.append(_proposal("split", (topic.id,), reason, parts=new))
        return found

    def merges(self, changes: Changes) -> list[Proposal]:
        """Propose to merge topics that mostly lie in one cluster, each into the largest."""
        homes: dict[int, list[str]] = {}
        for topic in _open(changes):
            for number, n in self.of_topic.get(topic.id, Counter()).items():
                if n > HALF * self.sizes[topic.id]:
                    homes.setdefault(number, []).append(topic.id)
        found = []
        for number, ids in sorted(homes.items()):
            ordered = sorted(ids, key=lambda id_: (self.sizes[id_], id_))
            for id_ in ordered[:-1]:
                share = self.of_topic[id_][number] / self.sizes[id_]
                reason = f"{share:.0%} of its passages now lie in one cluster with the other's"
                found.append(_proposal("merge", (id_, ordered[-1]), reason))
        return found


def _open(changes: Changes) -> list[Topic]:
    return [topic for topic in changes.before.active() if "state" not in topic.locked]


def _proposal(
    kind: str, topic_ids: tuple[str, ...], reason: str, *, parts: tuple[Mapping[str, Any], ...] = ()
) -> Proposal:
    """Make a proposal whose id is that of what it proposes, so that it is made once."""
    digest = hashlib.sha256("\n".join((kind, *topic_ids)).encode()).hexdigest()
    id_ = f"P{digest[:11].upper()}"
    return Proposal(id=id_, kind=kind, topic_ids=topic_ids, reason=reason, parts=parts)


def _silent(changes: Changes, table: PassageTable, newest: datetime) -> list[Proposal]:
    last: dict[str, datetime] = {}
    for id_, at in zip(table.topic_ids, table.occurred_at, strict=True):
        if id_ is not None:
            last[id_] = max(at, last.get(id_, at))
    return [
        _proposal("retire", (topic.id,), f"nobody spoke of it since {last[topic.id]:%Y-%m-%d}")
        for topic in _open(changes)
        if topic.id in last and newest - last[topic.id] > SILENT
    ]


def _drifted(changes: Changes, table: PassageTable) -> list[Proposal]:
    """Move centroids a little to where their passages are; ask, where that would be too far."""
    found = []
    own: dict[str, list[int]] = {}
    for row, id_ in enumerate(table.topic_ids):
        if id_ is not None:
            own.setdefault(id_, []).append(row)
    for topic in changes.before.active():
        if topic.id not in own or {"centroid", "state"} & set(topic.locked):
            continue
        mean = unit(table.vectors[own[topic.id]].mean(axis=0))
        moved = unit((1 - DRIFT) * topic.centroid + DRIFT * mean)
        near = float(moved @ topic.founding_centroid)
        if near >= CAP:
            reason = f"{len(own[topic.id])} passages; cosine {near:.3f} to where it was founded"
            changes.change(topic.id, "drifted", reason, {topic.id: {"centroid": moved}})
        else:
            reason = f"its passages have moved away from what it was founded on: cosine {near:.3f}"
            fields = encoded({"centroid": mean, "founding_centroid": mean})
            found.append(_proposal("refound", (topic.id,), reason, parts=(fields,)))
    return found


def _births(
    changes: Changes,
    table: PassageTable,
    groups: Sequence[Sequence[int]],
    topics: Sequence[Topic],
    found: Sequence[FoundTopic],
    policy: TopicPolicy,
) -> list[Placement]:
    """Propose clusters that mostly belong to no topic; a person decides, whatever the policy."""
    chosen = [
        n
        for n, rows in enumerate(groups)
        if sum(_is_nowhere(table, row) for row in rows) > HALF * len(rows)
        and is_worth(topics[n], policy, changes.before)
        and topics[n].id not in changes.before.topics
    ]
    new = named_apart([topics[n] for n in chosen], changes.before)
    born = found_themes(changes, new, [found[n] for n in chosen])
    placements = []
    for number, topic in zip(chosen, born, strict=True):
        reason = f"{topic.n_passages} passages like each other and like no known topic"
        changes.found(replace(topic, state=TopicState.PROPOSED), "proposed", reason)
        placements += [
            Placement(*table.key(row), topic.id, None, 0.0)
            for row in groups[number]
            if _is_nowhere(table, row)
        ]
    return placements


def _is_nowhere(table: PassageTable, row: int) -> bool:
    return table.assigned_ids[row] is None and table.topic_ids[row] is None
