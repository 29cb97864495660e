"""Base rules and the correction for many looks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from voc.metrics.movement import Base, base, benjamini_hochberg


@pytest.mark.parametrize(
    ("n_customers", "expected"),
    [
        (4, Base.SUPPRESSED),
        (5, Base.NO_CLAIM),
        (29, Base.NO_CLAIM),
        (30, Base.SMALL),
        (99, Base.SMALL),
        (100, Base.FULL),
    ],
)
def test_a_base_decides_what_may_be_said(n_customers: int, expected: Base) -> None:
    assert base(n_customers) is expected
    assert base(n_customers).allows_claim == (n_customers >= 30)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_findings_are_those_of_the_reference(p_values: list[float]) -> None:
    reference = false_discovery_control(p_values)
    found = benjamini_hochberg(p_values)
    near = [abs(q - 0.05) < 1e-9 for q in reference]
    assert all(n or f == (q <= 0.05) for f, q, n in zip(found, reference, near, strict=True))


def test_a_lone_five_per_cent_among_many_looks_is_no_finding() -> None:
    assert benjamini_hochberg([0.04]) == [True]
    assert not any(benjamini_hochberg([0.04, *[0.5] * 19]))
    assert benjamini_hochberg([]) == []
