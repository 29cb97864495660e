"""The topic map as one picture for a slide, 16 to 9."""

import numpy as np

from voc.story.atlas.dots import dot_radius, dots_svg
from voc.story.atlas.lettering import cut, label_size, lettered, width
from voc.story.atlas.shapes import SOFT, TITLE_SIZE, dot, picture, text, title
from voc.story.atlas.types import Atlas
from voc.story.colours import THEMES, of_theme
from voc.story.wording import counted, number, percent, sentence

WIDTH, HEIGHT = 1600, 900
_EDGE, _TOP, _LEGEND = 64, 118, 96
_ROOM_FOR_LABELS = 60
_COLUMNS, _ROWS, _LEGEND_ROW = 5, 2, 22
_FEW, _SMALL = 4, 0.7


def map_svg(atlas: Atlas) -> str:
    """Draw a dot per passage, coloured by theme, and a label per topic where it has room."""
    told = summary(atlas)
    named = cut(atlas.title, TITLE_SIZE, WIDTH - 2 * _EDGE, bold=True)
    parts: list[str] = []
    if atlas.topics:
        scale, left, top = _frame(atlas)
        places = atlas.points * scale + (left, top)
        inked = np.pi * sum(spot.radius**2 for spot in atlas.topics) * scale**2
        radius = dot_radius(len(places), inked)
        parts.append(dots_svg(atlas, places, width=WIDTH, height=HEIGHT, radius=radius))
        parts += _labels(atlas, scale, left, top) + _legend(atlas)
    # Many dots are one picture on paper, which would cover what is written before it.
    parts += title(_EDGE, named, told)
    return picture(WIDTH, HEIGHT, f"{atlas.title}: {told}", parts)


def summary(atlas: Atlas) -> str:
    """Say in a line what the map holds."""
    if not atlas.topics:
        return "No topics yet: they are found once there are at least 50 passages"
    themes = f" in {counted(len(atlas.themes), 'theme')}" if atlas.themes else ""
    share = percent(float((atlas.topic_of >= 0).mean()))
    said = counted(len(atlas.topic_of), "passage")
    return f"{counted(len(atlas.topics), 'topic')}{themes}; {said}, {share} of them in a topic"


def _frame(atlas: Atlas) -> tuple[float, float, float]:
    """Choose the scale that fits the map, and the place of its corner."""
    wide, high = WIDTH - 2 * (_EDGE + _ROOM_FOR_LABELS), HEIGHT - _TOP - _LEGEND - 24
    scale = min(wide, high / atlas.height) * (_SMALL if len(atlas.topics) < _FEW else 1.0)
    return scale, (WIDTH - scale) / 2, _TOP + (high - scale * atlas.height) / 2


def _labels(atlas: Atlas, scale: float, left: float, top: float) -> list[str]:
    sizes = [label_size(spot, atlas.topics[0].n_passages) for spot in atlas.topics]
    shown = zip(atlas.topics, sizes, *lettered(atlas.topics, sizes), strict=True)
    return [
        text(
            left + x * scale,
            top + y * scale + size / 3,
            spot.label,
            round(size, 1),
            bold=True,
            anchor="middle",
            halo=3.5,
        )
        for spot, size, (x, y), least in shown
        if least <= scale
    ]


def _legend(atlas: Atlas) -> list[str]:
    themes = [(of_theme(n), sentence(t.label), t.n_records) for n, t in enumerate(atlas.themes)]
    rest = atlas.themes[len(THEMES) :]
    if rest:
        several = counted(len(rest), "smaller theme")
        themes[len(THEMES) :] = [(of_theme(-1), several, sum(t.n_records for t in rest))]
    room = (WIDTH - 2 * _EDGE) / _COLUMNS
    parts = []
    for n, (colour, label, size) in enumerate(themes[: _COLUMNS * _ROWS]):
        x = _EDGE + n % _COLUMNS * room
        y = HEIGHT - _LEGEND + 20 + n // _COLUMNS * _LEGEND_ROW
        told = cut(label, 14, room - 78)
        at = x + 26 + width(told, 14)
        parts += [dot(x + 6, y - 5, 6, colour), text(x + 20, y, told, 14)]
        parts.append(text(at, y, number(size), 14, fill=SOFT))
    return [*parts, text(_EDGE, HEIGHT - 14, _foot(atlas), 13, fill=SOFT)]


def _foot(atlas: Atlas) -> str:
    counts = "; figures count records" if atlas.themes else ""
    loose = int((atlas.topic_of < 0).sum())
    grey = f" Light grey: {counted(loose, 'passage')} without a topic." if loose else ""
    near = "What is alike lies near each other; the axes mean nothing."
    return f"Each dot is a passage{counts}. {near}{grey}"
