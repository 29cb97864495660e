"""Periods: 13 full weeks against the 13 before, or two halves."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from voc.metrics.periods import periods


def test_half_a_year_gives_two_quarters_of_full_weeks() -> None:
    current, previous = periods(date(2026, 1, 5), date(2026, 7, 7))
    assert current == (date(2026, 4, 6), date(2026, 7, 5))
    assert previous == (date(2026, 1, 5), date(2026, 4, 5))


def test_a_short_voice_is_halved() -> None:
    current, previous = periods(date(2026, 3, 1), date(2026, 3, 9))
    assert current == (date(2026, 3, 6), date(2026, 3, 9))
    assert previous == (date(2026, 3, 2), date(2026, 3, 5))


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 2000))
def test_both_periods_are_equally_long_and_adjoin(first: date, days: int) -> None:
    current, previous = periods(first, first + timedelta(days=days))
    assert current[1] - current[0] == previous[1] - previous[0]
    assert previous[1] + timedelta(days=1) == current[0]
    assert current[1] <= first + timedelta(days=days)
    assert days < 1 or previous[0] >= first - timedelta(days=6)
