"""Figures and dates read as an analyst writes them."""

from datetime import date

import pytest

from voc.metrics.balance import Split, balance, balance_change
from voc.story.wording import (
    before,
    counted,
    days,
    during,
    glued,
    listed,
    months,
    part_of_month,
    percent,
    points,
    probability,
    size,
)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (points(12.4), "+12"),
        (points(-30.6), "−31"),
        (points(-0.3), "0"),
        (counted(1, "record"), "1 record"),
        (counted(1204, "record"), "1,204 records"),
        (counted(1, "record is", "records are"), "1 record is"),
        (percent(0.004), "under 1%"),
        (percent(0.0), "0%"),
        (percent(0.996), "over 99%"),
        (probability(0.0004), "p < 0.001"),
        (probability(0.0042), "p = 0.004"),
        (probability(0.031), "p = 0.03"),
        (days(date(2026, 5, 4), date(2026, 5, 9)), "4 to 9 May 2026"),
        (days(date(2026, 4, 27), date(2026, 5, 9)), "27 April to 9 May 2026"),
        (days(date(2025, 12, 27), date(2026, 1, 9)), "27 December 2025 to 9 January 2026"),
        (during(date(2026, 4, 6), date(2026, 7, 5)), "in the 13 weeks to 5 July 2026"),
        (during(date(2026, 5, 4), date(2026, 5, 9)), "from 4 to 9 May 2026"),
        (during(date(2026, 5, 4), date(2026, 5, 4)), "on 4 May 2026"),
        (during(date(2015, 2, 16), date(2024, 8, 18)), "from 16 February 2015 to 18 August 2024"),
        (months(date(2015, 2, 16), date(2015, 2, 24)), "February 2015"),
        (months(date(2018, 3, 19), date(2018, 6, 17)), "March to June 2018"),
        (months(date(2017, 12, 12), date(2018, 6, 20)), "December 2017 to June 2018"),
        (before(date(2026, 4, 6), date(2026, 7, 5)), "in the 13 weeks before"),
        (before(date(2026, 5, 4), date(2026, 5, 4)), "in the 1 day before"),
        (part_of_month(date(2026, 4, 27)), "late April"),
        (part_of_month(date(2026, 5, 11)), "mid-May"),
        (listed(["a", "b", "c"]), "a, b and c"),
        (glued("n = 5"), "n\u00a0=\u00a05"),
    ],
)
def test_it_is_written_so(written: str, expected: str) -> None:
    assert written == expected


def test_a_drop_equals_the_distance_of_the_levels_a_reader_sees() -> None:
    now, then = Split(124, 0, 76), Split(187, 0, 113)
    written = size(balance_change(now, then), balance(now), balance(then))
    shown = abs(round(balance(now).value) - round(balance(then).value))
    assert written.startswith(counted(shown, "point"))
