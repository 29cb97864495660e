"""A topic: found in the texts, with an id for life."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from voc.domain.analysis import Vectors


class TopicState(StrEnum):
    """Say where a topic stands in its life."""

    ACTIVE = "active"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Hold one topic. `centroid` is a unit vector of shape (dimensions,); a passage belongs when
    its cosine to the centroid is at least `radius`. `born_at` is the time of the newest record
    known when the topic was found."""

    id: str
    label: str
    keywords: tuple[str, ...]
    centroid: Vectors
    radius: float
    n_passages: int
    born_at: datetime
    state: TopicState = TopicState.ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicEvent:
    """Record one change of a topic: what, when, by whom (`night` or a person), and why."""

    topic_id: str
    kind: str
    at: datetime
    actor: str
    reason: str
