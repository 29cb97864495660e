"""Colours of pages and pictures: a diverging scale from vermilion through paper to blue, and one
colour per theme; both safe for the colour-blind."""

from itertools import pairwise

STOPS = (
    (-100.0, (0x9C, 0x3A, 0x12)),
    (-50.0, (0xDD, 0x8A, 0x5C)),
    (0.0, (0xF3, 0xEF, 0xE8)),
    (50.0, (0x86, 0xB0, 0xD4)),
    (100.0, (0x1D, 0x54, 0x88)),
)
THEMES = ("#2f6db5", "#c2542d", "#168a7d", "#9a4fa3", "#a67c00", "#5c6b2f", "#c64a7b", "#4a4f8f")
OTHER_THEMES, NO_TOPIC = "#7d7870", "#cfc9bf"
BLACK, WHITE = "#000000", "#ffffff"
DARK = 0.179  # relative luminance at which black and white contrast alike, 4.58 to 1


def of_theme(rank: int) -> str:
    """Choose the colour of a theme by its place in size from 0; the smallest share one."""
    return THEMES[rank] if 0 <= rank < len(THEMES) else OTHER_THEMES


def background(points: float) -> str:
    """Choose the colour of a value of −100..100, as #rrggbb."""
    return "#" + "".join(f"{channel:02x}" for channel in _mixed(points))


def ink_on(points: float) -> str:
    """Choose the text colour that is readable on `background`."""
    return WHITE if luminance(_mixed(points)) < DARK else BLACK


def luminance(colour: tuple[int, int, int]) -> float:
    """Compute relative luminance, 0..1 (WCAG 2.2)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(points: float) -> tuple[int, int, int]:
    value = max(-100.0, min(100.0, points))
    (low, start), (high, end) = next(pair for pair in pairwise(STOPS) if value <= pair[1][0])
    part = (value - low) / (high - low)
    red, green, blue = (round(a + part * (b - a)) for a, b in zip(start, end, strict=True))
    return red, green, blue
