"""Labels that a leader can read: the phrase of its customers that says most of a topic."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from voc.domain.analysis import Vectors
from voc.nlp.topics.candidates import Candidate, candidates
from voc.nlp.topics.phrases import Parsed
from voc.nlp.topics.types import Embed

_CLOSENESS = 6.0


def labels(
    parsed: Sequence[Sequence[Parsed]],
    centroids: Vectors | None,
    *,
    names: Mapping[str, str],
    embed: Embed | None = None,
) -> list[str | None]:
    """Choose a label for each topic, no two alike; None where nothing names it.

    A phrase may name a topic when it has two content lemmas, one of them among the four that tell
    the topic best, and 20 % of the texts hold one of them; a long or personal one, when three texts
    hold all its lemmas. Phrases score by how common their lemmas are in the topic and how rare
    elsewhere, by how many texts hold them, by grammar, by whether more than one text says them so,
    and, given `embed`, by their cosine to the centroid; when no second text holds all their lemmas,
    they count a fifth. A noun may name it too: one that 40 % of the texts hold, four times as many
    as elsewhere, when no other does ("app"), or else, far behind, one that a quarter of them hold,
    half as many again as elsewhere.

    Args:
        parsed: per topic, its central texts, one per record, each with its record's lemmas.
        centroids: (topics, dimensions), unit rows.
        names: words that keep their capital, by lower case.
    """
    shortlists = candidates(parsed, names)
    if embed is not None and centroids is not None:
        shortlists = _by_closeness(shortlists, centroids, embed)
    return _distinct(shortlists, names)


def _by_closeness(
    shortlists: Sequence[Sequence[Candidate]], centroids: Vectors, embed: Embed
) -> list[list[Candidate]]:
    vectors = embed([c.text for shortlist in shortlists for c in shortlist])
    out, start = [], 0
    for shortlist, centroid in zip(shortlists, centroids, strict=True):
        stop = start + len(shortlist)
        factors = np.exp(_CLOSENESS * (vectors[start:stop] @ centroid))
        scored = [
            replace(candidate, score=candidate.score * float(factor))
            for candidate, factor in zip(shortlist, factors, strict=True)
        ]
        out.append(sorted(scored, key=Candidate.order))
        start = stop
    return out


def _distinct(
    shortlists: Sequence[Sequence[Candidate]], names: Mapping[str, str]
) -> list[str | None]:
    # The topic to which a phrase matters most gets it; the others take their next best.
    offers = sorted(
        ((topic, c) for topic, cs in enumerate(shortlists) for c in cs),
        key=lambda offer: (-offer[1].score, offer[0], offer[1].text),
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
