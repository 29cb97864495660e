"""The phrases and nouns that could name a topic, each with what speaks for it."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from enum import Enum

from voc.nlp.topics.phrases import NOT, Parsed, Phrase

_SHORTLIST = 40
_TOP = 4
_MIN_GRIP, _MIN_LOOSE_GRIP = 0.3, 0.2
_MIN_NOUN_SHARE, _MIN_LAST = 0.12, 0.25
_MIN_NOT = 0.25
_MIN_EACH = 3
_MIN_ALONE, _TELLING, _OWN = 0.4, 4.0, 1.5
_NAMED = 0.5
_DENIED = 0.4
# The lemmas of a phrase meet in texts that say something else with them.
_ONE_VOICE = 0.7


class Kind(float, Enum):
    """Say how a candidate came about, and how much its score counts for that: three texts hold a
    phrase's lemmas, or two do, or few hold any of them, or one text alone says it; a noun that
    stands out, and one that is the best there is."""

    SHARED = 1.0
    SEEN_TWICE = 0.5
    LOOSE = 0.35
    SAID_ONCE = 0.2
    NOUN = 0.3
    LAST_NOUN = 0.03


@dataclass(frozen=True, slots=True)
class Candidate:
    """Hold what could name a topic; the highest score is the best."""

    text: str
    lemmas: frozenset[str]
    score: float

    def order(self) -> tuple[float, str]:
        """Give what candidates are sorted by, the best first."""
        return -self.score, self.text


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


def candidates(
    parsed: Sequence[Sequence[Parsed]], names: Mapping[str, str]
) -> list[list[Candidate]]:
    """List what could name each topic, given what its central texts tell."""
    elsewhere = shares([text.lemmas for texts in parsed for text in texts])
    every = [Told.of(texts, elsewhere) for texts in parsed]
    return [[*phrases(told, names), *nouns(told)] for told in every]


def phrases(told: Told, names: Mapping[str, str]) -> list[Candidate]:
    """List the phrases of several texts that hold what tells the topic, at most 40."""
    texts, weight = told.texts, told.weight
    said = Counter(ls for text in texts for ls in {frozenset(p.lemmas) for p in text.phrases})
    best: dict[frozenset[str], Candidate] = {}
    for phrase in sorted(
        {p for text in texts for p in text.phrases}, key=lambda p: (p.text, p.grammar)
    ):
        lemmas = frozenset(phrase.lemmas)
        if len(lemmas - {NOT}) < 2 or lemmas.isdisjoint(told.top):
            continue
        together = sum(lemmas <= text.lemmas for text in texts)
        grip = told.grip(lemmas - {NOT})
        if grip < _MIN_LOOSE_GRIP or together < (1 if phrase.short else 3):
            continue
        if together < 2 and min(told.here[lemma] for lemma in lemmas) < _MIN_EACH / len(texts):
            continue
        if NOT in lemmas and told.here[NOT] < _MIN_NOT:
            continue
        kind = Kind.SHARED if together >= 3 else Kind.SEEN_TWICE
        if together < 2:
            kind = Kind.SAID_ONCE
        elif grip < _MIN_GRIP:
            kind = Kind.LOOSE
        telling = math.fsum(weight[lemma] for lemma in lemmas) / (len(lemmas) + 0.5)
        named = _NAMED if any(word.lower() in names for word in phrase.text.split()) else 1.0
        denied = _DENIED if NOT not in lemmas and _denied(lemmas, texts) else 1.0
        score = math.sqrt(grip * telling * math.sqrt(together)) * phrase.grammar * named * denied
        score *= kind * (1.0 if said[lemmas] > 1 else _ONE_VOICE)
        if lemmas not in best or score > best[lemmas].score:
            best[lemmas] = Candidate(phrase.text, lemmas, score)
    return sorted(best.values(), key=Candidate.order)[:_SHORTLIST]


def _denied(lemmas: frozenset[str], texts: Sequence[Parsed]) -> bool:
    """Say whether most texts that hold the lemmas hold a negation as well."""
    held = [NOT in text.lemmas for text in texts if lemmas <= text.lemmas]
    return sum(held) > len(held) / 2


def nouns(told: Told) -> list[Candidate]:
    """Give the nouns that tell the topic, as they are mostly written ("no complaints", too); one
    that many of the texts hold, few elsewhere, and no other with it, stands out."""
    forms = Counter(
        (phrase.lemmas[-1], phrase.text.lower())
        for text in told.texts
        for phrase in text.phrases
        if _alone(phrase)
    )
    usual = {lemma: form for (lemma, form), _ in sorted(forms.items(), key=lambda f: (f[1], f[0]))}
    share = {n: told.nouns.get(n, 0.0) for n in told.top if n in usual}
    held = [noun for noun in share if share[noun] >= _MIN_GRIP]
    out = []
    for noun in share:
        stands_out = held == [noun] and share[noun] >= max(
            _MIN_ALONE, _TELLING * told.elsewhere[noun]
        )
        common = share[noun] >= max(_MIN_NOUN_SHARE, 2 / len(told.texts))
        if common and told.here[noun] >= max(_MIN_LAST, _OWN * told.elsewhere[noun]):
            kind = Kind.NOUN if stands_out else Kind.LAST_NOUN
            out.append(Candidate(usual[noun], frozenset((noun,)), kind * told.weight[noun]))
    return out


def _alone(phrase: Phrase) -> bool:
    if len(phrase.lemmas) == 1:
        return " " not in phrase.text
    return phrase.text.lower() == f"no {phrase.text.split()[-1].lower()}"
