"""Sentiment and type: clear cases are read, and quality has a floor."""

import pytest

from tests.shared import GOLD, gold_passages
from voc.nlp.embed import Encoder
from voc.nlp.head import load_head
from voc.nlp.tone import load_tone_head
from voc.resources.models import tone_folder

pytestmark = pytest.mark.model


def read(encoder: Encoder, task: str, texts: list[str]) -> list[str]:
    path, readings = tone_folder() / f"{task}.npz", encoder.read(texts)
    if task == "sentiment":
        both = load_tone_head(path)
        return [both.labels[n] for n in both.probabilities(texts, readings).argmax(axis=1)]
    head = load_head(path)
    return [head.labels[n] for n in head.probabilities(readings.tone).argmax(axis=1)]


def test_tone_is_read_apart_from_the_subject(encoder: Encoder) -> None:
    texts = ["The wifi is brilliant", "The wifi is dreadful", "Where is the wifi password printed?"]
    assert read(encoder, "sentiment", texts) == ["positive", "negative", "neutral"]
    meaning = encoder(texts)
    assert meaning[0] @ meaning[1] > 0.6


def test_types_are_told_apart(encoder: Encoder) -> None:
    texts = {
        "I have been charged twice and nobody answers": "complaint",
        "Thank you, the engineer did a wonderful job": "praise",
        "You should let us choose the delivery slot online": "suggestion",
        "Can I keep my old number when I switch?": "question",
    }
    assert read(encoder, "type", list(texts)) == list(texts.values())


@pytest.mark.skipif(not GOLD.is_dir(), reason="../shared/data is absent")
@pytest.mark.parametrize(("journey", "floor"), [("telecom", 0.72), ("airline", 0.68)])
def test_sentiment_quality_has_a_floor(journey: str, floor: float, encoder: Encoder) -> None:
    from sklearn.metrics import f1_score

    rows = [row for row in gold_passages(journey) if row["sentiment"]]
    found = read(encoder, "sentiment", [row["text"] for row in rows])
    assert f1_score([row["sentiment"] for row in rows], found, average="macro") >= floor
