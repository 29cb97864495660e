"""NPS and net sentiment: the published vectors, and what holds for any counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.metrics.balance import Split
from voc.metrics.nps import nps, nps_change
from voc.metrics.sentiment import net_sentiment, net_sentiment_change

counts = st.integers(0, 5000)
splits = st.builds(Split, counts, counts, counts).filter(lambda split: split.n > 0)


def test_nps_of_a_known_sample_has_the_published_interval() -> None:
    estimate = nps(promoters=50, passives=30, detractors=20)
    assert estimate.value == pytest.approx(30)
    assert (estimate.low + estimate.high) / 2 == pytest.approx(29.1, abs=0.05)
    assert (estimate.high - estimate.low) / 2 == pytest.approx(15.1, abs=0.05)


@pytest.mark.parametrize(("times", "z"), [(1, 1.33), (10, 4.26)])
def test_the_same_drop_is_a_movement_only_with_enough_scores(times: int, z: float) -> None:
    before = Split(50 * times, 30 * times, 20 * times)
    now = Split(40 * times, 35 * times, 25 * times)
    change = nps_change(now, before)
    assert change.difference == pytest.approx(-15)
    assert change.z == pytest.approx(-z, abs=0.005)
    assert (change.p_value < 0.05) == (times == 10)
    assert (change.low < 0 < change.high) == (times == 1)


@given(splits)
def test_an_estimate_stays_on_its_scale_and_mirrors(split: Split) -> None:
    here = net_sentiment(positive=split.plus, neutral=split.neutral, negative=split.minus)
    there = net_sentiment(positive=split.minus, neutral=split.neutral, negative=split.plus)
    assert -100 <= here.low < here.high <= 100
    assert -100 <= here.value <= 100
    assert (here.value, here.low, here.high) == pytest.approx(
        (-there.value, -there.high, -there.low)
    )


@given(splits)
def test_ten_times_the_records_narrow_the_interval(split: Split) -> None:
    wide = nps(promoters=split.plus, passives=split.neutral, detractors=split.minus)
    narrow = nps(
        promoters=10 * split.plus, passives=10 * split.neutral, detractors=10 * split.minus
    )
    assert narrow.high - narrow.low < wide.high - wide.low


@given(splits, splits)
def test_a_change_seen_backwards_is_its_opposite(one: Split, other: Split) -> None:
    forth, back = net_sentiment_change(one, other), net_sentiment_change(other, one)
    assert forth.difference == pytest.approx(-back.difference)
    assert forth.p_value == pytest.approx(back.p_value)
    assert 0 <= forth.p_value <= 1


def test_no_records_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one record"):
        nps(promoters=0, passives=0, detractors=0)
