"""Stages learned from a map, and that "none" stays an answer."""

import json

import pytest

from tests.shared import GOLD, gold_passages
from voc.nlp.embed import Encoder
from voc.nlp.head import LinearHead
from voc.nlp.stage import NONE, fit_stage_head
from voc.resources.journeys import load_journey

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def telecom(encoder: Encoder) -> LinearHead:
    return fit_stage_head(load_journey("telecom"), encoder)


def test_clear_cases_find_their_stage(telecom: LinearHead, encoder: Encoder) -> None:
    texts = {
        "I was billed two times this month": "pay",
        "An engineer came to install the line": "set_up",
        "Broadband drops every evening": "use",
        "Forty minutes on hold to reach an agent": "support",
        "I want to cancel my contract and switch": "leave",
        "Happy new year everybody": NONE,
    }
    found = telecom.probabilities(encoder.read(list(texts)).both).argmax(axis=1)
    assert [telecom.labels[n] for n in found] == list(texts.values())


def test_the_answer_does_not_depend_on_the_run(telecom: LinearHead, encoder: Encoder) -> None:
    again = fit_stage_head(load_journey("telecom"), encoder)
    assert (again.weights == telecom.weights).all()


@pytest.mark.skipif(not GOLD.is_dir(), reason="../shared/data is absent")
@pytest.mark.parametrize(("journey", "floor"), [("telecom", 0.62), ("airline", 0.63)])
def test_stage_quality_has_a_floor(journey: str, floor: float, encoder: Encoder) -> None:
    from sklearn.metrics import f1_score

    rows = [row for row in gold_passages(journey) if row["stage"]]
    head = fit_stage_head(load_journey(journey), encoder)
    found = head.probabilities(encoder.read([row["text"] for row in rows]).both).argmax(axis=1)
    guessed = [
        row["stage"] if head.labels[n] in row["also"].split() else head.labels[n]
        for n, row in zip(found, rows, strict=True)
    ]
    score = f1_score([row["stage"] for row in rows], guessed, average="macro")
    assert score >= floor, json.dumps({"journey": journey, "macro_f1": round(score, 3)})
