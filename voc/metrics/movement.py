"""What may be called a finding: enough customers, and more than chance over all looks."""

from collections.abc import Sequence
from enum import StrEnum

import numpy as np

SUPPRESSED_BELOW = 5
NO_CLAIM_BELOW = 30
SMALL_BELOW = 100


class Base(StrEnum):
    """Say what the number of distinct customers behind a figure allows."""

    SUPPRESSED = "suppressed"
    NO_CLAIM = "no_claim"
    SMALL = "small"
    FULL = "full"

    @property
    def allows_claim(self) -> bool:
        """Tell whether a claim may rest on it."""
        return self in (Base.SMALL, Base.FULL)


def base(n_customers: int) -> Base:
    """Judge a base: below 5 suppressed, below 30 no claim, below 100 small."""
    if n_customers < SUPPRESSED_BELOW:
        return Base.SUPPRESSED
    if n_customers < NO_CLAIM_BELOW:
        return Base.NO_CLAIM
    return Base.SMALL if n_customers < SMALL_BELOW else Base.FULL


def benjamini_hochberg(p_values: Sequence[float], *, rate: float = 0.05) -> list[bool]:
    """Mark the p values that are findings at a false discovery rate (Benjamini & Hochberg 1995).

    Give all looks at once: what was looked at and left out makes the rest look surer than it is.
    """
    p = np.asarray(p_values, dtype=float)
    if p.size == 0:
        return []
    order = np.argsort(p, kind="stable")
    passes = p[order] <= rate * np.arange(1, p.size + 1) / p.size
    last = int(np.max(np.nonzero(passes)[0])) + 1 if passes.any() else 0
    found = np.zeros(p.size, dtype=bool)
    found[order[:last]] = True
    return [bool(mark) for mark in found]
