"""Analysis: what a record is about, from its passages, its whole and what was asked."""

import pytest

from voc.domain.analysis import Analysis
from voc.domain.score import SCALES, Score
from voc.pipeline.analyse import Verbatim, analyse
from voc.pipeline.models import Models, load_models
from voc.resources.journeys import load_journey
from voc.settings import ModelChoice

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def models() -> Models:
    choice = ModelChoice()
    return load_models(load_journey("telecom"), embedding=choice.embedding, cache=choice.cache)


def read(
    models: Models, text: str, asked_at: str | None = None, score: Score | None = None
) -> Analysis:
    return analyse([Verbatim("1", text, "en", asked_at, score)], models).records[0]


def test_each_side_of_a_contrast_has_its_own_stage_and_tone(models: Models) -> None:
    found = read(models, "The engineer was lovely but I was billed twice.")
    assert [(p.stage, p.sentiment_label.value) for p in found.passages] == [
        ("set_up", "positive"),
        ("pay", "negative"),
    ]


def test_a_vague_answer_is_about_what_was_asked(models: Models) -> None:
    unasked = read(models, "Very quick and helpful")
    asked = read(models, "Very quick and helpful", asked_at="support")
    certain = read(models, "My bill went up by ten pounds a month", asked_at="support")
    assert asked.stage == "support"
    assert asked.stage_confidence > unasked.stage_confidence or unasked.stage != "support"
    assert certain.stage == "pay"


def test_a_score_informs_its_record_and_no_passage(models: Models) -> None:
    text = "Well, that was quick"
    low, none, high = (
        read(models, text, score=score and Score(score, SCALES["nps_0_10"]))
        for score in (1.0, None, 10.0)
    )
    assert low.sentiment < none.sentiment < high.sentiment
    assert low.passages == none.passages == high.passages


def test_no_score_turns_plain_words_around(models: Models) -> None:
    found = read(models, "Terrible, I was billed twice", score=Score(5, SCALES["csat_1_5"]))
    assert found.sentiment_label.value == "negative"


@pytest.mark.parametrize(
    ("value", "scale"), [(1, "yes_no"), (7, "ces_1_7"), (8, "nps_0_10"), (3, "stars_1_5")]
)
def test_a_score_that_takes_no_side_says_nothing(models: Models, value: float, scale: str) -> None:
    text = "Well, that was quick"
    assert read(models, text, score=Score(value, SCALES[scale])) == read(models, text)


def test_a_record_reads_the_same_in_any_batch(models: Models) -> None:
    texts = ["Slow. Then it died, again.", "Great price! Though the box arrived late.", "ok"]
    batch = [Verbatim(str(n), text, "en") for n, text in enumerate(texts)]
    alone = [analyse([one], models).records[0] for one in batch]
    assert list(analyse(batch[::-1], models).records[::-1]) == alone
