"""What the texts of groups offer for labels: some are parsed, the others are read by the words that
those showed."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from voc.nlp.topics.candidates import candidates, shares, weights
from voc.nlp.topics.phrases import NOT, Parsed, Word, parse
from voc.nlp.topics.representatives import central
from voc.nlp.topics.spheres import Indices, centres
from voc.nlp.topics.types import PassageSet
from voc.nlp.topics.wording import content_words, words

_READ, _READ_IN_ALL = (25, 50), 3000
_PARSED, _PARSED_IN_ALL = (12, 25), 700
_LONG = 2
_DENIALS = frozenset({"not", "never", "dont", "didnt", "cant", "wont", "isnt", "doesnt", "wasnt"})


class Lexicon:
    """Know the lemma that a word has most often in parsed texts, and whether it is a noun there."""

    def __init__(self, parsed: Iterable[Parsed]) -> None:
        lemmas: dict[tuple[str, ...], Counter[Word]] = {}
        for text in parsed:
            for word in text.words:
                lemmas.setdefault(word.forms, Counter())[word] += 1
        self._known = {
            forms: min(said, key=lambda word: (-said[word], word.lemma, word.noun))
            for forms, said in lemmas.items()
        }

    def read(self, text: str) -> Parsed:
        """Read a text by its words alone: it offers no phrases."""
        said = words(text)
        forms = (*((word,) for word in said), *pairwise(said))
        found = [self._known[form] for form in forms if form in self._known]
        lemmas = {word.lemma for word in found}
        if any(word in _DENIALS or word.endswith("n't") for word in said):
            lemmas.add(NOT)
        return Parsed(
            phrases=frozenset(),
            lemmas=frozenset(lemmas),
            nouns=frozenset(word.lemma for word in found if word.noun),
        )


def read(
    passages: PassageSet,
    groups: Sequence[Indices],
    *,
    barred: frozenset[str],
    names: Mapping[str, str],
) -> list[list[Parsed]]:
    """Read the central passages of each group, one per record: 25 to 50, of which the 12
    to 25 that tell most are parsed; all, where these offer no label.

    A passage offers its own phrases, and the lemmas of all its record says.
    """
    centroids = centres(passages.vectors, groups)
    chosen = [
        _one_per_record(passages, central(passages.vectors, group, centroid, n=len(group)))
        for group, centroid in zip(groups, centroids, strict=True)
    ]
    chosen = [indices[: _each(_READ, _READ_IN_ALL, groups)] for indices in chosen]
    n_parsed = _each(_PARSED, _PARSED_IN_ALL, groups)
    said = [[content_words(passages.texts[i]) for i in indices] for indices in chosen]
    telling = zip(chosen, _most_telling(said, n_parsed), strict=True)
    parsed = _parsed(passages, [own[n] for own, most in telling for n in most], barred)
    found = _in_records(passages, chosen, parsed)
    nameless = [n for n, offers in enumerate(candidates(found, names)) if not offers]
    if nameless:
        more = [i for n in nameless for i in chosen[n] if i not in parsed]
        found = _in_records(passages, chosen, parsed | _parsed(passages, more, barred))
    return found


def _parsed(
    passages: PassageSet, indices: Sequence[int], barred: frozenset[str]
) -> dict[int, Parsed]:
    texts = [passages.texts[i] for i in indices]
    return dict(zip(indices, parse(texts, barred=barred), strict=True))


def _in_records(
    passages: PassageSet, chosen: Sequence[Sequence[int]], parsed: Mapping[int, Parsed]
) -> list[list[Parsed]]:
    lexicon = Lexicon(parsed.values())
    whole = _records(passages, {i for indices in chosen for i in indices}, parsed, lexicon)
    return [
        [
            Parsed(
                phrases=parsed[i].phrases if i in parsed else frozenset(),
                lemmas=frozenset().union(*(part.lemmas for part in whole[i])),
                nouns=frozenset().union(*(part.nouns for part in whole[i])),
            )
            for i in indices
        ]
        for indices in chosen
    ]


def _most_telling(said: Sequence[Sequence[list[str]]], n: int) -> Iterator[list[int]]:
    """Choose, per group, the texts whose words tell most of it, for how many words they have."""
    held = [[frozenset(text) for text in texts] for texts in said]
    everywhere = shares([text for texts in held for text in texts])
    for texts, sets in zip(said, held, strict=True):
        weight = weights(shares(sets), everywhere)
        score = [
            # Exact, so that the order in which a set gives its words makes no difference.
            math.fsum(weight[word] for word in own) / math.sqrt(len(text) + _LONG)
            for text, own in zip(texts, sets, strict=True)
        ]
        yield sorted(range(len(texts)), key=lambda i: (-score[i], i))[:n]


def _each(bounds: tuple[int, int], in_all: int, groups: Sequence[Indices]) -> int:
    return min(max(in_all // max(1, len(groups)), bounds[0]), bounds[1])


def _records(
    passages: PassageSet, chosen: set[int], parsed: Mapping[int, Parsed], lexicon: Lexicon
) -> dict[int, list[Parsed]]:
    """Read all passages of the record of each chosen one."""
    own: dict[str, list[Parsed]] = {passages.record_ids[i]: [] for i in chosen}
    for i, record in enumerate(passages.record_ids):
        if record in own:
            own[record].append(parsed[i] if i in parsed else lexicon.read(passages.texts[i]))
    return {i: own[passages.record_ids[i]] for i in chosen}


def _one_per_record(passages: PassageSet, indices: Sequence[int]) -> list[int]:
    first: dict[str, int] = {}
    for i in indices:
        first.setdefault(passages.record_ids[i], i)
    return list(first.values())
