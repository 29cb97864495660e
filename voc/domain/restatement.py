"""Restatement: why the number of records on a topic differs from what was published."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple


class Cause(StrEnum):
    """Say why a record counts that did not before, or no longer.

    New data is of after the figures that were published, late data of before them: also what was
    revised, deleted, erased or found to be a duplicate since.
    """

    NEW = "new"
    LATE = "late"
    TAXONOMY = "taxonomy"
    MODEL = "model"


class Counted(NamedTuple):
    """Hold a record as figures count it. `digest` is that of its content, `version` that of its
    analysis."""

    occurred_at: datetime
    solicited: bool
    digest: str
    version: str
    topic_ids: frozenset[str]


class Change(NamedTuple):
    """Name a number that changed: records of a day, voice and topic; and the cause."""

    topic_id: str
    day: date
    solicited: bool
    cause: Cause


def changes(
    before: Mapping[str, Counted], after: Mapping[str, Counted], *, as_of: datetime | None
) -> dict[Change, int]:
    """Count, by cause, how the numbers of topics change when records are counted anew.

    Each record is counted once per topic, and each change of it has one cause, so that the causes
    add up exactly to the difference. `as_of` is the time of the newest record that was published.
    """
    found: Counter[Change] = Counter()
    for id_ in before.keys() | after.keys():
        old, new = before.get(id_), after.get(id_)
        cause = _cause(old, new, as_of)
        for one, n in ((old, -1), (new, 1)):
            if one is not None:
                day = one.occurred_at.date()
                for topic_id in one.topic_ids:
                    found[Change(topic_id, day, one.solicited, cause)] += n
    return {change: n for change, n in sorted(found.items()) if n}


def _cause(old: Counted | None, new: Counted | None, as_of: datetime | None) -> Cause:
    if old is None and new is not None:
        return Cause.NEW if as_of is None or new.occurred_at > as_of else Cause.LATE
    if old is None or new is None or old[:3] != new[:3]:
        return Cause.LATE
    return Cause.MODEL if old.version != new.version else Cause.TAXONOMY


@dataclass(frozen=True, slots=True, kw_only=True)
class Restated:
    """Hold a topic's records in a period: as published, what changed since, and why.

    `now` is exactly `published` and the four changes together.
    """

    topic_id: str
    published: int
    new: int
    late: int
    taxonomy: int
    model: int

    @property
    def now(self) -> int:
        """Give the number as it is counted now."""
        return self.published + self.new + self.late + self.taxonomy + self.model
