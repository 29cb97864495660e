"""How wide a text is, and from which scale on a map's label has room."""

from collections.abc import Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from voc.story.atlas.types import Spot

LINE_HEIGHT = 1.25
_AIR = 6.0
_BOLD = 1.08
_LARGEST, _SMALLEST = 17.0, 12.0
# Where a label may stand in its topic, in radii below the middle, the best first; and the scale of
# a whole map, at which one that shows anyway stays in the middle.
_SHIFTS = (0.0, -0.35, 0.35, -0.7, 0.7)
_WHOLE_MAP = 900.0
# Advance widths of Helvetica, Arial and Liberation Sans, in thousandths of the font size.
_WIDTHS = {
    "'": 191,
    "ijl": 222,
    "|": 260,
    " !,./:;I[\\]ft·": 278,
    "-()r`{}“”": 333,
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
    "…": 1000,
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
    return _SMALLEST + (_LARGEST - _SMALLEST) * sqrt(spot.n_passages / max(largest, 1))


def lettered(
    spots: Sequence[Spot], sizes: Sequence[float]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Choose where each label stands, centred on (n, 2) in units of the map's width, and from which
    scale on it shows, in pixels per width of the map, so that at no scale do two that show overlap.

    The earlier spot wins; a later one's label may stand above or below its topic's middle. Two
    boxes overlap below the scale that parts their centres; a label has to wait for that scale only
    if the other one shows before it.
    """
    n = len(spots)
    at = np.array([(spot.x, spot.y) for spot in spots]).reshape(n, 2)
    wide = np.array(
        [width(s.label, size, bold=True) + _AIR for s, size in zip(spots, sizes, strict=True)]
    )
    high = np.asarray(sizes, dtype=np.float64) * LINE_HEIGHT
    found = np.zeros(n)
    for i in range(1, n):
        ways = at[i] + np.outer(_SHIFTS, (0.0, spots[i].radius))
        apart = np.maximum(np.abs(at[:i] - ways[:, None]), 1e-9)
        parted = np.minimum(
            (wide[:i] + wide[i]) / 2 / apart[..., 0], (high[:i] + high[i]) / 2 / apart[..., 1]
        )
        least = np.where(parted > found[:i], parted, 0.0).max(axis=1)
        best = int(np.maximum(least, _WHOLE_MAP).argmin())
        at[i], found[i] = ways[best], least[best]
    return at, found
