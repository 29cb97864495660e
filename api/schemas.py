"""What goes over the wire."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel

from voc.domain.analysis import Analysis, FeedbackType, Sentiment
from voc.domain.record import Channel, FeedbackRecord, Mark
from voc.domain.topic import Topic, TopicState


class ScorePublic(BaseModel):
    """A score with its scale and the rule it may be summarised by."""

    value: float
    scale: str
    rule: str


class PassagePublic(BaseModel):
    """An analysed span: characters start (included) to end (excluded) of the verbatim.
    `second_stage` is the next likeliest; null for none of the stages."""

    start: int
    end: int
    stage: str | None
    stage_confidence: float
    second_stage: str | None
    second_confidence: float
    sentiment: float
    sentiment_label: Sentiment
    sentiment_confidence: float
    type: FeedbackType
    topic_id: str | None
    topic_confidence: float


class StageSharePublic(BaseModel):
    """How much of what a record says is about a stage (null: none of them); 0 to 1."""

    stage: str | None
    share: float


class FeedbackPublic(BaseModel):
    """A feedback record. `analysed` is false until a night has read it. `stage` is the main one."""

    id: str
    source: str
    channel: Channel
    solicited: bool
    occurred_at: datetime
    verbatim: str
    language: str
    mark: Mark | None
    duplicate_of: str | None
    score: ScorePublic | None
    customer_id: str | None
    customer_segment: str | None
    region: str | None
    touchpoint: str | None
    analysed: bool
    stage: str | None = None
    stage_confidence: float | None = None
    stages: list[StageSharePublic] = []
    sentiment: float | None = None
    sentiment_label: Sentiment | None = None
    sentiment_confidence: float | None = None
    type: FeedbackType | None = None
    passages: list[PassagePublic] = []

    @classmethod
    def of(cls, record: FeedbackRecord, analysis: Analysis | None) -> Self:
        """Put a record and its analysis on the wire."""
        own = {
            name: getattr(record, name)
            for name in cls.model_fields
            if hasattr(record, name) and name != "score"
        }
        return cls(**own, score=_score(record), **_analysed(analysis))


class FeedbackPage(BaseModel):
    """A page of records, newest first; `next` is the `after` of the next page."""

    items: list[FeedbackPublic]
    next: str | None


class TopicPublic(BaseModel):
    """A topic with its id for life; `n_passages` are those that it holds now."""

    id: str
    label: str
    keywords: tuple[str, ...]
    n_passages: int
    born_at: datetime
    state: TopicState
    theme_id: str | None
    stage: str | None
    owner: str | None

    @classmethod
    def of(cls, topic: Topic, n_passages: int) -> Self:
        """Put a topic on the wire, without its vectors."""
        held = {name: getattr(topic, name) for name in cls.model_fields}
        return cls(**(held | {"n_passages": n_passages}))


class Health(BaseModel):
    """Whether the process lives, or can answer."""

    status: str
    version: str


def _score(record: FeedbackRecord) -> ScorePublic | None:
    if record.score is None:
        return None
    scale = record.score.scale
    return ScorePublic(value=record.score.value, scale=scale.id, rule=scale.rule.value)


def _analysed(analysis: Analysis | None) -> dict[str, object]:
    if analysis is None:
        return {"analysed": False}
    names = (
        *("stage", "stage_confidence"),
        *("sentiment", "sentiment_label", "sentiment_confidence", "type"),
    )
    stages = [StageSharePublic(stage=own.stage, share=own.share) for own in analysis.stages]
    passages = [
        PassagePublic(
            start=passage.span.start,
            end=passage.span.end,
            topic_id=passage.topic_id,
            topic_confidence=passage.topic_confidence,
            second_stage=passage.second_stage,
            second_confidence=passage.second_confidence,
            **{name: getattr(passage, name) for name in names},
        )
        for passage in analysis.passages
    ]
    return {
        "analysed": True,
        "stages": stages,
        "passages": passages,
        **{name: getattr(analysis, name) for name in names},
    }
