"""The tables of the store. They hold neither a clock nor a counter of the database: equal input
gives equal rows."""

from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    String,
    Table,
)
from sqlalchemy import Text as LongText
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import JSON, Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Key(TypeDecorator[str]):
    """Store a short text that sorts by code point, so that both databases give the same order."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        collation = "C" if dialect.name == "postgresql" else None
        return dialect.type_descriptor(String(collation=collation))


class Moment(TypeDecorator[datetime]):
    """Store an aware time as UTC and give it back as aware UTC (SQLite keeps no zone)."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone can't be stored; give it one, for example UTC")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.replace(tzinfo=None)

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Base(SQLModel):
    """Share the names of constraints among all tables, which later migrations need."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING)


class RecordColumns(Base):
    """Hold the columns that a record and its earlier versions have in common."""

    source: str = Field(sa_type=Key)
    external_id: str = Field(sa_type=Key)
    channel: str = Field(sa_type=Key)
    solicited: bool
    occurred_at: datetime = Field(sa_type=Moment)
    verbatim: str = Field(sa_type=LongText)
    language: str = Field(sa_type=Key)
    content_digest: str = Field(sa_type=Key)
    normal_digest: str = Field(sa_type=Key)
    mark: str | None = Field(sa_type=Key)
    duplicate_of: str | None = Field(sa_type=Key)
    score_value: float | None
    score_scale: str | None = Field(sa_type=Key)
    response_id: str | None = Field(sa_type=Key)
    customer_id: str | None = Field(sa_type=Key)
    customer_key: str | None = Field(default=None, sa_type=Key)
    contact_key: str | None = Field(default=None, sa_type=Key)
    email_key: str | None = Field(default=None, sa_type=Key)
    phone_key: str | None = Field(default=None, sa_type=Key)
    account_id: str | None = Field(sa_type=Key)
    customer_segment: str | None = Field(sa_type=Key)
    region: str | None = Field(sa_type=Key)
    touchpoint: str | None = Field(sa_type=Key)


class RecordRow(RecordColumns, table=True):
    """One feedback record. `analysed_version` is NULL until it is analysed."""

    __tablename__ = "record"
    __table_args__ = (
        ForeignKeyConstraint(["duplicate_of"], ["record.id"]),
        Index(None, "occurred_at", "id"),
        Index(None, "duplicate_of"),
    )

    id: str = Field(primary_key=True, sa_type=Key)
    analysed_version: str | None = Field(default=None, sa_type=Key)


class RecordRevisionRow(RecordColumns, table=True):
    """What a record was before it was revised; `revision` counts from 1."""

    __tablename__ = "record_revision"

    record_id: str = Field(
        primary_key=True, sa_type=Key, foreign_key="record.id", ondelete="CASCADE"
    )
    revision: int = Field(primary_key=True)


class SketchRow(Base, table=True):
    """By what a record that repeats none is found: the keys of its text (uint32, little-endian),
    the text's length as it is compared, and the day, counted from 1970."""

    __tablename__ = "sketch"

    record_id: str = Field(
        primary_key=True, sa_type=Key, foreign_key="record.id", ondelete="CASCADE"
    )
    day: int = Field(index=True)
    length: int
    keys: bytes = Field(sa_type=LargeBinary)


class UncomparedRow(Base, table=True):
    """A record that waits to be compared with others, in the order of `sequence`."""

    __tablename__ = "uncompared"

    record_id: str = Field(
        primary_key=True, sa_type=Key, foreign_key="record.id", ondelete="CASCADE"
    )
    sequence: int
    why: str = Field(sa_type=Key)


class KeptApartRow(Base, table=True):
    """A record of which a person said that it is nobody's duplicate."""

    __tablename__ = "kept_apart"

    record_id: str = Field(
        primary_key=True, sa_type=Key, foreign_key="record.id", ondelete="CASCADE"
    )


class RejectionRow(Base, table=True):
    """One row of a file that could not become a record. `cells` are pairs of field and redacted
    cell, as JSON."""

    __tablename__ = "rejection"

    source: str = Field(primary_key=True, sa_type=Key)
    file: str = Field(primary_key=True, sa_type=Key)
    row: int = Field(primary_key=True)
    field: str = Field(primary_key=True, sa_type=Key)
    reason: str = Field(sa_type=LongText)
    cells: str = Field(default="[]", sa_type=LongText)
    record_id: str | None = Field(default=None, sa_type=Key)
    occurred_at: datetime | None = Field(default=None, sa_type=Moment)
    customer_key: str | None = Field(default=None, sa_type=Key)
    contact_key: str | None = Field(default=None, sa_type=Key)
    email_key: str | None = Field(default=None, sa_type=Key)
    phone_key: str | None = Field(default=None, sa_type=Key)


class SourceCursorRow(Base, table=True):
    """Where a live source's next pull goes on, as JSON."""

    __tablename__ = "source_cursor"

    source: str = Field(primary_key=True, sa_type=Key)
    cursor: str = Field(sa_type=LongText)


class CustomerRow(Base, table=True):
    """What the company knows of a customer."""

    __tablename__ = "customer"

    id: str = Field(primary_key=True, sa_type=Key)
    account_id: str | None = Field(sa_type=Key)
    customer_segment: str | None = Field(sa_type=Key)
    region: str | None = Field(sa_type=Key)
    monthly_revenue: float | None
    joined_on: date | None
    left_on: date | None
    email_key: str | None = Field(default=None, sa_type=Key)
    phone_key: str | None = Field(default=None, sa_type=Key)


class JoinEventRow(Base, table=True):
    """One change of which keys are taken for one customer; `sequence` is the order of the log."""

    __tablename__ = "join_event"

    sequence: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: str = Field(sa_type=Key)
    key: str = Field(sa_type=Key)
    customer_id: str = Field(sa_type=Key)
    via: str | None = Field(sa_type=Key)
    at: datetime = Field(sa_type=Moment)
    actor: str = Field(sa_type=Key)


class TombstoneRow(Base, table=True):
    """One key of a customer who was erased. `alone`: rows that have a surer key are others'."""

    __tablename__ = "tombstone"

    key: str = Field(primary_key=True, sa_type=Key)
    kind: str = Field(sa_type=Key)
    customer_id: str = Field(sa_type=Key, index=True)
    alone: bool


class ErasureRow(Base, table=True):
    """One line of the audit: who or what was erased, and how much of it. It holds no text."""

    __tablename__ = "erasure"

    sequence: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    customer_id: str | None = Field(sa_type=Key)
    before: datetime | None = Field(sa_type=Moment)
    requested_on: date | None
    newest: datetime | None = Field(sa_type=Moment)
    n_records: int
    n_revisions: int
    n_passages: int
    n_quotes: int


class TopicRow(Base, table=True):
    """One topic: what the fold of its events gives, as an event keeps it."""

    __tablename__ = "topic"

    id: str = Field(primary_key=True, sa_type=Key)
    label: str = Field(sa_type=Key)
    state: str = Field(sa_type=Key)
    fields: dict[str, Any] = Field(sa_type=JSON)


class ThemeRow(Base, table=True):
    """One theme, kept as a topic is."""

    __tablename__ = "theme"

    id: str = Field(primary_key=True, sa_type=Key)
    label: str = Field(sa_type=Key)
    fields: dict[str, Any] = Field(sa_type=JSON)


class TopicEventRow(Base, table=True):
    """One change of a topic, theme or proposal; `sequence` is the order of the log."""

    __tablename__ = "topic_event"

    sequence: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    topic_id: str = Field(sa_type=Key, index=True)
    kind: str = Field(sa_type=Key)
    at: datetime = Field(sa_type=Moment)
    actor: str = Field(sa_type=Key)
    reason: str = Field(sa_type=LongText)
    before: dict[str, Any] = Field(sa_type=JSON)
    after: dict[str, Any] = Field(sa_type=JSON)
    undoes: int | None


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


class SnapshotRow(Base, table=True):
    """One snapshot as JSON; the highest `sequence` is the latest."""

    __tablename__ = "snapshot"

    id: str = Field(primary_key=True, sa_type=Key)
    sequence: int = Field(unique=True)
    document: str = Field(sa_type=LongText)


class CountedRow(Base, table=True):
    """A record as the latest figures counted it; of one that was erased since, neither id nor
    digest."""

    __tablename__ = "counted"

    record_id: str = Field(primary_key=True, sa_type=Key)
    occurred_at: datetime = Field(sa_type=Moment)
    solicited: bool
    digest: str = Field(sa_type=Key)
    version: str = Field(sa_type=Key)
    topic_ids: list[str] = Field(sa_type=JSON)


class RestatementRow(Base, table=True):
    """By how many records a topic's number for a day changed with a snapshot, and why."""

    __tablename__ = "restatement"

    sequence: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    topic_id: str = Field(primary_key=True, sa_type=Key)
    day: date = Field(primary_key=True)
    solicited: bool = Field(primary_key=True)
    cause: str = Field(primary_key=True, sa_type=Key)
    n: int


class StoryRow(Base, table=True):
    """One story as JSON; the highest `sequence` is the latest."""

    __tablename__ = "story"

    id: str = Field(primary_key=True, sa_type=Key)
    snapshot_id: str = Field(sa_type=Key, foreign_key="snapshot.id", index=True)
    sequence: int = Field(unique=True)
    document: str = Field(sa_type=LongText)


def _table(row: type[Base]) -> Table:
    return Base.metadata.tables[str(row.__tablename__)]


RECORD = _table(RecordRow)
REVISION = _table(RecordRevisionRow)
SKETCH = _table(SketchRow)
UNCOMPARED = _table(UncomparedRow)
KEPT_APART = _table(KeptApartRow)
REJECTION = _table(RejectionRow)
SOURCE_CURSOR = _table(SourceCursorRow)
CUSTOMER = _table(CustomerRow)
JOIN_EVENT = _table(JoinEventRow)
TOMBSTONE = _table(TombstoneRow)
ERASURE = _table(ErasureRow)
TOPIC = _table(TopicRow)
THEME = _table(ThemeRow)
TOPIC_EVENT = _table(TopicEventRow)
ANALYSIS = _table(AnalysisRow)
PASSAGE = _table(PassageRow)
SNAPSHOT = _table(SnapshotRow)
COUNTED = _table(CountedRow)
RESTATEMENT = _table(RestatementRow)
STORY = _table(StoryRow)
