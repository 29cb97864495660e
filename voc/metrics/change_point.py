"""When a series of weekly counts changed: the single step that explains it best."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MIN_WEEKS = 3
SUPPORT = 1.92  # half the 95 % point of chi-square with one degree of freedom


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """Name the first week after the step; `earliest` and `latest` bound the plausible weeks."""

    week: int
    earliest: int
    latest: int


def step_profile(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Compute what a step before each week adds to the log-likelihood of weekly counts.

    `counts` has shape (weeks, categories), multinomial each week. Profiles of independent series
    over the same weeks may be added. Weeks too near an end have −inf.
    """
    n_weeks = len(counts)
    profile = np.full(n_weeks, -np.inf)
    total = counts.sum(axis=0)
    before = np.cumsum(counts, axis=0) - counts
    for week in range(MIN_WEEKS, n_weeks - MIN_WEEKS + 1):
        gain = _log_likelihood(before[week]) + _log_likelihood(total - before[week])
        profile[week] = gain - _log_likelihood(total)
    return profile


def change_point(profile: NDArray[np.float64]) -> ChangePoint | None:
    """Find the most likely step; None where no week is far enough from both ends."""
    if not np.isfinite(profile).any():
        return None
    plausible = np.nonzero(profile >= profile.max() - SUPPORT)[0]
    return ChangePoint(int(profile.argmax()), int(plausible[0]), int(plausible[-1]))


def _log_likelihood(counts: NDArray[np.int64]) -> float:
    seen = counts[counts > 0]
    return float((seen * np.log(seen / seen.sum())).sum()) if seen.size else 0.0
