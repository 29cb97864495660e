"""How wide a text is, and from which scale on a map's label has room."""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

import numpy as np
from numpy.typing import NDArray

from voc.story.atlas.types import Spot

SANS = "Arial, 'Liberation Sans', Helvetica, sans-serif"
SERIF = "Georgia, 'Liberation Serif', serif"
INK, SOFT, LINE, PAPER = "#1b1b1a", "#5d5b57", "#e2ddd4", "#fffdfa"
LINE_HEIGHT = 1.25
_AIR = 6.0
_BOLD = 1.08
_LARGEST, _SMALLEST = 17.0, 12.0
# Advance widths of Helvetica, in thousandths of the font size; Arial and Liberation Sans share them.
_WIDTHS = {
    "'": 191,
    "ijl": 222,
    "|": 260,
    " !,./:;I[\\]ft": 278,
    "-()r`{}": 333,
    '"': 355,
    "*": 389,
    "^": 469,
    "Jcksvxyz": 500,
    "+<=>~": 584,
    "FTZ": 611,
    "&ABEKPSVXY": 667,
    "CDHNRUw": 722,
    "GOQ": 778,
    "Mm": 833,
    "%": 889,
    "W": 944,
    "@": 1015,
}
_ADVANCE = {letter: width for letters, width in _WIDTHS.items() for letter in letters}
_USUAL, _IDEOGRAPH = 556, 1000


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Estimate how many pixels wide a text is set."""
    units = sum(
        _IDEOGRAPH if ord(letter) > 0x2E80 else _ADVANCE.get(letter, _USUAL) for letter in text
    )
    return units / 1000 * size * (_BOLD if bold else 1.0)


def cut(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """Shorten a text with an ellipsis so that it fits into `room` pixels."""
    if width(text, size, bold=bold) <= room:
        return text
    kept = text
    while kept and width(kept + "…", size, bold=bold) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def label_size(spot: Spot, largest: int) -> float:
    """Choose a label's font size in pixels by its topic's size."""
    return _SMALLEST + (_LARGEST - _SMALLEST) * (spot.n_passages / max(largest, 1)) ** 0.5


def scales(spots: Sequence[Spot], sizes: Sequence[float]) -> NDArray[np.float64]:
    """Find from which scale, in pixels per width of the map, each label shows, centred on its
    topic, so that at no scale do two that show overlap.

    The earlier spot wins. Two boxes overlap below the scale that parts their centres; a label has
    to wait for that scale only if the other one shows before it.
    """
    n = len(spots)
    at = np.array([(spot.x, spot.y) for spot in spots]).reshape(n, 2)
    wide = np.array(
        [width(s.label, size, bold=True) + _AIR for s, size in zip(spots, sizes, strict=True)]
    )
    high = np.asarray(sizes, dtype=np.float64) * LINE_HEIGHT
    found = np.zeros(n)
    for i in range(1, n):
        apart = np.maximum(np.abs(at[:i] - at[i]), 1e-9)
        parted = np.minimum((wide[:i] + wide[i]) / 2 / apart[:, 0], (high[:i] + high[i]) / 2 / apart[:, 1])
        found[i] = np.where(parted > found[:i], parted, 0.0).max()
    return found


def text(
    x: float,
    y: float,
    said: str,
    size: float,
    *,
    fill: str = INK,
    bold: bool = False,
    anchor: str = "start",
    family: str = SANS,
    halo: float = 0.0,
) -> str:
    """Write a text as SVG; `y` is its baseline."""
    weight = ' font-weight="600"' if bold else ""
    around = (
        f' stroke="{PAPER}" stroke-width="{halo:g}" stroke-linejoin="round" paint-order="stroke"'
        if halo
        else ""
    )
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family={quoteattr(family)} font-size="{size:g}"'
        f'{weight} fill="{fill}" text-anchor="{anchor}"{around}>{escape(said)}</text>'
    )


def picture(width_px: float, height_px: float, name: str, parts: Sequence[str]) -> str:
    """Wrap shapes into an SVG that says what it shows."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width_px:g} {height_px:g}"'
        f' width="{width_px:g}" height="{height_px:g}" role="img" aria-label={quoteattr(name)}>'
        f'<rect width="100%" height="100%" fill="{PAPER}"/>{"".join(parts)}</svg>\n'
    )
