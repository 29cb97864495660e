"""Stages by the labelled examples around a text."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.nlp.examples import ExampleHead, keep_examples


def readings(n: int, seed: int) -> np.ndarray:
    """Two unit vectors side by side, as the encoder gives them."""
    drawn = np.random.default_rng(seed).normal(size=(n, 2, 384))
    drawn /= np.linalg.norm(drawn, axis=2, keepdims=True)
    return drawn.reshape(n, 768).astype(np.float32)


@pytest.fixture(scope="module")
def head() -> ExampleHead:
    labels = ["pay"] * 30 + ["use"] * 5 + ["none"] * 5
    return keep_examples(readings(40, 1), labels)


def test_an_example_finds_its_own_label(head: ExampleHead) -> None:
    found = head.probabilities(readings(40, 1)).argmax(axis=1)
    assert [head.labels[n] for n in found] == ["pay"] * 30 + ["use"] * 5 + ["none"] * 5


def test_a_label_with_many_examples_is_not_likelier_for_that(head: ExampleHead) -> None:
    shares = head.probabilities(readings(400, 2)).mean(axis=0)
    assert shares[head.labels.index("pay")] < 0.45


@given(st.integers(0, 7), st.integers(1, 8))
def test_a_text_is_read_the_same_in_any_batch(first: int, n: int) -> None:
    labels = ["pay"] * 30 + ["use"] * 5 + ["none"] * 5
    head, asked = keep_examples(readings(40, 1), labels), readings(16, 3)
    whole = head.probabilities(asked)[first : first + n]
    np.testing.assert_array_equal(head.probabilities(asked[first : first + n]), whole)
