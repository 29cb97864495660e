"""Store the log of what happened to topics, and what it adds up to: topics, themes, and the topic
of each passage."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from itertools import count
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Table, bindparam, insert, select, update

from voc.domain.registry import built, fold, founding
from voc.domain.topic import Theme, Topic, TopicEvent
from voc.errors import Conflict
from voc.store.statements import next_sequence, put
from voc.store.tables import PASSAGE, THEME, TOPIC, TOPIC_EVENT

_EVENT = tuple(field.name for field in fields(TopicEvent) if field.name != "number")


class Placement(NamedTuple):
    """Say which topic the night gave a passage, the active one that this leads to, and how sure
    that is (0..1)."""

    record_id: str
    ordinal: int
    assigned_id: str | None
    topic_id: str | None
    confidence: float


def load_topics(connection: Connection) -> list[Topic]:
    """List all topics by id, whatever their state."""
    rows = connection.execute(select(TOPIC).order_by(TOPIC.c.id))
    return [topic for row in rows if isinstance(topic := built(row.id, row.fields), Topic)]


def load_themes(connection: Connection) -> list[Theme]:
    """List all themes by id."""
    rows = connection.execute(select(THEME).order_by(THEME.c.id))
    return [theme for row in rows if isinstance(theme := built(row.id, row.fields), Theme)]


def load_events(connection: Connection, id_: str | None = None) -> list[TopicEvent]:
    """List the changes of one topic, theme or proposal, or all, in the order of the log."""
    rows = connection.execute(select(TOPIC_EVENT).order_by(TOPIC_EVENT.c.sequence))
    events = [_to_event(row) for row in rows]
    return [e for e in events if id_ is None or id_ == e.topic_id or id_ in e.after]


def _to_event(row: Row[Any]) -> TopicEvent:
    return TopicEvent(number=row.sequence, **{name: getattr(row, name) for name in _EVENT})


def log_events(connection: Connection, events: Sequence[TopicEvent]) -> None:
    """Add changes to the end of the log, and bring the topics and themes up to date."""
    known = load_events(connection)
    numbers = count(next_sequence(connection, TOPIC_EVENT))
    added = [replace(event, number=number) for number, event in zip(numbers, events, strict=False)]
    _check(known, added)
    if added:
        rows = [{"sequence": e.number, **{n: getattr(e, n) for n in _EVENT}} for e in added]
        connection.execute(insert(TOPIC_EVENT), rows)
        _keep(connection, [*known, *added])


def rewrite_events(connection: Connection, events: Iterable[TopicEvent]) -> None:
    """Put changes, from which something was erased, into the place of those that are stored."""
    for event in events:
        stored = update(TOPIC_EVENT).where(TOPIC_EVENT.c.sequence == event.number)
        values = {"before": event.before, "after": event.after, "reason": event.reason}
        connection.execute(stored.values(**values))
    _keep(connection, load_events(connection))


def _check(known: Sequence[TopicEvent], added: Sequence[TopicEvent]) -> None:
    taken = {id_ for event in known for id_ in event.after}
    founded = [id_ for event in added for id_, after in event.after.items() if "is" in after]
    again = sorted({id_ for id_ in founded if id_ in taken or founded.count(id_) > 1})
    if again:
        raise Conflict(
            f"These topics are stored already: {', '.join(again)}.",
            hint="A topic keeps its id for life: give a new topic a new id.",
        )


def _keep(connection: Connection, events: Sequence[TopicEvent]) -> None:
    registry = fold(events)
    _put(connection, TOPIC, registry.topics)
    _put(connection, THEME, registry.themes)


def _put(connection: Connection, table: Table, entities: Mapping[str, Topic | Theme]) -> None:
    known = {row.id: row.fields for row in connection.execute(select(table))}
    rows = []
    for id_, entity in entities.items():
        held = founding(entity)
        if known.get(id_) != held:
            state = {"state": held["state"]} if "state" in table.c else {}
            rows.append({"id": id_, "label": entity.label, "fields": held, **state})
    put(connection, table, rows)


def place(connection: Connection, placements: Sequence[Placement]) -> None:
    """Put passages into topics."""
    if not placements:
        return
    statement = (
        update(PASSAGE)
        .where(PASSAGE.c.record_id == bindparam("record"), PASSAGE.c.ordinal == bindparam("place"))
        .values(
            assigned_id=bindparam("assigned"),
            topic_id=bindparam("topic"),
            topic_confidence=bindparam("confidence_"),
        )
    )
    names = ("record", "place", "assigned", "topic", "confidence_")
    rows = [dict(zip(names, one, strict=True)) for one in placements]
    n_placed = connection.execute(statement, rows).rowcount
    if n_placed != len(rows):
        raise Conflict(
            f"{len(rows) - n_placed} assigned passages are no longer in the store.",
            hint="A record was revised meanwhile: discover again.",
        )


def mark_exemplars(connection: Connection, keys: Collection[tuple[str, int]]) -> None:
    """Let later passages be compared with these, named by record and ordinal."""
    if keys:
        statement = update(PASSAGE).where(
            PASSAGE.c.record_id == bindparam("record"), PASSAGE.c.ordinal == bindparam("place")
        )
        rows = [{"record": record, "place": ordinal} for record, ordinal in sorted(keys)]
        connection.execute(statement.values(exemplar=True), rows)


def consider_all(connection: Connection) -> None:
    """Count all passages as seen by discovery."""
    unseen = update(PASSAGE).where(PASSAGE.c.topic_considered.is_(False))
    connection.execute(unseen.values(topic_considered=True))
