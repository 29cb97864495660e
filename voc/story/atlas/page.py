"""The atlas as one self-contained page: a map to move in, the tree, the lineage, and a table."""

import base64
from typing import Any

import numpy as np

from voc.metrics.movement import Base
from voc.story.atlas.dots import colour_of, dot_radius
from voc.story.atlas.lettering import label_size, lettered
from voc.story.atlas.lineage import lineage_svg
from voc.story.atlas.map import summary
from voc.story.atlas.shapes import SANS
from voc.story.atlas.tree import tree_svg
from voc.story.atlas.types import Atlas
from voc.story.colours import NO_TOPIC, of_theme
from voc.story.page import environment
from voc.story.wording import counted, day, points

_GRID = 65535


def atlas_html(atlas: Atlas) -> str:
    """Render an atlas; the page loads nothing from elsewhere, and holds every passage's text."""
    return (
        environment()
        .get_template("atlas.html")
        .render(
            atlas=atlas,
            summary=summary(atlas),
            when=day(atlas.as_of) if atlas.as_of else "",
            data=_data(atlas),
            legend=[(of_theme(n), theme.label, n) for n, theme in enumerate(atlas.themes)],
            no_topic=NO_TOPIC,
            n_loose=int((atlas.topic_of < 0).sum()),
            rows=_rows(atlas),
            tree=tree_svg(atlas),
            lineage=lineage_svg(atlas) if atlas.lives else "",
            counted=counted,
        )
    )


def _rows(atlas: Atlas) -> list[dict[str, Any]]:
    """List the topics for the table: what a screen reader reads instead of the pictures."""
    return [
        {
            "spot": spot,
            "theme": atlas.themes[spot.theme].label if spot.theme >= 0 else "none",
            "levels": [
                next((_told(lv) for lv in spot.levels if lv.solicited == voice), "none")
                for voice in atlas.voices
            ],
        }
        for spot in atlas.topics
    ]


def _told(level: Any) -> str:
    return "too few" if level.base is Base.SUPPRESSED else points(level.value)


def _data(atlas: Atlas) -> dict[str, Any]:
    """Pack the map: places as pairs of 16 bit numbers, little-endian, in base 64."""
    sizes = [label_size(spot, atlas.topics[0].n_passages) for spot in atlas.topics]
    stands, least = lettered(atlas.topics, sizes)
    span = np.array([1.0, max(atlas.height, 1e-9)])
    places = np.clip(atlas.points / span, 0.0, 1.0) * _GRID
    inked = np.pi * sum(spot.radius**2 for spot in atlas.topics)
    return {
        "height": round(atlas.height, 6),
        "font": SANS,
        "dot": round(dot_radius(len(atlas.points), 1e6 * inked) / 1e3, 6),
        "places": _packed(places.round()),
        "topicOf": _packed(np.where(atlas.topic_of < 0, _GRID, atlas.topic_of)),
        "noTopic": NO_TOPIC,
        "themes": [theme.label for theme in atlas.themes],
        "topics": [
            {
                "label": spot.label,
                "theme": spot.theme,
                "colour": colour_of(atlas, n),
                "x": round(spot.x, 5),
                "y": round(spot.y, 5),
                "r": round(spot.radius, 5),
                "n": spot.n_passages,
                "keywords": spot.keywords,
                "examples": spot.examples,
                "size": round(size, 1),
                "from": round(float(scale), 1),
                "low": round(float(y), 5),
            }
            for n, (spot, size, (_, y), scale) in enumerate(
                zip(atlas.topics, sizes, stands, least, strict=True)
            )
        ],
        "texts": list(atlas.texts),
    }


def _packed(numbers: Any) -> str:
    return base64.b64encode(np.asarray(numbers, dtype="<u2").tobytes()).decode()
