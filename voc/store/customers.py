"""Store what the company knows of its customers."""

from collections.abc import Sequence
from dataclasses import asdict, fields

from sqlalchemy import Connection, select

from voc.domain.record import Customer
from voc.store.statements import put
from voc.store.tables import CUSTOMER


def upsert_customers(connection: Connection, customers: Sequence[Customer]) -> None:
    """Store customers, of a repeated id the last."""
    rows = {customer.id: asdict(customer) for customer in customers}
    put(connection, CUSTOMER, list(rows.values()))


def load_customers(connection: Connection) -> list[Customer]:
    """List all customers by id."""
    names = [field.name for field in fields(Customer)]
    rows = connection.execute(select(*(CUSTOMER.c[n] for n in names)).order_by(CUSTOMER.c.id))
    return [Customer(**row._mapping) for row in rows]
