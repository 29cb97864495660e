"""The tables of figures and the stories told of them."""

from datetime import date, datetime

from sqlalchemy import Text as LongText
from sqlmodel import JSON, Field

from voc.store.tables.columns import Base, Key, Moment, table_of


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


SNAPSHOT = table_of(SnapshotRow)
COUNTED = table_of(CountedRow)
RESTATEMENT = table_of(RestatementRow)
STORY = table_of(StoryRow)
