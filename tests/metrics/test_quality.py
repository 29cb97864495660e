"""Quality of labels, against scikit-learn and by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import f1_score, precision_recall_fscore_support

from voc.metrics.quality import at_confidence, calibration, confusion, label_qualities, macro_f1

LABELS = st.sampled_from(["a", "b", "c"])
PAIRS = st.lists(st.tuples(LABELS, LABELS), min_size=1, max_size=40)


@settings(max_examples=20, deadline=None)
@given(PAIRS)
def test_figures_are_those_of_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    truth, found = zip(*pairs, strict=True)
    f1 = macro_f1(truth, found)
    assert f1.value == pytest.approx(f1_score(truth, found, average="macro"))
    assert f1.low <= f1.high and f1.n == len(truth)
    labels, counts = confusion(truth, found)
    assert counts.sum() == len(truth)
    expected = precision_recall_fscore_support(truth, found, labels=labels, zero_division=0)
    for one, precision, recall, score in zip(
        label_qualities(truth, found), *expected[:3], strict=True
    ):
        assert (one.precision or 0, one.recall or 0) == pytest.approx((precision, recall))
        assert one.f1 == pytest.approx(score)


def test_confidence_that_is_right_has_no_calibration_error() -> None:
    right = [True] * 8 + [False] * 2
    error, bins = calibration([0.8] * 10, right)
    assert error == pytest.approx(0) and [one.right.n for one in bins] == [10]
    error, _ = calibration([1.0] * 10, right)
    assert error == pytest.approx(0.2)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=50))
def test_bands_hold_every_guess_once(guesses: list[tuple[float, bool]]) -> None:
    error, bins = calibration(*zip(*guesses, strict=True))
    assert sum(one.right.n for one in bins) == len(guesses)
    assert -1e-9 <= error <= 1 + 1e-9


def test_coverage_counts_those_sure_enough() -> None:
    coverage, precision = at_confidence([0.9, 0.8, 0.5, 0.1], [True, False, True, True], least=0.8)
    assert coverage == 0.5 and precision is not None and precision.value == 0.5
    assert at_confidence([0.1], [True], least=0.8) == (0.0, None)


def test_the_interval_narrows_with_more_texts() -> None:
    few = macro_f1(["a", "b"] * 10, ["a", "a"] * 10)
    many = macro_f1(["a", "b"] * 200, ["a", "a"] * 200)
    assert many.high - many.low < few.high - few.low
    assert np.isclose(few.value, many.value)
