"""What a topic is shown by: label, keywords, representatives, centroid, radius, theme."""

from collections.abc import Mapping, Sequence

from voc.nlp.topics.keywords import keywords
from voc.nlp.topics.labels import labels
from voc.nlp.topics.phrases import Parsed, parse
from voc.nlp.topics.representatives import central, representatives
from voc.nlp.topics.spheres import Indices, centres, spheres
from voc.nlp.topics.themes import themes
from voc.nlp.topics.types import Embed, FoundTopic, PassageSet
from voc.nlp.topics.wording import brands, names

_PARSED, _PARSED_IN_ALL = (25, 50), 3000
_READ_FOR_NAMES = 30_000
_READ_FOR_THEME = 80


def described(
    passages: PassageSet, groups: Sequence[Indices], *, embed: Embed | None
) -> tuple[list[FoundTopic], list[Indices]]:
    """Describe each group that its customers' words can name; give the others apart."""
    known = names(passages.texts[:_READ_FOR_NAMES])
    barred = brands(passages.texts[:_READ_FOR_NAMES], known)
    parsed = _parsed(passages, groups, barred)
    chosen = labels(parsed, centres(passages.vectors, groups), names=known, embed=embed)
    named = [number for number, label in enumerate(chosen) if label]
    kept = [groups[number] for number in named]
    drawn = spheres(passages.vectors, kept)
    parents = themes(passages.vectors, kept)
    own = [str(chosen[number]) for number in named]
    parents_labels = _theme_labels([parsed[n] for n in named], own, parents, known)
    ranked = keywords(passages.texts, kept, stop=barred)
    speakers = [passages.speaker(i) for i in range(len(passages))]
    topics = [
        FoundTopic(
            label=own[topic],
            theme=parents[topic],
            theme_label=parents_labels[parents[topic]],
            keywords=ranked[topic],
            members=tuple(group.tolist()),
            representatives=representatives(
                passages.vectors,
                group,
                drawn.centroids[topic],
                texts=passages.texts,
                speakers=speakers,
                channels=passages.channels,
            ),
            centroid=drawn.centroids[topic],
            radius=float(drawn.radii[topic]),
        )
        for topic, group in enumerate(kept)
    ]
    return topics, [group for number, group in enumerate(groups) if not chosen[number]]


def _theme_labels(
    parsed: Sequence[Sequence[Parsed]],
    own: Sequence[str],
    parents: Sequence[int],
    known: Mapping[str, str],
) -> list[str]:
    """Name each theme by what its topics share; a theme of one topic has its topic's label."""
    n_themes = max(parents, default=-1) + 1
    topics_of = [[t for t, parent in enumerate(parents) if parent == n] for n in range(n_themes)]
    share = [
        [text for t in topics for text in parsed[t][: max(3, _READ_FOR_THEME // len(topics))]]
        for topics in topics_of
    ]
    broad = labels(share, None, names=known, pairs=False)
    out: list[str] = []
    for topics, label in zip(topics_of, broad, strict=True):
        first = next((own[t] for t in topics if " and " not in own[t]), own[topics[0]])
        out.append(first if len(topics) == 1 or not label or label in out else label)
    return out


def _parsed(
    passages: PassageSet, groups: Sequence[Indices], barred: frozenset[str]
) -> list[list[Parsed]]:
    """Parse, per group, its central passages, one per record.

    A passage offers its own phrases, and the lemmas of all its record says.
    """
    n_texts = min(max(_PARSED_IN_ALL // max(1, len(groups)), _PARSED[0]), _PARSED[1])
    centroids = centres(passages.vectors, groups)
    chosen = [
        _one_per_record(passages, central(passages.vectors, group, centroid, n=len(group)))[
            :n_texts
        ]
        for group, centroid in zip(groups, centroids, strict=True)
    ]
    records = {passages.record_ids[i] for indices in chosen for i in indices}
    needed = [i for i, record in enumerate(passages.record_ids) if record in records]
    parts = parse([passages.texts[i] for i in needed], barred=barred)
    own = dict(zip(needed, parts, strict=True))
    whole: dict[str, list[Parsed]] = {}
    for i, part in own.items():
        whole.setdefault(passages.record_ids[i], []).append(part)
    return [
        [
            Parsed(
                phrases=own[i].phrases,
                lemmas=frozenset().union(*(p.lemmas for p in whole[passages.record_ids[i]])),
                nouns=frozenset().union(*(p.nouns for p in whole[passages.record_ids[i]])),
            )
            for i in indices
        ]
        for indices in chosen
    ]


def _one_per_record(passages: PassageSet, indices: Sequence[int]) -> list[int]:
    first: dict[str, int] = {}
    for i in indices:
        first.setdefault(passages.record_ids[i], i)
    return list(first.values())
