"""The store: one place to write and read everything that the pipeline keeps."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Self

import pandas as pd
from sqlalchemy import Engine

from voc.domain.analysis import Analyses
from voc.domain.claim import Story
from voc.domain.record import Customer, FeedbackRecord, Rejection
from voc.domain.snapshot import Snapshot
from voc.domain.topic import Topic, TopicEvent
from voc.store import analyses as _analyses
from voc.store import customers as _customers
from voc.store import facts as _facts
from voc.store import feedback as _feedback
from voc.store import passages as _passages
from voc.store import records as _records
from voc.store import rejections as _rejections
from voc.store import snapshots as _snapshots
from voc.store import status as _status
from voc.store import topics as _topics
from voc.store.database import make_engine, parse_url, reading, writing
from voc.store.lock import night_lock
from voc.store.schema import check_schema


def open_store(url: str) -> "Store":
    """Open the store at `sqlite:///PATH` or `postgresql://…`.

    Raises:
        SchemaOutdated: its schema is absent, older or newer than this version's.
        StoreError: it can't be reached.
    """
    engine = make_engine(parse_url(url))
    try:
        check_schema(engine)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine)


class Store:
    """Write and read domain types. Each call is one transaction; times that come out are UTC."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def night_lock(self) -> AbstractContextManager[None]:
        """Hold the lock that one night at a time may have.

        Raises:
            Locked: another night has it.
        """
        return night_lock(self._engine)

    def upsert_records(self, records: Sequence[FeedbackRecord]) -> _records.RecordCounts:
        """Store what is new, replace what is revised (its analysis goes, its old row is kept) and
        mark social posts that repeat an earlier one's text as duplicates of it."""
        with writing(self._engine) as connection:
            return _records.upsert_records(connection, records)

    def pending(
        self, version: str, limit: int, *, after: str | None = None
    ) -> list[FeedbackRecord]:
        """List records to analyse that have no analysis of this version, by id; `after` skips the
        ids up to that one."""
        with reading(self._engine) as connection:
            return _records.pending_records(connection, version, limit=limit, after=after)

    def reject(self, rejections: Sequence[Rejection]) -> None:
        """Keep the rows that could not become records; one that is kept already stays one."""
        with writing(self._engine) as connection:
            _rejections.save_rejections(connection, rejections)

    def rejections(self) -> list[Rejection]:
        """List all rejections by source, file, row and field."""
        with reading(self._engine) as connection:
            return _rejections.load_rejections(connection)

    def upsert_customers(self, customers: Sequence[Customer]) -> int:
        """Store customers, replacing those that are stored; count them."""
        with writing(self._engine) as connection:
            return _customers.upsert_customers(connection, customers)

    def customers(self) -> list[Customer]:
        """List all customers by id."""
        with reading(self._engine) as connection:
            return _customers.load_customers(connection)

    def save_analyses(self, analyses: Analyses, version: str) -> None:
        """Replace the analyses of these records.

        Raises:
            Conflict: a record isn't stored.
        """
        with writing(self._engine) as connection:
            _analyses.save_analyses(connection, analyses, version)

    def passages(self, *, only_unassigned: bool = False) -> _passages.PassageTable:
        """Read all passages, or those without a topic, by record id and ordinal."""
        with reading(self._engine) as connection:
            return _passages.load_passages(connection, only_unassigned=only_unassigned)

    def passage_texts(self, keys: Collection[tuple[str, int]]) -> dict[tuple[str, int], str]:
        """Map record id and ordinal to the passage's text; unknown passages are left out."""
        with reading(self._engine) as connection:
            return _passages.load_texts(connection, keys)

    def verbatims(self, record_ids: Collection[str]) -> dict[str, str]:
        """Map record ids to their verbatims; unknown records are left out."""
        with reading(self._engine) as connection:
            return _feedback.load_verbatims(connection, record_ids)

    def topics(self) -> list[Topic]:
        """List all topics by id."""
        with reading(self._engine) as connection:
            return _topics.load_topics(connection)

    def topic_events(self, topic_id: str | None = None) -> list[TopicEvent]:
        """List the changes of one topic, or of all, oldest first."""
        with reading(self._engine) as connection:
            return _topics.load_events(connection, topic_id)

    def add_topics(
        self,
        topics: Sequence[Topic],
        events: Sequence[TopicEvent],
        assignments: Sequence[_topics.Assignment],
    ) -> None:
        """Add topics with their events, assign passages (record id, ordinal, topic id, confidence)
        and count all passages as considered.

        Raises:
            Conflict: a topic is stored already, or an assigned passage isn't.
        """
        with writing(self._engine) as connection:
            _topics.add_topics(connection, topics, events, assignments)

    def record_facts(self) -> pd.DataFrame:
        """Read what figures need of each record, by id."""
        with reading(self._engine) as connection:
            return _facts.record_facts(connection)

    def passage_facts(self) -> pd.DataFrame:
        """Read what figures need of each passage, by record id and ordinal."""
        with reading(self._engine) as connection:
            return _facts.passage_facts(connection)

    def save_snapshot(self, snapshot: Snapshot) -> None:
        """Store a snapshot as the latest one; one that is stored already stays as it is."""
        with writing(self._engine) as connection:
            _snapshots.save_snapshot(connection, snapshot)

    def snapshot(self, snapshot_id: str) -> Snapshot:
        """Get a snapshot, or raise NotFound."""
        with reading(self._engine) as connection:
            return _snapshots.load_snapshot(connection, snapshot_id)

    def latest_snapshot(self) -> Snapshot | None:
        """Get the snapshot that was stored last; None before the first."""
        with reading(self._engine) as connection:
            return _snapshots.latest_snapshot(connection)

    def save_story(self, story: Story) -> None:
        """Store a story as the latest one; one that is stored already stays as it is.

        Raises:
            SnapshotMissing: its snapshot isn't stored.
        """
        with writing(self._engine) as connection:
            _snapshots.save_story(connection, story)

    def story(self, story_id: str) -> Story:
        """Get a story, or raise NotFound."""
        with reading(self._engine) as connection:
            return _snapshots.load_story(connection, story_id)

    def latest_story(self) -> Story | None:
        """Get the story that was stored last; None before the first."""
        with reading(self._engine) as connection:
            return _snapshots.latest_story(connection)

    def list_records(
        self, chosen: _feedback.RecordFilter, *, after: str | None = None, limit: int
    ) -> list[_feedback.Analysed]:
        """List records with their analyses, newest first; `after` is the last id of the page
        before.

        Raises:
            NotFound: no record has the id `after`.
        """
        with reading(self._engine) as connection:
            return _feedback.list_records(connection, chosen, after=after, limit=limit)

    def record(self, record_id: str) -> _feedback.Analysed:
        """Get a record and its analysis, or raise NotFound."""
        with reading(self._engine) as connection:
            return _feedback.load_record(connection, record_id)

    def counts(self, version: str | None = None) -> _status.StoreCounts:
        """Count what is stored and what waits for an analysis of a version; without a version,
        what was never analysed."""
        with reading(self._engine) as connection:
            return _status.count_store(connection, version)

    def dump(self) -> Iterator[tuple[str, list[tuple[object, ...]]]]:
        """Read all tables by name, each with its rows by primary key, to compare stores."""
        with reading(self._engine) as connection:
            yield from _status.dump(connection)
