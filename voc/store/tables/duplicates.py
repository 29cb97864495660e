"""The tables of who repeats whom."""

from sqlalchemy import LargeBinary
from sqlmodel import Field

from voc.store.tables.columns import Base, Key, table_of


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


SKETCH = table_of(SketchRow)
UNCOMPARED = table_of(UncomparedRow)
KEPT_APART = table_of(KeptApartRow)
