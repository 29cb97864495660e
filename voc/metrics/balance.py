"""The share for minus the share against: the form that NPS and net sentiment have in common.

Intervals are adjusted Wald: three quarters of a record are added to each side and one and a half
between them (Rocks 2016, Interval estimation for the Net Promoter Score).
"""

from math import sqrt
from typing import NamedTuple

from voc.metrics.estimate import Z_95, Change, Estimate, two_sided


class Split(NamedTuple):
    """Count the records for, between and against."""

    plus: int
    neutral: int
    minus: int

    @property
    def n(self) -> int:
        """Count all records."""
        return self.plus + self.neutral + self.minus


def balance(counts: Split) -> Estimate:
    """Estimate plus minus minus in points of −100..100.

    The interval is centred on the adjusted value, not on the raw one.

    Raises:
        ValueError: there are no records, or a count is negative.
    """
    _check(counts)
    centre, variance = adjusted(counts)
    half = Z_95 * sqrt(variance)
    raw = 100 * (counts.plus - counts.minus) / counts.n
    return Estimate(raw, max(-100.0, centre - half), min(100.0, centre + half), counts.n)


def balance_change(current: Split, previous: Split) -> Change:
    """Test the difference of two balances, in points: z = (N₁'−N₂')/√(v₁/n₁' + v₂/n₂').

    Raises:
        ValueError: one side has no records, or a count is negative.
    """
    now, before = balance(current), balance(previous)
    (centre, variance), (centre_before, variance_before) = adjusted(current), adjusted(previous)
    error = sqrt(variance + variance_before)
    shift = centre - centre_before
    return Change(
        difference=now.value - before.value,
        low=shift - Z_95 * error,
        high=shift + Z_95 * error,
        z=shift / error,
        p_value=two_sided(shift / error),
    )


def balance_z(counts: Split) -> float:
    """Compute how many standard errors the adjusted balance lies above 0."""
    _check(counts)
    centre, variance = adjusted(counts)
    return centre / sqrt(variance)


def adjusted(counts: Split) -> tuple[float, float]:
    """Compute the adjusted balance in points and the variance of that estimate."""
    n = counts.n + 3
    plus, minus = (counts.plus + 0.75) / n, (counts.minus + 0.75) / n
    return 100 * (plus - minus), 1e4 * (plus + minus - (plus - minus) ** 2) / n


def _check(counts: Split) -> None:
    if min(counts) < 0 or counts.n == 0:
        raise ValueError(f"A balance needs at least one record and no negative count: {counts}.")
