"""The registry in the store: its log, what that adds up to, and what it does to passages."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import Engine

from voc.domain.analysis import Vectors
from voc.domain.registry import Registry, fold
from voc.domain.restatement import Change
from voc.domain.topic import TopicEvent
from voc.store import passages as _passages
from voc.store import restatements as _restatements
from voc.store import snapshots as _snapshots
from voc.store import topics as _topics
from voc.store.database import reading, writing


class TopicRegistry:
    """Write and read the registry. Each call is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def events(self, id_: str | None = None) -> list[TopicEvent]:
        """List the changes of one topic, theme or proposal, or all, in the order of the log."""
        with reading(self._engine) as connection:
            return _topics.load_events(connection, id_)

    def load(self) -> Registry:
        """Fold the log."""
        return fold(self.events())

    def log(
        self,
        events: Sequence[TopicEvent],
        placements: Sequence[_topics.Placement] = (),
        *,
        exemplars: Collection[tuple[str, int]] = (),
        considered: bool = False,
    ) -> None:
        """Add events and place passages. Later passages are compared with `exemplars`, named by
        record and ordinal; `considered`: discovery has then seen all passages.

        Raises:
            Conflict: something is founded that is stored already, or a passage isn't stored.
        """
        with writing(self._engine) as connection:
            _topics.log_events(connection, events)
            _topics.place(connection, placements)
            _topics.mark_exemplars(connection, exemplars)
            if considered:
                _topics.consider_all(connection)

    def residue(
        self, since: datetime | None = None, *, clear: float = 0.0
    ) -> _passages.PassageTable:
        """Read the passages that no topic was given, or given with less than a clear confidence
        (0..1), from a time on."""
        with reading(self._engine) as connection:
            return _passages.load_residue(connection, since, clear)

    def assigned_to(self, topic_ids: Collection[str]) -> _passages.PassageTable:
        """Read the passages that these topics were given, whatever became of the topics since."""
        with reading(self._engine) as connection:
            return _passages.load_assigned(connection, topic_ids)

    def members(self, topic_id: str) -> _passages.PassageTable:
        """Read the passages that a topic holds, or that wait for it where it is proposed; without
        those of duplicates, as figures count."""
        with reading(self._engine) as connection:
            return _passages.load_members(connection, topic_id)

    def sizes(self) -> Counter[str]:
        """Count the members of each topic. What was merged, split or retired leads elsewhere: what
        is counted here of it was given to it once, and belongs to no topic now."""
        with reading(self._engine) as connection:
            return _passages.count_members(connection)

    def exemplars(self) -> tuple[Vectors, list[str | None], list[str | None]]:
        """Read the passages that later ones are compared with: vectors, the active topic of each,
        and the one that it was given."""
        with reading(self._engine) as connection:
            return _passages.load_exemplars(connection)

    def of_records(self, record_ids: Collection[str]) -> _passages.PassageTable:
        """Read the passages of records."""
        with reading(self._engine) as connection:
            return _passages.load_of_records(connection, record_ids)

    def changes(self, first: date, last: date) -> list[tuple[int, Change, int]]:
        """List how the numbers of a period's days changed: the snapshot's place in the order of
        snapshots, what changed, and by how many records."""
        with reading(self._engine) as connection:
            return _restatements.load_changes(connection, first, last)

    def snapshots(self) -> list[tuple[int, str, datetime]]:
        """List the snapshots, oldest first: place, id and the time of their newest record."""
        with reading(self._engine) as connection:
            return _snapshots.list_snapshots(connection)
