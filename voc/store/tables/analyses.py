"""The tables of what the night finds in records."""

from sqlalchemy import LargeBinary
from sqlmodel import Field

from voc.store.tables.columns import Base, Key, table_of


class AnalysisRow(Base, table=True):
    """What a record's passages add up to."""

    __tablename__ = "analysis"

    record_id: str = Field(
        primary_key=True, sa_type=Key, foreign_key="record.id", ondelete="CASCADE"
    )
    stage: str | None = Field(sa_type=Key)
    stage_confidence: float
    sentiment: float
    sentiment_label: str = Field(sa_type=Key)
    sentiment_confidence: float
    type: str = Field(sa_type=Key)


class PassageRow(Base, table=True):
    """One passage; its span points into the record's verbatim. `vector` is float16, little-endian.

    `assigned_id` is the topic that the night gave it, whatever became of that topic; `topic_id` the
    active one that this leads to, or that a person put it in. `topic_considered` says that
    discovery has seen it, whether or not it found a topic; `exemplar`, that later ones are compared
    with it.
    """

    __tablename__ = "passage"

    record_id: str = Field(
        primary_key=True, sa_type=Key, foreign_key="analysis.record_id", ondelete="CASCADE"
    )
    ordinal: int = Field(primary_key=True)
    span_start: int
    span_end: int
    stage: str | None = Field(sa_type=Key)
    stage_confidence: float
    second_stage: str | None = Field(default=None, sa_type=Key)
    second_confidence: float
    sentiment: float
    sentiment_label: str = Field(sa_type=Key)
    sentiment_confidence: float
    type: str = Field(sa_type=Key)
    topic_id: str | None = Field(sa_type=Key, foreign_key="topic.id", index=True)
    assigned_id: str | None = Field(sa_type=Key, foreign_key="topic.id", index=True)
    topic_confidence: float
    topic_considered: bool
    exemplar: bool
    vector: bytes = Field(sa_type=LargeBinary)


ANALYSIS = table_of(AnalysisRow)
PASSAGE = table_of(PassageRow)
