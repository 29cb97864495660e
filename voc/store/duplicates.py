"""Find social posts that repeat an earlier one's text: reposts count once, with their original."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from voc.domain.record import Channel, FeedbackRecord, Mark
from voc.store.statements import fetch_in
from voc.store.tables import RECORD

Known = Mapping[str, Row[Any]]


def mark_duplicates(
    records: Sequence[FeedbackRecord], originals: Mapping[str, str]
) -> list[FeedbackRecord]:
    """Mark the records whose text is an original's; the first of a new text becomes its original.

    `originals` maps the digest of a text to the id of the record that had it first.
    """
    first = dict(originals)
    return [_marked(record, first) for record in records]


def _marked(record: FeedbackRecord, first: dict[str, str]) -> FeedbackRecord:
    digest = _repeatable(record.channel, record.normal_digest, record.mark)
    if not digest or first.setdefault(digest, record.id) == record.id:
        return record
    return replace(record, mark=Mark.DUPLICATE, duplicate_of=first[digest])


def _repeatable(channel: str, normal_digest: str, mark: str | None) -> str:
    """Give the digest by which a record can be an original; empty where it can't."""
    return normal_digest if channel == Channel.SOCIAL and mark is None else ""


def find_originals(
    connection: Connection, changed: Sequence[FeedbackRecord], known: Known
) -> dict[str, str]:
    """Map the digest of each text to the stored record that had it first. An original whose text
    changes passes its place on to the oldest of its duplicates."""
    after = {r.id: _repeatable(r.channel, r.normal_digest, r.mark) for r in changed}
    before = {
        id_: _repeatable(known[id_].channel, known[id_].normal_digest, known[id_].mark)
        for id_ in after
        if id_ in known
    }
    leaving = [id_ for id_, digest in before.items() if digest and digest != after[id_]]
    _pass_on(connection, leaving, staying_out=after)
    columns = select(RECORD.c.normal_digest, RECORD.c.id).where(
        RECORD.c.channel == Channel.SOCIAL.value, RECORD.c.mark.is_(None)
    )
    digests = {digest for digest in after.values() if digest}
    stored = fetch_in(connection, columns, RECORD.c.normal_digest, sorted(digests))
    return {row.normal_digest: row.id for row in stored if row.id not in set(leaving)}


def _pass_on(
    connection: Connection, leaving: Sequence[str], *, staying_out: Collection[str]
) -> None:
    columns = select(RECORD.c.id, RECORD.c.duplicate_of).order_by(RECORD.c.occurred_at, RECORD.c.id)
    rows = fetch_in(connection, columns, RECORD.c.duplicate_of, leaving)
    heirs: dict[str, str] = {}
    moved: list[dict[str, str | None]] = []
    for row in rows:
        if row.id in staying_out:
            continue
        heir = heirs.setdefault(row.duplicate_of, row.id)
        promoted = heir == row.id
        moved.append(
            {
                "this": row.id,
                "new_mark": None if promoted else Mark.DUPLICATE.value,
                "original": None if promoted else heir,
            }
        )
    if moved:
        statement = update(RECORD).where(RECORD.c.id == bindparam("this"))
        connection.execute(
            statement.values(mark=bindparam("new_mark"), duplicate_of=bindparam("original")), moved
        )
