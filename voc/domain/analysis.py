"""What the pure function `analyse` says of a record."""

from collections import Counter
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
    """Hold one analysed span. `stage` is None for "none of them", and so is `second_stage`, the
    next likeliest. Confidences are in 0..1, and 0 of a text that was not read; that of sentiment is
    its label's; `sentiment` is in -1..1. `assigned_id` may be a topic that was merged into
    `topic_id` since."""

    span: Span
    stage: str | None
    stage_confidence: float
    sentiment: float
    sentiment_label: Sentiment
    type: FeedbackType
    second_stage: str | None = None
    second_confidence: float = 0.0
    sentiment_confidence: float = 0.0
    topic_id: str | None = None
    topic_confidence: float = 0.0
    assigned_id: str | None = None


@dataclass(frozen=True, slots=True)
class StageShare:
    """Hold how much of what a record says is about a stage, None for "none of them"; 0..1."""

    stage: str | None
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """Hold a record's passages and what they add up to; `stage` is the main one."""

    record_id: str
    passages: tuple[Passage, ...]
    stage: str | None
    stage_confidence: float
    sentiment: float
    sentiment_label: Sentiment
    type: FeedbackType
    sentiment_confidence: float = 0.0

    @property
    def stages(self) -> tuple[StageShare, ...]:
        """Give the stages of its passages with their shares of the passages' characters, largest
        first; of a text that was not read, none.

        The main stage is read from the whole record too, so it is not always the largest here.
        """
        lengths: Counter[str | None] = Counter()
        for passage in self.passages:
            if passage.stage_confidence > 0:
                lengths[passage.stage] += passage.span.end - passage.span.start
        total = lengths.total()
        ordered = sorted(lengths.items(), key=lambda item: (-item[1], item[0] or ""))
        return tuple(StageShare(stage, round(n / total, 4)) for stage, n in ordered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Analyses:
    """Hold the analyses of a batch. `vectors` has one float32 unit row per passage, in the order of
    the records and, within a record, of its passages."""

    records: tuple[Analysis, ...]
    vectors: Vectors
