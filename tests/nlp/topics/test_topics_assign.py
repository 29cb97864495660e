"""Assignment to known topics."""

import numpy as np
import pytest

from voc.nlp.topics import assign, topic_vectors

CENTROIDS = np.array([[1, 0, 0], [0, 1, 0]], np.float32)
RADII = np.array([0.6, 0.9], np.float32)


def _unit(*rows: tuple[float, float, float]) -> np.ndarray:
    vectors = np.asarray(rows, np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def test_a_passage_belongs_to_the_nearest_topic_whose_radius_it_meets() -> None:
    topics, confidence = assign(_unit((1, 0.1, 0), (0.1, 1, 0), (0, 0, 1)), CENTROIDS, RADII)
    assert topics.tolist() == [0, 1, -1]
    assert confidence[2] == 0
    assert (confidence[:2] > 0.5).all()


def test_each_topic_has_a_radius_of_its_own() -> None:
    topics, _ = assign(_unit((0.75, 0, 0.66), (0, 0.75, 0.66)), CENTROIDS, RADII)
    assert topics.tolist() == [0, -1]


def test_a_passage_between_two_topics_is_left_unknown() -> None:
    radii = np.array([0.6, 0.6], np.float32)
    assert assign(_unit((1, 1, 0)), CENTROIDS, radii)[0].tolist() == [-1]
    assert assign(_unit((1, 0.9, 0)), CENTROIDS, radii)[0].tolist() == [0]


def test_confidence_falls_with_the_distance() -> None:
    _, confidence = assign(_unit((1, 0, 0), (1, 0.2, 0.2), (1, 0.5, 0.5)), CENTROIDS, RADII)
    assert confidence[0] > confidence[1] > confidence[2] > 0


def test_without_topics_all_is_unknown() -> None:
    topics, confidence = assign(_unit((1, 0, 0)), np.empty((0, 3), np.float32), RADII[:0])
    assert topics.tolist() == [-1]
    assert confidence.tolist() == [0]


def test_a_passage_gets_the_same_alone_as_among_others() -> None:
    vectors = _unit(*np.random.default_rng(1).standard_normal((50, 3)).tolist())
    topics, confidence = assign(vectors, CENTROIDS, RADII)
    for row in range(50):
        topic, sure = assign(vectors[row : row + 1], CENTROIDS, RADII)
        assert topic[0] == topics[row]
        assert sure[0] == pytest.approx(confidence[row], rel=1e-4)


def test_a_passage_is_read_with_its_neighbours_in_its_own_record() -> None:
    read = topic_vectors(_unit((1, 0, 0), (0, 1, 0), (0, 0, 1)), ["a", "a", "b"])
    cosine = read @ read.T
    assert cosine[0, 1] > 0.5
    assert cosine[0, 2] == cosine[1, 2] == 0
    np.testing.assert_allclose(read[2], (0, 0, 1))
