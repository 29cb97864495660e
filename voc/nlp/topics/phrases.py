"""Phrases in the customers' own words that could name a topic."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from voc.nlp.spacy_model import spacy_model
from voc.nlp.topics.spans import SAYING, denies, phrase_spans
from voc.nlp.topics.wording import COURTESIES, FUNCTION_WORDS, calm, readable

MAX_WORDS = 6
NOT = "not"
_ENDS_BADLY = {"ADP", "DET", "CCONJ", "SCONJ", "AUX", "PRON", "PART", "PUNCT", "SYM", "INTJ", "X"}
_STARTS_BADLY = _ENDS_BADLY - {"AUX"}
_CONTENT = {"NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM"}
_PLAIN = re.compile(r"[^\W\d_]+(?:(?:[ -]+|['’])[^\W\d_]+)*")
_PRONOUNS = "i me my mine we us our you your u ur he she him her they them"
_INDEFINITE = {"everything", "nothing", "anything", "everyone", "nobody", "itself"}
_PERSONAL = frozenset(_PRONOUNS.split())
_VAGUE_WORDS = "particular different certain whole last next same available several stuff bit"
_VAGUE = frozenset(_VAGUE_WORDS.split())
# How often, and in what share of its uses, a word is followed by another that it is part of.
_MIN_PAIRS, _PAIR_SHARE = 6, 0.6
_NO_SUBJECTS = FUNCTION_WORDS | COURTESIES | _VAGUE


@dataclass(frozen=True, slots=True)
class Phrase:
    """Hold a phrase as written, its content lemmas in order, and how well its grammar suits a
    label (about 1)."""

    text: str
    lemmas: tuple[str, ...]
    grammar: float

    @property
    def short(self) -> bool:
        """Say whether the phrase has up to four words, none of them personal."""
        found = self.text.lower().split()
        return len(found) <= 4 and _PERSONAL.isdisjoint(found)


@dataclass(frozen=True, slots=True)
class Word:
    """Hold a content word as said, in lower case (a verb and its particle are two forms), its
    lemma, and whether it is a noun."""

    forms: tuple[str, ...]
    lemma: str
    noun: bool


@dataclass(frozen=True, slots=True)
class Parsed:
    """Hold what one text offers: its phrases, all its content lemmas, those of its nouns, and the
    words that have them.

    A verb with its particle is one lemma ("go up"), and so is a negation ("not").
    """

    phrases: frozenset[Phrase]
    lemmas: frozenset[str]
    nouns: frozenset[str]
    words: tuple[Word, ...] = ()


def parse(texts: Sequence[str], *, barred: frozenset[str]) -> list[Parsed]:
    """Find the phrases of each text; none holds a barred word.

    Raises:
        ModelMissing: spaCy's model isn't installed.
    """
    model = spacy_model(without=("ner",))
    docs = list(model.pipe([calm(readable(text)) for text in texts], batch_size=128))
    inseparable = _inseparable(docs)
    return [_parsed(doc, barred, inseparable) for doc in docs]


def _inseparable(docs: Sequence[Any]) -> Set[tuple[str, str]]:
    """Find the pairs of words of which the first is mostly followed by the second: "top up"."""
    said = {tuple(token.lower_ for token in doc if token.text != "-") for doc in docs}
    held = Counter(word for text in said for word in text)
    pairs = Counter(pair for text in said for pair in pairwise(text) if all(map(str.isalpha, pair)))
    return {
        pair for pair, n in pairs.items() if n >= _MIN_PAIRS and n >= _PAIR_SHARE * held[pair[0]]
    }


def _parsed(doc: Any, barred: frozenset[str], inseparable: Set[tuple[str, str]]) -> Parsed:
    # Lists, as a slice of a document makes its tokens anew each time that they are looked at.
    tokens = list(doc)
    said = [tuple(_words(token, barred)) for token in tokens]
    spans = ((*_whole_words(tokens, start, end), by) for start, end, by in phrase_spans(doc))
    found = (
        _phrase(tokens[start:end], said[start:end], by, barred)
        for start, end, by in spans
        if (tokens[end - 1].lower_, "".join(t.lower_ for t in tokens[end : end + 1]))
        not in inseparable
    )
    words = tuple(word for own in said for word in own)
    return Parsed(
        frozenset(phrase for phrase in found if phrase),
        frozenset(word.lemma for word in words),
        frozenset(word.lemma for word in words if word.noun),
        words,
    )


def _whole_words(tokens: Sequence[Any], start: int, end: int) -> tuple[int, int]:
    """Widen a span by the rest of words with hyphens that it cuts: of "top-up", "top" says less."""
    while end < len(tokens) - 1 and _joined(tokens, end):
        end += 2
    while start > 1 and _joined(tokens, start - 1):
        start -= 2
    return start, end


def _joined(tokens: Sequence[Any], hyphen: int) -> bool:
    tight = not (tokens[hyphen - 1].whitespace_ or tokens[hyphen].whitespace_)
    return tight and tokens[hyphen].text == "-"


def _phrase(
    tokens: Sequence[Any], said: Sequence[tuple[Word, ...]], grammar: float, barred: frozenset[str]
) -> Phrase | None:
    if not 0 < len(tokens) <= MAX_WORDS + 2:
        return None
    written = "".join(token.text_with_ws for token in tokens).rstrip()
    lemmas = tuple(dict.fromkeys(word.lemma for own in said for word in own))
    if not set(lemmas) - {NOT} or not _reads_well(tokens, written, barred):
        return None
    text = " ".join(written.split())
    if len(text.split()) > MAX_WORDS:
        return None
    return Phrase(text, lemmas, grammar * _plainness(tokens, len(lemmas)))


def _plainness(tokens: Sequence[Any], n_lemmas: int) -> float:
    personal = [token.lower_ for token in tokens if token.lower_ in _PERSONAL]
    own = all(word == "my" for word in personal)
    return (
        (1.0 if not personal else 0.9 if own else 0.4)
        * (0.5 if n_lemmas == 1 else 1.0)
        * (0.85 if len(tokens) > 4 else 1.0)
    )


def _reads_well(tokens: Sequence[Any], text: str, barred: frozenset[str]) -> bool:
    first, last = tokens[0], tokens[-1]
    return not (
        (first.pos_ in _STARTS_BADLY and first.lower_ != "no")
        or (first.lemma_ == "be" and all(token.dep_ != "neg" for token in tokens))
        or (last.pos_ == "VERB" and last.lemma_ in SAYING)
        or any(
            t.lower_ == "be" and before.tag_ not in {"MD", "TO", "RB"}
            for before, t in pairwise(tokens)
        )
        or (last.pos_ in _ENDS_BADLY and last.dep_ != "prt" and last.lower_ not in _INDEFINITE)
        or first.text.startswith(("'", "’"))
        or not _PLAIN.fullmatch(text)
        or any(t.lower_ in barred or t.lower_ in COURTESIES for t in tokens)
        or any(t.tag_ in {"WP", "WDT", "WRB"} or t.like_num for t in tokens)
        or any(len(t) == 1 and t.lower_ not in {"a", "i"} and t.is_alpha for t in tokens)
    )


def _words(token: Any, barred: frozenset[str]) -> Iterator[Word]:
    lemma = token.lemma_.lower()
    if token.dep_ == "neg" or denies(token):
        yield Word((token.lower_,), NOT, noun=False)
    if token.dep_ == "prt" and token.head.pos_ == "VERB":
        whole = f"{token.head.lemma_.lower()} {lemma}"
        yield Word((token.head.lower_, token.lower_), whole, noun=False)
    content = token.pos_ in _CONTENT and len(lemma) > 2 and token.is_alpha
    forms = {lemma, token.lower_}
    if content and forms.isdisjoint(_NO_SUBJECTS) and forms.isdisjoint(barred):
        yield Word((token.lower_,), lemma, noun=token.pos_ in {"NOUN", "PROPN"})
