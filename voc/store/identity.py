"""Store by which keys customers are known, and the log of which are taken for the same."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import reduce
from itertools import count
from operator import add
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    bindparam,
    cast,
    func,
    insert,
    select,
    update,
)

from voc.domain.identity import Join, JoinEvent, KeyKind, Keys
from voc.store.duplicates import compare_again
from voc.store.statements import next_sequence, parts
from voc.store.tables import CUSTOMER, JOIN_EVENT, RECORD

KEYS: tuple[ColumnElement[Any], ...] = tuple(RECORD.c[f"{kind.value}_key"] for kind in KeyKind)
ROWS_AT_ONCE = 10_000


def load_links(connection: Connection) -> list[Keys]:
    """List the sets of keys that a record, or the company's list of customers, declares together,
    each once."""
    n_keys: ColumnElement[int] = reduce(add, (cast(key.is_not(None), Integer) for key in KEYS))
    several = select(*KEYS).where(n_keys > 1).distinct()
    declared = {_keys(row) for row in connection.execute(several)}
    listed = connection.execute(select(CUSTOMER.c.id, CUSTOMER.c.email_key, CUSTOMER.c.phone_key))
    known = {Keys(customer=id_, email=email, phone=phone) for id_, email, phone in listed}
    return [*declared, *(keys for keys in known if keys.email or keys.phone)]


def load_surest(connection: Connection) -> set[str]:
    """List the keys by which alone some record's customer is known, customer ids left out."""
    return {row.key for row in connection.execute(_unsure(_surest()).distinct()) if row.key}


def place(connection: Connection, joins: Mapping[str, Join]) -> int:
    """Give each record without a customer id the customer that its surest key is joined to, or
    else that key itself; count those that changed."""
    rows = connection.execute(
        _unsure(RECORD.c.id, RECORD.c.customer_id, _surest()).order_by(RECORD.c.id),
        execution_options={"yield_per": ROWS_AT_ONCE},
    )
    moved = [
        {"this": row.id, "customer": customer}
        for row in rows
        if (customer := joins[row.key].customer_id if row.key in joins else row.key)
        != row.customer_id
    ]
    statement = update(RECORD).where(RECORD.c.id == bindparam("this"))
    for part in parts(moved):
        connection.execute(statement.values(customer_id=bindparam("customer")), part)
    # Two voices that turn out to be one may repeat each other.
    compare_again(connection, [row["this"] for row in moved])
    return len(moved)


def find_keys(connection: Connection, keys: Collection[str]) -> dict[str, KeyKind]:
    """Tell which of these keys some record, or the list of customers, has, and their kind."""
    listed = (CUSTOMER.c.id, None, CUSTOMER.c.email_key, CUSTOMER.c.phone_key)
    found: dict[str, KeyKind] = {}
    for kind, *columns in zip(KeyKind, KEYS, listed, strict=True):
        for column in (column for column in columns if column is not None):
            chosen = select(column).where(column.in_(list(keys))).distinct()
            found |= dict.fromkeys(connection.scalars(chosen), kind)
    return found


def load_join_events(connection: Connection) -> list[JoinEvent]:
    """List the changes in the order in which they were logged."""
    columns = [column for column in JOIN_EVENT.c if column.name != "sequence"]
    rows = connection.execute(select(*columns).order_by(JOIN_EVENT.c.sequence))
    return [_event(row) for row in rows]


def log_joins(connection: Connection, events: Sequence[JoinEvent]) -> None:
    """Add changes to the log."""
    numbers = count(next_sequence(connection, JOIN_EVENT))
    rows = [
        {name: getattr(event, name) for name in ("kind", "key", "customer_id", "at", "actor")}
        | {"sequence": number, "via": event.via.value if event.via else None}
        for number, event in zip(numbers, events, strict=False)
    ]
    if rows:
        connection.execute(insert(JOIN_EVENT), rows)


def count_by_customer(connection: Connection, customer_ids: Sequence[str]) -> dict[str, int]:
    """Count the records of customers; one without records is left out."""
    counted: dict[str, int] = {}
    for part in parts(customer_ids):
        counts = select(RECORD.c.customer_id, func.count()).group_by(RECORD.c.customer_id)
        rows = connection.execute(counts.where(RECORD.c.customer_id.in_(part)))
        counted |= {row[0]: row[1] for row in rows}
    return counted


def newest(connection: Connection) -> datetime | None:
    """Give the time of the newest record."""
    found: datetime | None = connection.scalar(select(func.max(RECORD.c.occurred_at)))
    return found


def _surest() -> ColumnElement[Any]:
    return func.coalesce(RECORD.c.contact_key, RECORD.c.email_key, RECORD.c.phone_key).label("key")


def _unsure(*columns: Any) -> Any:
    known = func.coalesce(RECORD.c.contact_key, RECORD.c.email_key, RECORD.c.phone_key)
    return select(*columns).where(RECORD.c.customer_key.is_(None), known.is_not(None))


def _keys(row: Row[Any]) -> Keys:
    return Keys(
        customer=row.customer_key, contact=row.contact_key, email=row.email_key, phone=row.phone_key
    )


def _event(row: Row[Any]) -> JoinEvent:
    values = row._mapping
    return JoinEvent(**{**values, "via": KeyKind(values["via"]) if values["via"] else None})
