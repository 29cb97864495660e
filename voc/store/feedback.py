"""List records with their analyses, page by page."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select

from voc.domain.analysis import Analysis
from voc.domain.record import FeedbackRecord, Mark
from voc.errors import NotFound
from voc.store.analyses import load_analyses
from voc.store.records import to_record
from voc.store.statements import fetch_in
from voc.store.tables import ANALYSIS, PASSAGE, RECORD

Analysed = tuple[FeedbackRecord, Analysis | None]
Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFilter:
    """Choose records that are not withdrawn; what is None chooses all.

    With a stage or topic, one and the same passage must have it, and the sentiment label; without,
    the label is the whole record's. `since` is included, `until` is not. `contains` ignores case.
    """

    source: str | None = None
    channel: str | None = None
    solicited: bool | None = None
    stage: str | None = None
    topic_id: str | None = None
    touchpoint: str | None = None
    sentiment_label: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    contains: str | None = None
    duplicate_of: str | None = None


def list_records(
    connection: Connection, chosen: RecordFilter, *, after: str | None, limit: int
) -> list[Analysed]:
    """List the newest records first, beginning behind the one with the id `after`."""
    conditions = [*_of_record(chosen), *_of_analysis(chosen)]
    if after is not None:
        conditions.append(_behind(connection, after))
    newest_first = select(RECORD).order_by(RECORD.c.occurred_at.desc(), RECORD.c.id)
    rows = connection.execute(newest_first.where(*conditions).limit(limit))
    return _with_analyses(connection, [to_record(row) for row in rows])


def load_record(connection: Connection, record_id: str) -> Analysed:
    """Get one record and its analysis."""
    row = connection.execute(select(RECORD).where(RECORD.c.id == record_id)).first()
    if row is None:
        raise _missing(record_id)
    return _with_analyses(connection, [to_record(row)])[0]


def load_verbatims(connection: Connection, record_ids: Collection[str]) -> dict[str, str]:
    """Map record ids to their verbatims; a record that isn't there is left out."""
    rows = fetch_in(connection, select(RECORD.c.id, RECORD.c.verbatim), RECORD.c.id, record_ids)
    return {row.id: row.verbatim for row in rows}


def _with_analyses(connection: Connection, records: list[FeedbackRecord]) -> list[Analysed]:
    analyses = load_analyses(connection, [record.id for record in records])
    return [(record, analyses.get(record.id)) for record in records]


def _missing(record_id: str) -> NotFound:
    return NotFound(f"There is no record {record_id!r}.", hint="List the records to see their ids.")


def _behind(connection: Connection, record_id: str) -> Condition:
    time = connection.scalar(select(RECORD.c.occurred_at).where(RECORD.c.id == record_id))
    if time is None:
        raise _missing(record_id)
    same_time = and_(RECORD.c.occurred_at == time, RECORD.c.id > record_id)
    return or_(RECORD.c.occurred_at < time, same_time)


def _of_record(chosen: RecordFilter) -> list[Condition]:
    equal = {
        RECORD.c.source: chosen.source,
        RECORD.c.channel: chosen.channel,
        RECORD.c.solicited: chosen.solicited,
        RECORD.c.touchpoint: chosen.touchpoint,
        RECORD.c.duplicate_of: chosen.duplicate_of,
    }
    conditions = [column == value for column, value in equal.items() if value is not None]
    conditions.append(RECORD.c.mark.is_distinct_from(Mark.WITHDRAWN.value))
    if chosen.since is not None:
        conditions.append(RECORD.c.occurred_at >= chosen.since)
    if chosen.until is not None:
        conditions.append(RECORD.c.occurred_at < chosen.until)
    if chosen.contains is not None:
        conditions.append(RECORD.c.verbatim.icontains(chosen.contains, autoescape=True))
    return conditions


def _of_analysis(chosen: RecordFilter) -> list[Condition]:
    by_passage = chosen.stage is not None or chosen.topic_id is not None
    table = PASSAGE if by_passage else ANALYSIS
    wanted = {"sentiment_label": chosen.sentiment_label}
    if by_passage:
        wanted |= {"stage": chosen.stage, "topic_id": chosen.topic_id}
    equal = [table.c[name] == value for name, value in wanted.items() if value is not None]
    return [exists().where(table.c.record_id == RECORD.c.id, *equal)] if equal else []
