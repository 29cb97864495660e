"""Changes to the registry, each an event that sees what the ones before it made."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from voc.domain.registry import Entity, Registry, changing, fold, founding
from voc.domain.topic import TopicEvent


class Changes:
    """Collect the events of one actor on top of a log, all at one time.

    The time is `at`, or that of the last event where it is later: a log never goes back.
    """

    def __init__(self, log: Sequence[TopicEvent], *, at: datetime, actor: str) -> None:
        self._log = list(log)
        self._n_known = len(log)
        self._at = max([at, *(event.at for event in log[-1:])])
        self._actor = actor
        self._before = fold(log)
        self._now: Registry | None = self._before

    @property
    def events(self) -> list[TopicEvent]:
        """The events collected so far."""
        return self._log[self._n_known :]

    @property
    def log(self) -> list[TopicEvent]:
        """The whole log with these events at its end."""
        return list(self._log)

    @property
    def before(self) -> Registry:
        """The registry without these events."""
        return self._before

    @property
    def registry(self) -> Registry:
        """The registry with these events."""
        if self._now is None:
            self._now = fold(self._log)
        return self._now

    def found(self, entity: Entity, kind: str, reason: str) -> None:
        """Add a topic, theme or proposal."""
        self._add(entity.id, kind, reason, {entity.id: {}}, {entity.id: founding(entity)})

    def change(
        self,
        id_: str,
        kind: str,
        reason: str,
        fields: Mapping[str, Mapping[str, Any]],
        *new: Entity,
    ) -> None:
        """Change fields of what is known, by id, and add what is new, in one event."""
        pairs = {each: changing(self.registry, each, **own) for each, own in fields.items()}
        before = {each: pair[0] for each, pair in pairs.items()}
        after = {each: pair[1] for each, pair in pairs.items()}
        before |= {one.id: {} for one in new}
        after |= {one.id: founding(one) for one in new}
        self._add(id_, kind, reason, before, after)

    def undo(self, event: TopicEvent, reason: str) -> None:
        """Take an event back, as if it had not been."""
        self._add(event.topic_id, "undone", reason, {}, {}, undoes=event.number)

    def _add(
        self,
        id_: str,
        kind: str,
        reason: str,
        before: Mapping[str, Mapping[str, Any]],
        after: Mapping[str, Mapping[str, Any]],
        undoes: int | None = None,
    ) -> None:
        event = TopicEvent(
            topic_id=id_,
            kind=kind,
            at=self._at,
            actor=self._actor,
            reason=reason,
            before=before,
            after=after,
            undoes=undoes,
            number=1 + (self._log[-1].number if self._log else 0),
        )
        self._log.append(event)
        self._now = None
