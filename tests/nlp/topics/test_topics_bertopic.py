"""The real BERTopic opens what we write, without UMAP and HDBSCAN."""

import importlib.util
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from voc.nlp.topics.bertopic_files import NumberedTopic, bertopic_files

SUBJECTS = ("bill charged twice again", "engineer never came today", "slow broadband every evening")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Any:
    if importlib.util.find_spec("bertopic") is None:
        pytest.skip("bertopic isn't installed")
    texts = [f"The {SUBJECTS[n % 3]} at house {n}" for n in range(60)] + ["<PERSON> hi"] * 5
    topic_of = np.array([*(n % 3 for n in range(60)), *(-1,) * 5])
    random = np.random.default_rng(1)
    topics = [
        NumberedTopic(
            number=n,
            label=f"our label {n}",
            keywords=tuple(SUBJECTS[n].split()[:2]) if n >= 0 else (),
            centroid=random.normal(size=8).astype(np.float32),
            examples=(f"The {SUBJECTS[n]}",) if n >= 0 else ("hi",),
        )
        for n in (0, 1, 2, -1)
    ]
    folder = Path(tmp_path_factory.mktemp("bertopic"))
    for name, content in bertopic_files(topics, texts, topic_of).items():
        (folder / name).write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        for absent in ("umap", "hdbscan"):
            if absent not in sys.modules:
                patch.setitem(sys.modules, absent, None)
        from bertopic import BERTopic
    return BERTopic.load(str(folder))


def test_labels_sizes_keywords_and_examples_arrive(opened: Any) -> None:
    info = opened.get_topic_info().set_index("Topic")
    assert info["Count"].to_dict() == {-1: 5, 0: 20, 1: 20, 2: 20}
    assert info["CustomName"].to_dict()[1] == "our label 1"
    assert info["Examples"].to_dict()[2] == ["The slow broadband every evening"]
    assert [word for word, _ in opened.get_topic(0)][:2] == ["bill", "charged"]
    assert all(weight > 0 for _, weight in opened.get_topic(0))
    assert opened.topics_[:4] == [0, 1, 2, 0]


def test_its_charts_work(opened: Any) -> None:
    for chart in ("barchart", "heatmap", "hierarchy", "term_rank"):
        figure = getattr(opened, f"visualize_{chart}")(custom_labels=True)
        assert figure.data, chart


def test_its_weights_are_those_that_bertopic_computes(opened: Any) -> None:
    from bertopic.vectorizers import ClassTfidfTransformer

    texts = [f"The {SUBJECTS[n % 3]} at house {n}" for n in range(60)] + [" hi"] * 5
    joined = [" ".join(texts[60:]), *(" ".join(texts[n:60:3]) for n in range(3))]
    counts = opened.vectorizer_model.transform(joined)
    theirs = ClassTfidfTransformer(reduce_frequent_words=True).fit(counts).transform(counts)
    assert opened.c_tf_idf_.toarray() == pytest.approx(theirs.toarray(), abs=1e-6)
