"""Take away a topic's words that were said in the records that are erased and in no other."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table, select, update

from voc.domain.claim import Story
from voc.domain.erasure import snapshot_relabelled, story_relabelled
from voc.domain.snapshot import Snapshot
from voc.domain.topic import TopicEvent
from voc.store.identity import newest
from voc.store.statements import fetch_in, parts
from voc.store.tables import PASSAGE, RECORD, SNAPSHOT, STORY, TOPIC
from voc.store.topics import log_events

NO_LABEL = "(label erased)"


def relabel(connection: Connection, record_ids: Sequence[str]) -> None:
    """Take such words out of the labels and keywords of topics, and out of stored documents."""
    gone = set(record_ids)
    for row in _topics_of(connection, record_ids):
        lost = _lost(connection, row.id, [row.label, *row.keywords], gone)
        if not lost:
            continue
        keywords = tuple(word for word in row.keywords if word not in lost)
        label = row.label if row.label not in lost else next(iter(keywords), NO_LABEL)
        changed = update(TOPIC).where(TOPIC.c.id == row.id)
        connection.execute(changed.values(label=label, keywords=list(keywords)))
        _relabel_documents(connection, row.id, row.label, label, keywords)
        if label != row.label:
            _log(connection, row.id)


def _topics_of(connection: Connection, record_ids: Sequence[str]) -> list[Row[Any]]:
    found: set[str | None] = set()
    for part in parts(record_ids):
        said = select(PASSAGE.c.topic_id).where(PASSAGE.c.record_id.in_(part)).distinct()
        found |= set(connection.scalars(said))
    topics = select(TOPIC).order_by(TOPIC.c.id)
    return list(fetch_in(connection, topics, TOPIC.c.id, sorted(found - {None})))


def _lost(
    connection: Connection, topic_id: str, phrases: Sequence[str], gone: set[str]
) -> set[str]:
    """Choose the phrases that only records which go say. A phrase that nobody says word for word
    is made of the words of several, and stays."""
    unheard = set(phrases)
    for record_id, text in _texts(connection, topic_id):
        if record_id not in gone:
            unheard -= {phrase for phrase in unheard if _plain(phrase) in text}
        if not unheard:
            return set()
    texts = [text for record_id, text in _texts(connection, topic_id) if record_id in gone]
    return {phrase for phrase in unheard if any(_plain(phrase) in text for text in texts)}


def _texts(connection: Connection, topic_id: str) -> Iterator[tuple[str, str]]:
    records = select(PASSAGE.c.record_id).where(PASSAGE.c.topic_id == topic_id)
    said = select(RECORD.c.id, RECORD.c.verbatim).where(RECORD.c.id.in_(records))
    for id_, verbatim in connection.execute(said.order_by(RECORD.c.id)):
        yield id_, _plain(verbatim)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _relabel_documents(
    connection: Connection, topic_id: str, old: str, new: str, keywords: tuple[str, ...]
) -> None:
    for table, id_, document in _documents(connection):
        if table is SNAPSHOT:
            snapshot = Snapshot.model_validate_json(document)
            changed = snapshot_relabelled(snapshot, topic_id, new, keywords).model_dump_json()
        else:
            story = Story.model_validate_json(document)
            changed = story_relabelled(story, old, new).model_dump_json()
        if changed != document:
            kept = update(table).where(table.c.id == id_)
            connection.execute(kept.values(document=changed))


def _documents(connection: Connection) -> Iterator[tuple[Table, str, str]]:
    for table in (SNAPSHOT, STORY):
        for id_ in list(connection.scalars(select(table.c.id).order_by(table.c.id))):
            document = connection.scalar(select(table.c.document).where(table.c.id == id_))
            yield table, id_, document or ""


def _log(connection: Connection, topic_id: str) -> None:
    at = newest(connection)
    if at is not None:
        reason = "only records that were erased had said its label"
        event = TopicEvent(
            topic_id=topic_id, kind="relabelled", at=at, actor="erasure", reason=reason
        )
        log_events(connection, [event])
