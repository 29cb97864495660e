"""Erase records, and whatever was made of them, and keep them from coming back."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, replace

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from voc.domain.claim import Story
from voc.domain.erasure import Erased, Erasure, Tombstone, snapshot_without, story_without
from voc.domain.identity import JoinEvent, KeyKind
from voc.domain.snapshot import Snapshot
from voc.store.duplicates import release
from voc.store.identity import log_joins, newest
from voc.store.rejections import forget_of_customers, forget_older
from voc.store.relabel import relabel
from voc.store.restatements import forget
from voc.store.statements import next_sequence, parts, put
from voc.store.tables import (
    CUSTOMER,
    ERASURE,
    JOIN_EVENT,
    PASSAGE,
    RECORD,
    REVISION,
    SNAPSHOT,
    STORY,
    TOMBSTONE,
)

_QUOTED = re.compile(r'"record_id":"([^"]+)"')


def load_erased(connection: Connection) -> Erased:
    """Read what must not come back."""
    rows = connection.execute(select(TOMBSTONE).order_by(TOMBSTONE.c.key))
    stones = [Tombstone(**{**row._mapping, "kind": KeyKind(row.kind)}) for row in rows]
    return Erased.of(stones, connection.scalar(select(func.max(ERASURE.c.before))))


def load_audit(connection: Connection) -> list[Erasure]:
    """List the lines of the audit, oldest first."""
    columns = [column for column in ERASURE.c if column.name != "sequence"]
    rows = connection.execute(select(*columns).order_by(ERASURE.c.sequence))
    return [Erasure(**row._mapping) for row in rows]


def erase_customer(
    connection: Connection,
    asked: Erasure,
    tombstones: Sequence[Tombstone],
    events: Sequence[JoinEvent],
) -> Erasure:
    """Erase the records of the customer, and what is known by these keys; log events, and a line of
    the audit. Who is erased already gets no second line."""
    # Where rejected rows alone tell whose a key is, its records are not placed with the customer.
    known_as = {asked.customer_id, *(stone.key for stone in tombstones if not stone.alone)}
    of_customer = select(RECORD.c.id).where(RECORD.c.customer_id.in_(known_as))
    ids = list(connection.scalars(of_customer.order_by(RECORD.c.id)))
    keys = [stone.key for stone in tombstones]
    listed = connection.execute(delete(CUSTOMER).where(CUSTOMER.c.id.in_(keys))).rowcount
    connection.execute(delete(JOIN_EVENT).where(JOIN_EVENT.c.key.in_(keys)))
    log_joins(connection, events)
    known = set(connection.scalars(select(TOMBSTONE.c.key).where(TOMBSTONE.c.key.in_(keys))))
    rows = [
        {"key": s.key, "kind": s.kind.value, "customer_id": s.customer_id, "alone": s.alone}
        for s in tombstones
    ]
    put(connection, TOMBSTONE, rows)
    forget_of_customers(connection, load_erased(connection))
    return _erase(connection, ids, asked, log=bool(listed or set(keys) - known))


def erase_before(connection: Connection, asked: Erasure) -> Erasure:
    """Erase the records from before a time; add a line to the audit if there were any."""
    forget_older(connection, asked.before)
    older = select(RECORD.c.id).where(RECORD.c.occurred_at < asked.before)
    ids = list(connection.scalars(older.order_by(RECORD.c.id)))
    return _erase(connection, ids, asked, log=False)


def _erase(connection: Connection, ids: Sequence[str], asked: Erasure, *, log: bool) -> Erasure:
    counted = replace(
        asked,
        newest=newest(connection),
        n_records=len(ids),
        n_revisions=_count(connection, REVISION, ids),
        n_passages=_count(connection, PASSAGE, ids),
    )
    relabel(connection, ids)
    forget(connection, ids)
    done = replace(counted, n_quotes=_rewrite_documents(connection, set(ids)))
    release(connection, ids)
    for part in parts(ids):
        connection.execute(delete(RECORD).where(RECORD.c.id.in_(part)))
    if ids or log:
        line = asdict(done)
        sequence = next_sequence(connection, ERASURE)
        connection.execute(insert(ERASURE).values(sequence=sequence, **line))
    return done


def _count(connection: Connection, table: Table, ids: Sequence[str]) -> int:
    counted = select(func.count()).select_from(table)
    return sum(
        connection.scalar(counted.where(table.c.record_id.in_(part))) or 0 for part in parts(ids)
    )


def _rewrite_documents(connection: Connection, ids: Collection[str]) -> int:
    """Take the quotes of these records out of all snapshots and stories; count them in stories."""
    n_quotes = 0
    for id_, document, found in _quoting(connection, SNAPSHOT, ids):
        snapshot = snapshot_without(Snapshot.model_validate_json(document), found)
        _replace(connection, SNAPSHOT, id_, snapshot.model_dump_json())
    for id_, document, found in _quoting(connection, STORY, ids):
        n_quotes += sum(quoted in found for quoted in _QUOTED.findall(document))
        story = story_without(Story.model_validate_json(document), found)
        _replace(connection, STORY, id_, story.model_dump_json())
    return n_quotes


def _quoting(
    connection: Connection, table: Table, ids: Collection[str]
) -> Iterator[tuple[str, str, set[str]]]:
    """Give the documents that quote one of the records, one at a time, and which they quote."""
    for id_ in list(connection.scalars(select(table.c.id).order_by(table.c.id))):
        document = connection.scalar(select(table.c.document).where(table.c.id == id_)) or ""
        if found := set(_QUOTED.findall(document)) & set(ids):
            yield id_, document, found


def _replace(connection: Connection, table: Table, id_: str, document: str) -> None:
    connection.execute(update(table).where(table.c.id == id_).values(document=document))
