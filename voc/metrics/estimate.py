"""An estimate with its interval, a change with its test, and the normal tail they rest on."""

from dataclasses import dataclass
from math import erfc, sqrt

Z_95 = 1.959964


@dataclass(frozen=True, slots=True)
class Estimate:
    """Hold a figure with its 95 % interval and the number of records it rests on."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Change:
    """Hold a difference (current minus previous) with its 95 % interval and two-sided p value."""

    difference: float
    low: float
    high: float
    z: float
    p_value: float


def upper_tail(z: float) -> float:
    """Compute the probability that a standard normal variable exceeds `z`."""
    return 0.5 * erfc(z / sqrt(2))


def two_sided(z: float) -> float:
    """Compute the probability that a standard normal variable is at least as far from 0 as `z`."""
    return erfc(abs(z) / sqrt(2))
