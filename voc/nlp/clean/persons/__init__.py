"""Find the names of persons in texts."""

from collections.abc import Callable, Collection, Sequence

from voc.nlp.clean.persons.lexicon import folded
from voc.nlp.clean.persons.names import names
from voc.nlp.clean.persons.recogniser import confirmed, recognise, sentences_with, unexplained
from voc.nlp.clean.persons.words import words_of

__all__ = ["persons"]


def persons(
    texts: Sequence[str], *, keep: Collection[str] = (), model: Callable[[str], bool]
) -> list[list[tuple[int, int]]]:
    """Find the names of persons in each text.

    The lists and cues come first. The model, slower by far, reads only the texts of which `model`
    says so, and of these only those in which they leave a word with a capital unexplained. `keep`
    are words that are no names.
    """
    none = {folded(word) for word in keep}
    words = [words_of(text) for text in texts]
    found = [list(names(text, its)) for text, its in zip(texts, words, strict=True)]
    unknown = [
        [word for word in unexplained(its, spans) if word.key not in none]
        for its, spans in zip(words, found, strict=True)
    ]
    asked = [n for n, its in enumerate(unknown) if its and model(texts[n])]
    parts = [(n, *part) for n in asked for part in sentences_with(texts[n], unknown[n])]
    answers = recognise(texts[n][start:end] for n, start, end in parts) if parts else ()
    for (n, start, _), spans in zip(parts, answers, strict=True):
        shifted = [(start + first, start + last) for first, last in spans]
        found[n].extend(confirmed(texts[n], words[n], unknown[n], shifted))
    return found
