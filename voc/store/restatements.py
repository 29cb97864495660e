"""Keep what the latest figures counted, and how topics' numbers changed from one to the next."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import Connection, delete, func, select, update

from voc.domain.record import Mark
from voc.domain.restatement import Cause, Change, Counted, changes
from voc.store.statements import parts, put
from voc.store.tables import COUNTED, PASSAGE, RECORD, RESTATEMENT, SNAPSHOT

_UNCOUNTED = (Mark.DUPLICATE.value, Mark.WITHDRAWN.value)
ERASED = "erased"


def restate(connection: Connection) -> None:
    """Log by cause what changed since the figures before, and remember what is counted now."""
    before, after = _known(connection), _current(connection)
    as_of = max((one.occurred_at for one in before.values()), default=None)
    found = Counter(changes(before, after, as_of=as_of))
    sequence = connection.scalar(select(func.max(SNAPSHOT.c.sequence))) or 0
    if found:
        of_snapshot = select(RESTATEMENT).where(RESTATEMENT.c.sequence == sequence)
        for row in connection.execute(of_snapshot):
            found[Change(row.topic_id, row.day, row.solicited, Cause(row.cause))] += row.n
        rows = [{"sequence": sequence, **change._asdict(), "n": n} for change, n in found.items()]
        put(connection, RESTATEMENT, sorted(rows, key=lambda row: list(map(str, row.values()))))
    _remember(connection, before, after)


def load_changes(connection: Connection, first: date, last: date) -> list[tuple[int, Change, int]]:
    """List how the numbers of the days of a period changed: the snapshot's place, what, by how
    much. What people changed since the last snapshot comes behind it."""
    statement = select(RESTATEMENT).where(RESTATEMENT.c.day.between(first, last))
    rows = connection.execute(statement.order_by(*RESTATEMENT.primary_key))
    return [
        (row.sequence, Change(row.topic_id, row.day, row.solicited, Cause(row.cause)), row.n)
        for row in rows
    ] + _since_the_last(connection, first, last)


def _since_the_last(
    connection: Connection, first: date, last: date
) -> list[tuple[int, Change, int]]:
    """List what corrections change; new and late data are counted when a night has read them."""
    sequence = 1 + (connection.scalar(select(func.max(SNAPSHOT.c.sequence))) or 0)
    before, after = _known(connection), _current(connection)
    return [
        (sequence, change, n)
        for change, n in changes(before, after, as_of=None).items()
        if change.cause is Cause.TAXONOMY and first <= change.day <= last
    ]


def forget(connection: Connection, record_ids: Collection[str]) -> None:
    """Let nothing that was counted point to records that are erased; it still counts until the next
    figures."""
    n_erased = connection.scalar(
        select(func.count()).where(COUNTED.c.record_id.startswith(f"{ERASED} "))
    )
    for number, id_ in enumerate(sorted(record_ids), start=n_erased or 0):
        kept = update(COUNTED).where(COUNTED.c.record_id == id_)
        connection.execute(kept.values(record_id=f"{ERASED} {number}", digest="", version=""))


def _known(connection: Connection) -> dict[str, Counted]:
    return {
        row.record_id: Counted(
            row.occurred_at, row.solicited, row.digest, row.version, frozenset(row.topic_ids)
        )
        for row in connection.execute(select(COUNTED))
    }


def _current(connection: Connection) -> dict[str, Counted]:
    topics: dict[str, set[str]] = {}
    said = select(PASSAGE.c.record_id, PASSAGE.c.topic_id).where(PASSAGE.c.topic_id.is_not(None))
    for record_id, topic_id in connection.execute(said.distinct()):
        topics.setdefault(record_id, set()).add(topic_id)
    names = ("id", "occurred_at", "solicited", "content_digest", "analysed_version")
    counted = RECORD.c.mark.is_(None) | RECORD.c.mark.not_in(_UNCOUNTED)
    records = select(*(RECORD.c[name] for name in names)).where(
        counted, RECORD.c.analysed_version.is_not(None)
    )
    return {
        row[0]: Counted(row[1], row[2], row[3], row[4], frozenset(topics.get(row[0], ())))
        for row in connection.execute(records)
    }


def _remember(
    connection: Connection, before: Mapping[str, Counted], after: Mapping[str, Counted]
) -> None:
    for ids in parts(sorted(before.keys() - after.keys())):
        connection.execute(delete(COUNTED).where(COUNTED.c.record_id.in_(ids)))
    rows = [
        {"record_id": id_, **one._asdict(), "topic_ids": sorted(one.topic_ids)}
        for id_, one in sorted(after.items())
        if before.get(id_) != one
    ]
    put(connection, COUNTED, rows)
