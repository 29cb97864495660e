"""Labels that a leader can read: the phrase of its customers that says most of a topic."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from voc.domain.analysis import Vectors
from voc.nlp.topics.phrases import Parsed
from voc.nlp.topics.types import Embed

_SHORTLIST = 40
_CLOSENESS = 6.0
MIN_GRIP = 0.25
_NAMED = 0.5
_ANECDOTE = 0.7


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    lemmas: frozenset[str]
    score: float


def labels(
    parsed: Sequence[Sequence[Parsed]],
    centroids: Vectors,
    *,
    names: Mapping[str, str],
    embed: Embed | None = None,
) -> list[str | None]:
    """Choose a label for each topic, no two alike; None where no phrase has a hold on its texts:
    a quarter of them must share a word with it.

    A phrase scores by how common its lemmas are in the topic and how rare elsewhere, by how many
    texts hold them together, by its grammar, and, given `embed`, by its cosine to the centroid.

    Args:
        parsed: per topic, its central texts.
        centroids: (topics, dimensions), unit rows.
        names: words that keep their capital, by lower case.
    """
    elsewhere = _lemma_shares([text for texts in parsed for text in texts])
    shortlists = [_ranked(texts, elsewhere, names)[:_SHORTLIST] for texts in parsed]
    if embed is not None:
        shortlists = _by_closeness(shortlists, centroids, embed)
    return _distinct(shortlists, names)


def _lemma_shares(texts: Sequence[Parsed]) -> dict[str, float]:
    counts = Counter(lemma for text in texts for lemma in text.lemmas)
    return {lemma: n / len(texts) for lemma, n in counts.items()}


def _ranked(
    texts: Sequence[Parsed], elsewhere: Mapping[str, float], names: Mapping[str, str]
) -> list[_Candidate]:
    here = _lemma_shares(texts)
    weight = {lemma: s * math.log1p(s / elsewhere[lemma]) for lemma, s in here.items()}
    best: dict[frozenset[str], _Candidate] = {}
    for phrase in sorted(
        {p for text in texts for p in text.phrases}, key=lambda p: (p.text, p.grammar)
    ):
        lemmas = frozenset(phrase.lemmas)
        held = [len(lemmas & text.lemmas) for text in texts]
        if sum(n > 0 for n in held) < MIN_GRIP * len(texts):
            continue
        together = sum(n == len(lemmas) for n in held)
        anecdote = _ANECDOTE if together == 1 else 1.0
        telling = sum(weight[lemma] for lemma in lemmas if lemma in weight) / (len(lemmas) + 0.5)
        personal = _NAMED if any(word.lower() in names for word in phrase.text.split()) else 1.0
        score = math.sqrt(telling * math.sqrt(together)) * phrase.grammar * personal * anecdote
        if lemmas not in best or score > best[lemmas].score:
            best[lemmas] = _Candidate(phrase.text, lemmas, score)
    return sorted(best.values(), key=lambda c: (-c.score, c.text))


def _by_closeness(
    shortlists: Sequence[Sequence[_Candidate]], centroids: Vectors, embed: Embed
) -> list[list[_Candidate]]:
    vectors = embed([c.text for candidates in shortlists for c in candidates])
    out, start = [], 0
    for candidates, centroid in zip(shortlists, centroids, strict=True):
        stop = start + len(candidates)
        factors = np.exp(_CLOSENESS * (vectors[start:stop] @ centroid))
        scored = [
            _Candidate(c.text, c.lemmas, c.score * float(f))
            for c, f in zip(candidates, factors, strict=True)
        ]
        out.append(sorted(scored, key=lambda c: (-c.score, c.text)))
        start = stop
    return out


def _distinct(
    shortlists: Sequence[Sequence[_Candidate]], names: Mapping[str, str]
) -> list[str | None]:
    # The topic to which a phrase matters most gets it; the others take their next best.
    offers = sorted(
        ((c.score, topic, c) for topic, cs in enumerate(shortlists) for c in cs),
        key=lambda offer: (-offer[0], offer[1], offer[2].text),
    )
    chosen: list[str | None] = [None] * len(shortlists)
    taken: set[frozenset[str]] = set()
    for _, topic, candidate in offers:
        if chosen[topic] is None and candidate.lemmas not in taken:
            chosen[topic] = _cased(candidate.text, names)
            taken.add(candidate.lemmas)
    return chosen


def _cased(text: str, names: Mapping[str, str]) -> str:
    return " ".join(names.get(word.lower(), word.lower()) for word in text.split())
