"""The tree of themes and topics as one picture: how many records, and net sentiment by voice."""

from collections.abc import Sequence
from dataclasses import dataclass

from voc.metrics.movement import Base
from voc.story.atlas.lettering import cut
from voc.story.atlas.shapes import INK, LINE, SERIF, SOFT, bar, dot, picture, stroke, text, title
from voc.story.atlas.types import Atlas, Level, Spot
from voc.story.colours import background, ink_on, of_theme
from voc.story.wording import counted, number, points, sentence

WIDTH = 1600
_EDGE, _TOP, _GUTTER, _WIDEST = 8.0, 118.0, 56.0, 900.0
_ROW, _HEAD, _BETWEEN = 25.0, 38.0, 22.0
_INDENT, _TRUNK, _BAR, _COUNT, _CHIP = 24.0, 7.0, 130.0, 52.0, 58.0
_MOST_ROWS, _ONE_COLUMN = 64, 14


@dataclass(frozen=True, slots=True)
class _Block:
    """Hold a theme, its topics, and those of them that are summed up."""

    label: str
    colour: str
    n_records: int
    spots: Sequence[Spot]
    summed: Sequence[Spot]

    @property
    def n_rows(self) -> int:
        return len(self.spots) + bool(self.summed)

    @property
    def height(self) -> float:
        return _HEAD + _ROW * self.n_rows + _BETWEEN


@dataclass(frozen=True, slots=True)
class _Column:
    """Hold where a column's labels, bars, counts and chips stand."""

    x: float
    right: float
    voices: Sequence[bool]

    @property
    def counts(self) -> float:
        return self.right - len(self.voices) * (_CHIP + 6) - 16

    @property
    def bars(self) -> float:
        return self.counts - _COUNT - _BAR

    def chip(self, voice: bool) -> float:
        place = len(self.voices) - list(self.voices).index(voice)
        return self.right - place * (_CHIP + 6) + 6


def tree_svg(atlas: Atlas) -> str:
    """Draw each theme with its topics, largest first; small ones are summed up where they are
    many."""
    name = f"{atlas.title}: themes and topics"
    blocks = _blocks(atlas)
    if not blocks:
        return picture(WIDTH, 130, name, title(_EDGE, "Themes and topics", "No topics yet"))
    told = "Bars: records."
    if atlas.voices:
        told += " Figures: net sentiment, −100 to +100; grey where fewer than 30 customers spoke."
    parts = title(_EDGE, "Themes and topics", told)
    columns = _columns(blocks)
    room = (WIDTH - 2 * _EDGE - _GUTTER * (len(columns) - 1)) / len(columns)
    most = max(spot.n_records for spot in atlas.topics)
    for n, held in enumerate(columns):
        x, y = _EDGE + n * (room + _GUTTER), _TOP
        column = _Column(x, x + min(room, _WIDEST), atlas.voices)
        parts += _titles(column)
        for block in held:
            parts += _drawn(block, column, y, most)
            y += block.height
    height = _TOP + max(sum(block.height for block in held) for held in columns)
    return picture(WIDTH, height, name, parts)


def _blocks(atlas: Atlas) -> list[_Block]:
    held = {n: [s for s in atlas.topics if s.theme == n] for n in (*range(len(atlas.themes)), -1)}
    full = {theme: spots for theme, spots in held.items() if spots}
    few = len(atlas.topics) <= _MOST_ROWS
    each = len(atlas.topics) if few else max(2, _MOST_ROWS // len(full))
    return [
        _Block(
            _name(atlas, theme),
            of_theme(theme if atlas.themes else 0),
            atlas.themes[theme].n_records if theme >= 0 else sum(s.n_records for s in spots),
            spots[:each],
            spots[each:],
        )
        for theme, spots in full.items()
    ]


def _name(atlas: Atlas, theme: int) -> str:
    if theme >= 0:
        return sentence(atlas.themes[theme].label)
    return "No theme" if atlas.themes else "All topics"


def _columns(blocks: Sequence[_Block]) -> list[list[_Block]]:
    """Fill two columns of about the same height, in reading order; few topics need only one."""
    if len(blocks) < 2 or sum(block.n_rows for block in blocks) <= _ONE_COLUMN:
        return [list(blocks)]
    heights = [block.height for block in blocks]
    parts = range(1, len(blocks))
    at = min(parts, key=lambda part: max(sum(heights[:part]), sum(heights[part:])))
    return [list(blocks[:at]), list(blocks[at:])]


def _titles(column: _Column) -> list[str]:
    names = {True: "asked", False: "unasked"}
    return [
        text(column.chip(v) + _CHIP / 2, _TOP + 12, names[v], 12.5, fill=SOFT, anchor="middle")
        for v in column.voices
    ]


def _drawn(block: _Block, column: _Column, y: float, most: int) -> list[str]:
    trunk, label_room = column.x + _TRUNK, column.bars - column.x - _INDENT - 10
    last = y + _HEAD + _ROW * (block.n_rows - 0.5)
    label = cut(block.label, 17, column.counts - column.x - 90, bold=True)
    parts = [
        stroke(f"M{trunk:.1f} {y + 28:.1f}V{last:.1f}", LINE, 1.5),
        dot(trunk, y + 19, 7, block.colour),
        text(column.x + _INDENT, y + 25, label, 17, bold=True, family=SERIF),
        _count(column, y + 20, block.n_records),
    ]
    for n, spot in enumerate(block.spots):
        middle = y + _HEAD + _ROW * (n + 0.5)
        long = max(2.0, _BAR * spot.n_records / max(most, 1))
        parts += _branch(column, middle, cut(spot.label, 14.5, label_room))
        parts += [bar(column.bars, middle, long, 12, block.colour)]
        parts += [_count(column, middle, spot.n_records)]
        for level in spot.levels:
            parts += _level(level, column.chip(level.solicited), middle)
    if block.summed:
        rest = f"and {counted(len(block.summed), 'smaller topic')}"
        parts += _branch(column, last, rest, fill=SOFT)
        parts += [_count(column, last, sum(spot.n_records for spot in block.summed))]
    return parts


def _branch(column: _Column, middle: float, label: str, *, fill: str = INK) -> list[str]:
    twig = stroke(f"M{column.x + _TRUNK:.1f} {middle:.1f}h12", LINE, 1.5)
    return [twig, text(column.x + _INDENT, middle + 5, label, 14.5, fill=fill)]


def _count(column: _Column, middle: float, n: int) -> str:
    return text(column.counts, middle + 5, number(n), 13.5, fill=SOFT, anchor="end")


def _level(level: Level, x: float, middle: float) -> list[str]:
    """Write a level on its colour; in grey where its base allows no claim."""
    at = x + _CHIP / 2, middle + 5
    if level.base is Base.SUPPRESSED:
        return [text(*at, "few", 12.5, fill=SOFT, anchor="middle")]
    said = points(level.value)
    if not level.base.allows_claim:
        return [text(*at, said, 13.5, fill=SOFT, anchor="middle")]
    chip = bar(x, middle, _CHIP, 20, background(level.value), round_by=3)
    return [chip, text(*at, said, 13.5, fill=ink_on(level.value), bold=True, anchor="middle")]
