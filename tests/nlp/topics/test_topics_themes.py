"""A theme's name is true of most of its topics, or says that it is of several."""

from voc.nlp.topics.phrases import Parsed, Phrase
from voc.nlp.topics.themes import shared_labels, theme_name


def said(*phrases: str) -> Parsed:
    """Make a text of noun phrases, each word a lemma and a noun, and each a phrase by itself."""
    whole = [Phrase(text, tuple(text.split()), 1.0) for text in phrases]
    lemmas = frozenset(lemma for phrase in whole for lemma in phrase.lemmas)
    alone = [Phrase(lemma, (lemma,), 0.5) for lemma in lemmas]
    return Parsed(frozenset([*whole, *alone]), lemmas, lemmas)


NIGHT = [said("slow night")] * 12
ENGINEER = [said("engineer visit"), said("early engineer")] * 6
LUNCH = [said("lunch break"), said("long lunch")] * 6
FAILED = [said("failed transfer"), said("transfer")] * 6
FEE = [said("transfer fee"), said("fee")] * 6
LATE = [said("late transfer"), said("slow transfer")] * 6


def test_a_theme_is_named_by_what_most_of_its_topics_share() -> None:
    topics = [NIGHT, FAILED, ENGINEER, FEE, LUNCH, LATE]
    assert shared_labels(topics, [0, 1, 0, 1, 0, 1], names={}) == [None, "transfer"]


def test_what_one_topic_says_loudest_names_no_theme() -> None:
    assert shared_labels([NIGHT * 9, LUNCH], [0, 0], names={}) == [None]
    assert theme_name("", ["slow at night", "engineer", "lunch"]) == "slow at night · engineer"
    assert theme_name("", ["lunch"]) == "lunch"
    assert theme_name("transfers", ["transfer fee", "failed transfer"]) == "transfers"
