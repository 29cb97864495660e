"""Store what the company knows of its customers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import Connection, Row, select

from voc.domain.record import Customer
from voc.store.records import RecordCounts
from voc.store.statements import fetch_in, put
from voc.store.tables import CUSTOMER

_ALL = select(*(CUSTOMER.c[field.name] for field in fields(Customer)))


def upsert_customers(connection: Connection, customers: Sequence[Customer]) -> RecordCounts:
    """Store customers one after the other, so that of a repeated id the last counts."""
    ids = {customer.id for customer in customers}
    before = {row.id: _customer(row) for row in fetch_in(connection, _ALL, CUSTOMER.c.id, ids)}
    known, counts = dict(before), Counter[str]()
    for customer in customers:
        earlier = known.get(customer.id)
        same = "unchanged" if earlier == customer else "revised"
        counts["stored" if earlier is None else same] += 1
        known[customer.id] = customer
    put(connection, CUSTOMER, [asdict(one) for id_, one in known.items() if one != before.get(id_)])
    return RecordCounts(**counts)


def load_customers(connection: Connection) -> list[Customer]:
    """List all customers by id."""
    return [_customer(row) for row in connection.execute(_ALL.order_by(CUSTOMER.c.id))]


def _customer(row: Row[Any]) -> Customer:
    return Customer(**row._mapping)
