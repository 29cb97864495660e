"""Ingest what the company knows of its customers."""

import re
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from voc.domain.identity import Keys
from voc.domain.mapping import SourceMapping
from voc.domain.record import CELL_FIELDS, Customer, Rejection
from voc.errors import RecordRejected, SourceError, SourceFormat
from voc.pipeline.declared import EXTENSION, email_key, phone_key
from voc.pipeline.identity import check_secret, keyed_hash
from voc.pipeline.report import FileRead, IngestReport, OnRejected
from voc.sources.delimited import table, to_rows
from voc.sources.guess.dates import decide
from voc.sources.moment import parse
from voc.sources.row import SourceRow, chunks
from voc.store import Store

T = TypeVar("T")

SOURCE = "customers"
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
_DATES = ("joined_on", "left_on")
_YEARS = range(1900, 2100)
_LETTER = re.compile(r"[^\W\d_]")
_MISSING = frozenset(SourceMapping.model_fields["missing"].default)
_CHUNK = 1000


def ingest_customers(
    store: Store,
    paths: Sequence[Path],
    *,
    secret: str,
    on_rejected: OnRejected | None = None,
) -> Generator[FileRead]:
    """Read CSV files of customers into the store, each customer as the last row says, and say of
    each file what became of it; one that can't be read stops no other.

    The column `customer_id` must be there, others may be absent. How dates are written is decided
    from all of a file's. A cell that can't be used is left out and kept as a rejection of the
    source "customers"; so is a row without an id.

    Raises:
        SettingsInvalid: the secret is empty.
        Locked: a night or an ingestion works on this store.
    """
    check_secret(secret)
    with store.night_lock():
        for path in paths:
            tally: Counter[str] = Counter()
            problem: SourceError | None = None
            try:
                given = _File(path, secret, _formats(path))
                for chunk in chunks(_rows(path), _CHUNK):
                    tally.update(_store(store, [_read(row, given) for row in chunk], on_rejected))
            except SourceError as error:
                problem = error
            yield FileRead(path, IngestReport(source=SOURCE, **tally), problem)


@dataclass(frozen=True, slots=True)
class _File:
    """Hold how a file is read."""

    path: Path
    secret: str
    formats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """Hold what a row says of a customer, if it names one, and what of it can't be used."""

    customer: Customer | None
    rejections: Sequence[Rejection]


def _store(
    store: Store, read: Sequence[_Read], on_rejected: OnRejected | None
) -> Mapping[str, int]:
    erased = store.erased()
    known = [one.customer for one in read if one.customer]
    customers = [customer for customer in known if not erased.covers(_keys(customer))]
    rejections = [rejection for one in read for rejection in one.rejections]
    counts = store.upsert_customers(customers)
    store.reject(rejections)
    if on_rejected:
        on_rejected(rejections)
    return {
        "read": len(read),
        "stored": counts.stored,
        "revised": counts.revised,
        "unchanged": counts.unchanged,
        "rejected": len(read) - len(known),
        "erased": len(known) - len(customers),
        "cells_rejected": sum(rejection.field in CELL_FIELDS for rejection in rejections),
    }


def _formats(path: Path) -> tuple[str, ...]:
    """Decide how all dates of a file are written."""
    values: Counter[str] = Counter()
    # A place at which the file breaks is found again when what stands before it has been read.
    with suppress(SourceError):
        for row in _rows(path):
            found = (row.values.get(name, "").strip() for name in _DATES)
            values.update(value for value in found if value not in _MISSING)
    dates = decide(values)
    if dates.doubt:
        raise SourceFormat(
            f"{path}: {' and '.join(dates.examples)} could be {' or '.join(dates.doubt)}: the "
            f"dates of {' and '.join(_DATES)} don't tell, or contradict each other.",
            hint="Write them as 2026-01-31.",
        )
    return dates.formats or ("iso",)


def _keys(customer: Customer) -> Keys:
    return Keys(customer=customer.id, email=customer.email_key, phone=customer.phone_key)


def _rows(path: Path) -> Iterator[SourceRow]:
    header, body = table(path)
    if COLUMNS["id"] not in header:
        raise SourceFormat(
            f"{path} has no column {COLUMNS['id']!r}.",
            hint=f"The columns are {', '.join(header[:40])}.",
        )
    return to_rows(header, body)


def _read(row: SourceRow, given: _File) -> _Read:
    cells, customer = _Cells(row), None
    try:
        customer = _customer(cells, given)
    except RecordRejected as error:
        cells.problems.append(error)
    rejections = [
        Rejection(
            source=SOURCE,
            file=given.path.name,
            row=row.number,
            field=error.field,
            reason=str(error),
        )
        for error in cells.problems
    ]
    return _Read(customer, rejections)


@dataclass(frozen=True, slots=True)
class _Cells:
    """Read the cells of a row, and keep why some can't be used."""

    row: SourceRow
    problems: list[RecordRejected] = field(default_factory=list)

    def text(self, name: str) -> str | None:
        value = self.row.values.get(COLUMNS[name], "").strip()
        return None if value in _MISSING else value

    def read(self, name: str, reader: Callable[[str], T]) -> T | None:
        value = self.text(name)
        try:
            return None if value is None else reader(value)
        except RecordRejected as error:
            self.problems.append(error)
            return None


def _customer(cells: _Cells, given: _File) -> Customer:
    if cells.row.problem:
        raise RecordRejected(cells.row.problem, field="row")
    id_, account, secret = cells.text("id"), cells.text("account_id"), given.secret
    if id_ is None:
        raise RecordRejected("The customer has no id.", field="id")
    customer = Customer(
        id=keyed_hash(id_, secret=secret),
        account_id=keyed_hash(account, secret=secret) if account else None,
        customer_segment=cells.text("customer_segment"),
        region=cells.text("region"),
        monthly_revenue=cells.read("monthly_revenue", _revenue),
        joined_on=cells.read("joined_on", lambda day: _day(day, "joined_on", given.formats)),
        left_on=cells.read("left_on", lambda day: _day(day, "left_on", given.formats)),
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
