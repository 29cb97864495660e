"""Topics that grow: the last weeks' count against the topic's own trailing baseline."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
BASELINE_WEEKS = 8


@dataclass(frozen=True, slots=True)
class Surge:
    """Compare the recent count with what the baseline lets expect; `p_value` is one-sided."""

    observed: int
    expected: float
    p_value: float


def surge(counts: Counts, exposure: Counts, *, recent_weeks: int = 4) -> Surge | None:
    """Test whether the last weeks' records exceed the baseline; None where weeks are too few.

    `counts` are a topic's records and `exposure` all records, both of shape (voices, weeks), so
    that more feedback as a whole is no surge. Per voice, the expected count is the baseline's rate
    times the recent exposure; half a record is added to the baseline (Jeffreys). The tail is that
    of a negative binomial with mean m and variance φ·m·(1 + recent/baseline exposure), the
    predictive distribution of a Poisson count with an estimated rate, widened by the baseline's
    dispersion φ ≥ 1. Whole weeks make it indifferent to weekdays.
    """
    counts, exposure = np.atleast_2d(counts), np.atleast_2d(exposure)
    n_baseline = counts.shape[1] - recent_weeks
    if n_baseline < BASELINE_WEEKS:
        return None
    before, recent = exposure[:, :n_baseline].sum(axis=1), exposure[:, n_baseline:].sum(axis=1)
    heard = before > 0
    if not heard.any() or recent[heard].sum() == 0:
        return None
    counts, exposure, before, recent = (x[heard] for x in (counts, exposure, before, recent))
    baseline = counts[:, :n_baseline].sum(axis=1)
    rates = (baseline + 0.5 / len(baseline)) / before
    expected = float(rates @ recent)
    dispersion = _dispersion(counts[:, :n_baseline].sum(axis=0), rates @ exposure[:, :n_baseline])
    growth = float(recent.sum() / before.sum())
    observed = int(counts[:, n_baseline:].sum())
    variance = dispersion * expected * (1 + growth)
    return Surge(observed, expected, negative_binomial_tail(observed, expected, variance))


def negative_binomial_tail(count: int, mean: float, variance: float) -> float:
    """Compute P(X ≥ count) for a negative binomial X; `variance` must exceed `mean`.

    With size r = m²/(v−m) it is the regularised incomplete beta function I(1−m/v; count, r).
    """
    from scipy.special import betainc

    if count <= 0:
        return 1.0
    return float(betainc(count, mean**2 / (variance - mean), 1 - mean / variance))


def _dispersion(counts: Counts, expected: NDArray[np.float64]) -> float:
    heard = expected > 0
    chi_square = ((counts[heard] - expected[heard]) ** 2 / expected[heard]).sum()
    return max(1.0, float(chi_square) / max(1, int(heard.sum()) - 1))
