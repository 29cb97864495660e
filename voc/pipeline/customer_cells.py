"""Read a customer from the cells of a row: one that can't be used is left out, and said why."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import TypeVar

from voc.domain.mapping import SourceMapping
from voc.domain.record import Customer
from voc.errors import RecordRejected
from voc.pipeline.declared import EXTENSION, email_key, phone_key
from voc.pipeline.identity import keyed_hash
from voc.sources.moment import parse
from voc.sources.row import SourceRow

T = TypeVar("T")

COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "id": "customer_id",
        "account_id": "account_id",
        "customer_segment": "segment",
        "region": "region",
        "monthly_revenue": "monthly_revenue",
        "joined_on": "joined_on",
        "left_on": "left_on",
        "email": "email",
        "phone": "phone",
    }
)
MISSING = frozenset(SourceMapping.model_fields["missing"].default)
_YEARS = range(1900, 2100)
_LETTER = re.compile(r"[^\W\d_]")


def read_customer(
    row: SourceRow, *, secret: str, formats: tuple[str, ...]
) -> tuple[Customer | None, Sequence[RecordRejected]]:
    """Give what a row says of a customer, if it names one, and what of it can't be used."""
    cells = _Cells(row)
    try:
        return _customer(cells, secret, formats), cells.problems
    except RecordRejected as error:
        return None, [*cells.problems, error]


@dataclass(frozen=True, slots=True)
class _Cells:
    """Read the cells of a row, and keep why some can't be used."""

    row: SourceRow
    problems: list[RecordRejected] = field(default_factory=list)

    def text(self, name: str) -> str | None:
        value = self.row.values.get(COLUMNS[name], "").strip()
        return None if value in MISSING else value

    def read(self, name: str, reader: Callable[[str], T]) -> T | None:
        value = self.text(name)
        try:
            return None if value is None else reader(value)
        except RecordRejected as error:
            self.problems.append(error)
            return None


def _customer(cells: _Cells, secret: str, formats: tuple[str, ...]) -> Customer:
    if cells.row.problem:
        raise RecordRejected(cells.row.problem, field="row")
    id_, account = cells.text("id"), cells.text("account_id")
    if id_ is None:
        raise RecordRejected("The customer has no id.", field="id")
    customer = Customer(
        id=keyed_hash(id_, secret=secret),
        account_id=keyed_hash(account, secret=secret) if account else None,
        customer_segment=cells.text("customer_segment"),
        region=cells.text("region"),
        monthly_revenue=cells.read("monthly_revenue", _revenue),
        joined_on=cells.read("joined_on", lambda day: _day(day, "joined_on", formats)),
        left_on=cells.read("left_on", lambda day: _day(day, "left_on", formats)),
        email_key=cells.read("email", lambda address: _email(address, secret)),
        phone_key=cells.read("phone", lambda number: _phone(number, secret)),
    )
    joined, left = customer.joined_on, customer.left_on
    if joined and left and left < joined:
        cells.problems.append(RecordRejected("The customer left before joining.", field="left_on"))
        return replace(customer, left_on=None)
    return customer


def _revenue(value: str) -> float:
    try:
        amount = float(value)
    except ValueError:
        amount = -1.0
    if not 0 <= amount < float("inf"):
        raise RecordRejected(
            "The revenue is no amount from 0.", field="monthly_revenue", hint="Write 27.50, say."
        )
    return amount


def _email(value: str, secret: str) -> str:
    key = email_key(value, secret=secret)
    if key is None:
        raise RecordRejected("This is no e-mail address.", field="email")
    return key


def _phone(value: str, secret: str) -> str:
    key = phone_key(value, code=None, secret=secret)
    if key is None or _LETTER.search(EXTENSION.sub("", value)):
        raise RecordRejected(
            "This is no phone number.", field="phone", hint="Write +44 20 7946 0018, say."
        )
    return key


def _day(value: str, name: str, formats: tuple[str, ...]) -> date:
    try:
        found = parse(value, formats)
        if found.year not in _YEARS:
            raise RecordRejected("The date lies outside 1900 to 2099.", field=name)
    except (ValueError, OverflowError):
        raise RecordRejected(
            f"The date is not written as {' or '.join(formats).replace('iso', 'ISO 8601')}.",
            field=name,
            hint="Write 2026-01-31, say.",
        ) from None
    return found.date() if isinstance(found, datetime) else found
