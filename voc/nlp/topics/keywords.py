"""Keywords of topics: class-based TF-IDF over word sequences, as BERTopic weighs them."""

import math
from collections import Counter
from collections.abc import Sequence

from voc.nlp.topics.spheres import Indices
from voc.nlp.topics.wording import COURTESIES, FUNCTION_WORDS, words

N_KEYWORDS = 8
_CANDIDATES = 40
_DIVERSITY = 0.6
_MIN_TEXTS = 3
_READ = 500


def keywords(
    texts: Sequence[str], groups: Sequence[Indices], *, stop: frozenset[str]
) -> list[tuple[str, ...]]:
    """Rank the words that tell each group of texts from the others: 8 per group, diverse.

    Up to 500 texts of a group are read. `stop` words may not be keywords, nor may function words
    and courtesies.

    References: Grootendorst 2022 (c-TF-IDF, frequent words reduced); Carbonell & Goldstein 1998
    (MMR).
    """
    barred = FUNCTION_WORDS | COURTESIES | stop
    said = [[_sequences(texts[i], barred) for i in group[:_READ]] for group in groups]
    held = Counter(sequence for group in said for text in group for sequence in set(text))
    counts = [Counter(s for text in group for s in text if held[s] >= _MIN_TEXTS) for group in said]
    return [_diverse(ranked) for ranked in weights(counts)]


def weights(counts: Sequence[Counter[str]]) -> list[list[tuple[str, float]]]:
    """Weigh the words of each class: the root of their share in it, times log(1 + A / f), where f
    is a word's count in all classes and A the mean number of words in a class; heaviest first."""
    everywhere: Counter[str] = Counter()
    for own in counts:
        everywhere.update(own)
    usual = everywhere.total() // max(1, len(counts))
    ranked = []
    for own in counts:
        total = own.total()
        weighed = [
            (word, math.sqrt(n / total) * math.log1p(usual / everywhere[word]))
            for word, n in own.items()
        ]
        ranked.append(sorted(weighed, key=lambda pair: (-pair[1], pair[0])))
    return ranked


def _sequences(text: str, barred: frozenset[str]) -> list[str]:
    """List the sequences of one to three words, without barred words."""
    kept = [word for word in words(text) if len(word) > 2 and word not in barred]
    return [" ".join(kept[i : i + n]) for n in (1, 2, 3) for i in range(len(kept) - n + 1)]


def _diverse(ranked: Sequence[tuple[str, float]]) -> tuple[str, ...]:
    """Pick by maximal marginal relevance, where phrases are alike by the words they share."""
    rest = {phrase: score / ranked[0][1] for phrase, score in ranked[:_CANDIDATES]}
    held = {phrase: frozenset(phrase.split()) for phrase in rest}
    alike = dict.fromkeys(rest, 0.0)
    chosen: list[str] = []
    while rest and len(chosen) < N_KEYWORDS:
        best = max(rest, key=lambda p: (1 - _DIVERSITY) * rest[p] - _DIVERSITY * alike[p])
        chosen.append(best)
        del rest[best]
        alike = {p: max(alike[p], _overlap(held[p], held[best])) for p in rest}
    return tuple(chosen)


def _overlap(left: frozenset[str], right: frozenset[str]) -> float:
    return len(left & right) / min(len(left), len(right))
