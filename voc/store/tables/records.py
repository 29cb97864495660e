"""The tables of what customers said, as it came."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy import Text as LongText
from sqlmodel import Field

from voc.store.tables.columns import Base, Key, Moment, table_of


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


RECORD = table_of(RecordRow)
REVISION = table_of(RecordRevisionRow)
REJECTION = table_of(RejectionRow)
SOURCE_CURSOR = table_of(SourceCursorRow)
