"""Losses: the odds ratio is pooled within strata, not over them."""

import numpy as np
import pytest

from voc.metrics.losses import odds_ratio


def test_strata_that_differ_only_in_risk_show_no_association() -> None:
    simpson = np.array([[[40, 10], [40, 10]], [[5, 45], [50, 450]]])
    found = odds_ratio(simpson)
    assert found is not None
    assert found.value == pytest.approx(1.0)
    assert found.p_value == pytest.approx(1.0)


def test_a_common_ratio_is_found_with_its_interval() -> None:
    found = odds_ratio(np.array([[[20, 20], [50, 150]], [[30, 10], [100, 100]]]))
    assert found is not None
    assert found.value == pytest.approx(3.0)
    assert 1 < found.low < 3 < found.high
    assert found.p_value < 0.001


def test_a_topic_only_leavers_mention_has_a_finite_ratio() -> None:
    found = odds_ratio(np.array([[[12, 28], [0, 60]]]))
    assert found is not None
    assert np.isfinite([found.value, found.low, found.high]).all()
    assert found.low > 1


def test_strata_without_a_comparison_say_nothing() -> None:
    empty = np.array([[[0, 0], [3, 4]], [[0, 5], [0, 9]]])
    assert odds_ratio(empty) is None
