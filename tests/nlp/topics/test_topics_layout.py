"""The map of topics: what is alike lies together, no circle on another, nothing moves by chance."""

import numpy as np
import pytest
from numpy.typing import NDArray

from voc.nlp.topics import layout, unit
from voc.nlp.topics.circles import packed


def planted(n_topics: int, *, n_themes: int = 3, n: int = 400) -> tuple[NDArray[np.float32], ...]:
    """Plant topics of very different sizes around themes; a fifth of the passages has none."""
    random = np.random.default_rng(7)
    themes = np.arange(n_topics) % n_themes
    centres = random.normal(size=(n_themes, 64))[themes] + random.normal(size=(n_topics, 64))
    size = 1.0 / (1 + np.arange(n_topics))
    topics = random.choice(n_topics, n, p=size / size.sum())
    topics[:n_topics] = np.arange(n_topics)
    vectors = unit((centres[topics] + random.normal(size=(n, 64))).astype(np.float32))
    topics[n_topics:][random.random(n - n_topics) < 0.2] = -1
    return vectors, topics, themes


@pytest.mark.parametrize("n_topics", [1, 2, 3, 12, 40])
def test_topics_lie_apart_and_hold_their_passages(n_topics: int) -> None:
    vectors, topics, themes = planted(n_topics)
    drawn = layout(vectors, topics, themes)
    assert np.isfinite(drawn.points).all()
    far = np.linalg.norm(drawn.centres[:, None] - drawn.centres, axis=-1)
    apart = drawn.radii[:, None] + drawn.radii - far
    np.fill_diagonal(apart, 0)
    assert apart.max() <= 0.02 * drawn.radii.max()
    held = topics >= 0
    out = np.linalg.norm(drawn.points[held] - drawn.centres[topics[held]], axis=1)
    assert (out <= drawn.radii[topics[held]] + 1e-9).all()
    assert (drawn.centres - drawn.radii[:, None]).min() >= -1e-9
    assert (drawn.centres[:, 0] + drawn.radii).max() == pytest.approx(1.0)


def test_a_circle_is_as_large_as_its_topic() -> None:
    vectors, topics, themes = planted(12)
    radii = layout(vectors, topics, themes).radii
    n = np.bincount(topics[topics >= 0])
    assert radii**2 / radii[0] ** 2 == pytest.approx(n / n[0])


def test_topics_of_a_theme_are_neighbours() -> None:
    vectors, topics, themes = planted(30)
    centres = layout(vectors, topics, themes).centres
    far = np.linalg.norm(centres[:, None] - centres, axis=-1)
    np.fill_diagonal(far, np.inf)
    assert (themes[far.argmin(axis=1)] == themes).mean() > 0.8


@pytest.mark.parametrize("n_topics", [7, 12, 24, 40])
def test_a_map_uses_its_room_and_no_topic_lies_far_from_all_others(n_topics: int) -> None:
    vectors, topics, themes = planted(n_topics)
    drawn = layout(vectors, topics, themes)
    height = max(0.5, float((drawn.centres[:, 1] + drawn.radii).max()))
    assert np.pi * (drawn.radii**2).sum() / height > 0.4
    far = np.linalg.norm(drawn.centres[:, None] - drawn.centres, axis=-1)
    between = far - drawn.radii[:, None] - drawn.radii
    np.fill_diagonal(between, np.inf)
    assert between.min(axis=1).max() < 1.5 * drawn.radii.mean()
    kin = themes[:, None] == themes
    assert far[kin & (far > 0)].mean() < 0.75 * far[~kin].mean()


def test_topics_far_from_all_others_leave_them_their_room() -> None:
    random = np.random.default_rng(1)
    places, radii = random.normal(size=(24, 2)), random.uniform(0.5, 2.0, 24)
    places[:2], places[2:5] = [(-60.0, 0.0), (60.0, 1.0)], places[5]
    at = packed(places, radii)
    wide, high = (at + radii[:, None]).max(axis=0) - (at - radii[:, None]).min(axis=0)
    assert np.pi * (radii**2).sum() / (wide * max(high, wide / 2)) > 0.45
    far = np.linalg.norm(at[:, None] - at, axis=-1) + 99 * np.eye(24)
    assert (far > radii[:, None] + radii).all(), "not even those that begin in one place"
    assert {int(at[:, 0].argmin()), int(at[:, 0].argmax())} == {0, 1}


def test_the_same_passages_give_the_same_map_and_equal_texts_do_not_hide_each_other() -> None:
    vectors, topics, themes = planted(12)
    vectors[topics == 0] = vectors[0]
    one, again = (layout(vectors, topics, themes) for _ in range(2))
    assert np.array_equal(one.points, again.points)
    assert len(np.unique(one.points[topics == 0].round(6), axis=0)) == (topics == 0).sum()


def test_a_map_without_a_topic_is_refused() -> None:
    vectors, topics, _ = planted(1)
    with pytest.raises(ValueError, match="topic"):
        layout(vectors, np.full_like(topics, -1), np.zeros(0, np.int64))
