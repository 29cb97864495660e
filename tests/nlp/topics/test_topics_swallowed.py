"""A new subject that BERTopic's merge_models files under its outliers is a topic here."""

import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from tests.nlp.topics.planted import DIMENSIONS, SUBJECTS, planted
from voc.nlp.topics import PassageSet, assign, discover, unit

NEW = (
    "the app rejects my fingerprint", "fingerprint login fails in the app every time",
    "my fingerprint stopped working after the app update", "App asks for my fingerprint and shuts",
    "fingerprint login is broken again", "The app no longer knows my fingerprint",
    "can't log in by fingerprint since Monday", "fingerprint rejected, password too, app useless",
    "why does fingerprint login fail?", "the app froze at fingerprint login",
    "fingerprint login worked until the app update", "my wife's fingerprint is rejected too",
    "fingerprint login never works outdoors", "new phone, same fingerprint login failure",
    "app update broke fingerprint login", "fingerprint login loops and loops",
)  # fmt: skip
ODD = tuple(
    f"{what} {does} {where}"
    for what, does, where in zip(
        ("cricket", "violins", "pigeons", "custard", "marathons", "ferries", "gravel", "wasps") * 5,
        ("needs", "overran", "ruled", "divides", "wander") * 8,
        [f"place{chr(97 + n // 10)}{chr(97 + n % 10)}" for n in range(40)],
        strict=True,
    )
)
NEW_AXIS, PULL = 40, 0.4


@pytest.fixture
def bertopic(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Import BERTopic without UMAP and HDBSCAN, whose place users may fill as here."""
    for absent in ("umap", "hdbscan"):
        monkeypatch.setitem(sys.modules, absent, None)
    return pytest.importorskip("bertopic")


def test_a_new_subject_near_the_mean_of_the_outliers_is_found(bertopic: Any) -> None:
    known, odd, new = planted(), _odd(), _new()
    first = [*(n // 12 for n in range(len(known))), *(-1 for _ in ODD)]
    base = _model(bertopic, [*known.texts, *ODD], np.vstack([known.vectors, odd]), first)
    later = _model(bertopic, NEW, new, [0] * len(NEW))
    merged = bertopic.BERTopic.merge_models([base, later])
    assert set(merged.topics_[-len(NEW) :]) == {-1}

    topics = discover(known)
    radii = np.array([topic.radius for topic in topics], np.float32)
    vectors = np.vstack([odd, new])
    nearest, _ = assign(vectors, np.stack([topic.centroid for topic in topics]), radii)
    residue = np.flatnonzero(nearest < 0)
    texts = [*ODD, *NEW]
    found = discover(
        PassageSet(
            texts=tuple(texts[n] for n in residue),
            vectors=vectors[residue],
            record_ids=tuple(f"later {n}" for n in residue),
            customer_ids=(None,) * len(residue),
        )
    )
    said = [{texts[residue[n]] for n in topic.members} for topic in found]
    assert [topic.label for topic in found if "fingerprint" in topic.label]
    assert any(len(one & set(NEW)) >= 15 and len(one - set(NEW)) <= 3 for one in said)


def _odd() -> np.ndarray:
    """Scatter passages that have little in common, and their mean where the new subject will be."""
    rows = unit(np.random.default_rng(1).standard_normal((len(ODD), DIMENSIONS)).astype(np.float32))
    rows[:, : len(SUBJECTS)] = 0
    rows[:, NEW_AXIS] += PULL
    return unit(rows)


def _new() -> np.ndarray:
    rows = 0.06 * np.random.default_rng(2).standard_normal((len(NEW), DIMENSIONS))
    rows[:, NEW_AXIS] += 1
    return unit(rows.astype(np.float32))


def _model(bertopic: Any, texts: Sequence[str], vectors: np.ndarray, topics: list[int]) -> Any:
    from bertopic.cluster import BaseCluster
    from bertopic.dimensionality import BaseDimensionalityReduction

    model = bertopic.BERTopic(
        umap_model=BaseDimensionalityReduction(), hdbscan_model=BaseCluster(), min_topic_size=5
    )
    model.fit(list(texts), vectors, y=topics)
    return model
