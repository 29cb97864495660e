"""The tree of themes and topics as one picture: how many records, and net sentiment by voice."""

from collections.abc import Sequence
from dataclasses import dataclass

from voc.metrics.movement import Base
from voc.story.atlas.lettering import (
    LINE,
    SERIF,
    SOFT,
    cut,
    picture,
    text,
)
from voc.story.atlas.types import Atlas, Level, Spot
from voc.story.colours import background, ink_on, of_theme
from voc.story.wording import counted, number, points

WIDTH = 1600
_EDGE, _TOP, _GUTTER = 64, 118, 56
_ROW, _HEAD, _BETWEEN = 25, 38, 22
_CHIP, _COUNT = 58, 52
_BAR = 130
_MOST_ROWS = 64
_ONE_COLUMN = 14


@dataclass(frozen=True, slots=True)
class _Block:
    label: str
    colour: str
    spots: Sequence[Spot]
    n_records: int
    left_out: Sequence[Spot]

    @property
    def height(self) -> float:
        return _HEAD + _ROW * (len(self.spots) + bool(self.left_out)) + _BETWEEN


def tree_svg(atlas: Atlas) -> str:
    """Draw each theme with its topics, largest first; small ones are summed up where they are many."""
    blocks = _blocks(atlas)
    columns = _columns(blocks)
    height = _TOP + max((sum(b.height for b in column) for column in columns), default=0) + 60
    room = (WIDTH - 2 * _EDGE - _GUTTER * (len(columns) - 1)) / max(len(columns), 1)
    name = f"{atlas.title}: themes and topics"
    parts = [text(_EDGE, 62, cut("Themes and topics", 30, 900, bold=True), 30, bold=True, family=SERIF)]
    if not blocks:
        return picture(WIDTH, 160, name, [*parts, text(_EDGE, 92, "No topics yet.", 16, fill=SOFT)])
    told = "Bars: records." + (
        " Figures: net sentiment, −100 to +100, per cent of positive minus negative records."
        if atlas.voices
        else ""
    )
    parts.append(text(_EDGE, 92, told, 16, fill=SOFT))
    most = max(spot.n_records for spot in atlas.topics)
    for n, column in enumerate(columns):
        x, y = _EDGE + n * (room + _GUTTER), float(_TOP)
        parts += _titles(atlas.voices, x + room, y - 6)
        for block in column:
            parts += _block(block, x, y, room, most, atlas.voices)
            y += block.height
    return picture(WIDTH, height, name, parts)


def _blocks(atlas: Atlas) -> list[_Block]:
    themes = [*range(len(atlas.themes)), -1]
    held = {theme: [s for s in atlas.topics if s.theme == theme] for theme in themes}
    full = {theme: spots for theme, spots in held.items() if spots}
    each = max(2, _MOST_ROWS // max(len(full), 1))
    if len(atlas.topics) <= _MOST_ROWS:
        each = len(atlas.topics)
    return [
        _Block(
            atlas.themes[theme].label if theme >= 0 else "No theme",
            of_theme(theme),
            spots[:each],
            atlas.themes[theme].n_records if theme >= 0 else sum(s.n_records for s in spots),
            spots[each:],
        )
        for theme, spots in full.items()
    ]


def _columns(blocks: Sequence[_Block]) -> list[list[_Block]]:
    """Fill two columns of about the same height, in reading order; few topics need only one."""
    if sum(len(block.spots) for block in blocks) <= _ONE_COLUMN or len(blocks) < 2:
        return [list(blocks)] if blocks else []
    heights = [block.height for block in blocks]
    cuts = range(1, len(blocks))
    best = min(cuts, key=lambda cut: max(sum(heights[:cut]), sum(heights[cut:])))
    return [list(blocks[:best]), list(blocks[best:])]


def _titles(voices: Sequence[bool], right: float, y: float) -> list[str]:
    return [
        text(_chip(voices, voice, right) + _CHIP / 2, y + 18, "asked" if voice else "unasked", 12.5, fill=SOFT, anchor="middle")
        for voice in voices
    ]


def _chip(voices: Sequence[bool], voice: bool, right: float) -> float:
    return right - (len(voices) - list(voices).index(voice)) * (_CHIP + 6) + 6


def _block(
    block: _Block, x: float, y: float, room: float, most: int, voices: Sequence[bool]
) -> list[str]:
    chips = len(voices) * (_CHIP + 6)
    label_room = room - _BAR - _COUNT - chips - 46
    rows = len(block.spots) + bool(block.left_out)
    last = y + _HEAD + _ROW * (rows - 0.5)
    trunk = x + 7
    parts = [
        f'<path d="M{trunk:.1f} {y + 26:.1f}V{last:.1f}" stroke="{LINE}" stroke-width="1.5" fill="none"/>',
        f'<circle cx="{trunk:.1f}" cy="{y + 19:.1f}" r="7" fill="{block.colour}"/>',
        text(x + 24, y + 25, cut(block.label, 17, room - chips - 150, bold=True), 17, bold=True, family=SERIF),
        text(x + 24 + label_room + _BAR + _COUNT, y + 25, number(block.n_records), 13.5, fill=SOFT, anchor="end"),
    ]
    for n, spot in enumerate(block.spots):
        middle = y + _HEAD + _ROW * (n + 0.5)
        bar = max(2.0, _BAR * spot.n_records / max(most, 1))
        start = x + 24 + label_room
        parts += [
            f'<path d="M{trunk:.1f} {middle:.1f}h12" stroke="{LINE}" stroke-width="1.5"/>',
            text(x + 24, middle + 5, cut(spot.label, 14.5, label_room - 10), 14.5),
            f'<rect x="{start:.1f}" y="{middle - 6:.1f}" width="{bar:.1f}" height="12" fill="{block.colour}"/>',
            text(start + _BAR + _COUNT, middle + 5, number(spot.n_records), 13.5, fill=SOFT, anchor="end"),
        ]
        for level in spot.levels:
            parts += _level(level, _chip(voices, level.solicited, x + room), middle)
    if block.left_out:
        middle = y + _HEAD + _ROW * (rows - 0.5)
        rest = f"and {counted(len(block.left_out), 'smaller topic')}"
        total = sum(spot.n_records for spot in block.left_out)
        parts += [
            f'<path d="M{trunk:.1f} {middle:.1f}h12" stroke="{LINE}" stroke-width="1.5"/>',
            text(x + 24, middle + 5, rest, 14.5, fill=SOFT),
            text(x + 24 + label_room + _BAR + _COUNT, middle + 5, number(total), 13.5, fill=SOFT, anchor="end"),
        ]
    return parts


def _level(level: Level, x: float, middle: float) -> list[str]:
    if level.base is Base.SUPPRESSED:
        return [text(x + _CHIP / 2, middle + 5, "few", 12.5, fill=SOFT, anchor="middle")]
    told = level.base.allows_claim
    fill = background(level.value) if told else "none"
    ink = ink_on(level.value) if told else SOFT
    return [
        f'<rect x="{x:.1f}" y="{middle - 10:.1f}" width="{_CHIP}" height="20" rx="3" fill="{fill}"/>',
        text(x + _CHIP / 2, middle + 5, points(level.value), 13.5, fill=ink, anchor="middle", bold=told),
    ]
