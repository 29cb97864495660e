"""Ingest what the company knows of its customers."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
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
    absent. Dates are ISO 8601. A row that can't be read is kept as a rejection of the source
    "customers".

    Raises:
        SourceError: a file can't be read or lacks the column of `id`.
        SettingsInvalid: the secret is empty.
    """
    if not secret:
        raise SettingsInvalid("There is no secret.", hint="Set `privacy.secret` in voc.toml.")
    tally: Counter[str] = Counter()
    for path in paths:
        rows = _rows(path, columns)
        while chunk := list(islice(rows, _CHUNK)):
            read = [_read(row, columns=columns, secret=secret, file=path.name) for row in chunk]
            rejections = [item for item in read if isinstance(item, Rejection)]
            erased = store.erased()
            known = [item for item in read if isinstance(item, Customer)]
            customers = [customer for customer in known if not erased.covers(_keys(customer))]
            store.upsert_customers(customers)
            store.reject(rejections)
            if on_rejected:
                on_rejected(rejections)
            tally.update(
                read=len(read),
                stored=len(customers),
                rejected=len(rejections),
                erased=len(known) - len(customers),
            )
    return IngestReport(source=SOURCE, **tally)


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


def _read(
    row: SourceRow, *, columns: Mapping[str, str], secret: str, file: str
) -> Customer | Rejection:
    values = {field: row.values.get(name, "").strip() for field, name in columns.items()}
    try:
        return _customer(row, values, secret)
    except RecordRejected as error:
        return Rejection(
            source=SOURCE, file=file, row=row.number, field=error.field, reason=str(error)
        )


def _customer(row: SourceRow, values: Mapping[str, str], secret: str) -> Customer:
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
        joined_on=_day(values, "joined_on"),
        left_on=_day(values, "left_on"),
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


def _day(values: Mapping[str, str], field: str) -> date | None:
    value = values.get(field)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise RecordRejected(
            "The date is not written as ISO 8601.", field=field, hint="Write 2026-01-31, say."
        ) from None
