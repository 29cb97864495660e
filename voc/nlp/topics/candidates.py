"""The phrases, nouns and pairs of nouns that could name a topic, each with what speaks for it."""

import itertools
import math
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from enum import IntEnum

from voc.nlp.topics.phrases import NOT, Parsed

_SHORTLIST = 40
_TOP = 4
_STEM = 4
_MIN_GRIP, _MIN_LOOSE_GRIP = 0.3, 0.2
_MIN_PAIR_GRIP = 0.33
_MIN_NOUN_SHARE = 0.12
_MIN_NOT = 0.25
_MIN_ALONE, _TELLING = 0.4, 4.0
_NAMED = 0.5
_DENIED = 0.4


class Tier(IntEnum):
    """Say what kind of candidate one is, the best first."""

    SHARED = 0
    SEEN_TWICE = 1
    LOOSE = 2
    ALONE = 3
    PAIR = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """Hold what could name a topic; of one tier, the highest score is the best."""

    text: str
    lemmas: frozenset[str]
    tier: Tier
    score: float

    def order(self) -> tuple[int, float, str]:
        """Give what candidates are sorted by, the best first."""
        return self.tier, -self.score, self.text


@dataclass(frozen=True, slots=True)
class Told:
    """Hold what the texts of a topic tell: which share of them holds a lemma (`here`), a lemma as a
    noun (`nouns`), which share of all topics' texts holds it (`elsewhere`), how well it tells the
    topic (`weight`), and the four lemmas that do so best, the best first."""

    texts: Sequence[Parsed]
    here: Mapping[str, float]
    nouns: Mapping[str, float]
    elsewhere: Mapping[str, float]
    weight: Mapping[str, float]
    top: Sequence[str]

    @classmethod
    def of(cls, texts: Sequence[Parsed], elsewhere: Mapping[str, float]) -> "Told":
        """Count and weigh the lemmas of a topic's texts."""
        here = shares([text.lemmas for text in texts])
        weight = weights(here, elsewhere)
        telling = sorted(weight.keys() - {NOT}, key=lambda lemma: (-weight[lemma], lemma))
        nouns = shares([text.nouns for text in texts])
        return cls(texts, here, nouns, elsewhere, weight, telling[:_TOP])

    def grip(self, lemmas: Set[str]) -> float:
        """Give the share of texts that hold one of the lemmas."""
        return sum(not text.lemmas.isdisjoint(lemmas) for text in self.texts) / len(self.texts)


def shares(held: Sequence[Set[str]]) -> dict[str, float]:
    """Map what sets hold to the share of them that do."""
    counts = Counter(one for each in held for one in each)
    return {one: n / len(held) for one, n in counts.items()}


def weights(here: Mapping[str, float], elsewhere: Mapping[str, float]) -> dict[str, float]:
    """Weigh by how common something is here and how rare elsewhere."""
    return {one: share * math.log1p(share / elsewhere[one]) for one, share in here.items()}


def phrases(told: Told, names: Mapping[str, str]) -> list[Candidate]:
    """List the phrases of several texts that hold what tells the topic, at most 40."""
    texts, weight = told.texts, told.weight
    best: dict[frozenset[str], Candidate] = {}
    for phrase in sorted(
        {p for text in texts for p in text.phrases}, key=lambda p: (p.text, p.grammar)
    ):
        lemmas = frozenset(phrase.lemmas)
        if len(lemmas - {NOT}) < 2 or lemmas.isdisjoint(told.top):
            continue
        together = sum(lemmas <= text.lemmas for text in texts)
        grip = told.grip(lemmas - {NOT})
        if grip < _MIN_LOOSE_GRIP or together < (2 if phrase.short else 3):
            continue
        if NOT in lemmas and told.here[NOT] < _MIN_NOT:
            continue
        tier = Tier.SHARED if together >= 3 else Tier.SEEN_TWICE
        if grip < _MIN_GRIP:
            tier = Tier.LOOSE
        telling = math.fsum(weight[lemma] for lemma in lemmas) / (len(lemmas) + 0.5)
        named = _NAMED if any(word.lower() in names for word in phrase.text.split()) else 1.0
        denied = _DENIED if NOT not in lemmas and _denied(lemmas, texts) else 1.0
        score = math.sqrt(grip * telling * math.sqrt(together)) * phrase.grammar * named * denied
        if lemmas not in best or score > best[lemmas].score:
            best[lemmas] = Candidate(phrase.text, lemmas, tier, score)
    return sorted(best.values(), key=Candidate.order)[:_SHORTLIST]


def _denied(lemmas: frozenset[str], texts: Sequence[Parsed]) -> bool:
    """Say whether most texts that hold the lemmas hold a negation as well."""
    held = [NOT in text.lemmas for text in texts if lemmas <= text.lemmas]
    return sum(held) > len(held) / 2


def alone(told: Told) -> list[Candidate]:
    """Give the one noun that many of the texts hold, and few elsewhere, as it is mostly written."""
    forms = Counter(
        (phrase.lemmas[0], phrase.text.lower())
        for text in told.texts
        for phrase in text.phrases
        if len(phrase.lemmas) == 1 and " " not in phrase.text
    )
    usual = {lemma: form for (lemma, form), _ in sorted(forms.items(), key=lambda f: (f[1], f[0]))}
    held = [n for n in told.top if n in usual and told.nouns.get(n, 0.0) >= _MIN_GRIP]
    return [
        Candidate(usual[noun], frozenset((noun,)), Tier.ALONE, told.weight[noun])
        for noun in held
        if len(held) == 1 and told.nouns[noun] >= max(_MIN_ALONE, _TELLING * told.elsewhere[noun])
    ]


def pairs(told: Told) -> list[Candidate]:
    """Join two nouns that tell the topic, none a form of the other."""
    floor = max(_MIN_NOUN_SHARE, 2 / len(told.texts))
    top = [noun for noun in told.top if told.nouns.get(noun, 0.0) >= floor]
    return [
        Candidate(f"{a} and {b}", frozenset((a, b)), Tier.PAIR, told.weight[a] + told.weight[b])
        for a, b in itertools.combinations(top, 2)
        if a[:_STEM] != b[:_STEM] and told.grip({a, b}) >= _MIN_PAIR_GRIP
    ]
