"""What an atlas of topics draws."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from voc.metrics.movement import Base


@dataclass(frozen=True, slots=True)
class Level:
    """Hold the net sentiment of one voice in points, −100..100, and what its base allows."""

    solicited: bool
    value: float
    n_records: int
    base: Base


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Hold one topic on the map: centre and radius in units of the map's width, y from the top.
    `theme` points into the atlas's themes; -1 for none."""

    id: str
    label: str
    theme: int
    x: float
    y: float
    radius: float
    n_passages: int
    n_records: int
    keywords: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ThemeSpot:
    """Hold one theme, with the records of its topics, each counted once where it can be."""

    label: str
    n_records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """Hold a topic's life: its label over time, oldest first, and what it came from and became.

    `state` is active, merged, split or retired; `ended_at` is None while it is active.
    """

    id: str
    labels: tuple[tuple[datetime, str], ...]
    state: str
    ended_at: datetime | None = None
    parents: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    n_records: int = 0

    @property
    def born_at(self) -> datetime:
        """Get the time of its first label."""
        return self.labels[0][0]

    @property
    def label(self) -> str:
        """Get its latest label."""
        return self.labels[-1][1]

    @property
    def has_changed(self) -> bool:
        """Tell whether anything but its birth has happened to it."""
        return bool(len(self.labels) > 1 or self.parents or self.ended_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Atlas:
    """Hold a map of passages in topics in themes, largest first, and the topics' lives.

    `points` is (passages, 2) in units of the map's width; `topic_of` (passages,) points into
    `topics`, -1 for none; `texts` are the passages, redacted. `as_of` is the newest record's time,
    None where no time is known.
    """

    title: str
    topics: tuple[Spot, ...] = ()
    themes: tuple[ThemeSpot, ...] = ()
    points: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 2)))
    topic_of: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    texts: Sequence[str] = ()
    lives: tuple[Life, ...] = ()
    as_of: datetime | None = None

    @property
    def height(self) -> float:
        """Get the map's height in units of its width."""
        return max((spot.y + spot.radius for spot in self.topics), default=0.6)

    @property
    def voices(self) -> tuple[bool, ...]:
        """List the voices that any level is of, surveys first."""
        known = {level.solicited for spot in self.topics for level in spot.levels}
        return tuple(sorted(known, reverse=True))
