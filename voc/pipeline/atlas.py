"""Gather what the atlas of topics draws, from a workspace or from what was found in a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from voc.nlp.topics import layout
from voc.pipeline.lives import tell_lives
from voc.pipeline.publish import write_whole
from voc.pipeline.said import Said, examples, said
from voc.pipeline.topics import Discovery
from voc.store import Store
from voc.story import atlas as drawing
from voc.story.atlas import Atlas, Spot, ThemeSpot
from voc.story.figures import Figures


@dataclass(frozen=True, slots=True)
class _Named:
    """Hold a topic's id, label, keywords, and its theme's id or None."""

    id: str
    label: str
    keywords: tuple[str, ...]
    theme_id: str | None


def workspace_atlas(store: Store, *, company: str) -> Atlas:
    """Gather a workspace's active topics with the passages of records that are no duplicates, and
    the lives of all topics."""
    registry = store.registry.load()
    named = [_Named(t.id, t.label, t.keywords, t.theme_id) for t in registry.active()]
    themes = {theme.id: theme.label for theme in registry.themes.values()}
    atlas = _atlas(f"What customers of {company} talk about", said(store), named, themes)
    snapshot = store.latest_snapshot()
    figures = Figures(snapshot) if snapshot else None
    spots = tuple(
        replace(spot, levels=drawing.levels(figures, spot.id)) if figures else spot
        for spot in atlas.topics
    )
    sizes = {spot.id: spot.n_records for spot in spots}
    lives = tell_lives(store.topic_events(), sizes)
    return replace(atlas, topics=spots, lives=lives, as_of=store.newest())


def discovered_atlas(found: Discovery, *, title: str) -> Atlas:
    """Gather what was found in a file: each text a passage, and a record of its own."""
    ids = [str(result["id"]) for result in found.results]
    heard = Said(
        keys=ids,
        texts=found.texts,
        vectors=found.vectors,
        record_ids=ids,
        speakers=ids,
        topic_ids=[result["topic_id"] for result in found.results],
    )
    named = [
        _Named(topic["id"], topic["label"], tuple(topic["keywords"]), topic["theme"])
        for topic in found.topics
    ]
    themes = {topic["theme"]: topic["theme_label"] for topic in found.topics}
    return _atlas(title, heard, named, themes)


def write_atlas(atlas: Atlas, path: Path) -> Path:
    """Write the page; give its absolute path.

    Raises:
        SourceUnavailable: the file can't be written.
    """
    return write_whole(drawing.atlas_html(atlas).encode(), path)


def write_picture(svg: str, path: Path) -> Path:
    """Write a picture as SVG, or as PNG where the file's name ends so; give its absolute path.

    Raises:
        SettingsInvalid: PNG needs an extra that isn't installed.
        SourceUnavailable: the file can't be written.
    """
    is_png = path.suffix.lower() == ".png"
    return write_whole(drawing.to_png(svg) if is_png else svg.encode(), path)


def _atlas(
    title: str, heard: Said, named: Sequence[_Named], theme_labels: Mapping[str, str]
) -> Atlas:
    """Place passages, topics and themes; topics and themes by number of records, largest first."""
    records: dict[str, set[str]] = {}
    for record, topic in zip(heard.record_ids, heard.topic_ids, strict=True):
        if topic is not None:
            records.setdefault(topic, set()).add(record)
    shown = sorted(
        (one for one in named if one.id in records), key=lambda one: (-len(records[one.id]), one.id)
    )
    if not shown:
        return Atlas(title=title)
    number = {one.id: n for n, one in enumerate(shown)}
    topic_of = np.array([number.get(id_ or "", -1) for id_ in heard.topic_ids], dtype=np.int64)
    themes = _themes(shown, records)
    place = {theme: n for n, theme in enumerate(themes)}
    theme_of = np.array([place.get(one.theme_id or "", -1) for one in shown], dtype=np.int64)
    placed = layout(heard.vectors, topic_of, theme_of)
    return Atlas(
        title=title,
        topics=tuple(
            Spot(
                id=one.id,
                label=one.label,
                theme=int(theme_of[n]),
                x=float(placed.centres[n, 0]),
                y=float(placed.centres[n, 1]),
                radius=float(placed.radii[n]),
                n_passages=int((topic_of == n).sum()),
                n_records=len(records[one.id]),
                keywords=one.keywords,
                examples=examples(heard, np.flatnonzero(topic_of == n)),
            )
            for n, one in enumerate(shown)
        ),
        themes=tuple(ThemeSpot(theme_labels[id_], n) for id_, n in themes.items()),
        points=placed.points,
        topic_of=topic_of,
        texts=heard.texts,
    )


def _themes(shown: Sequence[_Named], records: Mapping[str, set[str]]) -> dict[str, int]:
    """Count the records of each theme, once each, largest first."""
    held: dict[str, set[str]] = {}
    for one in shown:
        if one.theme_id is not None:
            held.setdefault(one.theme_id, set()).update(records[one.id])
    ranked = sorted(held, key=lambda id_: (-len(held[id_]), id_))
    return {id_: len(held[id_]) for id_ in ranked}
