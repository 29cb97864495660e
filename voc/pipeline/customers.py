"""Ingest what the company knows of its customers."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from types import MappingProxyType

from voc.domain.identity import Keys
from voc.domain.record import Customer, Rejection
from voc.errors import RecordRejected, SettingsInvalid, SourceFormat
from voc.pipeline.declared import email_key, phone_key
from voc.pipeline.identity import keyed_hash
from voc.pipeline.report import IngestReport, OnRejected
from voc.sources.delimited import table, to_rows
from voc.sources.guess.dates import decide
from voc.sources.moment import parse
from voc.sources.row import SourceRow
from voc.store import Store

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
_CHUNK = 1000


def ingest_customers(
    store: Store,
    paths: Sequence[Path],
    *,
    secret: str,
    columns: Mapping[str, str] = COLUMNS,
    on_rejected: OnRejected | None = None,
) -> IngestReport:
    """Read CSV files of customers into the store, each customer as the last row says.

    `columns` names the column of each field of a Customer; `id` must be there, others may be
    absent. How dates are written is decided from all of a file's. A row that can't be read is kept
    as a rejection of the source "customers".

    Raises:
        SourceError: a file can't be read, lacks the column of `id`, or has dates of which none
            tells whether day or month comes first.
        SettingsInvalid: the secret is empty.
        Locked: a night or an ingestion works on this store.
    """
    if not secret:
        raise SettingsInvalid("There is no secret.", hint="Set `privacy.secret` in voc.toml.")
    tally: Counter[str] = Counter()
    with store.night_lock():
        for path in paths:
            given = _File(path, columns, secret, _formats(path, columns))
            rows = _rows(path, columns)
            while chunk := list(islice(rows, _CHUNK)):
                tally.update(_store(store, [_read(row, given) for row in chunk], on_rejected))
    return IngestReport(source=SOURCE, **tally)


@dataclass(frozen=True, slots=True)
class _File:
    """Hold how a file is read."""

    path: Path
    columns: Mapping[str, str]
    secret: str
    formats: tuple[str, ...]


def _store(
    store: Store, read: Sequence[Customer | Rejection], on_rejected: OnRejected | None
) -> Mapping[str, int]:
    rejections = [item for item in read if isinstance(item, Rejection)]
    erased = store.erased()
    known = [item for item in read if isinstance(item, Customer)]
    customers = [customer for customer in known if not erased.covers(_keys(customer))]
    store.upsert_customers(customers)
    store.reject(rejections)
    if on_rejected:
        on_rejected(rejections)
    return {
        "read": len(read),
        "stored": len(customers),
        "rejected": len(rejections),
        "erased": len(known) - len(customers),
    }


def _formats(path: Path, columns: Mapping[str, str]) -> tuple[str, ...]:
    """Decide how all dates of a file are written."""
    names = [columns[field] for field in _DATES if field in columns]
    values = Counter(
        value
        for row in _rows(path, columns)
        for name in names
        if (value := row.values.get(name, "").strip())
    )
    dates = decide(values)
    if dates.rival:
        raise SourceFormat(
            f"{path}: {dates.example} could be {dates.formats[0]} or {dates.rival}: no date of "
            f"{' and '.join(names)} tells.",
            hint="Write them as 2026-01-31.",
        )
    return dates.formats or ("iso",)


def _keys(customer: Customer) -> Keys:
    return Keys(customer=customer.id, email=customer.email_key, phone=customer.phone_key)


def _rows(path: Path, columns: Mapping[str, str]) -> Iterator[SourceRow]:
    header, body = table(path)
    if columns["id"] not in header:
        raise SourceFormat(
            f"{path} has no column {columns['id']!r}.",
            hint=f"The columns are {', '.join(header[:40])}.",
        )
    return to_rows(header, body)


def _read(row: SourceRow, given: _File) -> Customer | Rejection:
    try:
        return _customer(row, given)
    except RecordRejected as error:
        return Rejection(
            source=SOURCE,
            file=given.path.name,
            row=row.number,
            field=error.field,
            reason=str(error),
        )


def _customer(row: SourceRow, given: _File) -> Customer:
    values = {field: row.values.get(name, "").strip() for field, name in given.columns.items()}
    secret = given.secret
    if row.problem:
        raise RecordRejected(row.problem, field="row")
    if not values["id"]:
        raise RecordRejected("The customer has no id.", field="id")
    account = values.get("account_id")
    return Customer(
        id=keyed_hash(values["id"], secret=secret),
        account_id=keyed_hash(account, secret=secret) if account else None,
        customer_segment=values.get("customer_segment") or None,
        region=values.get("region") or None,
        monthly_revenue=_revenue(values.get("monthly_revenue", "")),
        joined_on=_day(values, "joined_on", given.formats),
        left_on=_day(values, "left_on", given.formats),
        email_key=email_key(values.get("email", ""), secret=secret),
        phone_key=phone_key(values.get("phone", ""), code=None, secret=secret),
    )


def _revenue(value: str) -> float | None:
    try:
        amount = float(value) if value else None
    except ValueError:
        amount = -1.0
    if amount is not None and not 0 <= amount < float("inf"):
        raise RecordRejected(
            "The revenue is no amount from 0.", field="monthly_revenue", hint="Write 27.50, say."
        )
    return amount


def _day(values: Mapping[str, str], field: str, formats: tuple[str, ...]) -> date | None:
    value = values.get(field)
    try:
        found = parse(value, formats) if value else None
    except (ValueError, OverflowError):
        raise RecordRejected(
            f"The date is not written as {' or '.join(formats).replace('iso', 'ISO 8601')}.",
            field=field,
            hint="Write 2026-01-31, say.",
        ) from None
    return found.date() if isinstance(found, datetime) else found
