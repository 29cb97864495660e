"""Read passages as one table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, Select, select

from voc.domain.analysis import Span, Vectors
from voc.store.analyses import STORED_VECTOR
from voc.store.tables import PASSAGE, RECORD

ROWS_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageTable:
    """Hold passages in parallel columns, by record id and ordinal.

    `vectors` has one float32 row per passage; without passages, its shape is (0, 0). `considered`
    says whether discovery has seen a passage.
    """

    record_ids: Sequence[str]
    ordinals: Sequence[int]
    texts: Sequence[str]
    customer_ids: Sequence[str | None]
    occurred_at: Sequence[datetime]
    languages: Sequence[str]
    topic_ids: Sequence[str | None]
    considered: Sequence[bool]
    vectors: Vectors


def load_passages(connection: Connection, *, only_unassigned: bool) -> PassageTable:
    """Read all passages, or those without a topic."""
    statement = _passages()
    if only_unassigned:
        statement = statement.where(PASSAGE.c.topic_id.is_(None))
    columns: list[list[Any]] = [[] for _ in range(8)]
    vectors = bytearray()
    for row in connection.execute(statement, execution_options={"yield_per": ROWS_AT_ONCE}):
        vectors += row.vector
        for column, value in zip(columns, _values(row), strict=True):
            column.append(value)
    record_ids, ordinals, texts, customer_ids, occurred_at, languages, topic_ids, seen = columns
    return PassageTable(
        record_ids=record_ids,
        ordinals=ordinals,
        texts=texts,
        customer_ids=customer_ids,
        occurred_at=occurred_at,
        languages=languages,
        topic_ids=topic_ids,
        considered=seen,
        vectors=_vectors(vectors, len(record_ids)),
    )


def _passages() -> Select[Any]:
    columns = (
        *(PASSAGE.c[name] for name in ("record_id", "ordinal", "span_start", "span_end")),
        *(PASSAGE.c[name] for name in ("topic_id", "topic_considered", "vector")),
        *(RECORD.c[name] for name in ("verbatim", "customer_id", "occurred_at", "language")),
    )
    joined = select(*columns).join(RECORD, RECORD.c.id == PASSAGE.c.record_id)
    return joined.order_by(PASSAGE.c.record_id, PASSAGE.c.ordinal)


def _values(row: Row[Any]) -> tuple[Any, ...]:
    return (
        row.record_id,
        row.ordinal,
        _text(row),
        row.customer_id,
        row.occurred_at,
        row.language,
        row.topic_id,
        row.topic_considered,
    )


def _text(row: Row[Any]) -> str:
    return Span(row.span_start, row.span_end).of(row.verbatim)


def _vectors(stored: bytearray, n_passages: int) -> Vectors:
    if not n_passages:
        return np.zeros((0, 0), dtype=np.float32)
    return np.frombuffer(stored, STORED_VECTOR).reshape(n_passages, -1).astype(np.float32)
