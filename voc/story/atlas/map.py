"""The topic map as one picture for a slide, 16 to 9."""

import numpy as np

from voc.story.atlas.dots import dot_radius, dots_svg
from voc.story.atlas.lettering import (
    INK,
    PAPER,
    SERIF,
    SOFT,
    cut,
    label_size,
    picture,
    scales,
    text,
    width,
)
from voc.story.atlas.types import Atlas
from voc.story.colours import NO_TOPIC, THEMES, of_theme
from voc.story.wording import counted, number, percent

WIDTH, HEIGHT = 1600, 900
_EDGE, _TOP, _LEGEND = 64, 118, 96
_COLUMNS = 5


def map_svg(atlas: Atlas) -> str:
    """Draw the map: a dot per passage, coloured by theme, and a label per topic where it has room."""
    head = [
        text(_EDGE, 62, cut(atlas.title, 30, WIDTH - 2 * _EDGE, bold=True), 30, bold=True, family=SERIF),
        text(_EDGE, 92, summary(atlas), 16, fill=SOFT),
    ]
    if not atlas.topics:
        return picture(WIDTH, HEIGHT, f"{atlas.title}: {summary(atlas)}", head)
    scale, left, top = _frame(atlas)
    places = atlas.points * scale + (left, top)
    inked = np.pi * sum(spot.radius**2 for spot in atlas.topics) * scale**2
    dots = dots_svg(
        atlas, places, width=WIDTH, height=HEIGHT, radius=dot_radius(len(places), inked)
    )
    sizes = [label_size(spot, atlas.topics[0].n_passages) for spot in atlas.topics]
    shown = [
        text(
            left + spot.x * scale,
            top + spot.y * scale + size / 3,
            spot.label,
            round(size, 1),
            bold=True,
            anchor="middle",
            halo=3.5,
        )
        for spot, size, least in zip(atlas.topics, sizes, scales(atlas.topics, sizes), strict=True)
        if least <= scale
    ]
    name = f"{atlas.title}: {summary(atlas)}"
    return picture(WIDTH, HEIGHT, name, [*head, dots, *shown, *_legend(atlas)])


def summary(atlas: Atlas) -> str:
    """Say in a line what the map holds."""
    if not atlas.topics:
        return "No topics yet: they are found once there are at least 50 passages."
    n = len(atlas.topic_of)
    themes = f" in {counted(len(atlas.themes), 'theme')}" if atlas.themes else ""
    share = f", {percent(float((atlas.topic_of >= 0).mean()))} of them in a topic" if n else ""
    return f"{counted(len(atlas.topics), 'topic')}{themes}; {counted(n, 'passage')}{share}"


def _frame(atlas: Atlas) -> tuple[float, float, float]:
    """Choose the scale that fits the map, and the place of its corner."""
    wide, high = WIDTH - 2 * _EDGE - 60, HEIGHT - _TOP - _LEGEND - 24
    scale = min(wide, high / atlas.height)
    # One topic alone needs no whole slide.
    if len(atlas.topics) < 4:
        scale *= 0.7
    return scale, (WIDTH - scale) / 2, _TOP + (high - scale * atlas.height) / 2


def _legend(atlas: Atlas) -> list[str]:
    entries = [(of_theme(n), f"{t.label}", t.n_records) for n, t in enumerate(atlas.themes[: len(THEMES)])]
    rest = atlas.themes[len(THEMES) :]
    if rest:
        entries.append((of_theme(-1), counted(len(rest), "smaller theme"), sum(t.n_records for t in rest)))
    loose = int((atlas.topic_of < 0).sum())
    parts = []
    room = (WIDTH - 2 * _EDGE) / _COLUMNS
    for n, (colour, label, size) in enumerate(entries[: 2 * _COLUMNS]):
        x, y = _EDGE + n % _COLUMNS * room, HEIGHT - _LEGEND + 20 + n // _COLUMNS * 22
        told = cut(label, 14, room - 90)
        parts += [
            f'<circle cx="{x + 6:.1f}" cy="{y - 5:.1f}" r="6" fill="{colour}"/>',
            text(x + 20, y, told, 14, fill=INK),
            text(x + 26 + width(told, 14), y, number(size), 14, fill=SOFT),
        ]
    foot = "Each dot is a passage. Passages and topics that are alike lie near each other; the axes mean nothing."
    if loose:
        foot += f" Light grey: {counted(loose, 'passage')} without a topic."
    parts += [
        text(_EDGE, HEIGHT - 14, foot, 13, fill=SOFT),
    ]
    return parts
