"""The tables of the topic registry."""

from datetime import datetime
from typing import Any

from sqlalchemy import Text as LongText
from sqlmodel import JSON, Field

from voc.store.tables.columns import Base, Key, Moment, table_of


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


TOPIC = table_of(TopicRow)
THEME = table_of(ThemeRow)
TOPIC_EVENT = table_of(TopicEventRow)
