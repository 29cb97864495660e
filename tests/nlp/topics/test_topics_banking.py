"""Discovery on questions to a bank, whose intents are known; no threshold was chosen on them."""

import csv
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from voc.nlp.embed import Encoder
from voc.nlp.topics import PassageSet, discover, topic_vectors

pytestmark = pytest.mark.model
QUESTIONS = Path(__file__).parents[3] / "../shared/data/banking77_train.csv"


@pytest.mark.skipif(not QUESTIONS.is_file(), reason="needs ../shared/data/banking77_train.csv")
def test_intents_are_found(encoder: Encoder) -> None:
    with QUESTIONS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))[::3]
    texts = tuple(row["text"] for row in rows)
    passages = PassageSet(
        texts=texts,
        vectors=topic_vectors(encoder(texts), range(len(texts))),
        record_ids=tuple(map(str, range(len(texts)))),
        customer_ids=(None,) * len(texts),
    )
    topics = discover(passages, embed=encoder)
    found = np.arange(len(texts)) + len(topics)  # a question without a topic is alone
    for number, topic in enumerate(topics):
        found[list(topic.members)] = number
    intents = [row["category"] for row in rows]
    assert adjusted_rand_score(intents, found) >= 0.5
    assert normalized_mutual_info_score(intents, found) >= 0.79
    assert len({topic.label for topic in topics}) == len(topics)
    assert np.mean([len(topic.label.split()) >= 2 for topic in topics]) >= 0.95
