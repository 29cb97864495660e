"""The store: one place to write and read everything that the pipeline keeps."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Self

import pandas as pd
from sqlalchemy import Engine

from voc.domain.analysis import Analyses
from voc.domain.claim import Story
from voc.domain.duplicate import Sketches, Utterance
from voc.domain.erasure import Erased, Erasure, Tombstone
from voc.domain.identity import Join, JoinEvent, KeyKind, Keys
from voc.domain.record import Customer, FeedbackRecord, Rejection
from voc.domain.snapshot import Snapshot
from voc.domain.topic import Theme, Topic, TopicEvent
from voc.store import analyses as _analyses
from voc.store import cursors as _cursors
from voc.store import customers as _customers
from voc.store import duplicates as _duplicates
from voc.store import erasure as _erasure
from voc.store import facts as _facts
from voc.store import feedback as _feedback
from voc.store import identity as _identity
from voc.store import passages as _passages
from voc.store import records as _records
from voc.store import rejections as _rejections
from voc.store import restatements as _restatements
from voc.store import sketches as _sketches
from voc.store import snapshots as _snapshots
from voc.store import status as _status
from voc.store import topics as _topics
from voc.store.compaction import compact
from voc.store.database import make_engine, parse_url, reading, writing
from voc.store.lock import night_lock
from voc.store.registry import TopicRegistry
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
        """Store what is new and replace what is revised (its analysis goes, its old row is kept);
        both wait to be compared."""
        with writing(self._engine) as connection:
            return _records.upsert_records(connection, records)

    def count_uncompared(self) -> int:
        """Count the records that wait to be compared with others."""
        with reading(self._engine) as connection:
            return _duplicates.count_waiting(connection)

    def uncompared(self, limit: int) -> list[Utterance]:
        """Read the records that wait to be compared, in the order in which they came."""
        with reading(self._engine) as connection:
            return _duplicates.load_waiting(connection, limit)

    def sketches(self, first_day: int, last_day: int) -> Iterator[Sketches]:
        """Read by what the records of some days, counted from 1970, are found."""
        with reading(self._engine) as connection:
            yield from _sketches.load_sketches(connection, first_day, last_day)

    def utterances(self, record_ids: Collection[str]) -> list[Utterance]:
        """Read records as they are compared."""
        with reading(self._engine) as connection:
            return _duplicates.load_utterances(connection, record_ids)

    def settle_duplicates(
        self, compared: Collection[str], originals: Mapping[str, str], sketches: Sketches
    ) -> Counter[str]:
        """Keep what a comparison found: the records that repeat another, with its id, and how the
        others are found. These wait no longer. Count why the duplicates among them had waited."""
        with writing(self._engine) as connection:
            return _duplicates.settle(connection, compared, originals, sketches)

    def count_repeats(self, limit: int) -> dict[str, int]:
        """Map the records that are repeated most often to how often they are."""
        with reading(self._engine) as connection:
            return _duplicates.count_repeats(connection, limit)

    def repeating(self, record_id: str) -> list[str]:
        """List the records that repeat one, oldest first."""
        with reading(self._engine) as connection:
            return _duplicates.load_repeating(connection, record_id)

    def kept_apart(self) -> list[str]:
        """List the records that repeat none because a person said so."""
        with reading(self._engine) as connection:
            return _duplicates.load_apart(connection)

    def keep_apart(self, record_ids: Collection[str]) -> None:
        """Let records repeat none, whatever they say; they wait to be compared again."""
        with writing(self._engine) as connection:
            _duplicates.keep_apart(connection, record_ids)

    def rejoin(self, record_ids: Collection[str]) -> None:
        """Undo `keep_apart`; the records wait to be compared again."""
        with writing(self._engine) as connection:
            _duplicates.rejoin(connection, record_ids)

    def withdraw(self, record_ids: Collection[str]) -> int:
        """Empty the records that their source has deleted, and count those that were not yet; a
        later upsert brings a record back."""
        with writing(self._engine) as connection:
            return _records.withdraw_records(connection, record_ids)

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

    def rejected_keys(self) -> list[Keys]:
        """List which keys rejected rows declare."""
        with reading(self._engine) as connection:
            return _rejections.load_rejected_keys(connection)

    def count_rejected(self) -> dict[str, int]:
        """Map sources to how many of their rows are rejected; a score alone doesn't count."""
        with reading(self._engine) as connection:
            return _rejections.count_rejected(connection)

    def settle(self, source: str, file: str, *, still: Collection[Rejection]) -> None:
        """Forget the rejections of a source's file, which was corrected, but for these."""
        with writing(self._engine) as connection:
            _rejections.settle_rejections(connection, source, file, still)

    def save_cursor(self, source: str, cursor: Mapping[str, Any]) -> None:
        """Keep where a live source's next pull goes on: behind the rows that are stored."""
        with writing(self._engine) as connection:
            _cursors.save_cursor(connection, source, cursor)

    def cursor(self, source: str) -> dict[str, Any]:
        """Get where a live source's next pull goes on; empty before the first one."""
        with reading(self._engine) as connection:
            return _cursors.load_cursor(connection, source)

    def upsert_customers(self, customers: Sequence[Customer]) -> _records.RecordCounts:
        """Store customers, replacing those that are stored, and count what was new or changed."""
        with writing(self._engine) as connection:
            return _customers.upsert_customers(connection, customers)

    def customers(self) -> list[Customer]:
        """List all customers by id."""
        with reading(self._engine) as connection:
            return _customers.load_customers(connection)

    def declared_keys(self) -> tuple[list[Keys], set[str]]:
        """List which keys were declared together, and the keys by which alone a record's customer
        is known."""
        with reading(self._engine) as connection:
            return _identity.load_links(connection), _identity.load_surest(connection)

    def find_keys(self, keys: Collection[str]) -> dict[str, KeyKind]:
        """Tell which of these keys are known, and their kind."""
        with reading(self._engine) as connection:
            return _identity.find_keys(connection, keys)

    def join_events(self) -> list[JoinEvent]:
        """List the changes of who is taken for whom, oldest first."""
        with reading(self._engine) as connection:
            return _identity.load_join_events(connection)

    def place_customers(self, joins: Mapping[str, Join], events: Sequence[JoinEvent]) -> int:
        """Give each record the customer that its surest key is joined to, log the changes, and
        count the records that changed hands."""
        with writing(self._engine) as connection:
            _identity.log_joins(connection, events)
            return _identity.place(connection, joins)

    def count_by_customer(self, customer_ids: Sequence[str]) -> dict[str, int]:
        """Count the records of customers; one without records is left out."""
        with reading(self._engine) as connection:
            return _identity.count_by_customer(connection, customer_ids)

    def newest(self) -> datetime | None:
        """Get the time of the newest record."""
        with reading(self._engine) as connection:
            return _identity.newest(connection)

    def erased(self) -> Erased:
        """Read what was erased and must not come back."""
        with reading(self._engine) as connection:
            return _erasure.load_erased(connection)

    def erasures(self) -> list[Erasure]:
        """List the lines of the audit, oldest first."""
        with reading(self._engine) as connection:
            return _erasure.load_audit(connection)

    def erase_customer(
        self, asked: Erasure, tombstones: Sequence[Tombstone], events: Sequence[JoinEvent]
    ) -> Erasure:
        """Erase a customer's records and all that was made of them; keep the tombstones, and log
        the events."""
        with writing(self._engine) as connection:
            return _erasure.erase_customer(connection, asked, tombstones, events)

    def erase_before(self, asked: Erasure) -> Erasure:
        """Erase the records from before a time, and all that was made of them."""
        with writing(self._engine) as connection:
            return _erasure.erase_before(connection, asked)

    def compact(self) -> None:
        """Write the files anew without the bytes of what was deleted.

        Raises:
            Locked: somebody reads a SQLite database meanwhile.
        """
        compact(self._engine)

    def save_analyses(self, analyses: Analyses, version: str) -> None:
        """Replace the analyses of these records.

        Raises:
            Conflict: a record isn't stored.
        """
        with writing(self._engine) as connection:
            _analyses.save_analyses(connection, analyses, version)

    def passages(self) -> _passages.PassageTable:
        """Read all passages, by record id and ordinal."""
        with reading(self._engine) as connection:
            return _passages.load_passages(connection)

    def verbatims(self, record_ids: Collection[str]) -> dict[str, str]:
        """Map record ids to their verbatims; unknown records are left out."""
        with reading(self._engine) as connection:
            return _feedback.load_verbatims(connection, record_ids)

    @property
    def registry(self) -> TopicRegistry:
        """Give what writes and reads the log of topics."""
        return TopicRegistry(self._engine)

    def topics(self) -> list[Topic]:
        """List all topics by id, whatever their state."""
        with reading(self._engine) as connection:
            return _topics.load_topics(connection)

    def themes(self) -> list[Theme]:
        """List all themes by id."""
        with reading(self._engine) as connection:
            return _topics.load_themes(connection)

    def topic_events(self, id_: str | None = None) -> list[TopicEvent]:
        """List the changes of one topic, theme or proposal, or all, in the order of the log."""
        return self.registry.events(id_)

    def record_facts(self) -> pd.DataFrame:
        """Read what figures need of each record, by id."""
        with reading(self._engine) as connection:
            return _facts.record_facts(connection)

    def passage_facts(self) -> pd.DataFrame:
        """Read what figures need of each passage, by record id and ordinal."""
        with reading(self._engine) as connection:
            return _facts.passage_facts(connection)

    def save_snapshot(self, snapshot: Snapshot) -> None:
        """Store a snapshot as the latest one; one that is stored already stays as it is. Log why
        topics' numbers differ from those before."""
        with writing(self._engine) as connection:
            _snapshots.save_snapshot(connection, snapshot)
            _restatements.restate(connection)

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
