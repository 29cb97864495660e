"""Since when a movement shows: the step in the weekly cells of all voices that moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from voc.domain.snapshot import Scope
from voc.metrics.balance import Split, balance
from voc.metrics.change_point import change_point, step_profile
from voc.metrics.estimate import Estimate
from voc.metrics.movement import base
from voc.story.figures import Figures, Measure, split

SHARP_WEEKS, VAGUE_WEEKS = 2, 5


class Moved(Protocol):
    """What moved, where and in which voice."""

    @property
    def scope(self) -> Scope: ...
    @property
    def key(self) -> str: ...
    @property
    def solicited(self) -> bool: ...
    @property
    def measure(self) -> Measure: ...
    @property
    def down(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Onset:
    """Hold the Monday of the first week after the step; `sharp` where data leave few other weeks.

    `since` is the first voice's level from that week on, where its base allows a claim.
    """

    week: date
    sharp: bool
    since: Estimate | None


def onset(moved: Sequence[Moved], figures: Figures) -> Onset | None:
    """Find since when; None where no step of the movement's direction can be dated to a few weeks.

    Voices that were heard over the same weeks are dated together.
    """
    first = moved[0]
    weeks = _weeks(first, figures)
    alike = [m for m in moved if _weeks(m, figures) == weeks]
    series = [_series(m, figures, weeks) for m in alike]
    profiles = [step_profile(counts) for counts in series if len(counts)]
    point = change_point(np.sum(profiles, axis=0)) if profiles else None
    if point is None or point.latest - point.earliest > VAGUE_WEEKS:
        return None
    before, after = (_total(part) for part in np.split(series[0], [point.week]))
    if min(before.n, after.n) == 0 or (balance(after).value < balance(before).value) != first.down:
        return None
    return Onset(
        week=weeks[point.week],
        sharp=point.latest - point.earliest <= SHARP_WEEKS,
        since=balance(after) if base(after.n).allows_claim else None,
    )


def _weeks(moved: Moved, figures: Figures) -> list[date]:
    (first, _), (_, last) = (
        figures.days(span, solicited=moved.solicited) for span in ("previous", "current")
    )
    return [w for w in figures.full_weeks(solicited=moved.solicited) if first <= w <= last]


def _series(moved: Moved, figures: Figures, weeks: Sequence[date]) -> NDArray[np.int64]:
    cells = figures.weeks(moved.scope, moved.key, solicited=moved.solicited)
    silent = Split(0, 0, 0)
    counts = [split(cells[w], moved.measure) if w in cells else silent for w in weeks]
    return np.array(counts, dtype=np.int64).reshape(len(weeks), 3)


def _total(counts: NDArray[np.int64]) -> Split:
    return Split(*(int(total) for total in counts.sum(axis=0)))
