"""SVG shapes and texts of the atlas's pictures."""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

SANS = "Arial, 'Liberation Sans', Helvetica, sans-serif"
SERIF = "Georgia, 'Liberation Serif', serif"
INK, SOFT, FAINT, LINE, PAPER = "#1b1b1a", "#5d5b57", "#8d8981", "#e2ddd4", "#fffdfa"
TITLE_SIZE = 30.0


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
    """Write a text; `y` is its baseline, `halo` the width of the paper around its letters."""
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


def title(x: float, said: str, under: str) -> list[str]:
    """Head a picture."""
    head = text(x, 62, said, TITLE_SIZE, bold=True, family=SERIF)
    return [head, text(x, 92, under, 16, fill=SOFT)]


def stroke(path: str, colour: str, width: float) -> str:
    """Draw a line along a path."""
    return (
        f'<path d="{path}" stroke="{colour}" stroke-width="{width:g}" fill="none"'
        ' stroke-linecap="round"/>'
    )


def dot(x: float, y: float, radius: float, fill: str, *, rim: float = 0.0) -> str:
    """Draw a dot, with a rim of paper."""
    around = f' stroke="{PAPER}" stroke-width="{rim:g}"' if rim else ""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{fill}"{around}/>'


def bar(x: float, y: float, width: float, height: float, fill: str, *, round_by: float = 0) -> str:
    """Draw a bar; `y` is its middle."""
    return (
        f'<rect x="{x:.1f}" y="{y - height / 2:.1f}" width="{width:.1f}" height="{height:g}"'
        f' rx="{round_by:g}" fill="{fill}"/>'
    )


def picture(width: float, height: float, name: str, parts: Sequence[str]) -> str:
    """Put shapes on paper; `name` says to a screen reader what they show."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}"'
        f' width="{width:g}" height="{height:g}" role="img" aria-label={quoteattr(name)}>'
        f'<rect width="100%" height="100%" fill="{PAPER}"/>{"".join(parts)}</svg>\n'
    )
