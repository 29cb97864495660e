"""Keep which records repeat another, which wait to be compared, and which are kept apart."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, func, insert, select, update

from voc.domain.duplicate import Sketches, Utterance
from voc.domain.record import Mark
from voc.store.sketches import forget_sketches, keep_sketches
from voc.store.statements import fetch_in, parts, put
from voc.store.tables import ANALYSIS, KEPT_APART, RECORD, UNCOMPARED

_COMPARED_CHARACTERS = 4_000
_SAME = ("id", "source", "channel", "occurred_at", "normal_digest", "duplicate_of")


def wait(connection: Connection, record_ids: Sequence[str], *, why: str) -> None:
    """Let records wait to be compared, in this order, behind those that wait already."""
    last = connection.scalar(select(func.max(UNCOMPARED.c.sequence))) or 0
    rows = [
        {"record_id": id_, "sequence": last + n, "why": why} for n, id_ in enumerate(record_ids, 1)
    ]
    put(connection, UNCOMPARED, rows)


def release(connection: Connection, record_ids: Collection[str]) -> None:
    """Forget what was found out about records whose text changes or goes; let those that repeat
    them be compared again, oldest first."""
    ids = set(record_ids)
    times = select(RECORD.c.occurred_at, RECORD.c.id)
    repeats = sorted(tuple(row) for row in fetch_in(connection, times, RECORD.c.duplicate_of, ids))
    for part in parts(ids):
        mine = update(RECORD).where(RECORD.c.duplicate_of.in_(part))
        connection.execute(mine.values(mark=None, duplicate_of=None))
        connection.execute(delete(UNCOMPARED).where(UNCOMPARED.c.record_id.in_(part)))
    forget_sketches(connection, ids)
    wait(connection, [id_ for _, id_ in repeats if id_ not in ids], why="again")


def compare_again(connection: Connection, record_ids: Collection[str]) -> None:
    """Let records be compared as if they were new."""
    ids = sorted(set(record_ids))
    release(connection, ids)
    for part in parts(ids):
        mine = update(RECORD).where(RECORD.c.id.in_(part), RECORD.c.mark == Mark.DUPLICATE.value)
        connection.execute(mine.values(mark=None, duplicate_of=None))
    readable = select(RECORD.c.occurred_at, RECORD.c.id).where(
        RECORD.c.mark.is_(None), RECORD.c.normal_digest != ""
    )
    found = sorted(tuple(row) for row in fetch_in(connection, readable, RECORD.c.id, ids))
    wait(connection, [id_ for _, id_ in found], why="again")


def count_waiting(connection: Connection) -> int:
    """Count the records that wait to be compared."""
    return connection.scalar(select(func.count()).select_from(UNCOMPARED)) or 0


def load_waiting(connection: Connection, limit: int) -> list[Utterance]:
    """Read what waits longest."""
    waiting = _utterances().join(UNCOMPARED, UNCOMPARED.c.record_id == RECORD.c.id)
    ordered = waiting.order_by(UNCOMPARED.c.sequence, RECORD.c.id).limit(limit)
    return [_utterance(row) for row in connection.execute(ordered)]


def load_utterances(connection: Connection, record_ids: Collection[str]) -> list[Utterance]:
    """Read records by id, as they are compared."""
    return [_utterance(row) for row in fetch_in(connection, _utterances(), RECORD.c.id, record_ids)]


def count_repeats(connection: Connection, limit: int) -> dict[str, int]:
    """Map the records that are repeated most often to how often they are."""
    count = func.count()
    original = RECORD.c.duplicate_of
    most = select(original, count).where(original.is_not(None)).group_by(original)
    rows = connection.execute(most.order_by(count.desc(), original).limit(limit))
    return {row[0]: row[1] for row in rows}


def load_repeating(connection: Connection, record_id: str) -> list[str]:
    """List the records that repeat one, oldest first."""
    its = select(RECORD.c.id).where(RECORD.c.duplicate_of == record_id)
    return list(connection.scalars(its.order_by(RECORD.c.occurred_at, RECORD.c.id)))


def load_apart(connection: Connection) -> list[str]:
    """List the records that are kept apart, by id."""
    ids = select(KEPT_APART.c.record_id).order_by(KEPT_APART.c.record_id)
    return list(connection.scalars(ids))


def settle(
    connection: Connection,
    compared: Collection[str],
    originals: Mapping[str, str],
    sketches: Sketches,
) -> Counter[str]:
    """Keep what a comparison found; count why those waited that repeat another.

    What repeated one of the `originals`' keys repeats its original from now on.
    """
    reasons = select(UNCOMPARED.c.why)
    waited = fetch_in(connection, reasons, UNCOMPARED.c.record_id, originals)
    counts = Counter(row.why for row in waited)
    _mark(connection, originals)
    for part in parts(originals):
        connection.execute(delete(ANALYSIS).where(ANALYSIS.c.record_id.in_(part)))
    forget_sketches(connection, originals)
    keep_sketches(connection, sketches)
    for part in parts(compared):
        connection.execute(delete(UNCOMPARED).where(UNCOMPARED.c.record_id.in_(part)))
    return counts


def keep_apart(connection: Connection, record_ids: Collection[str]) -> None:
    """Let records repeat none from now on."""
    new = sorted(set(record_ids) - set(load_apart(connection)))
    if new:
        connection.execute(insert(KEPT_APART), [{"record_id": id_} for id_ in new])
    compare_again(connection, record_ids)


def rejoin(connection: Connection, record_ids: Collection[str]) -> None:
    """Let records that were kept apart be compared as all others are."""
    for part in parts(record_ids):
        connection.execute(delete(KEPT_APART).where(KEPT_APART.c.record_id.in_(part)))
    compare_again(connection, record_ids)


def _utterances() -> Select[*tuple[Any, ...]]:
    return select(
        *(RECORD.c[name] for name in _SAME),
        RECORD.c.customer_id,
        RECORD.c.score_scale,
        RECORD.c.score_value,
        func.substr(RECORD.c.verbatim, 1, _COMPARED_CHARACTERS).label("verbatim"),
        KEPT_APART.c.record_id.is_not(None).label("kept_apart"),
    ).select_from(RECORD.outerjoin(KEPT_APART, KEPT_APART.c.record_id == RECORD.c.id))


def _utterance(row: Row[Any]) -> Utterance:
    # Naming a row's values one by one takes as long as reading it.
    *same, customer_id, scale, value, verbatim, apart = tuple[Any, ...](row)
    return Utterance(
        **dict(zip(_SAME, same, strict=True)),
        verbatim=verbatim,
        kept_apart=bool(apart),
        customer_id=customer_id,
        score=None if scale is None else (scale, value),
    )


def _mark(connection: Connection, originals: Mapping[str, str]) -> None:
    rows = [{"this": id_, "original": original} for id_, original in originals.items()]
    if rows:
        values: dict[str, Any] = {"duplicate_of": bindparam("original")}
        its_own = update(RECORD).where(RECORD.c.duplicate_of == bindparam("this"))
        connection.execute(its_own.values(values), rows)
        this = update(RECORD).where(RECORD.c.id == bindparam("this"))
        marks = {"mark": Mark.DUPLICATE.value, "analysed_version": None}
        connection.execute(this.values(values | marks), rows)
