"""What a topic is shown by: label, keywords, representatives, centroid, radius, theme."""

from collections.abc import Sequence

from voc.nlp.topics.keywords import keywords
from voc.nlp.topics.labels import labels
from voc.nlp.topics.reading import read
from voc.nlp.topics.representatives import representatives
from voc.nlp.topics.spheres import Indices, centres, spheres
from voc.nlp.topics.themes import shared_labels, themes
from voc.nlp.topics.types import Embed, FoundTopic, PassageSet
from voc.nlp.topics.uncased import is_uncased, uncased_names
from voc.nlp.topics.wording import brands, names

_READ_FOR_NAMES = 5_000


def described(
    passages: PassageSet, groups: Sequence[Indices], *, embed: Embed | None
) -> tuple[list[FoundTopic], list[Indices]]:
    """Describe each group that its customers' words can name; give the others apart."""
    known = names(passages.texts[:_READ_FOR_NAMES])
    barred = brands(passages.texts[:_READ_FOR_NAMES], known)
    parsed = read(passages, groups, barred=barred, names=known)
    chosen = labels(parsed, centres(passages.vectors, groups), names=known, embed=embed)
    uncased = [n for n, group in enumerate(groups) if is_uncased(passages.texts, group)]
    spelt = dict(
        zip(uncased, uncased_names(passages.texts, [groups[n] for n in uncased]), strict=True)
    )
    chosen = [next(iter(spelt.get(n, ())), label) for n, label in enumerate(chosen)]
    named = [number for number, label in enumerate(chosen) if label]
    kept = [groups[number] for number in named]
    drawn = spheres(passages.vectors, kept)
    parents = themes(passages.vectors, kept)
    broad = shared_labels([parsed[n] for n in named], parents, names=known)
    ranked = keywords(passages.texts, kept, stop=barred)
    speakers = [passages.speaker(i) for i in range(len(passages))]
    topics = [
        FoundTopic(
            label=str(chosen[named[topic]]),
            theme=parents[topic],
            theme_label=broad[parents[topic]] or "",
            keywords=spelt.get(named[topic]) or ranked[topic],
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
