"""Read passages as one table."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select

from voc.domain.analysis import Span, Vectors
from voc.domain.record import Mark
from voc.domain.topic import PassageRef
from voc.store.analyses import STORED_VECTOR
from voc.store.statements import parts
from voc.store.tables import PASSAGE, RECORD

ROWS_AT_ONCE = 10_000
_COUNTS = RECORD.c.mark.is_distinct_from(Mark.DUPLICATE.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageTable:
    """Hold passages in parallel columns, by record id and ordinal.

    `vectors` has one float32 row per passage; without passages, its shape is (0, 0). `assigned_ids`
    are the topics that the night gave, `topic_ids` the active ones that they lead to. `considered`
    says whether discovery has seen a passage.
    """

    record_ids: Sequence[str]
    ordinals: Sequence[int]
    texts: Sequence[str]
    customer_ids: Sequence[str | None]
    channels: Sequence[str]
    occurred_at: Sequence[datetime]
    languages: Sequence[str]
    stages: Sequence[str | None]
    assigned_ids: Sequence[str | None]
    topic_ids: Sequence[str | None]
    confidences: Sequence[float]
    considered: Sequence[bool]
    vectors: Vectors

    def __len__(self) -> int:
        return len(self.record_ids)

    def key(self, row: int) -> tuple[str, int]:
        """Name a passage: its record and ordinal."""
        return self.record_ids[row], self.ordinals[row]

    def ref(self, row: int) -> PassageRef:
        """Point to a passage as it reads now."""
        return PassageRef.of(self.record_ids[row], self.ordinals[row], self.texts[row])


def load_passages(connection: Connection) -> PassageTable:
    """Read all passages."""
    return _load(connection, [])


def load_residue(connection: Connection, since: datetime | None, clear: float) -> PassageTable:
    """Read the passages that no topic was given, or given with less than a clear confidence, from a
    time on."""
    recent = [] if since is None else [RECORD.c.occurred_at >= since]
    nowhere = and_(PASSAGE.c.assigned_id.is_(None), PASSAGE.c.topic_id.is_(None))
    unclear = and_(PASSAGE.c.assigned_id.is_not(None), PASSAGE.c.topic_confidence < clear)
    return _load(connection, [or_(nowhere, unclear), *recent])


def load_assigned(connection: Connection, topic_ids: Collection[str]) -> PassageTable:
    """Read the passages that these topics were given."""
    return _load(connection, [PASSAGE.c.assigned_id.in_(sorted(topic_ids))])


def load_members(connection: Connection, topic_id: str) -> PassageTable:
    """Read the passages that a topic holds, or that wait for it where it is proposed; without those
    of duplicates."""
    waiting = and_(PASSAGE.c.topic_id.is_(None), PASSAGE.c.assigned_id == topic_id)
    return _load(connection, [or_(PASSAGE.c.topic_id == topic_id, waiting), _COUNTS])


def count_members(connection: Connection) -> Counter[str]:
    """Count the passages as `load_members` reads them, per topic."""
    topic = func.coalesce(PASSAGE.c.topic_id, PASSAGE.c.assigned_id)
    joined = select(topic, func.count()).join(RECORD, RECORD.c.id == PASSAGE.c.record_id)
    rows = connection.execute(joined.where(topic.is_not(None), _COUNTS).group_by(topic))
    return Counter({str(id_): int(n) for id_, n in rows})


def load_exemplars(
    connection: Connection,
) -> tuple[Vectors, list[str | None], list[str | None]]:
    """Read the passages that later ones are compared with: vectors, the active topic of each, and
    the one that it was given."""
    columns = (PASSAGE.c.vector, PASSAGE.c.topic_id, PASSAGE.c.assigned_id)
    statement = select(*columns).where(PASSAGE.c.exemplar.is_(True))
    rows = connection.execute(statement.order_by(PASSAGE.c.record_id, PASSAGE.c.ordinal)).all()
    vectors = bytearray(b"".join(row.vector for row in rows))
    return (
        _vectors(vectors, len(rows)),
        [row.topic_id for row in rows],
        [row.assigned_id for row in rows],
    )


def load_of_records(connection: Connection, record_ids: Collection[str]) -> PassageTable:
    """Read the passages of records."""
    statement = _passages()
    chosen = (statement.where(RECORD.c.id.in_(ids)) for ids in parts(sorted(set(record_ids))))
    return _table(row for part in chosen for row in connection.execute(part))


def _load(connection: Connection, conditions: Sequence[ColumnElement[bool]]) -> PassageTable:
    statement = _passages().where(*conditions)
    return _table(connection.execute(statement, execution_options={"yield_per": ROWS_AT_ONCE}))


def _table(rows: Iterable[Row[Any]]) -> PassageTable:
    names = [field.name for field in fields(PassageTable) if field.name != "vectors"]
    columns: dict[str, list[Any]] = {name: [] for name in names}
    vectors = bytearray()
    for row in rows:
        vectors += row.vector
        for column, value in zip(columns.values(), _values(row), strict=True):
            column.append(value)
    return PassageTable(**columns, vectors=_vectors(vectors, len(columns["record_ids"])))


def _passages() -> Select[Any]:
    of_record = ("verbatim", "customer_id", "channel", "occurred_at", "language")
    of_passage = (
        *("record_id", "ordinal", "span_start", "span_end", "stage"),
        *("assigned_id", "topic_id", "topic_confidence", "topic_considered", "vector"),
    )
    columns = [*(PASSAGE.c[name] for name in of_passage), *(RECORD.c[name] for name in of_record)]
    joined = select(*columns).join(RECORD, RECORD.c.id == PASSAGE.c.record_id)
    return joined.order_by(PASSAGE.c.record_id, PASSAGE.c.ordinal)


def _values(row: Row[Any]) -> tuple[Any, ...]:
    return (
        row.record_id,
        row.ordinal,
        _text(row),
        row.customer_id,
        row.channel,
        row.occurred_at,
        row.language,
        row.stage,
        row.assigned_id,
        row.topic_id,
        row.topic_confidence,
        row.topic_considered,
    )


def _text(row: Row[Any]) -> str:
    return Span(row.span_start, row.span_end).of(row.verbatim)


def _vectors(stored: bytearray, n_passages: int) -> Vectors:
    if not n_passages:
        return np.zeros((0, 0), dtype=np.float32)
    return np.frombuffer(stored, STORED_VECTOR).reshape(n_passages, -1).astype(np.float32)
