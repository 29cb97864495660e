"""Hold a label that somebody proposes to what the customers said."""

from collections.abc import Collection, Iterable

from voc.nlp.topics.wording import content_words, words

MOST_WORDS, MOST_LETTERS = 6, 60
_AROUND = " \t\"'“”‘’.:;,!*#-"


def tidied(answer: str) -> str:
    """Take the first line of an answer, without quotes and full stop around it."""
    lines = [line.strip(_AROUND) for line in answer.strip().splitlines()]
    return " ".join(next((line for line in lines if line), "").split())


def objection(label: str, *, texts: Iterable[str], taken: Collection[str]) -> str | None:
    """Say why a label can't be taken: too long, empty of content, another topic's, or not in the
    customers' words; None where it can.

    A word counts as theirs when a text holds it, or its singular or plural.
    """
    if len(label) > MOST_LETTERS or len(label.split()) > MOST_WORDS:
        return f"longer than {MOST_WORDS} words"
    telling = content_words(label)
    if not telling:
        return "no word that tells a subject"
    if label.casefold() in {one.casefold() for one in taken}:
        return "the label of another topic"
    held = {form for text in texts for word in words(text) for form in _forms(word)}
    foreign = [word for word in telling if not held.intersection(_forms(word))]
    return f"not the customers' word: {', '.join(foreign)}" if foreign else None


def _forms(word: str) -> tuple[str, str]:
    return word, word.removesuffix("s")
