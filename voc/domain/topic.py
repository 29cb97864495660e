"""A topic: found in the texts, with an id for life; and a theme, the parent of topics."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, NamedTuple

import numpy as np

from voc.domain.analysis import Vectors


class TopicState(StrEnum):
    """Say where a topic stands in its life. Only an active one has passages."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    MERGED = "merged"
    SPLIT = "split"
    RETIRED = "retired"


class PassageRef(NamedTuple):
    """Point to a passage as it read: `digest` is that of its text, so that a reference to a record
    that was revised since points to nothing."""

    record_id: str
    ordinal: int
    digest: str

    @classmethod
    def of(cls, record_id: str, ordinal: int, text: str) -> "PassageRef":
        """Point to a passage of this text."""
        return cls(record_id, ordinal, hashlib.sha256(text.encode()).hexdigest()[:16])


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Hold one topic.

    `centroid` and `founding_centroid` are unit vectors of shape (dimensions,) in the space of the
    `embedding` model; `radius` is the cosine to the centroid that a passage needs to belong.
    `n_passages`, `n_records`, `n_customers`, `n_days` and `channels` (channel to records) are those
    that it was founded on, `born_at` the time of the newest of them. `theme_id` is its parent,
    `stage` where most of its passages lay, `owner` who answers for it.

    `parents` are the topics that it came from by a split; a passage of a topic that was merged or
    split belongs to its `successors`. `pinned` passages belong here whatever they are like,
    `barred` ones never do. No night and no review changes a field that is `locked`.
    """

    id: str
    label: str
    keywords: tuple[str, ...]
    centroid: Vectors
    radius: float
    n_passages: int
    born_at: datetime
    state: TopicState = TopicState.ACTIVE
    theme_id: str | None = None
    stage: str | None = None
    owner: str | None = None
    locked: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    founding_centroid: Vectors = field(default_factory=lambda: np.zeros(0, np.float32))
    embedding: str = ""
    n_records: int = 0
    n_customers: int = 0
    n_days: int = 0
    channels: Mapping[str, int] = field(default_factory=dict)
    representatives: tuple[PassageRef, ...] = ()
    exemplars: tuple[PassageRef, ...] = ()
    pinned: tuple[PassageRef, ...] = ()
    barred: tuple[PassageRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Hold a parent of topics, with an id for life."""

    id: str
    label: str
    born_at: datetime
    locked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Hold what a review proposes to do to topics: `kind` is merge, split, retire or refound.

    `state` is open, accepted or rejected; what was rejected is not proposed again. `parts` are the
    topics, as fields of a Topic, that a split would found, or the fields that refounding changes; a
    merge is into the last of `topic_ids`.
    """

    id: str
    kind: str
    topic_ids: tuple[str, ...]
    reason: str
    state: str = "open"
    parts: tuple[Mapping[str, Any], ...] = ()


Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicEvent:
    """Record one change: what, when, by whom (`night` or a person), and why.

    `after` maps the id of each topic, theme or proposal that it touches to its changed fields, as
    JSON writes them; `before` has the same keys, and of what was founded nothing. `topic_id` is the
    one that it is about. `number` is its place in the log, from 1; `undoes` that of another event.
    `at` never goes back along the log: a person's event carries the time of the newest record.
    """

    topic_id: str
    kind: str
    at: datetime
    actor: str
    reason: str
    before: Mapping[str, Fields] = field(default_factory=dict)
    after: Mapping[str, Fields] = field(default_factory=dict)
    undoes: int | None = None
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicPolicy:
    """Say what a night may make of the passages that belong to no topic.

    Those of the last `window_days` are clustered. A cluster is proposed from `min_records`,
    `min_customers` and `min_days` on, and becomes a topic at once (`accept` is auto) or when a
    person accepts it (ask). After `review_days` of data all is reviewed; 0: never.
    """

    accept: Literal["auto", "ask"] = "auto"
    window_days: int = 28
    min_records: int = 10
    min_customers: int = 5
    min_days: int = 2
    review_days: int = 7

    def __str__(self) -> str:
        return (
            f"{self.accept} from {self.min_records} records, {self.min_customers} customers and "
            f"{self.min_days} days on"
        )
