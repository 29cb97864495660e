"""Labels that a leader can read: the phrase of its customers that says most of a topic."""

import itertools
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np

from voc.domain.analysis import Vectors
from voc.nlp.topics.phrases import NOT, Parsed
from voc.nlp.topics.types import Embed

_SHORTLIST = 40
_CLOSENESS = 6.0
_TOP = 4
_STEM = 4
MIN_GRIP, MIN_LOOSE_GRIP = 0.3, 0.2
MIN_PAIR_GRIP = 0.33
_MIN_NOUN_SHARE = 0.12
_MIN_NOT = 0.25
_MIN_ALONE, _TELLING = 0.4, 4.0
_NAMED = 0.5
_DENIED = 0.4


class _Tier(IntEnum):
    SHARED = 0
    SEEN_TWICE = 1
    LOOSE = 2
    ALONE = 3
    PAIR = 4


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    lemmas: frozenset[str]
    tier: _Tier
    score: float

    def rank(self) -> tuple[int, float]:
        return self.tier, -self.score


def labels(
    parsed: Sequence[Sequence[Parsed]],
    centroids: Vectors | None,
    *,
    names: Mapping[str, str],
    embed: Embed | None = None,
    pairs: bool = True,
) -> list[str | None]:
    """Choose a label for each topic, no two alike; None where nothing names it.

    A phrase may name a topic when it has two content lemmas, one of them among the four that tell
    the topic best, when three texts hold all of its lemmas, and 30 % of the texts one of them.
    Phrases score by how common their lemmas are in the topic and how rare elsewhere, by how many
    texts hold them, by grammar, and, given `embed`, by their cosine to the centroid. Where no
    phrase qualifies, a short one whose lemmas two texts hold together will do; then one of which
    20 % of the texts hold a lemma; then the noun that 40 % of the texts hold, four times as many as
    elsewhere, when no other does ("app"); then, unless `pairs` is off, two nouns that tell the
    topic ("socket and cable").

    Args:
        parsed: per topic, its central texts, one per record, each with its record's lemmas.
        centroids: (topics, dimensions), unit rows.
        names: words that keep their capital, by lower case.
    """
    elsewhere = _shares([text.lemmas for texts in parsed for text in texts])
    shortlists = [
        [
            *_phrases(texts, elsewhere, names),
            *_alone(texts, elsewhere),
            *(_pairs(texts, elsewhere) if pairs else ()),
        ]
        for texts in parsed
    ]
    if embed is not None and centroids is not None:
        shortlists = _by_closeness(shortlists, centroids, embed)
    return _distinct(shortlists, names)


def _shares(lemmas: Sequence[frozenset[str]]) -> dict[str, float]:
    counts = Counter(lemma for held in lemmas for lemma in held)
    return {lemma: n / len(lemmas) for lemma, n in counts.items()}


def _grip(lemmas: frozenset[str], texts: Sequence[Parsed]) -> float:
    """Give the share of texts that hold one of the lemmas."""
    return sum(not lemmas.isdisjoint(text.lemmas) for text in texts) / len(texts)


def _weights(here: Mapping[str, float], elsewhere: Mapping[str, float]) -> dict[str, float]:
    return {lemma: s * math.log1p(s / elsewhere[lemma]) for lemma, s in here.items()}


def _best(weights: Mapping[str, float]) -> list[str]:
    telling = (lemma for lemma in weights if lemma != NOT)
    return sorted(telling, key=lambda lemma: (-weights[lemma], lemma))


def _phrases(
    texts: Sequence[Parsed], elsewhere: Mapping[str, float], names: Mapping[str, str]
) -> list[_Candidate]:
    here = _shares([text.lemmas for text in texts])
    weight = _weights(here, elsewhere)
    top = set(_best(weight)[:_TOP])
    best: dict[frozenset[str], _Candidate] = {}
    for phrase in sorted(
        {p for text in texts for p in text.phrases}, key=lambda p: (p.text, p.grammar)
    ):
        lemmas = frozenset(phrase.lemmas)
        if len(lemmas - {NOT}) < 2 or lemmas.isdisjoint(top):
            continue
        together = sum(lemmas <= text.lemmas for text in texts)
        grip = _grip(lemmas - {NOT}, texts)
        if grip < MIN_LOOSE_GRIP or together < (2 if phrase.short else 3):
            continue
        if NOT in lemmas and here[NOT] < _MIN_NOT:
            continue
        tier = _Tier.SHARED if together >= 3 else _Tier.SEEN_TWICE
        if grip < MIN_GRIP:
            tier = _Tier.LOOSE
        telling = sum(weight[lemma] for lemma in lemmas) / (len(lemmas) + 0.5)
        named = _NAMED if any(word.lower() in names for word in phrase.text.split()) else 1.0
        denied = _DENIED if NOT not in lemmas and _denied(lemmas, texts) else 1.0
        score = math.sqrt(grip * telling * math.sqrt(together)) * phrase.grammar * named * denied
        if lemmas not in best or score > best[lemmas].score:
            best[lemmas] = _Candidate(phrase.text, lemmas, tier, score)
    return sorted(best.values(), key=_order)[:_SHORTLIST]


def _denied(lemmas: frozenset[str], texts: Sequence[Parsed]) -> bool:
    """Say whether most texts that hold the lemmas hold a negation as well."""
    held = [NOT in text.lemmas for text in texts if lemmas <= text.lemmas]
    return sum(held) > len(held) / 2


def _alone(texts: Sequence[Parsed], elsewhere: Mapping[str, float]) -> list[_Candidate]:
    weight = _weights(_shares([text.lemmas for text in texts]), elsewhere)
    nouns = _shares([text.nouns for text in texts])
    forms = Counter(
        (phrase.lemmas[0], phrase.text.lower())
        for text in texts
        for phrase in text.phrases
        if len(phrase.lemmas) == 1 and " " not in phrase.text
    )
    usual = {lemma: form for (lemma, form), _ in sorted(forms.items(), key=lambda f: (f[1], f[0]))}
    held = {lemma: nouns.get(lemma, 0.0) for lemma in _best(weight)[:_TOP] if lemma in usual}
    shared = [lemma for lemma, share in held.items() if share >= MIN_GRIP]
    return [
        _Candidate(usual[lemma], frozenset((lemma,)), _Tier.ALONE, weight[lemma])
        for lemma in shared
        if held[lemma] >= max(_MIN_ALONE, _TELLING * elsewhere[lemma]) and len(shared) == 1
    ]


def _pairs(texts: Sequence[Parsed], elsewhere: Mapping[str, float]) -> list[_Candidate]:
    weight = _weights(_shares([text.lemmas for text in texts]), elsewhere)
    nouns = _shares([text.nouns for text in texts])
    floor = max(_MIN_NOUN_SHARE, 2 / len(texts))
    top = [n for n in _best(weight)[:_TOP] if nouns.get(n, 0.0) >= floor]
    return [
        _Candidate(f"{a} and {b}", frozenset((a, b)), _Tier.PAIR, weight[a] + weight[b])
        for a, b in itertools.combinations(top, 2)
        if a[:_STEM] != b[:_STEM] and _grip(frozenset((a, b)), texts) >= MIN_PAIR_GRIP
    ]


def _by_closeness(
    shortlists: Sequence[Sequence[_Candidate]], centroids: Vectors, embed: Embed
) -> list[list[_Candidate]]:
    vectors = embed([c.text for candidates in shortlists for c in candidates])
    out, start = [], 0
    for candidates, centroid in zip(shortlists, centroids, strict=True):
        stop = start + len(candidates)
        factors = np.exp(_CLOSENESS * (vectors[start:stop] @ centroid))
        scored = [
            replace(candidate, score=candidate.score * float(factor))
            for candidate, factor in zip(candidates, factors, strict=True)
        ]
        out.append(sorted(scored, key=_order))
        start = stop
    return out


def _order(candidate: _Candidate) -> tuple[int, float, str]:
    return *candidate.rank(), candidate.text


def _distinct(
    shortlists: Sequence[Sequence[_Candidate]], names: Mapping[str, str]
) -> list[str | None]:
    # The topic to which a phrase matters most gets it; the others take their next best.
    offers = sorted(
        ((topic, c) for topic, cs in enumerate(shortlists) for c in cs),
        key=lambda offer: (*offer[1].rank(), offer[0], offer[1].text),
    )
    chosen: list[str | None] = [None] * len(shortlists)
    taken: set[frozenset[str] | str] = set()
    for topic, candidate in offers:
        label = _cased(candidate.text, names)
        # The tagger may see two words in one: "billing" of to bill, and the billing.
        if chosen[topic] is None and taken.isdisjoint({candidate.lemmas, label.lower()}):
            chosen[topic] = label
            taken |= {candidate.lemmas, label.lower()}
    return chosen


def _cased(text: str, names: Mapping[str, str]) -> str:
    return " ".join(names.get(word.lower(), word.lower()) for word in text.split())
