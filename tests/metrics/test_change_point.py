"""Change points: a planted step is found where it lies, and doubt is shown."""

import numpy as np

from voc.metrics.change_point import change_point, step_profile


def _weeks(rng: np.random.Generator, shares: list[float], *, n: int, weeks: int) -> np.ndarray:
    return rng.multinomial(n, shares, size=weeks)


def test_a_step_is_dated_to_its_week() -> None:
    rng = np.random.default_rng(3)
    counts = np.vstack(
        [
            _weeks(rng, [0.5, 0.3, 0.2], n=30, weeks=16),
            _weeks(rng, [0.2, 0.2, 0.6], n=30, weeks=10),
        ]
    )
    found = change_point(step_profile(counts))
    assert found is not None
    assert found.earliest <= 16 <= found.latest
    assert found.latest - found.earliest <= 2


def test_flat_series_leave_the_week_open() -> None:
    rng = np.random.default_rng(4)
    series = [_weeks(rng, [0.4, 0.3, 0.3], n=20, weeks=26) for _ in range(50)]
    found = [change_point(step_profile(counts)) for counts in series]
    assert np.median([point.latest - point.earliest for point in found if point]) > 6


def test_too_few_weeks_have_no_change_point() -> None:
    assert change_point(step_profile(np.ones((5, 3), dtype=np.int64))) is None
