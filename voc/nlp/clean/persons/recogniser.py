"""Find names of persons with spaCy's small English model: those that no list and no cue has."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from voc.nlp.clean.personal import Spans
from voc.nlp.clean.persons.words import Word, in_place_name
from voc.nlp.spacy_model import spacy_model

BATCH = 64
_UNUSED = ("tagger", "parser", "attribute_ruler", "lemmatizer", "senter")
_LONGEST = 2_000
_MONTH = re.compile(r"jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec", re.IGNORECASE)
_DAY_AFTER = re.compile(r"\.?,? ?\d{1,4}\b")
_DAY_BEFORE = re.compile(r"\b\d{1,2}(?:st|nd|rd|th|\.)?[ -]$")
_SENTENCE_END = re.compile(r"(?<=[^\WA-Z])[.!?]+\s+(?=\W?[A-Z])|\n\s*\n")


def unexplained(words: Sequence[Word], found: Sequence[tuple[int, int]]) -> list[Word]:
    """Give the words with a capital that may be names: not found yet, no common word, no place."""
    return [
        word
        for word in words
        if word.capital
        and not (word.text.isupper() or word.ordinary or word.place or len(word.text) < 3)
        and not any(start < word.end and word.start < end for start, end in found)
    ]


def sentences_with(text: str, unknown: Sequence[Word]) -> list[tuple[int, int]]:
    """Give the sentences that hold these words: the model needs no more, and is slow."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    starts, last = [0, *ends], len(text)
    sentences = [bisect_right(starts, word.start) - 1 for word in unknown]
    return [(starts[n], ends[n] if n < len(ends) else last) for n in dict.fromkeys(sentences)]


def recognise(texts: Iterable[str]) -> Iterator[list[tuple[int, int]]]:
    """Give the spans that the model takes for persons, per text.

    The model's numbers for a text are the same in any batch, bit by bit.
    """
    for doc in spacy_model(without=_UNUSED).pipe(
        (text[:_LONGEST] for text in texts), batch_size=BATCH
    ):
        yield [(e.start_char, e.end_char) for e in doc.ents if e.label_ == "PERSON"]


def confirmed(
    text: str, words: Sequence[Word], unknown: Sequence[Word], persons: Sequence[tuple[int, int]]
) -> Spans:
    """Keep of the model's persons what is likely one: a listed name, or two unknown words."""
    places = {word.start: place for place, word in enumerate(words)}
    for start, end in persons:
        inside = [word for word in unknown if start <= word.start and word.end <= end]
        common = any(w.ordinary or w.place for w in words if start <= w.start and w.end <= end)
        known = any(w.first or (w.last and not w.maybe_first) for w in inside)
        likely = known or (len(inside) > 1 and not common)
        placed = any(in_place_name(text, words, places[word.start]) for word in inside)
        placed = placed or any(_is_month(text, word) for word in inside)
        if likely and not placed and "\n" not in text[inside[0].start : inside[-1].end]:
            yield inside[0].start, inside[-1].end


def _is_month(text: str, word: Word) -> bool:
    """Tell whether it is a month beside a number, as "Jun" is in "Jun 4"."""
    number = _DAY_AFTER.match(text, word.end) or _DAY_BEFORE.search(text[: word.start])
    return number is not None and _MONTH.fullmatch(word.text) is not None
