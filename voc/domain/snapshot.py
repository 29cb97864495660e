"""A snapshot: the immutable figures of one night, from which its story is told."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

Scope = Literal["all", "stage", "topic", "touchpoint"]
Span = Literal["week", "current", "previous", "whole"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StageInfo(_Frozen):
    """Name a stage as it stood."""

    id: str
    name: str
    goal: str
    owner: str
    priority: bool


class TopicInfo(_Frozen):
    """Name a topic as it stood. `stage` is where most of its passages lie, if any."""

    id: str
    label: str
    keywords: tuple[str, ...]
    stage: str | None
    born_at: datetime


class Cell(_Frozen):
    """Count the records of one scope, span of time, voice and channel.

    `channel` "*" sums over the channels of the voice. `start` is the Monday of a week, or the
    first day of a longer span. Sentiment counts are of records with an analysed text;
    promoters, passives and detractors of records with a 0-10 score; `top_boxes` of `n_csat`
    records with a CSAT score. In a stage or topic, the sentiment is that of the record's
    passages there.
    """

    scope: Scope
    key: str
    span: Span
    start: date
    solicited: bool
    channel: str
    n_records: int
    n_customers: int
    n_negative: int
    n_neutral: int
    n_positive: int
    n_promoters: int
    n_passives: int
    n_detractors: int
    top_boxes: int
    n_csat: int


class Period(_Frozen):
    """Hold one voice's two periods: days from first to last, both included."""

    solicited: bool
    current: tuple[date, date]
    previous: tuple[date, date]


class Quote(_Frozen):
    """Hold what a customer said of a stage, topic or touchpoint, or (scope "all") of the company.

    `text` is the whole verbatim where it is short, else the sentence that speaks of it.
    `before_leaving`: a customer who left later said it.
    """

    scope: Scope
    key: str
    solicited: bool
    channel: str
    sentiment_label: str
    sentiment: float
    record_id: str
    text: str
    occurred_at: datetime
    before_leaving: bool = False


class LossContrast(_Frozen):
    """Compare how often customers who left and their matched peers spoke of a topic.

    `odds_ratio` is Mantel-Haenszel's over strata of peers; `p_value` Cochran-Mantel-Haenszel's.
    """

    topic_id: str
    n_left: int
    n_left_mentioning: int
    n_stayed: int
    n_stayed_mentioning: int
    odds_ratio: float
    odds_ratio_low: float
    odds_ratio_high: float
    p_value: float


class Coverage(_Frozen):
    """Count what came in and how much of it the figures rest on.

    `n_without_customer` are records, duplicates aside, of which nobody knows whose they are.
    """

    source: str
    channel: str
    solicited: bool
    n_records: int
    n_with_text: int
    n_analysed: int
    n_duplicates: int
    n_empty: int
    n_unread_language: int
    n_rejected: int
    n_with_stage: int
    n_with_topic: int
    n_without_customer: int = 0
    first_day: date | None
    last_day: date | None


class Snapshot(_Frozen):
    """Hold all figures a story needs. `id` is the digest of everything else, so equal data give
    the same snapshot."""

    id: str
    company: str
    as_of: datetime
    journey: str
    analysis_version: str
    stages: tuple[StageInfo, ...]
    topics: tuple[TopicInfo, ...]
    periods: tuple[Period, ...]
    cells: tuple[Cell, ...]
    quotes: tuple[Quote, ...]
    losses: tuple[LossContrast, ...]
    coverage: tuple[Coverage, ...]
