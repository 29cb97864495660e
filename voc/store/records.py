"""Store each feedback record once, however often it comes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    bindparam,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)

from voc.domain.record import Channel, FeedbackRecord, Mark
from voc.domain.score import SCALES, Score
from voc.store.duplicates import release, wait
from voc.store.rejections import forget_of_records
from voc.store.statements import fetch_in, parts
from voc.store.tables import ANALYSIS, RECORD, REVISION

_SAME_IN_ROW = tuple(
    field.name for field in fields(FeedbackRecord) if field.name not in {"channel", "mark", "score"}
)


@dataclass(frozen=True, slots=True)
class RecordCounts:
    """Count what became of a batch; the three add up to its length."""

    stored: int = 0
    revised: int = 0
    unchanged: int = 0


def upsert_records(connection: Connection, records: Sequence[FeedbackRecord]) -> RecordCounts:
    """Store what is new, replace what is revised, leave the rest. Of a repeated id, the last
    counts. What is new or revised waits to be compared with the others."""
    latest = _last_of_each(records)
    digests = select(RECORD.c.id, RECORD.c.content_digest)
    known = {
        row.id: row.content_digest for row in fetch_in(connection, digests, RECORD.c.id, latest)
    }
    changed = [r for r in latest.values() if known.get(r.id) != r.content_digest]
    new = [record for record in changed if record.id not in known]
    revised = [record for record in changed if record.id in known]
    _insert(connection, new)
    release(connection, [record.id for record in revised])
    _revise(connection, revised)
    for part, why in ((new, "new"), (revised, "revised")):
        readable = [record.id for record in part if record.mark is None and record.normal_digest]
        wait(connection, readable, why=why)
    return RecordCounts(
        stored=len(new), revised=len(revised), unchanged=len(records) - len(changed)
    )


def withdraw_records(connection: Connection, ids: Collection[str]) -> int:
    """Take out what these records say, in their earlier versions too, and count them. The store
    need not have them all."""
    rows = fetch_in(connection, select(RECORD), RECORD.c.id, ids)
    found = [to_record(row) for row in rows]
    forget_of_records(connection, ids)
    gone = [_withdrawn(record) for record in found if record.mark is not Mark.WITHDRAWN]
    upsert_records(connection, gone)
    for part in parts([record.id for record in gone]):
        earlier = update(REVISION).where(REVISION.c.record_id.in_(part))
        connection.execute(earlier.values(verbatim="", normal_digest=""))
    return len(gone)


def _withdrawn(record: FeedbackRecord) -> FeedbackRecord:
    return replace(
        record,
        verbatim="",
        # No row's digest, so that any row that brings the record back is a revision.
        content_digest="withdrawn",
        normal_digest="",
        mark=Mark.WITHDRAWN,
        duplicate_of=None,
        score=None,
    )


def pending_records(
    connection: Connection, version: str, *, limit: int, after: str | None = None
) -> list[FeedbackRecord]:
    """List records to analyse that have no analysis of this version, by id."""
    statement = select(RECORD).where(is_pending(version)).order_by(RECORD.c.id).limit(limit)
    if after is not None:
        statement = statement.where(RECORD.c.id > after)
    return [to_record(row) for row in connection.execute(statement)]


def is_pending(version: str | None) -> ColumnElement[bool]:
    """Choose the records that wait for an analysis of a version, or of any if None."""
    analysed = RECORD.c.analysed_version
    waits = analysed.is_(None) if version is None else analysed.is_distinct_from(version)
    return RECORD.c.mark.is_(None) & waits


def to_record(row: Row[Any]) -> FeedbackRecord:
    """Make the domain type of a row of the table `record`."""
    values = row._mapping
    scale = values["score_scale"]
    return FeedbackRecord(
        **{name: values[name] for name in _SAME_IN_ROW},
        channel=Channel(values["channel"]),
        mark=None if values["mark"] is None else Mark(values["mark"]),
        score=None if scale is None else Score(values["score_value"], SCALES[scale]),
    )


def _to_row(record: FeedbackRecord) -> dict[str, object]:
    score = record.score
    return {
        **{name: getattr(record, name) for name in _SAME_IN_ROW},
        "channel": record.channel.value,
        "mark": record.mark.value if record.mark else None,
        "score_value": score.value if score else None,
        "score_scale": score.scale.id if score else None,
        "analysed_version": None,
    }


def _last_of_each(records: Sequence[FeedbackRecord]) -> dict[str, FeedbackRecord]:
    last_first: dict[str, FeedbackRecord] = {}
    for record in reversed(records):
        last_first.setdefault(record.id, record)
    return dict(reversed(last_first.items()))


def _insert(connection: Connection, records: Sequence[FeedbackRecord]) -> None:
    if records:
        connection.execute(insert(RECORD), [_to_row(record) for record in records])


def _revise(connection: Connection, records: Sequence[FeedbackRecord]) -> None:
    if not records:
        return
    for ids in parts([record.id for record in records]):
        _keep_old_rows(connection, ids)
        connection.execute(delete(ANALYSIS).where(ANALYSIS.c.record_id.in_(ids)))
    rows = [_to_row(record) for record in records]
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in rows[0] if name != "id"}
    statement = update(RECORD).where(RECORD.c.id == bindparam("new_id")).values(values)
    connection.execute(statement, [{f"new_{k}": v for k, v in row.items()} for row in rows])


def _keep_old_rows(connection: Connection, ids: Sequence[str]) -> None:
    shared = [column.name for column in REVISION.c if column.name in RECORD.c]
    earlier = (
        select(func.count())
        .where(REVISION.c.record_id == RECORD.c.id)
        .correlate(RECORD)
        .scalar_subquery()
    )
    old = select(RECORD.c.id, earlier + literal(1), *(RECORD.c[name] for name in shared))
    columns = ["record_id", "revision", *shared]
    connection.execute(insert(REVISION).from_select(columns, old.where(RECORD.c.id.in_(ids))))
