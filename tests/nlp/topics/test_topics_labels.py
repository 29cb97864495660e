"""Labels: what a leader reads."""

from collections.abc import Sequence

import numpy as np

from voc.nlp.topics.labels import labels
from voc.nlp.topics.phrases import parse

OTHERS = [f"the parcel {verb} late on {day}" for verb in ("came", "arrived") for day in "ABCDEF"]


def _label(texts: Sequence[str]) -> str | None:
    parsed = [parse(said, barred=frozenset()) for said in (texts, OTHERS)]
    return labels(parsed, np.eye(2, 4, dtype=np.float32), names={})[0]


def test_a_label_is_said_by_several_and_not_the_oddest_thing_one_said() -> None:
    texts = [f"{who} hub restarts all the time" for who in ("My", "Our", "This", "The", "Your")]
    texts.append("the hub restarts while my purple hamster watches television")
    label = _label(texts)
    assert label is not None
    assert "hub" in label
    assert "hamster" not in label


def test_a_noun_stands_alone_where_no_phrase_is_shared() -> None:
    texts = ["The app, again.", "Your app and the menu.", "Nice app, odd menu.", "App. Menu. Why?"]
    assert _label(texts) == "app"


def test_a_noun_that_all_speak_of_beats_a_phrase_that_one_said() -> None:
    texts = [f"{how} refund" for how in ("My", "The", "No", "Which", "Your", "That", "A")]
    assert _label([*texts, "refund of my bicycle helmet"]) == "refund"


def test_what_one_says_with_words_that_others_use_otherwise_is_no_label() -> None:
    texts = ["Missed a phone call.", "No phone call came.", "Another phone call!",
             "Calls are working.", "My work hours. One call.", "A call, at work."]  # fmt: skip
    assert _label(texts) == "phone call"


def test_a_label_does_not_assert_what_its_texts_deny() -> None:
    texts = [f"My refund is not showing up in {place}" for place in ("Leeds", "Hull", "York")]
    texts += ["the refund has not shown up", "my refund isn't showing up", "No refund"]
    label = _label(texts)
    assert label is not None
    assert "refund" in label
    assert label not in {"refund showing up", "refund shown up", "refund is showing up"}


def test_a_noun_that_is_mostly_denied_is_denied_by_its_label() -> None:
    texts = ["No complaints.", "I have no complaints!", "None, no complaints", "No complaints here"]
    assert _label([*texts, "no complaints whatsoever", "All great."]) == "no complaints"


def test_texts_with_nothing_in_common_have_no_label() -> None:
    texts = ["Cricket needs rain.", "Curtains were purple.", "Grandfather collects stamps.",
             "Violins overran.", "Pigeons own balconies.", "Yoghurt exploded."]  # fmt: skip
    assert _label(texts) is None
