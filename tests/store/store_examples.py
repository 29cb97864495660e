"""Small records and analyses to put into a store."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from voc.domain.analysis import Analyses, Analysis, FeedbackType, Passage, Sentiment, Span
from voc.domain.claim import Story
from voc.domain.record import Channel, FeedbackRecord
from voc.domain.registry import founding
from voc.domain.snapshot import Snapshot
from voc.domain.topic import Topic, TopicEvent

MONDAY = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
DIMENSIONS = 8


def a_record(id: str, verbatim: str = "The engineer was early. The bill was wrong.", **fields: Any):
    values: dict[str, Any] = {
        "source": "survey",
        "external_id": id.upper(),
        "channel": Channel.SURVEY,
        "solicited": True,
        "occurred_at": MONDAY,
        "language": "en",
        "content_digest": f"content of {verbatim}",
        "normal_digest": verbatim.casefold(),
    }
    return FeedbackRecord(id=id, verbatim=verbatim, **(values | fields))


def a_post(id: str, verbatim: str, **fields: Any) -> FeedbackRecord:
    """Make a social post."""
    return a_record(
        id, verbatim, **({"source": "x", "channel": Channel.SOCIAL, "solicited": False} | fields)
    )


def a_passage(start: int, end: int, **fields: Any) -> Passage:
    values: dict[str, Any] = {
        "stage": "pay",
        "stage_confidence": 0.75,
        "second_stage": "support",
        "second_confidence": 0.125,
        "sentiment": -0.5,
        "sentiment_label": Sentiment.NEGATIVE,
        "sentiment_confidence": 0.625,
        "type": FeedbackType.COMPLAINT,
    }
    return Passage(span=Span(start, end), **(values | fields))


def an_analysis(record_id: str, *passages: Passage, **fields: Any) -> Analysis:
    values: dict[str, Any] = {
        "stage": "pay",
        "stage_confidence": 0.5,
        "sentiment": -0.25,
        "sentiment_label": Sentiment.NEGATIVE,
        "sentiment_confidence": 0.625,
        "type": FeedbackType.COMPLAINT,
    }
    return Analysis(record_id=record_id, passages=passages, **(values | fields))


def analyses_of(*records: Analysis, seed: int = 0) -> Analyses:
    """Give each passage a vector that float16 holds exactly."""
    n_passages = sum(len(record.passages) for record in records)
    whole = np.random.default_rng(seed).integers(-64, 64, size=(n_passages, DIMENSIONS))
    return Analyses(records=records, vectors=(whole / 64).astype(np.float32))


def a_topic(id: str, **fields: Any) -> Topic:
    values: dict[str, Any] = {
        "label": f"label of {id}",
        "keywords": ("charged twice", "Überweisung"),
        "centroid": np.full(DIMENSIONS, DIMENSIONS**-0.5, dtype=np.float32),
        "radius": 0.6,
        "n_passages": 12,
        "born_at": MONDAY,
    }
    return Topic(id=id, **(values | fields))


def birth(topic: Topic, *, days: int = 0) -> TopicEvent:
    """Make the event by which a topic is born."""
    after = {topic.id: founding(topic)}
    at = MONDAY + timedelta(days=days)
    return TopicEvent(
        topic_id=topic.id,
        kind="born",
        at=at,
        actor="night",
        reason="residue",
        before={topic.id: {}},
        after=after,
    )


def a_snapshot(id: str) -> Snapshot:
    return Snapshot(
        id=id,
        company="Larkline",
        as_of=MONDAY,
        journey="telecom",
        analysis_version="v1",
        stages=(),
        topics=(),
        periods=(),
        cells=(),
        quotes=(),
        losses=(),
        coverage=(),
    )


def a_story(id: str, snapshot_id: str) -> Story:
    return Story(
        id=id, snapshot_id=snapshot_id, headline="H", summary=("S",), claims=(), caveats=()
    )


def later(records: Sequence[FeedbackRecord], **time: float) -> list[FeedbackRecord]:
    """Move records, each by the same time further than the one before."""
    return [
        replace(record, occurred_at=record.occurred_at + n * timedelta(**time))
        for n, record in enumerate(records)
    ]
