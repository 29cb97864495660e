"""Emerging topics: what is a surge and what is not."""

import numpy as np
import pytest
from scipy.stats import nbinom

from voc.metrics.emerging import negative_binomial_tail, surge

FLAT = np.full(26, 100)


def test_a_topic_that_was_never_heard_before_surges() -> None:
    found = surge(np.array([0] * 22 + [3, 5, 8, 9]), FLAT)
    assert found is not None
    assert found.observed == 25
    assert found.expected < 1
    assert found.p_value < 1e-6


def test_more_feedback_as_a_whole_is_no_surge() -> None:
    counts = np.array([10] * 22 + [30] * 4)
    rising = surge(counts, np.array([100] * 22 + [300] * 4))
    flat = surge(counts, FLAT)
    assert rising is not None
    assert flat is not None
    assert flat.p_value < 0.001 < 0.2 < rising.p_value


def test_a_topic_that_always_came_in_bursts_needs_more_to_surge() -> None:
    steady = surge(np.array([5] * 22 + [12] * 4), FLAT)
    bursts = surge(np.array([0, 0, 0, 20] * 5 + [0, 10] + [12] * 4), FLAT)
    assert steady is not None
    assert bursts is not None
    assert steady.p_value < 0.01 < bursts.p_value


def test_a_voice_that_only_starts_now_does_not_count() -> None:
    old, late = np.array([5] * 26), np.array([0] * 22 + [40] * 4)
    found = surge(np.stack([old, late]), np.stack([FLAT, np.array([0] * 22 + [100] * 4)]))
    assert found is not None
    assert found.observed == 20


def test_too_short_a_baseline_says_nothing() -> None:
    assert surge(np.array([1] * 11), np.full(11, 50)) is None


@pytest.mark.parametrize(
    ("count", "mean", "variance"), [(1, 0.3, 0.5), (12, 5.0, 9.0), (40, 9, 20)]
)
def test_the_tail_is_that_of_a_negative_binomial(count: int, mean: float, variance: float) -> None:
    size = mean**2 / (variance - mean)
    known = nbinom.sf(count - 1, size, mean / variance)
    assert negative_binomial_tail(count, mean, variance) == pytest.approx(known, rel=1e-6)


def test_chance_alone_is_called_a_surge_no_more_often_than_stated() -> None:
    rng = np.random.default_rng(11)
    found = [surge(rng.poisson(3, 26), FLAT) for _ in range(2000)]
    assert np.mean([s is not None and s.p_value <= 0.05 for s in found]) <= 0.06
