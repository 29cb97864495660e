"""Find the names of persons in texts."""

from collections.abc import Callable, Sequence

from voc.nlp.clean.persons.names import names
from voc.nlp.clean.persons.recogniser import confirmed, recognise, unexplained
from voc.nlp.clean.persons.words import words_of

__all__ = ["persons"]


def persons(texts: Sequence[str], *, english: Callable[[str], bool]) -> list[list[tuple[int, int]]]:
    """Find the names of persons in each text.

    The lists and cues come first; the model, slower by far, reads only the English texts in which
    a word with a capital is left that they can't explain.
    """
    words = [words_of(text) for text in texts]
    found = [list(names(text, its)) for text, its in zip(texts, words, strict=True)]
    unknown = [unexplained(its, spans) for its, spans in zip(words, found, strict=True)]
    asked = [n for n, its in enumerate(unknown) if its and english(texts[n])]
    for n, spans in zip(asked, recognise([texts[n] for n in asked]) if asked else (), strict=True):
        found[n].extend(confirmed(texts[n], words[n], unknown[n], spans))
    return found
