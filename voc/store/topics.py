"""Store the topics, the log of their changes, and which passages they were found in."""

from collections.abc import Sequence
from itertools import count
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, bindparam, insert, select, update

from voc.domain.topic import Topic, TopicEvent, TopicState
from voc.errors import Conflict
from voc.store.statements import next_sequence
from voc.store.tables import PASSAGE, TOPIC, TOPIC_EVENT

Assignment = tuple[str, int, str, float]
"""Record id, ordinal of the passage, topic id, confidence (0..1)."""

STORED_CENTROID = np.dtype("<f4")


def load_topics(connection: Connection) -> list[Topic]:
    """List all topics by id."""
    return [_to_topic(row) for row in connection.execute(select(TOPIC).order_by(TOPIC.c.id))]


def load_events(connection: Connection, topic_id: str | None = None) -> list[TopicEvent]:
    """List the changes of one topic, or of all, in the order in which they were logged."""
    columns = [column for column in TOPIC_EVENT.c if column.name != "sequence"]
    statement = select(*columns).order_by(TOPIC_EVENT.c.sequence)
    if topic_id is not None:
        statement = statement.where(TOPIC_EVENT.c.topic_id == topic_id)
    return [TopicEvent(**row._mapping) for row in connection.execute(statement)]


def add_topics(
    connection: Connection,
    topics: Sequence[Topic],
    events: Sequence[TopicEvent],
    assignments: Sequence[Assignment],
) -> None:
    """Add topics, log events and assign passages; then all passages count as considered."""
    _refuse_known(connection, topics)
    if topics:
        connection.execute(insert(TOPIC), [_to_row(topic) for topic in topics])
    log_events(connection, events)
    _assign(connection, assignments)
    unseen = update(PASSAGE).where(PASSAGE.c.topic_considered.is_(False))
    connection.execute(unseen.values(topic_considered=True))


def _refuse_known(connection: Connection, topics: Sequence[Topic]) -> None:
    taken = set(connection.scalars(select(TOPIC.c.id)))
    again = sorted({topic.id for topic in topics} & taken)
    if again:
        raise Conflict(
            f"These topics are stored already: {', '.join(again)}.",
            hint="A topic keeps its id for life: give a new topic a new id.",
        )


def log_events(connection: Connection, events: Sequence[TopicEvent]) -> None:
    """Add changes to the log."""
    numbered = zip(count(next_sequence(connection, TOPIC_EVENT)), events, strict=False)
    rows = [
        {
            "sequence": sequence,
            "topic_id": event.topic_id,
            "kind": event.kind,
            "at": event.at,
            "actor": event.actor,
            "reason": event.reason,
        }
        for sequence, event in numbered
    ]
    if rows:
        connection.execute(insert(TOPIC_EVENT), rows)


def _assign(connection: Connection, assignments: Sequence[Assignment]) -> None:
    if not assignments:
        return
    statement = (
        update(PASSAGE)
        .where(PASSAGE.c.record_id == bindparam("record"), PASSAGE.c.ordinal == bindparam("place"))
        .values(topic_id=bindparam("topic"), topic_confidence=bindparam("confidence"))
    )
    names = ("record", "place", "topic", "confidence")
    rows = [dict(zip(names, (r, int(o), t, float(c)), strict=True)) for r, o, t, c in assignments]
    n_assigned = connection.execute(statement, rows).rowcount
    if n_assigned != len(rows):
        raise Conflict(
            f"{len(rows) - n_assigned} assigned passages are no longer in the store.",
            hint="A record was revised meanwhile: discover again.",
        )


def _to_row(topic: Topic) -> dict[str, object]:
    return {
        "id": topic.id,
        "label": topic.label,
        "keywords": list(topic.keywords),
        "centroid": np.asarray(topic.centroid, dtype=STORED_CENTROID).tobytes(),
        "radius": float(topic.radius),
        "n_passages": int(topic.n_passages),
        "born_at": topic.born_at,
        "state": topic.state.value,
    }


def _to_topic(row: Row[Any]) -> Topic:
    return Topic(
        id=row.id,
        label=row.label,
        keywords=tuple(row.keywords),
        centroid=np.frombuffer(row.centroid, STORED_CENTROID).astype(np.float32),
        radius=row.radius,
        n_passages=row.n_passages,
        born_at=row.born_at,
        state=TopicState(row.state),
    )
