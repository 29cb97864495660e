"""Learn the stages of a journey map from what the map says customers say there."""

from voc.domain.journey import JourneyMap
from voc.nlp.embed import Encoder
from voc.nlp.head import LinearHead, fit_head

NONE = "none"


def fit_stage_head(journey: JourneyMap, encoder: Encoder) -> LinearHead:
    """Fit a head over both readings of a text; its labels are the map's stage ids and `none`.

    It learns from examples, near misses, goals and descriptions. A map without `none_examples`
    borrows those of the generic map, so that "no stage fits" stays an answer.
    """
    texts, labels = zip(*_lessons(journey), strict=True)
    return fit_head(encoder.read(texts).both, labels)


def _lessons(journey: JourneyMap) -> list[tuple[str, str]]:
    lessons = [(text, NONE) for text in journey.none_examples or _generic_none()]
    for stage in journey.stages:
        lessons += [(text, stage.id) for text in stage.examples]
        lessons += [(miss.text, miss.belongs_to) for miss in stage.near_misses]
        lessons += [(f"{stage.name}: {stage.goal}", stage.id), (stage.description, stage.id)]
    return lessons


def _generic_none() -> tuple[str, ...]:
    from voc.resources.journeys import load_journey

    return load_journey("generic").none_examples
