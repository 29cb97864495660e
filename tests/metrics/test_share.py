"""Shares: Wilson's interval and the two-proportion test."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from voc.metrics.share import share, share_change

bases = st.integers(1, 5000)


@given(bases, st.data())
def test_the_interval_is_wilsons_and_holds_the_share(of: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, of))
    estimate = share(count, of=of)
    known = binomtest(count, of).proportion_ci(method="wilson")
    assert (estimate.low, estimate.high) == pytest.approx((known.low, known.high), abs=1e-6)
    assert 0 <= estimate.low <= estimate.value + 1e-12
    assert estimate.value - 1e-12 <= estimate.high <= 1


@given(bases, bases, st.data())
def test_a_change_lies_in_its_interval_and_mirrors(a: int, b: int, data: st.DataObject) -> None:
    now = (data.draw(st.integers(0, a)), a)
    before = (data.draw(st.integers(0, b)), b)
    change, back = share_change(now, before), share_change(before, now)
    assert -1 - 1e-9 <= change.low <= change.difference <= change.high <= 1 + 1e-9
    assert change.z == pytest.approx(-back.z)


def test_a_known_pair_of_shares_gives_the_textbook_z() -> None:
    change = share_change((45, 100), (30, 100))
    assert change.z == pytest.approx(0.15 / (0.375 * 0.625 * 2 / 100) ** 0.5)


def test_more_than_the_base_is_refused() -> None:
    with pytest.raises(ValueError, match="0 <= count <= base"):
        share(11, of=10)
