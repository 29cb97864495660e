"""What the pure function `analyse` says of a record."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Sentiment(StrEnum):
    """Label the customer's attitude."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class FeedbackType(StrEnum):
    """Label what the customer does by saying it."""

    COMPLAINT = "complaint"
    PRAISE = "praise"
    SUGGESTION = "suggestion"
    QUESTION = "question"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Span:
    """Point into a verbatim: characters start (included) to end (excluded)."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Cut the span out of its text."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Hold one analysed span. `stage` is None for "none of them"; confidences are in 0..1,
    `sentiment` in -1..1. `assigned_id` may be a topic that was merged into `topic_id` since."""

    span: Span
    stage: str | None
    stage_confidence: float
    sentiment: float
    sentiment_label: Sentiment
    type: FeedbackType
    topic_id: str | None = None
    topic_confidence: float = 0.0
    assigned_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """Hold a record's passages and what they add up to."""

    record_id: str
    passages: tuple[Passage, ...]
    stage: str | None
    stage_confidence: float
    sentiment: float
    sentiment_label: Sentiment
    type: FeedbackType


@dataclass(frozen=True, slots=True, kw_only=True)
class Analyses:
    """Hold the analyses of a batch. `vectors` has one float32 unit row per passage, in the order of
    the records and, within a record, of its passages."""

    records: tuple[Analysis, ...]
    vectors: Vectors
