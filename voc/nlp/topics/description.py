"""What a topic is shown by: label, keywords, representatives, centroid, radius, theme."""

from collections.abc import Mapping, Sequence

from voc.nlp.topics.keywords import keywords
from voc.nlp.topics.labels import labels
from voc.nlp.topics.phrases import Parsed
from voc.nlp.topics.reading import read
from voc.nlp.topics.representatives import representatives
from voc.nlp.topics.spheres import Indices, centres, spheres
from voc.nlp.topics.themes import themes
from voc.nlp.topics.types import Embed, FoundTopic, PassageSet
from voc.nlp.topics.wording import brands, names

_READ_FOR_NAMES = 5_000
_READ_FOR_THEME = 80


def described(
    passages: PassageSet, groups: Sequence[Indices], *, embed: Embed | None
) -> tuple[list[FoundTopic], list[Indices]]:
    """Describe each group that its customers' words can name; give the others apart."""
    known = names(passages.texts[:_READ_FOR_NAMES])
    barred = brands(passages.texts[:_READ_FOR_NAMES], known)
    parsed = read(passages, groups, barred=barred, names=known)
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
    broad = labels(share, None, names=known)
    out: list[str] = []
    for topics, label in zip(topics_of, broad, strict=True):
        out.append(own[topics[0]] if len(topics) == 1 or not label or label in out else label)
    return out
