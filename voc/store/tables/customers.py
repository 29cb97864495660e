"""The tables of customers: who they are, who is taken for whom, and who was erased."""

from datetime import date, datetime

from sqlmodel import Field

from voc.store.tables.columns import Base, Key, Moment, table_of


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


CUSTOMER = table_of(CustomerRow)
JOIN_EVENT = table_of(JoinEventRow)
TOMBSTONE = table_of(TombstoneRow)
ERASURE = table_of(ErasureRow)
