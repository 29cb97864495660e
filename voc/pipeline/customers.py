"""Ingest what the company knows of its customers."""

from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from voc.domain.identity import Keys
from voc.domain.record import CELL_FIELDS, Customer, Rejection
from voc.errors import RecordRejected, SourceError, SourceFormat
from voc.pipeline.customer_cells import COLUMNS, MISSING, read_customer
from voc.pipeline.identity import check_secret
from voc.pipeline.report import FileRead, IngestReport, OnRejected
from voc.sources.delimited import table, to_rows
from voc.sources.guess.dates import decide
from voc.sources.row import SourceRow, chunks
from voc.store import Store

SOURCE = "customers"
_DATES = ("joined_on", "left_on")
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
                formats = _formats(path)
                for chunk in chunks(_rows(path), _CHUNK):
                    read = [read_customer(row, secret=secret, formats=formats) for row in chunk]
                    rejections = [
                        _rejection(path, row, error)
                        for row, (_, problems) in zip(chunk, read, strict=True)
                        for error in problems
                    ]
                    tally.update(_store(store, [one for one, _ in read], rejections))
                    if on_rejected:
                        on_rejected(rejections)
            except SourceError as error:
                problem = error
            yield FileRead(path, IngestReport(source=SOURCE, **tally), problem)


def _rejection(path: Path, row: SourceRow, error: RecordRejected) -> Rejection:
    return Rejection(
        source=SOURCE, file=path.name, row=row.number, field=error.field, reason=str(error)
    )


def _store(
    store: Store, read: Sequence[Customer | None], rejections: Sequence[Rejection]
) -> Mapping[str, int]:
    erased = store.erased()
    known = [customer for customer in read if customer]
    customers = [customer for customer in known if not erased.covers(_keys(customer))]
    counts = store.upsert_customers(customers)
    store.reject(rejections)
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
            values.update(value for value in found if value not in MISSING)
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
