"""Stages learned from a map, and that "none" stays an answer."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.shared import GOLD, gold_passages
from voc.domain.journey import NONE, JourneyMap, Lesson, Stage
from voc.nlp.embed import Encoder
from voc.nlp.stage import StageHead, load_stage_head
from voc.pipeline.models import fit_stages, load_models, stage_file
from voc.resources.journeys import journey_names, load_journey
from voc.resources.models import load_manifest, stages_folder
from voc.settings import ModelChoice

pytestmark = pytest.mark.model


def read(head: StageHead, encoder: Encoder, texts: list[str]) -> list[str]:
    return [head.labels[n] for n in head.probabilities(texts, encoder.read(texts)).argmax(axis=1)]


def shipped(name: str) -> StageHead:
    choice = ModelChoice()
    return load_models(load_journey(name), embedding=choice.embedding, cache=choice.cache).stage


@pytest.fixture(scope="module")
def telecom(encoder: Encoder) -> StageHead:
    return shipped("telecom")


@pytest.mark.parametrize("name", journey_names())
def test_the_heads_of_voc_are_those_of_its_maps(name: str) -> None:
    made = stage_file(load_journey(name), load_manifest(ModelChoice().embedding))
    assert (stages_folder() / made).is_file(), "run `python models/fit_stages.py`"


CLEAR = {
    "I was billed two times this month": "pay",
    "An engineer came to install the line": "set_up",
    "Broadband drops every evening": "use",
    "Forty minutes on hold to reach an agent": "support",
    "I want to cancel my contract and switch": "leave",
    "Happy new year everybody": NONE,
}


def test_clear_cases_find_their_stage(telecom: StageHead, encoder: Encoder) -> None:
    assert read(telecom, encoder, list(CLEAR)) == list(CLEAR.values())


def test_a_kept_head_says_the_same(telecom: StageHead, encoder: Encoder, tmp_path: Path) -> None:
    telecom.save(tmp_path / "head.npz")
    kept = load_stage_head(tmp_path / "head.npz")
    texts, readings = list(CLEAR), encoder.read(list(CLEAR))
    assert np.array_equal(
        kept.probabilities(texts, readings), telecom.probabilities(texts, readings)
    )


def stage(number: int, name: str, description: str) -> Stage:
    return Stage(
        id=name.lower(),
        name=name,
        order=number,
        goal=f"I want to {name.lower()}.",
        description=description,
    )


def bicycle_shop(**more: object) -> JourneyMap:
    stages = (
        stage(1, "Choose", "Trying bicycles in the shop, sizes, advice and prices before buying."),
        stage(2, "Repair", "The workshop: repairs, services, spare parts and when it is ready."),
        stage(3, "Ride", "How the bicycle rides: brakes, gears, saddle, tyres, comfort."),
    )
    return JourneyMap(
        id="bicycles", name="Bicycle shop", description="Buying a bicycle.", stages=stages, **more
    )


def test_a_map_is_read_by_its_descriptions_alone(encoder: Encoder) -> None:
    head = fit_stages(bicycle_shop(), encoder)
    texts = {
        "The gears slip on every hill": "ride",
        "The mechanic had it fixed by noon": "repair",
        "He let me try four different frames in the shop": "choose",
        "Merry Christmas to all of you": NONE,
    }
    assert read(head, encoder, list(texts)) == list(texts.values())


def test_corrections_are_learned(encoder: Encoder) -> None:
    text = "They lent me a courtesy bike"
    before = read(fit_stages(bicycle_shop(), encoder), encoder, [text])
    other = next(one for one in ("choose", "repair", "ride") if [one] != before)
    put_right = (
        Lesson(text="I got a courtesy bike meanwhile", stage=other),
        Lesson(text="a courtesy bike was lent to me for the week", stage=other),
        Lesson(text="No courtesy bike on offer", stage=other),
    )
    assert read(fit_stages(bicycle_shop(corrections=put_right), encoder), encoder, [text]) == [
        other
    ]


@pytest.mark.skipif(not GOLD.is_dir(), reason="../shared/data is absent")
@pytest.mark.parametrize(("journey", "floor"), [("telecom", 0.74), ("airline", 0.72)])
def test_stage_quality_has_a_floor(journey: str, floor: float, encoder: Encoder) -> None:
    from sklearn.metrics import f1_score

    rows = [row for row in gold_passages(journey) if row["stage"]]
    guessed = [
        row["stage"] if found in row["also"].replace(",", " ").split() else found
        for row, found in zip(
            rows,
            read(shipped(journey), encoder, [r["text"] for r in rows]),
            strict=True,
        )
    ]
    score = f1_score([row["stage"] for row in rows], guessed, average="macro")
    assert score >= floor, json.dumps({"journey": journey, "macro_f1": round(score, 3)})
